import { expect } from 'chai'
import { carryOver, findCarryOver } from '../../../server/consent/index.ts'
import { type ConsentGround, consentGround, onNotice } from '../../support/consent-ground.ts'
import { DAY } from '../../support/fake-world.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { goodEvent } from '../../support/gate-cases.ts'
import { AGENT, TICKET_ID } from '../../support/ticket-ground.ts'

const OTHER = '6'
const THIRD = '7'
const END = '2027-01-19T09:00:00.000Z'

describe('a yes that is remembered', () => {
  let ground: ConsentGround

  beforeEach(async () => {
    ground = await consentGround()
    await ground.opened(OTHER)
    for (const ticketId of [TICKET_ID, OTHER]) await ground.told(ticketId)
  })
  afterEach(() => ground.store.close())

  async function carry(ticketId = OTHER, epoch = 0) {
    const ticket = await ground.ticketOf(ticketId)
    return ground.store.transact((tx) => carryOver(ground.rooms, tx, AGENT, ticket, { epoch }))
  }
  async function offered(ticketId = OTHER) {
    const ticket = await ground.ticketOf(ticketId)
    return ground.store
      .transact((tx) => findCarryOver(ground.rooms, tx, AGENT, ticket))
      .then((found) => (found === null ? false : typeof found === 'string' ? found : true))
  }
  const refused = async () => (await wholeFaultFrom(() => carry())).detail.rule
  const yes = (noticeVersion = 2) =>
    ground.record(onNotice(goodEvent('grant', { validUntil: END }), noticeVersion))

  it('is carried to another ticket of the same person, with its end, recipients and origin', async () => {
    await ground.remembers()
    await yes()
    expect(await offered()).to.equal(true)
    const { ticketRef } = await ground.ticket()
    expect(await carry()).to.deep.include({
      status: 'granted',
      validUntil: END,
      noticeVersion: 2,
      carriedFrom: ticketRef,
      wide: true,
    })
  })

  it('is carried nowhere while the account does not remember', async () => {
    await yes(1)
    expect([await offered(), await refused()]).to.deep.equal([false, 'NOT_REMEMBERED'])
    expect((await ground.stateOf(OTHER)).epoch).to.equal(0)
  })

  it('is carried nowhere when it was given to a notice that did not say so', async () => {
    await yes(1)
    await ground.remembers()
    expect([await offered(), await refused()]).to.deep.equal([false, 'NOT_REMEMBERED'])
  })

  it('is carried to nobody else’s ticket', async () => {
    await ground.remembers()
    await yes()
    await ground.opened('8', '360002')
    expect(await offered('8')).to.equal(false)
    expect((await wholeFaultFrom(() => carry('8'))).detail.rule).to.equal('NOT_REMEMBERED')
    expect((await ground.stateOf('8')).status).to.equal('unknown')
  })

  it('is carried nowhere once it has ended, or another notice is in force', async () => {
    await ground.remembers()
    await yes()
    await ground.newNotice('Drafts, once more')
    expect(await offered()).to.equal(false)
    await ground.record(onNotice(goodEvent('grant', { validUntil: END }), 3))
    expect(await offered()).to.equal(true)
    ground.world.pass(60 * DAY)
    expect([await offered(), await refused()]).to.deep.equal([false, 'NOT_REMEMBERED'])
  })

  it('is not carried where the person has said no, nor over what was said since it was offered', async () => {
    await ground.remembers()
    await yes()
    expect(await faultFrom(() => carry(OTHER, 7))).to.equal('CONFLICT')
    await ground.record(goodEvent('restrict'), OTHER)
    const { ticketRef } = await ground.ticket()
    await ground.opened(THIRD)
    await ground.record(goodEvent('deny'), THIRD)
    // Their no on the third ticket has ended the yes that there was.
    expect((await ground.stateOf(TICKET_ID)).status).to.equal('withdrawn')
    expect(await offered()).to.equal(false)
    expect(ticketRef).not.to.equal('')
  })

  for (const no of ['deny', 'withdraw', 'object'] as const)
    it(`ends on all their tickets with ${no} on any of them, drafts and all`, async () => {
      await ground.remembers()
      await yes()
      await carry()
      await ground.addDraft('d1', 'ready')
      await ground.opened(THIRD)
      await ground.record(goodEvent(no), THIRD)
      for (const ticketId of [TICKET_ID, OTHER]) {
        const { status, overlays } = await ground.stateOf(ticketId)
        expect([status, ...overlays]).to.deep.equal(no === 'object' ? ['granted', 'objected'] : ['withdrawn'])
      }
      expect(ground.drafts()).to.deep.equal(['d1: discarded'])
    })

  it('leaves a yes that was for its ticket alone where it is', async () => {
    await yes(1)
    await ground.record(goodEvent('withdraw'), OTHER)
    expect((await ground.stateOf(TICKET_ID)).status).to.equal('granted')
  })

  it('takes a no although another of their tickets is erased', async () => {
    await ground.remembers()
    await yes()
    await carry()
    await ground.record(goodEvent('erase'), OTHER)
    expect((await ground.record(goodEvent('withdraw'))).status).to.equal('withdrawn')
    expect((await ground.stateOf(OTHER)).overlays).to.deep.equal(['erased'])
  })

  for (const [name, event] of Object.entries({
    'passes to somebody else': goodEvent('requester_changed'),
    'is erased': goodEvent('erase'),
  }))
    it(`ends, drafts and all, when the ticket that it was said on ${name}: its link withdraws nothing more`, async () => {
      await ground.remembers()
      await yes()
      await carry()
      await ground.opened(THIRD)
      await ground.record(onNotice(goodEvent('grant', { validUntil: END }), 2), THIRD)
      await ground.record(event)
      expect(await ground.stateOf(OTHER)).to.deep.include({
        ...{ status: 'expired', wide: false, endedBy: 'source_ended' },
      })
      // What was said on a ticket of its own has a link of its own.
      expect((await ground.stateOf(THIRD)).status).to.equal('granted')
    })

  it('stops on all their tickets when one of them says that a minor may be writing', async () => {
    await ground.remembers()
    await yes()
    await carry()
    await ground.opened(THIRD)
    await ground.record(goodEvent('hold_minor'), THIRD)
    for (const ticketId of [TICKET_ID, OTHER])
      expect((await ground.stateOf(ticketId)).overlays).to.deep.equal(['minor_hold'])
  })

  for (const unsure of [OTHER, TICKET_ID])
    it(`is not carried while only an agent’s session has said whose ticket ${unsure} is`, async () => {
      await ground.remembers()
      await yes()
      await ground.told(unsure, 'agent_session')
      expect(await offered()).to.equal('requester_unconfirmed')
      expect(await refused()).to.equal('CARRY_NEEDS_WEBHOOK')
      expect(await ground.stateOf(OTHER)).to.deep.include({ status: 'unknown', epoch: 0 })
      await ground.told(unsure)
      expect([await offered(), (await carry()).status]).to.deep.equal([true, 'granted'])
    })

  it('is not carried to a ticket that an agent’s session has given to its author', async () => {
    await ground.remembers()
    await yes()
    await ground.opened('8', '360002')
    await ground.record(goodEvent('requester_changed'), '8')
    const { requesterRef } = await ground.ticket()
    const { ticketRef } = await ground.ticketOf('8')
    await ground.store.transact((tx) =>
      tx.setTicketRequester('acme', ticketRef, requesterRef, 'agent_session'),
    )
    expect(await offered('8')).to.equal('requester_unconfirmed')
    expect((await wholeFaultFrom(() => carry('8', 1))).detail.rule).to.equal('CARRY_NEEDS_WEBHOOK')
    expect((await ground.stateOf('8')).status).to.equal('unknown')
    await ground.told('8')
    expect(await offered('8')).to.equal(true)
  })

  it('falls with what it came from when that is declared invalid', async () => {
    await ground.remembers()
    await yes()
    await carry()
    await ground.record(goodEvent('invalidate'))
    expect((await ground.stateOf(OTHER)).status).to.equal('invalidated')
  })
})

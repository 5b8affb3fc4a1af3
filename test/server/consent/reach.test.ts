import { expect } from 'chai'
import { followDoubt } from '../../../server/consent/index.ts'
import { type ConsentGround, consentGround, onNotice } from '../../support/consent-ground.ts'
import { MINUTE } from '../../support/fake-world.ts'
import { goodEvent } from '../../support/gate-cases.ts'
import { TICKET_ID } from '../../support/ticket-ground.ts'

const OTHER = '6'
const STRANGER = '7'
const HELD = { status: 'granted', overlays: ['minor_hold'] }
const FREE = { status: 'granted', overlays: [] }

describe('a doubt about the age of a person', () => {
  let ground: ConsentGround
  beforeEach(async () => {
    ground = await consentGround()
    await ground.opened(OTHER)
    await ground.opened(STRANGER, '360002')
  })
  afterEach(() => ground.store.close())

  const say = async (kind: 'grant' | 'hold_minor' | 'lift_minor_hold', ticketId: string) => {
    ground.world.pass(MINUTE)
    return ground.record(
      { ...onNotice(goodEvent(kind), 1), ...(kind === 'hold_minor' ? { by: 'compliance' as const } : {}) },
      ticketId,
    )
  }
  const standing = async (ticketId: string) => {
    const { status, overlays } = await ground.stateOf(ticketId)
    return { status, overlays }
  }

  it('stands over each yes that they have given, takes its drafts away, and over nobody else’s', async () => {
    await say('grant', TICKET_ID)
    await say('grant', STRANGER)
    await ground.addDraft('d1', 'ready')
    await say('hold_minor', OTHER)
    expect(await standing(TICKET_ID)).to.deep.equal(HELD)
    expect(ground.drafts()).to.deep.equal(['d1: discarded'])
    expect(await standing(STRANGER)).to.deep.equal(FREE)
  })

  it('stands over each yes that they give later, and over nobody else’s', async () => {
    await say('hold_minor', OTHER)
    expect((await say('grant', TICKET_ID)).overlays).to.deep.equal(['minor_hold'])
    expect(await standing(TICKET_ID)).to.deep.equal(HELD)
    await say('grant', STRANGER)
    expect(await standing(STRANGER)).to.deep.equal(FREE)
  })

  it('stands over a yes of a form from the first look on, until it is lifted there, and over nobody else’s', async () => {
    const byForm = (ticketId: string) =>
      ground.record({ ...onNotice(goodEvent('grant'), 1), channel: 'web_form' }, ticketId)
    const looked = async (ticketId: string) => {
      const ticket = await ground.ticketOf(ticketId)
      return ground.store.transact((tx) => followDoubt(ground.rooms, tx, 'acme', ticket))
    }
    await say('hold_minor', OTHER)
    await byForm(TICKET_ID)
    await byForm(STRANGER)
    await ground.addDraft('d1', 'ready')
    expect([await looked(TICKET_ID), await looked(STRANGER)]).to.deep.equal([true, false])
    expect(await standing(TICKET_ID)).to.deep.equal(HELD)
    expect(ground.drafts()).to.deep.equal(['d1: discarded'])
    expect(await standing(STRANGER)).to.deep.equal(FREE)
    expect(await looked(TICKET_ID), 'once').to.equal(false)
    await say('lift_minor_hold', TICKET_ID)
    expect(await looked(TICKET_ID)).to.equal(false)
    expect(await standing(TICKET_ID)).to.deep.equal(FREE)
  })

  it('does not come back where it was lifted, and is gone where it came from', async () => {
    await say('hold_minor', OTHER)
    await say('grant', TICKET_ID)
    await say('lift_minor_hold', TICKET_ID)
    expect(await standing(TICKET_ID)).to.deep.equal(FREE)
    await say('grant', TICKET_ID)
    expect(await standing(TICKET_ID)).to.deep.equal(FREE)
    await say('lift_minor_hold', OTHER)
    await ground.opened('8')
    await say('grant', '8')
    expect(await standing('8')).to.deep.equal(FREE)
  })

  it('comes back where it was lifted when there is a new one', async () => {
    await say('hold_minor', OTHER)
    await say('grant', TICKET_ID)
    await say('lift_minor_hold', TICKET_ID)
    await say('hold_minor', OTHER)
    expect(await standing(TICKET_ID)).to.deep.equal(HELD)
  })
})

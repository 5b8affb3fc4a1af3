import { expect } from 'chai'
import {
  changeLegalBasis,
  findCarryOver,
  followLegalBasis,
  parseLegalBasis,
  readLegalBasis,
  recordConsent,
} from '../../../server/consent/index.ts'
import { personSubject } from '../../../server/tickets/index.ts'
import { CONSENT_BASIS, type LegalBasisView } from '../../../src/domain/consent-api.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { type ConsentGround, consentGround, onNotice } from '../../support/consent-ground.ts'
import { DAY } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { FACTS, goodEvent } from '../../support/gate-cases.ts'
import { AGENT } from '../../support/ticket-ground.ts'

const REVIEW = '2027-11-20T09:00:00.000Z'
const INTEREST: LegalBasisView = {
  version: 0,
  basis: 'legitimate_interest',
  reference: 'LIA-2026-3',
  objectionPath: 'By reply to any message, or at privacy@acme.example.',
  reviewBy: REVIEW,
}
const CONTRACT = { ...INTEREST, basis: 'contract', reference: 'terms-7', objectionPath: '' } as const

describe('the legal basis of the account', () => {
  let ground: ConsentGround

  beforeEach(async () => {
    ground = await consentGround()
  })
  afterEach(() => ground.store.close())

  const change = (order: LegalBasisView) =>
    ground.store.transact((tx) =>
      changeLegalBasis(ground.rooms, tx, 'acme', { kind: 'agent', ref: 'officer' }, order),
    )
  async function follow() {
    const ticket = await ground.ticket()
    return ground.store.transact((tx) => followLegalBasis(ground.rooms, tx, 'acme', ticket))
  }
  const statusAfter = async () => {
    await follow()
    return (await ground.consent()).status
  }

  it('is consent until compliance has said otherwise, and then asks nothing of a ticket', async () => {
    expect(await ground.store.transact((tx) => readLegalBasis(tx, 'acme'))).to.deep.equal(CONSENT_BASIS)
    expect([await follow(), (await ground.consent()).epoch]).to.deep.equal([false, 0])
  })

  it('makes consent not required on a ticket, with basis, reference and review on record', async () => {
    await change(INTEREST)
    expect(await follow()).to.equal(true)
    expect(await ground.consent()).to.deep.include({
      status: 'not_required',
      legalBasis: 'legitimate_interest',
      basisRef: 'LIA-2026-3',
      validUntil: REVIEW,
      epoch: 1,
    })
    expect([await follow(), (await ground.consent()).epoch]).to.deep.equal([false, 1])
    expect((await loggedIn(ground.store)).at(-1)?.actor).to.deep.equal({ kind: 'system', ref: 'legal_basis' })
  })

  for (const no of ['deny', 'withdraw', 'object'] as const)
    it(`does not go over a ${no}`, async () => {
      await ground.record(goodEvent(no))
      await change(INTEREST)
      expect([await follow(), (await ground.consent()).epoch]).to.deep.equal([false, 1])
    })

  it('does not go over a yes, a question or what was declared invalid', async () => {
    await change(INTEREST)
    for (const [kind, status] of [
      ['request', 'requested'],
      ['grant', 'granted'],
      ['invalidate', 'invalidated'],
    ] as const) {
      await ground.record(onNotice(goodEvent(kind), 1))
      expect(await statusAfter()).to.equal(status)
    }
  })

  it('holds half a year after a no', async () => {
    await ground.record(goodEvent('deny'))
    await change(INTEREST)
    ground.world.pass(180 * DAY)
    expect(await statusAfter()).to.equal('denied')
    ground.world.pass(DAY)
    expect(await statusAfter()).to.equal('not_required')
  })

  it('ends on every ticket with the change to another, which then holds', async () => {
    await change(INTEREST)
    await follow()
    await ground.addDraft('d1', 'ready')
    await change({ ...CONTRACT, version: 1 })
    expect(await ground.consent()).to.deep.include({ status: 'expired', endedBy: 'superseded_basis' })
    expect(ground.drafts()).to.deep.equal(['d1: discarded'])
    await follow()
    expect(await ground.consent()).to.deep.include({ legalBasis: 'contract', basisRef: 'terms-7' })
    await change({ ...CONSENT_BASIS, version: 2 })
    expect(await statusAfter()).to.equal('expired')
  })

  it('is ended when a ticket is next read where the change had not reached it', async () => {
    await change(INTEREST)
    await follow()
    const { ticketRef } = await ground.ticket()
    await ground.store.transact((tx) =>
      tx.addLegalBasis('acme', 'ai_reply_drafting', { ...CONTRACT, version: 2 }, REVIEW),
    )
    expect(await follow()).to.equal(true)
    expect((await ground.consent()).basisRef).to.equal('terms-7')
    const events = await ground.store.transact((tx) => tx.consentEvents('acme', ticketRef))
    expect(events.map(({ event }) => event.kind)).to.deep.equal(['set_basis', 'expire', 'set_basis'])
  })

  it('is set anew under a new notice, because the notice names the recipients', async () => {
    await change(INTEREST)
    await follow()
    await ground.newNotice('Another recipient')
    await follow()
    expect(await ground.consent()).to.deep.include({ status: 'not_required', noticeVersion: 2 })
  })

  it('is over at its review', async () => {
    await change({ ...INTEREST, reviewBy: '2026-11-30T09:00:00.000Z' })
    await follow()
    ground.world.pass(10 * DAY)
    expect(await statusAfter()).to.equal('expired')
    expect(await follow()).to.equal(false)
  })

  describe('and the other tickets of somebody who does not want it', () => {
    const [OTHER, THIRD] = ['6', '7']
    async function followOn(ticketId: string) {
      const ticket = await ground.ticketOf(ticketId)
      return ground.store.transact((tx) => followLegalBasis(ground.rooms, tx, 'acme', ticket))
    }
    const on = async (ticketId: string) => {
      const { status, overlays } = await ground.stateOf(ticketId)
      return [status, ...overlays].join(' ')
    }
    async function onTwoTickets(basis: LegalBasisView) {
      await change(basis)
      await ground.opened(OTHER)
      await follow()
      await followOn(OTHER)
    }

    it('stops on those that rest on it when they object on one, drafts and all', async () => {
      await onTwoTickets(INTEREST)
      await ground.addDraft('d1', 'ready')
      await ground.record(goodEvent('object'), OTHER)
      expect([await on('5'), await on(OTHER)]).to.deep.equal([
        'not_required objected',
        'not_required objected',
      ])
      expect(ground.drafts()).to.deep.equal(['d1: discarded'])
      const reached = (await loggedIn(ground.store)).filter(
        ({ type, detail }) => type === 'consent.changed' && detail?.from !== undefined,
      )
      expect(reached.map(({ detail }) => detail?.event)).to.deep.equal(['object'])
    })

    it('is not set on a later one while an objection stands, and is once that is overruled', async () => {
      await onTwoTickets(INTEREST)
      await ground.record(goodEvent('object'))
      await ground.opened(THIRD)
      expect([await followOn(THIRD), await on(THIRD)]).to.deep.equal([false, 'unknown'])
      await ground.record(goodEvent('overrule_objection'))
      // What it had reached goes on with it.
      expect([await on('5'), await on(OTHER)]).to.deep.equal(['not_required', 'not_required'])
      expect([await followOn(THIRD), await on(THIRD)]).to.deep.equal([true, 'not_required'])
    })

    it('leaves an objection that was said apart where it is, when another is overruled', async () => {
      await onTwoTickets(INTEREST)
      await ground.record(goodEvent('object'))
      await ground.record(goodEvent('object'), OTHER)
      await ground.record(goodEvent('overrule_objection'))
      expect([await on('5'), await on(OTHER)]).to.deep.equal(['not_required', 'not_required objected'])
    })

    for (const basis of [INTEREST, CONTRACT])
      for (const no of ['deny', 'withdraw', 'uphold_objection'] as const)
        it(`is never set anew over a ${no} to a ${basis.basis}, on no ticket of theirs`, async () => {
          await onTwoTickets(basis)
          if (no === 'uphold_objection') await ground.record(goodEvent('object'))
          await ground.record(goodEvent(no))
          expect(await on(OTHER)).to.equal(no === 'uphold_objection' ? 'denied' : 'withdrawn')
          ground.world.pass(300 * DAY)
          await ground.opened(THIRD)
          expect([await followOn(THIRD), await on(THIRD)]).to.deep.equal([false, 'unknown'])
          await ground.opened('8', '360002')
          expect([await followOn('8'), await on('8')]).to.deep.equal([true, 'not_required'])
        })

    it('waits half a year on their other tickets after a no to consent, and stops on none', async () => {
      await ground.record(goodEvent('deny'))
      await change({ ...INTEREST, reviewBy: '2028-11-20T09:00:00.000Z' })
      await ground.opened(OTHER)
      expect([await followOn(OTHER), await on(OTHER)]).to.deep.equal([false, 'unknown'])
      ground.world.pass(181 * DAY)
      expect([await followOn(OTHER), await on(OTHER)]).to.deep.equal([true, 'not_required'])
      await ground.record(goodEvent('request', { validUntil: REVIEW }))
      await ground.record(goodEvent('deny'))
      expect(await on(OTHER)).to.equal('not_required')
    })

    it('is not set on a later one of somebody who objected on a ticket that is another’s now', async () => {
      await change(INTEREST)
      await follow()
      await ground.record(goodEvent('object'))
      const ticket = await ground.ticket()
      const { requesterRef } = await ground.opened('9', '360002')
      await ground.store.transact((tx) =>
        recordConsent(ground.rooms, tx, 'acme', ticket, {
          ...{ event: goodEvent('requester_changed'), about: requesterRef, evidence: null },
          actor: { kind: 'helpdesk', ref: 'webhook' },
        }),
      )
      await ground.store.transact((tx) =>
        tx.setTicketRequester('acme', ticket.ticketRef, requesterRef, 'webhook'),
      )
      await ground.opened(THIRD)
      expect([await followOn(THIRD), await on(THIRD)]).to.deep.equal([false, 'unknown'])
      expect([await followOn('9'), await on('9')]).to.deep.equal([true, 'not_required'])
    })
  })

  describe('and two records of one person that the helpdesk has joined', () => {
    const [SECOND, LATER, STRANGER] = ['360002', '40', '41'] as const
    async function join(from: string, into: string) {
      const digestOf = (id: string) => ground.rooms.keys.digest('requester', 'acme', id)
      const fact = { subject: personSubject(digestOf(from)), kind: 'merged' as const, key: digestOf(into) }
      const at = ground.world.now().toISOString()
      await ground.store.transact((tx) => tx.keepFact('acme', { ...fact, at, eventId: 'e1', value: at }))
    }
    async function followedOn(ticketId: string, requesterId: string) {
      const ticket = await ground.opened(ticketId, requesterId)
      const set = await ground.store.transact((tx) => followLegalBasis(ground.rooms, tx, 'acme', ticket))
      return [set, (await ground.stateOf(ticketId)).status]
    }
    const NOT_SET = [false, 'unknown']
    const SET = [true, 'not_required']

    for (const [name, from, into] of [
      ['the one that refused into the other', '360001', SECOND],
      ['the other into the one that refused', SECOND, '360001'],
    ] as const)
      for (const word of ['object', 'deny', 'withdraw', 'restrict', 'hold_minor'] as const)
        it(`holds no ticket of either after a ${word}: ${name}`, async () => {
          await change(INTEREST)
          await follow()
          await ground.record(goodEvent(word))
          // Before the join nothing says that it is the same person.
          expect(await followedOn('39', SECOND)).to.deep.equal(SET)
          await join(from, into)
          expect(await followedOn(LATER, SECOND)).to.deep.equal(NOT_SET)
          expect(await followedOn('42', '360001')).to.deep.equal(NOT_SET)
          expect(await followedOn(STRANGER, '360003')).to.deep.equal(SET)
        })

    it('holds no ticket of either after a restriction that a store had lost, until one of theirs is lifted', async () => {
      await change(INTEREST)
      const digest = ground.rooms.keys.digest('requester', 'acme', SECOND)
      const at = ground.world.now().toISOString()
      const value = JSON.stringify({ by: 'compliance', to: null })
      const fact = { subject: personSubject(digest), kind: 'refused' as const, key: 'restrict' }
      await ground.store.transact((tx) => tx.keepFact('acme', { ...fact, at, eventId: '', value }))
      await join(SECOND, '360001')
      expect(await followedOn(LATER, SECOND)).to.deep.equal(NOT_SET)
      expect(await follow()).to.equal(false)
      expect(await followedOn(STRANGER, '360003')).to.deep.equal(SET)
      ground.world.pass(DAY)
      await ground.record(goodEvent('restrict'))
      ground.world.pass(DAY)
      const toldAt = ground.world.now().toISOString()
      const lift = goodEvent('lift_restriction')
      await ground.record({ ...lift, facts: { ...FACTS, toldAt } })
      expect(await follow()).to.equal(true)
      expect(await followedOn(LATER, SECOND)).to.deep.equal(SET)
    })

    it('stops at once on the tickets of the other record, drafts and all, and on nobody else’s', async () => {
      await change(INTEREST)
      await follow()
      await ground.addDraft('d1', 'ready')
      await followedOn(LATER, SECOND)
      await followedOn(STRANGER, '360003')
      await join(SECOND, '360001')
      await ground.record(goodEvent('object'), LATER)
      const overlaysOn = async (ticketId: string) => (await ground.stateOf(ticketId)).overlays
      expect([await overlaysOn('5'), await overlaysOn(LATER), await overlaysOn(STRANGER)]).to.deep.equal([
        ['objected'],
        ['objected'],
        [],
      ])
      expect(ground.drafts()).to.deep.equal(['d1: discarded'])
      await ground.record(goodEvent('withdraw'))
      expect([(await ground.stateOf('5')).status, (await ground.stateOf(LATER)).status]).to.deep.equal([
        'withdrawn',
        'withdrawn',
      ])
    })

    it('ends a remembered yes of the other record, and never carries one over from it', async () => {
      await ground.remembers()
      for (const id of ['5', LATER]) {
        if (id === LATER) await ground.opened(LATER, SECOND)
        await ground.told(id)
        await ground.record(onNotice(goodEvent('request'), 2), id)
      }
      await ground.record(onNotice(goodEvent('grant'), 2), LATER)
      await join(SECOND, '360001')
      const ticket = await ground.ticket()
      const found = await ground.store.transact((tx) => findCarryOver(ground.rooms, tx, AGENT, ticket))
      expect([(await ground.consent()).status, found]).to.deep.equal(['requested', null])
      await ground.record(goodEvent('withdraw'))
      expect((await ground.stateOf(LATER)).status).to.equal('withdrawn')
    })
  })

  it('is changed from what it is, and from nothing else', async () => {
    await change(INTEREST)
    expect(await faultFrom(() => change(CONTRACT))).to.equal('CONFLICT')
    expect((await ground.store.transact((tx) => readLegalBasis(tx, 'acme'))).basis).to.equal(
      'legitimate_interest',
    )
  })

  const { version: _from, ...BARE } = INTEREST
  const WRONG: Record<string, unknown> = {
    nothing: null,
    'another word': { ...BARE, basis: 'public_task' },
    'a contract without its reference': { ...BARE, basis: 'contract', reference: ' ' },
    'an interest without its assessment': { ...BARE, reference: '' },
    'an interest without a way to object': { ...BARE, objectionPath: '' },
    'half a character as a reference': { ...BARE, reference: 'LIA \ud800' },
    'no review': { ...BARE, reviewBy: null },
    'a review in the past': { ...BARE, reviewBy: '2026-11-20T09:00:00.000Z' },
    'a field that nobody knows': { ...BARE, silently: true },
  }
  for (const [name, body] of Object.entries(WRONG))
    it(`cannot be ${name}`, async () => {
      const now = new Date('2026-11-20T09:00:00.000Z')
      const { version: _version, ...whole } = INTEREST
      expect(await faultFrom(() => parseLegalBasis(body, now))).to.equal('BAD_REQUEST')
      expect(parseLegalBasis(whole, now)).to.deep.equal(whole)
    })
})

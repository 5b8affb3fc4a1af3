import { expect } from 'chai'
import {
  changeConsentRule,
  changeLegalBasis,
  followLegalBasis,
  forgetNoes,
  keepRefusals,
} from '../../../server/consent/index.ts'
import { runRetention } from '../../../server/privacy/index.ts'
import type { LegalBasisView } from '../../../src/domain/consent-api.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { type ConsentGround, consentGround, OFFICER, onNotice } from '../../support/consent-ground.ts'
import { DAY } from '../../support/fake-world.ts'
import { goodEvent } from '../../support/gate-cases.ts'
import { noSetback } from '../../support/no-setback.ts'

const INTEREST = {
  version: 0,
  basis: 'legitimate_interest',
  reference: 'LIA-2026-3',
  objectionPath: 'By reply to any message.',
  reviewBy: '2027-11-20T09:00:00.000Z',
} as const satisfies LegalBasisView
const AFTER = '2040-11-20T09:00:00.000Z'
const [LATER, STRANGER] = ['40', '41'] as const

describe('what a person has refused, and the end of the days of its record', () => {
  let ground: ConsentGround
  beforeEach(async () => {
    ground = await consentGround()
    await ground.opened(STRANGER, '360003')
  })
  afterEach(() => ground.store.close())

  const rest = (change: Partial<LegalBasisView> = {}) =>
    ground.store.transact((tx) =>
      changeLegalBasis(
        ground.rooms,
        tx,
        'acme',
        { kind: 'agent', ref: 'officer' },
        { ...INTEREST, ...change },
      ),
    )
  async function followOn(ticketId: string, requesterId?: string) {
    const ticket = await ground.opened(ticketId, requesterId)
    return ground.store.transact((tx) => followLegalBasis(ground.rooms, tx, 'acme', ticket))
  }
  async function run() {
    const { world, audit } = ground.rooms
    await runRetention(
      {
        ...{ world, audit },
        keepRefusals: (tx, of, refs) => keepRefusals(ground.rooms, tx, of, refs),
        forgetNoes: (tx, of, before) => forgetNoes(ground.rooms, tx, of, before),
        setback: noSetback,
      },
      ground.store.transact,
      'acme',
    )
  }
  /** Six years on. */
  async function recordsEnd() {
    ground.world.pass(6 * 366 * DAY)
    await run()
    expect(ground.store.rows('select * from consent_event')).to.deep.equal([])
  }

  for (const word of ['object', 'restrict', 'hold_minor'] as const)
    it(`is a ${word} still: no basis is set for them, and is for others`, async () => {
      await ground.record(goodEvent(word))
      await recordsEnd()
      await rest({ reviewBy: AFTER })
      expect([await followOn(LATER), (await ground.stateOf(LATER)).status]).to.deep.equal([false, 'unknown'])
      expect(await followOn(STRANGER, '360003')).to.equal(true)
      const kept = (await loggedIn(ground.store)).filter(({ type }) => type === 'consent.refusal_kept')
      expect(kept.map(({ actor, decision }) => [actor.ref, decision])).to.deep.equal([['retention', word]])
    })

  it('is lifted still when the record of the lift is over as well', async () => {
    await ground.record(goodEvent('hold_minor'))
    await recordsEnd()
    await ground.opened(LATER)
    await ground.record(goodEvent('hold_minor'), LATER)
    await ground.record(goodEvent('object'), LATER)
    ground.world.pass(DAY)
    await ground.record(goodEvent('lift_minor_hold'), LATER)
    await recordsEnd()
    const left = ground.store.rows("select fact_key from helpdesk_fact where kind = 'refused'")
    expect(left).to.deep.equal([{ fact_key: 'object' }])
  })

  it('is a no to a basis still, for good', async () => {
    await rest()
    expect(await followOn('5')).to.equal(true)
    await ground.record(goodEvent('withdraw'))
    await recordsEnd()
    await rest({ version: 1, reviewBy: AFTER })
    expect(await followOn(LATER)).to.equal(false)
    expect(await followOn(STRANGER, '360003')).to.equal(true)
  })

  it('is a no to a basis still where they have said no to a question since', async () => {
    await rest()
    expect(await followOn('5')).to.equal(true)
    await ground.record(goodEvent('withdraw'))
    ground.world.pass(DAY)
    const { ticketRef } = await ground.opened(LATER)
    await ground.record(onNotice(goodEvent('deny'), 1), LATER)
    await ground.store.transact((tx) => keepRefusals(ground.rooms, tx, 'acme', [ticketRef]))
    await recordsEnd()
    await rest({ version: 1, reviewBy: AFTER })
    expect(await followOn('42')).to.equal(false)
    expect((await ground.stateOf('42')).status).to.equal('unknown')
    expect(await followOn(STRANGER, '360003')).to.equal(true)
  })

  it('is forgotten where it was a no to a question, whose cooldown is over, or where there was none', async () => {
    await ground.record(onNotice(goodEvent('deny'), 1))
    await ground.record(onNotice(goodEvent('grant'), 1), STRANGER)
    await ground.record(goodEvent('withdraw'), STRANGER)
    await recordsEnd()
    await rest({ reviewBy: AFTER })
    expect(ground.store.rows("select * from helpdesk_fact where kind = 'refused'")).to.deep.equal([])
    expect(await followOn(LATER)).to.equal(true)
  })

  it('a no to a question that came back with the store goes after its cooldown and its record’s days, lasting ones stay', async () => {
    const people = ground.store.rows('select digest from requester order by created_at, requester_ref')
    const [one, other] = people.map(({ digest }) => `person/${digest}`)
    const at = ground.rooms.world.now().toISOString()
    const noes = [
      { subject: one, key: 'deny' },
      { subject: other, key: 'withdraw' },
      { subject: other, key: 'withdraw/legitimate_interest', to: 'legitimate_interest' },
      { subject: other, key: 'object' },
    ]
    const value = (to: string | null) => JSON.stringify({ by: 'requester', to })
    for (const { subject = '', key, to = null } of noes)
      await ground.store.transact((tx) =>
        tx.keepFact('acme', { subject, kind: 'refused', key, at, eventId: '', value: value(to) }),
      )
    const kept = () =>
      ground.store.rows(
        "select subject, fact_key as key from helpdesk_fact where kind = 'refused' order by fact_key",
      )
    const all = noes.map(({ subject, key }) => ({ subject, key }))
    ground.world.pass(3 * 365 * DAY)
    await run()
    expect(kept()).to.deep.equal(all.toSorted((a, b) => (a.key < b.key ? -1 : 1)))
    ground.world.pass(2 * 365 * DAY)
    await run()
    expect(kept()).to.deep.equal([
      { subject: other, key: 'object' },
      { subject: other, key: 'withdraw/legitimate_interest' },
    ])
    expect(
      ground.store.rows('select digest from requester').map(({ digest }) => `person/${digest}`),
    ).to.deep.equal([other])
    const told = (await loggedIn(ground.store)).filter(({ detail }) => detail?.class === 'refusal')
    expect(told.map(({ type, detail }) => [type, detail?.count])).to.deep.equal([['retention.executed', 2]])
  })

  it('a no to another basis that an earlier version kept without it in its key stays', async () => {
    const subject = `person/${ground.store.rows('select digest from requester')[0]?.digest}`
    const at = ground.rooms.world.now().toISOString()
    const value = JSON.stringify({ by: 'requester', to: 'legitimate_interest' })
    await ground.store.transact((tx) =>
      tx.keepFact('acme', { subject, kind: 'refused', key: 'withdraw', at, eventId: '', value }),
    )
    ground.world.pass(10 * 366 * DAY)
    await run()
    expect(
      ground.store.rows("select subject, value from helpdesk_fact where kind = 'refused'"),
    ).to.deep.equal([{ subject, value }])
    expect((await loggedIn(ground.store)).filter(({ detail }) => detail?.class === 'refusal')).to.deep.equal(
      [],
    )
  })

  it('a no to a question stays for a cooldown that is longer than its record’s days', async () => {
    const subject = `person/${ground.store.rows('select digest from requester')[0]?.digest}`
    const at = ground.rooms.world.now().toISOString()
    const value = JSON.stringify({ by: 'requester', to: null })
    const order = { version: 0, cooldownMonths: 120, remembers: false }
    await ground.store.transact(async (tx) => {
      await tx.keepFact('acme', { subject, kind: 'refused', key: 'deny', at, eventId: '', value })
      await changeConsentRule(ground.rooms, tx, OFFICER, order)
    })
    const left = () => ground.store.rows("select fact_key from helpdesk_fact where kind = 'refused'").length
    ground.world.pass(9 * 366 * DAY)
    await run()
    expect(left()).to.equal(1)
    ground.world.pass(366 * DAY)
    await run()
    expect(left()).to.equal(0)
  })
})

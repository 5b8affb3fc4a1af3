import { expect } from 'chai'
import { expireSuperseded, freshSweep, startSweeping, sweepConsent } from '../../../server/consent/index.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { type ConsentGround, consentGround, onNotice } from '../../support/consent-ground.ts'
import { DAY } from '../../support/fake-world.ts'
import { goodEvent } from '../../support/gate-cases.ts'
import { noSetback } from '../../support/no-setback.ts'
import { TICKET_ID } from '../../support/ticket-ground.ts'

const END = '2026-12-20T09:00:00.000Z'

describe('the sweep of consents', () => {
  let ground: ConsentGround

  beforeEach(async () => {
    ground = await consentGround()
  })
  afterEach(() => ground.store.close())

  const sweep = (most?: number) =>
    sweepConsent(ground.rooms, ground.store.transact, 'acme', {
      ...(most === undefined ? {} : { most }),
      setback: noSetback,
    })
  const grant = (ticketId?: string) =>
    ground.record(onNotice(goodEvent('grant', { validUntil: END }), 1), ticketId)
  const ends = async () =>
    (await loggedIn(ground.store))
      .filter(({ detail }) => detail?.event === 'expire')
      .map(({ detail }) => detail?.cause)

  it('ends a grant at its end and not before, with its drafts, and says so', async () => {
    await grant()
    await ground.addDraft('d1', 'ready')
    ground.world.pass(30 * DAY - 1)
    expect(await sweep()).to.equal(0)
    expect(ground.drafts()).to.deep.equal(['d1: ready with words'])
    ground.world.pass(1)
    expect(await sweep()).to.equal(1)
    expect(await ground.consent()).to.deep.include({ status: 'expired', endedBy: 'time', epoch: 2 })
    expect(ground.drafts()).to.deep.equal(['d1: discarded'])
    expect(await ends()).to.deep.equal(['time'])
    expect(await sweep()).to.equal(0)
  })

  it('ends a question that nobody answered, and a basis at its review', async () => {
    await ground.record(onNotice(goodEvent('request', { validUntil: END }), 1))
    await ground.opened('6')
    await ground.record(onNotice(goodEvent('set_basis', { validUntil: END }), 1), '6')
    ground.world.pass(30 * DAY)
    expect(await sweep()).to.equal(2)
    expect(await ends()).to.have.members(['unanswered', 'time'])
  })

  it('ends what a new notice supersedes, in the transaction that activates it', async () => {
    await grant()
    await ground.opened('6')
    await ground.record(onNotice(goodEvent('request'), 1), '6')
    await ground.opened('7')
    await ground.record(onNotice(goodEvent('set_basis'), 1), '7')
    await ground.newNotice('Another recipient')
    expect(await ground.store.transact((tx) => expireSuperseded(ground.rooms, tx, 'acme'))).to.equal(2)
    for (const ticketId of [TICKET_ID, '6'])
      expect(await ground.stateOf(ticketId)).to.deep.include({
        status: 'expired',
        endedBy: 'superseded_notice',
      })
    expect((await ground.stateOf('7')).status).to.equal('not_required')
  })

  it('ends no more than its bound in one run, tickets with open drafts first', async () => {
    for (const ticketId of ['6', '7', '8']) {
      await ground.opened(ticketId)
      await grant(ticketId)
    }
    await grant()
    await ground.addDraft('d1', 'drafting')
    ground.world.pass(31 * DAY)
    expect(await sweep(1)).to.equal(1)
    expect(ground.drafts()).to.deep.equal(['d1: discarded'])
    expect([await sweep(2), await sweep(2), await sweep(2)]).to.deep.equal([2, 1, 0])
  })

  it('finds what a version recorded that kept no standing', async () => {
    await grant()
    ground.store.tamper((db) => db.exec('delete from consent_standing'))
    ground.world.pass(31 * DAY)
    expect(await sweep()).to.equal(1)
    expect((await ground.consent()).epoch).to.equal(2)
  })

  it('looks for those until none is missing, and then no more: each look reads every consent there is', async () => {
    for (const ticketId of [TICKET_ID, '6']) {
      await ground.opened(ticketId)
      await grant(ticketId)
    }
    const lose = () => ground.store.tamper((db) => db.exec('delete from consent_standing'))
    const kept = () => ground.store.rows('select * from consent_standing').length
    const state = freshSweep()
    const run = () =>
      sweepConsent(ground.rooms, ground.store.transact, 'acme', {
        ...{ most: 1, state },
        setback: noSetback,
      })
    lose()
    for (const found of [1, 2, 2]) {
      await run()
      expect(kept()).to.equal(found)
    }
    expect(state.mayMiss).to.equal(false)
    lose()
    await run()
    expect(kept()).to.equal(0)
  })

  it('lets an erased ticket rest', async () => {
    await grant()
    await ground.record(goodEvent('erase'))
    ground.world.pass(31 * DAY)
    expect(await sweep()).to.equal(0)
    expect(await ends()).to.deep.equal([])
  })

  const brokenEvents = (ticketId: string) =>
    ground.store.tamper((db) =>
      db
        .prepare(
          "update consent_event set event = '{' where ticket_ref = (select ticket_ref from ticket where ticket_id = ?)",
        )
        .run(ticketId),
    )
  const brokenKey = (ticketId: string) =>
    ground.store.tamper((db) =>
      db
        .prepare(
          `update requester set wrapped_key = 'x' where requester_ref =
            (select requester_ref from ticket where ticket_id = ?)`,
        )
        .run(ticketId),
    )
  const standings = () =>
    ground.store
      .rows('select status from consent_standing order by status')
      .map(({ status }) => String(status))

  for (const [what, breakIt] of Object.entries({
    'whose events cannot be read': brokenEvents,
    'whose person has a key that does not open': brokenKey,
  }))
    describe(`with a ticket ${what}`, () => {
      beforeEach(async () => {
        await grant()
        for (const [ticketId, person] of [
          ['6', '360002'],
          ['7', '360003'],
          ['8', '360004'],
        ] as const) {
          await ground.opened(ticketId, person)
          await grant(ticketId)
        }
        breakIt('7')
      })

      it('ends all the others, tells of that one each time, and ends it when it can', async () => {
        const saved = ground.store.rows('select * from requester').length
        ground.world.pass(31 * DAY)
        const state = freshSweep()
        const told: string[] = []
        const run = () =>
          sweepConsent(ground.rooms, ground.store.transact, 'acme', {
            state,
            setback: (sweep) => told.push(sweep),
          })
        expect([await run(), await run()]).to.deep.equal([3, 0])
        expect(told).to.deep.equal(['consents', 'consents'])
        expect(standings()).to.deep.equal(['expired', 'expired', 'expired', 'granted'])
        expect((await ends()).length).to.equal(3)
        expect(ground.store.rows('select * from requester').length).to.equal(saved)
      })

      it('ends the others also where those that fail would fill the run', async () => {
        ground.world.pass(31 * DAY)
        const state = freshSweep()
        const run = () =>
          sweepConsent(ground.rooms, ground.store.transact, 'acme', {
            ...{ most: 1, state },
            setback: () => undefined,
          })
        for (let each = 0; each < 5; each += 1) await run()
        expect(standings()).to.deep.equal(['expired', 'expired', 'expired', 'granted'])
      })

      it('lets a new notice come into force, and ends what it supersedes of the others', async () => {
        await ground.newNotice('Another recipient')
        expect(await ground.store.transact((tx) => expireSuperseded(ground.rooms, tx, 'acme'))).to.equal(3)
        expect(standings()).to.deep.equal(['expired', 'expired', 'expired', 'granted'])
      })
    })

  it('goes on with what failed once it can be read again', async () => {
    await grant()
    const [stored] = ground.store.rows('select event from consent_event')
    brokenEvents(TICKET_ID)
    ground.world.pass(31 * DAY)
    const state = freshSweep()
    const told: string[] = []
    const run = () =>
      sweepConsent(ground.rooms, ground.store.transact, 'acme', {
        state,
        setback: (sweep) => told.push(sweep),
      })
    expect(await run()).to.equal(0)
    ground.store.tamper((db) => db.prepare('update consent_event set event = ?').run(String(stored?.event)))
    expect([await run(), await run(), told]).to.deep.equal([1, 0, ['consents']])
    expect([...state.ended]).to.deep.equal([])
  })

  it('finds what kept no standing also beside a ticket that cannot be read', async () => {
    for (const [ticketId, person] of [
      ['6', '360002'],
      ['7', '360003'],
    ] as const) {
      await ground.opened(ticketId, person)
      await grant(ticketId)
    }
    ground.store.tamper((db) => db.exec('delete from consent_standing'))
    brokenEvents('6')
    const told: string[] = []
    await sweepConsent(ground.rooms, ground.store.transact, 'acme', { setback: (sweep) => told.push(sweep) })
    expect([told, standings()]).to.deep.equal([['standings'], ['granted']])
  })

  it('does not end on what was kept to find it by: an answer given meanwhile counts', async () => {
    await grant()
    ground.store.tamper((db) =>
      db.exec("update consent_standing set valid_until = '2026-01-01T00:00:00.000Z'"),
    )
    expect(await sweep()).to.equal(0)
    expect([(await ground.consent()).status, standings()]).to.deep.equal(['granted', ['granted']])
  })

  it('runs at the start, reports what failed, and ends nothing after it was stopped', async () => {
    await grant()
    ground.world.pass(31 * DAY)
    const given = { rooms: ground.rooms, transact: ground.store.transact, accountId: 'acme' }
    const reported: unknown[] = []
    const failing = startSweeping({
      ...given,
      transact: () => Promise.reject(new Error('full')),
      setback: (_, error) => reported.push(error),
    })
    await failing.first
    await failing.stop()
    expect(reported.map(String)).to.deep.equal(['Error: full'])
    expect(await ends()).to.deep.equal([])
    const sweeping = startSweeping({ ...given, setback: (_, error) => reported.push(error) })
    await sweeping.first
    await sweeping.stop()
    expect(await ends()).to.deep.equal(['time'])
  })
})

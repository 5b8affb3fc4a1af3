import { expect } from 'chai'
import { expireSuperseded, startSweeping, sweepConsent } from '../../../server/consent/index.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { type ConsentGround, consentGround, onNotice } from '../../support/consent-ground.ts'
import { DAY } from '../../support/fake-world.ts'
import { goodEvent } from '../../support/gate-cases.ts'
import { TICKET_ID } from '../../support/ticket-ground.ts'

const END = '2026-12-20T09:00:00.000Z'

describe('the sweep of consents', () => {
  let ground: ConsentGround

  beforeEach(async () => {
    ground = await consentGround()
  })
  afterEach(() => ground.store.close())

  const sweep = (most?: number) =>
    sweepConsent(ground.rooms, ground.store.transact, 'acme', most === undefined ? {} : { most })
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
    const state = { mayMiss: true }
    const run = () => sweepConsent(ground.rooms, ground.store.transact, 'acme', { most: 1, state })
    lose()
    for (const found of [1, 2, 2]) {
      await run()
      expect(kept()).to.equal(found)
    }
    expect(state).to.deep.equal({ mayMiss: false })
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

  it('runs at the start, reports what failed, and ends nothing after it was stopped', async () => {
    await grant()
    ground.world.pass(31 * DAY)
    const given = { rooms: ground.rooms, transact: ground.store.transact, accountId: 'acme' }
    const reported: unknown[] = []
    const failing = startSweeping({
      ...given,
      transact: () => Promise.reject(new Error('full')),
      report: (error) => reported.push(error),
    })
    await failing.first
    await failing.stop()
    expect(reported.map(String)).to.deep.equal(['Error: full'])
    expect(await ends()).to.deep.equal([])
    const sweeping = startSweeping({ ...given, report: (error) => reported.push(error) })
    await sweeping.first
    await sweeping.stop()
    expect(await ends()).to.deep.equal(['time'])
  })
})

import { expect } from 'chai'
import type { PastTicket, SimulationDetail } from '../../../src/domain/simulation-api.ts'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  ALLOWED,
  consentedTicket,
  draft,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { keepRefusal, restrictAndLift } from '../../support/kept-refusal.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'

const ORDER = { purpose: 'before_go_live', source: 'helpdesk', planned: 3 }
const past = (ticketId: string, text: string, change: Partial<PastTicket> = {}): PastTicket => ({
  ticketId,
  requesterId: `9${ticketId}`,
  texts: [text],
  ...change,
})
const REFUND = past('5001', REFUND_QUESTION, { reply: 'The refund arrives 5 working days after the parcel.' })
const KETTLE = past('5002', 'How do I descale my kettle?')

describe('a simulation on past tickets', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const start = (more: object = {}) => desk.api(ADMIN, 'POST', '/console/simulations', { ...ORDER, ...more })
  const take = (runId: string, tickets: readonly PastTicket[], cursor: string | null = null) =>
    desk.api(ADMIN, 'POST', `/console/simulations/${runId}/batches`, { cursor, tickets })
  const move = (runId: string, to: string) =>
    desk.api(ADMIN, 'POST', `/console/simulations/${runId}/moves`, { move: to })
  const read = async (runId: string): Promise<SimulationDetail> =>
    (await desk.api(ADMIN, 'GET', `/console/simulations/${runId}`)).body
  async function run(tickets: readonly PastTicket[], more: object = {}): Promise<SimulationDetail> {
    const { runId } = (await start(more)).body
    expect((await take(runId, tickets)).status).to.equal(200)
    expect((await move(runId, 'finish')).status).to.equal(200)
    return read(runId)
  }

  it('says which would be answered, by what, refused, why, and how near to what was sent', async () => {
    const { run: view, result, titles } = await run([REFUND, KETTLE, past('5003', ' ')])
    expect(view).to.deep.include({ status: 'finished', done: 3, passed: true, trial: false })
    expect(result.outcomes).to.deep.equal({ answered: 1, partly: 0, refused: 1, skipped: 1 })
    expect(result.refusals).to.deep.equal([{ reason: 'NOT_COVERED', tickets: 1 }])
    expect(result.skips).to.deep.equal([{ reason: 'no_text', tickets: 1 }])
    expect(result.articles.map(({ articleId }) => articleId)).to.deep.equal(['refund'])
    expect(Object.keys(titles)).to.deep.equal(['refund en-us'])
    expect([result.compared, result.facts.sent, result.facts.kept]).to.deep.equal([1, 1, 1])
    expect(result.charsIn).to.be.greaterThan(1_000)
    expect(result.bytesLeft).to.equal(0)
  })

  it('has no effect: no draft, no ticket, no consent, no gap, no question, nothing asked of a drafter', async () => {
    const own = ['simulation_run', 'simulated_ticket', 'audit_entry', 'audit_head']
    await desk.sessionOf(ADMIN)
    const before = desk.dump(own)
    const entries = desk.audit().length
    await run([REFUND, KETTLE])
    expect(desk.dump(own)).to.equal(before)
    expect(desk.drafter.calls).to.equal(0)
    expect(
      desk
        .audit()
        .slice(entries)
        .map(({ type }) => type),
    ).to.deep.equal(['simulation.started', 'simulation.finished'])
    await desk.api(AGENT, 'PUT', '/tickets/5001', { requesterId: '95001' })
    // Nobody was asked, so nobody may be drafted for: the gate is where it was.
    const { reasons } = await draft(desk, orderFor('5001', REFUND_QUESTION, { requesterId: '95001' }))
    expect(reasons).to.contain('CONSENT_NOT_GRANTED')
  })

  it('keeps no word and no number of any ticket', async () => {
    const secret = 'Zorbulon'
    await run([
      past('731954', `When will I get my refund? ${secret}`, {
        subject: `${secret} subject`,
        reply: `${secret} 14 days`,
        tags: [`${secret}-tag`],
        requesterId: '840271',
      }),
    ])
    const kept = JSON.stringify([
      desk.rows('select * from simulation_run'),
      desk.rows('select * from simulated_ticket'),
      desk.audit(),
    ])
    expect(kept).to.not.match(/zorbulon|731954|840271/i)
    expect(desk.logged()).to.not.match(/zorbulon|731954|840271/i)
    expect(desk.rows('select * from simulated_ticket')).to.have.length(1)
  })

  it('counts a ticket once, however often it is sent, and goes on behind it', async () => {
    const { runId } = (await start()).body
    await take(runId, [REFUND], 'page-1')
    const again = await take(runId, [REFUND, KETTLE], 'page-2')
    expect(again.body).to.deep.include({ done: 2, cursor: 'page-2' })
    const wanted = await desk.api(ADMIN, 'POST', `/console/simulations/${runId}/wanted`, {
      tickets: [REFUND, KETTLE, past('5004', '')].map(({ ticketId, requesterId }) => ({
        ticketId,
        requesterId,
      })),
    })
    expect(wanted.body).to.deep.equal({ wanted: ['5004'] })
  })

  it('goes on after the server was stopped in the middle', async () => {
    const { runId } = (await start()).body
    await take(runId, [REFUND], 'page-1')
    desk = await desk.restart()
    const { runs } = (await desk.api(ADMIN, 'GET', '/console/simulations')).body
    expect(runs[0]).to.deep.include({ runId, status: 'running', done: 1, cursor: 'page-1' })
    expect((await take(runId, [KETTLE])).body.done).to.equal(2)
  })

  describe('a person who has said no', () => {
    const skip = async (ticketId: string, requesterId = REQUESTER) => {
      const { runId } = (await start()).body
      const { body } = await desk.api(ADMIN, 'POST', `/console/simulations/${runId}/wanted`, {
        tickets: [{ ticketId, requesterId }],
      })
      expect(body).to.deep.equal({ wanted: [] })
      // Sent all the same, it is not looked at either.
      const sent = await take(runId, [past('5009', REFUND_QUESTION, { requesterId })])
      expect(sent.body.outcomes).to.deep.include({ answered: 0, skipped: 2 })
      return (await read(runId)).result
    }
    it('on the ticket is skipped, and counted', async () => {
      const ticketId = await consentedTicket(desk)
      await withdraw(desk, ticketId)
      expect((await skip(ticketId)).skips).to.deep.equal([{ reason: 'said_no', tickets: 2 }])
    })
    it('on another ticket is skipped on all', async () => {
      await withdraw(desk, await consentedTicket(desk))
      expect((await skip('5555')).charsIn).to.equal(0)
    })
    it('has a neighbour who said nothing and is looked at', async () => {
      await withdraw(desk, await consentedTicket(desk))
      expect((await run([REFUND])).result.outcomes.answered).to.equal(1)
    })
  })

  const pull = async (stop: object) =>
    expect((await desk.api(ADMIN, 'POST', '/console/kill-switch/pulls', stop)).status).to.be.within(200, 202)

  it('skips whoever was erased, and notes of them that it was somebody, not who', async () => {
    const type = 'zen:event-type:user.deleted'
    expect((await sendWebhook(desk, { ticketId: '95001', type })).status).to.equal(204)
    const { runId } = (await start()).body
    const asked = [past('5006', ''), { ...past('5007', ''), requesterId: '95001' }]
    const tickets = asked.map(({ ticketId, requesterId }) => ({ ticketId, requesterId }))
    const wanted = await desk.api(ADMIN, 'POST', `/console/simulations/${runId}/wanted`, { tickets })
    expect(wanted.body).to.deep.equal({ wanted: ['5006'] })
    await take(runId, [REFUND, KETTLE])
    await move(runId, 'finish')
    expect((await read(runId)).result.skips).to.deep.equal([{ reason: 'erased', tickets: 2 }])
    const rows = desk.rows('select outcome, requester_digest from simulated_ticket order by requester_digest')
    expect(rows.map(({ outcome, requester_digest: who }) => [outcome, who !== ''])).to.deep.equal([
      ['skipped', false],
      ['skipped', false],
      ['refused', true],
    ])
  })

  it('skips whose no only the journal knew, although the store does not know them', async () => {
    keepRefusal(desk, '95001', 'object')
    const { result } = await run([REFUND, KETTLE])
    expect(result.skips).to.deep.equal([{ reason: 'objected', tickets: 1 }])
    expect(result.outcomes).to.deep.equal({ answered: 0, partly: 0, refused: 1, skipped: 1 })
  })

  it('skips whose restriction was kept without its record, until it is lifted on a ticket of theirs', async () => {
    const ticketId = await consentedTicket(desk, '95001')
    keepRefusal(desk, '95001', 'restrict')
    expect((await run([REFUND])).result.skips).to.deep.equal([{ reason: 'restricted', tickets: 1 }])
    desk.world.pass(1_000)
    await restrictAndLift(desk, ticketId)
    const { result } = await run([REFUND])
    expect([result.skips, result.outcomes.answered]).to.deep.equal([[], 1])
  })

  it('drafts nothing while the account is stopped, and says so for each ticket', async () => {
    await pull({ level: 'account', ref: '', reason: 'wrong_drafts' })
    const { result } = await run([REFUND, KETTLE])
    expect(result.outcomes).to.deep.equal({ answered: 0, partly: 0, refused: 2, skipped: 0 })
    expect(result.refusals).to.deep.equal([{ reason: 'KILL_SWITCH_ON', tickets: 2 }])
    expect([result.articles, result.compared, result.charsIn]).to.deep.equal([[], 0, 0])
  })

  it('quotes no article that is stopped, also in a run that was open before', async () => {
    const { runId } = (await start()).body
    expect((await take(runId, [REFUND])).body.outcomes.answered).to.equal(1)
    await pull({ level: 'article', ref: 'refund', reason: 'wrong_article' })
    await take(runId, [past('5006', REFUND_QUESTION)])
    const { result } = await read(runId)
    expect(result.outcomes).to.deep.include({ answered: 1, refused: 1 })
    expect(result.articles.map(({ articleId, tickets }) => [articleId, tickets])).to.deep.equal([
      ['refund', 1],
    ])
  })

  it('pauses, goes on, and ends for good', async () => {
    const { runId } = (await start()).body
    expect((await start()).body).to.deep.include({ code: 'CONFLICT' })
    expect((await move(runId, 'pause')).body.status).to.equal('paused')
    expect((await take(runId, [REFUND])).body.code).to.equal('CONFLICT')
    expect(desk.rows('select * from simulated_ticket')).to.deep.equal([])
    expect((await move(runId, 'resume')).body.status).to.equal('running')
    expect((await take(runId, [REFUND])).status).to.equal(200)
    expect((await move(runId, 'cancel')).body).to.deep.include({ status: 'cancelled', passed: null })
    for (const to of ['resume', 'finish', 'pause', 'cancel'])
      expect((await move(runId, to)).body.code, to).to.equal('CONFLICT')
    expect((await start()).status).to.equal(201)
  })

  it('is of admins: an agent neither starts, reads nor feeds one', async () => {
    const { runId } = (await start()).body
    for (const [method, path, body] of [
      ['POST', '/console/simulations', ORDER],
      ['GET', '/console/simulations', undefined],
      ['GET', `/console/simulations/${runId}`, undefined],
      ['POST', `/console/simulations/${runId}/batches`, { cursor: null, tickets: [REFUND] }],
    ] as const)
      expect((await desk.api(AGENT, method, path, body)).body.code, path).to.equal('NOT_PERMITTED')
    expect(desk.rows('select * from simulated_ticket')).to.deep.equal([])
  })

  it('compares another allowlist with the one in force over the same tickets', async () => {
    const first = await run([REFUND, KETTLE])
    const both = { allow: [{ sectionId: '1' }, { sectionId: '2' }], deny: [] }
    const second = await run([REFUND, KETTLE], { selection: both, purpose: 'scope_change' })
    expect(second.run).to.deep.include({ trial: true, passed: null })
    const { body } = await desk.api(
      ADMIN,
      'GET',
      `/console/simulations/${first.run.runId}/comparisons/${second.run.runId}`,
    )
    expect(body.comparison.changes).to.deep.include({ gained: 1, lost: 0, same: 1 })
    const page = await desk.api(
      ADMIN,
      'GET',
      `/console/simulations/${first.run.runId}/comparisons/${second.run.runId}/report`,
    )
    expect(page.body.html)
      .to.contain('Two simulations')
      .and.not.match(/<script|500[12]/)
    expect(body.comparison.articles[0]).to.deep.include({ articleId: 'refund', before: 1, after: 1 })
    expect((await desk.api(ADMIN, 'GET', '/console/allowlist')).body.selection).to.deep.equal(ALLOWED)
  })
})

describe('a scope that requires a simulation', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const policyNow = async () => (await desk.api(ADMIN, 'GET', '/console/scope-policy')).body
  async function require(requiresSimulation: object | undefined) {
    const { requiresSimulation: _old, ...policy } = await policyNow()
    return desk.api(ADMIN, 'PUT', '/console/scope-policy', {
      ...policy,
      ...(requiresSimulation === undefined ? {} : { requiresSimulation }),
    })
  }
  async function simulate(tickets: readonly PastTicket[]) {
    const { runId } = (await desk.api(ADMIN, 'POST', '/console/simulations', ORDER)).body
    await desk.api(ADMIN, 'POST', `/console/simulations/${runId}/batches`, { cursor: null, tickets })
    return (await desk.api(ADMIN, 'POST', `/console/simulations/${runId}/moves`, { move: 'finish' })).body
  }
  const drafted = async (ticketId: string) => (await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons

  it('drafts nothing under a new version until one has passed, and asks no drafter', async () => {
    const ticketId = await consentedTicket(desk)
    expect(await drafted(ticketId)).to.deep.equal([])
    const { calls } = desk.drafter
    expect((await require({ minTickets: 2, minAnsweredShare: 0.5 })).status).to.equal(200)
    expect(await drafted(ticketId)).to.deep.equal(['SIMULATION_REQUIRED'])
    expect(desk.drafter.calls).to.equal(calls)
    // One that falls short opens nothing.
    expect((await simulate([REFUND])).passed).to.equal(false)
    expect(await drafted(ticketId)).to.deep.equal(['SIMULATION_REQUIRED'])
    expect((await simulate([REFUND, KETTLE])).passed).to.equal(true)
    expect(await drafted(ticketId)).to.deep.equal([])
    // The next version waits again.
    const policy = await policyNow()
    await desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...policy, validDays: policy.validDays - 1 })
    expect(await drafted(ticketId)).to.deep.equal(['SIMULATION_REQUIRED'])
  })

  it('is not passed by a run in which a stop refused, and says so', async () => {
    const ticketId = await consentedTicket(desk)
    await require({ minTickets: 1, minAnsweredShare: 0 })
    const { runId } = (await desk.api(ADMIN, 'POST', '/console/simulations', ORDER)).body
    const stop = { level: 'account', ref: '', reason: 'wrong_drafts' }
    const pulled = await desk.api(ADMIN, 'POST', '/console/kill-switch/pulls', stop)
    expect(pulled.status).to.be.within(200, 202)
    await desk.api(ADMIN, 'POST', `/console/simulations/${runId}/batches`, {
      cursor: null,
      tickets: [REFUND],
    })
    const { body } = await desk.api(ADMIN, 'POST', `/console/simulations/${runId}/moves`, { move: 'finish' })
    expect([body.passed, body.shortfalls]).to.deep.equal([false, ['stopped']])
    expect(desk.rows('select passed from simulation_run')).to.deep.equal([{ passed: 0 }])
    expect(await drafted(ticketId)).to.include('SIMULATION_REQUIRED')
  })

  it('is not opened by a trial of something else', async () => {
    const ticketId = await consentedTicket(desk)
    await require({ minTickets: 1, minAnsweredShare: 0 })
    const selection = { allow: [{ sectionId: '1' }, { sectionId: '2' }], deny: [] }
    const { runId } = (await desk.api(ADMIN, 'POST', '/console/simulations', { ...ORDER, selection })).body
    await desk.api(ADMIN, 'POST', `/console/simulations/${runId}/batches`, {
      cursor: null,
      tickets: [REFUND],
    })
    await desk.api(ADMIN, 'POST', `/console/simulations/${runId}/moves`, { move: 'finish' })
    expect(await drafted(ticketId)).to.deep.equal(['SIMULATION_REQUIRED'])
  })

  it('takes a second person to ask for less, or for nothing', async () => {
    await require({ minTickets: 2, minAnsweredShare: 0.5 })
    for (const looser of [undefined, { minTickets: 1, minAnsweredShare: 0.5 }]) {
      const { status, body } = await require(looser)
      expect([status, body.change?.widens?.[0]?.what]).to.deep.equal([202, 'simulation_loosened'])
    }
    expect((await policyNow()).requiresSimulation).to.deep.equal({ minTickets: 2, minAnsweredShare: 0.5 })
    expect((await require({ minTickets: 3, minAnsweredShare: 0.5 })).status).to.equal(200)
  })
})

import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE } from '../../support/companion-harness.ts'
import { consentedTicket, draft, orderFor, REFUND_QUESTION } from '../../support/drafting-desk.ts'
import { eventually } from '../../support/eventually.ts'
import { setPlan, typesOf } from '../../support/spending-ground.ts'
import {
  NOBODY_KNOWS,
  REFUND,
  settledAt,
  settledTrial,
  startTrial,
  startTwo,
  type TwoProviders,
  trialRows,
} from '../../support/two-providers.ts'

const price = (model: string, outputPerMillion: number) => ({
  ...{ provider: 'self-hosted', model, currency: 'EUR', since: '2026-01-01' },
  ...{ inputPerMillion: 1_000_000, outputPerMillion },
})
const PRICES = [price('stand-in', 4_000_000), price('stand-in-two', 8_000_000)]

describe('a provider trial', () => {
  let ground: TwoProviders
  beforeEach(async () => {
    ground = await startTwo()
  })
  afterEach(() => ground.desk.stop())

  const asked = () => [ground.configured.requests.length, ground.candidate.requests.length]

  it('asks both providers the same question and shows what each answered, kept, cost', async () => {
    const { desk, configured, candidate } = ground
    await setPlan(desk, { prices: PRICES, budget: null })
    candidate.behave('hallucinates')
    const { trial, lines, tallies, titles } = await settledTrial(
      desk,
      await startTrial(desk, [REFUND, NOBODY_KNOWS]),
    )
    expect(trial).to.deep.include({ status: 'finished', questions: 2, done: 4 })
    expect(trial.contenders.candidate).to.deep.include({ provider: 'self-hosted', model: 'stand-in-two' })
    // What no article covers is asked of nobody.
    expect(asked()).to.deep.equal([1, 1])
    const [refund, kettle] = lines
    expect(refund?.answers.configured).to.deep.include({ outcome: 'answered', leftOut: 0, calls: 1 })
    expect(refund?.answers.configured?.sentences.join(' ')).to.match(/refund/i)
    expect(refund?.answers.candidate?.leftOut).to.be.greaterThan(0)
    expect(kettle?.answers.configured).to.deep.include({
      outcome: 'refused',
      reasons: ['NOT_COVERED'],
      ms: null,
    })
    expect(Object.keys(titles)).to.deep.equal(['refund en-us'])
    const { inputTokens, outputTokens, costs } = tallies.configured
    expect(costs).to.deep.equal([{ currency: 'EUR', amount: inputTokens + 4 * outputTokens }])
    expect(tallies.candidate.costs[0]?.amount).to.equal(
      tallies.candidate.inputTokens + 8 * tallies.candidate.outputTokens,
    )
    expect(configured.requests[0]?.body).to.include(REFUND.text)
    expect(JSON.parse(candidate.requests[0]?.body ?? '{}').model).to.equal('stand-in-two')
  })

  it('writes down what will be asked of whom before it asks, and how it ended, in codes alone', async () => {
    const { desk } = ground
    const from = desk.audit().length
    await settledTrial(desk, await startTrial(desk, [REFUND]))
    const entries = desk.audit().slice(from)
    const own = entries.filter(({ type }) => type.startsWith('provider_trial.'))
    expect(own.map(({ type }) => type)).to.deep.equal(['provider_trial.started', 'provider_trial.finished'])
    expect(entries.findIndex(({ type }) => type === 'provider_trial.started')).to.be.lessThan(
      entries.findIndex(({ type }) => type === 'egress.sent'),
    )
    expect(JSON.stringify(own[0])).to.include('stand-in-two')
    expect(JSON.stringify(entries)).not.to.include('refund?')
    expect(entries.filter(({ type }) => type === 'egress.sent')).to.have.length(2)
  })

  it('is an admin’s act: nobody else can begin one, and nothing is asked', async () => {
    for (const who of [AGENT, COMPLIANCE]) {
      expect((await startTrial(ground.desk, [REFUND], who)).status).to.equal(403)
    }
    expect([trialRows(ground.desk), ...asked()]).to.deep.equal([0, 0, 0])
  })

  const PERSONAL: Readonly<Record<string, readonly [text: string, kind: string]>> = {
    'an address': ['Where is the parcel of jane.doe@acme.example?', 'EMAIL'],
    'a phone number': ['Can you call me at +49 30 901820 about my refund?', 'PHONE'],
    'an account': ['Can you send my refund to DE89 3704 0044 0532 0130 00?', 'IBAN'],
  }
  for (const [name, [text, kind]] of Object.entries(PERSONAL))
    it(`refuses ${name}, says where it stands, and asks and stores nothing`, async () => {
      const { desk } = ground
      const { status, body } = await startTrial(desk, [REFUND, { text }])
      expect([status, body.outcome]).to.deep.equal([200, 'refused'])
      const [refusal] = body.outcome === 'refused' ? body.refusals : []
      if (refusal?.reason !== 'PERSONAL_DATA_FOUND') throw new Error(JSON.stringify(refusal))
      expect(refusal.found.map((one) => [one.question, one.kind])).to.deep.equal([[2, kind]])
      const [found] = refusal.found
      expect(text.slice(found?.start, found?.end).length).to.be.greaterThan(8)
      expect([trialRows(desk), ...asked()]).to.deep.equal([0, 0, 0])
      const [entry] = typesOf(desk, 'provider_trial.refused')
      expect(JSON.stringify(entry)).to.include('PERSONAL_DATA_FOUND')
      expect(JSON.stringify(entry)).not.to.include(text.slice(found?.start, found?.end))
    })

  it('refuses where the scope does not permit one of the two, and asks the other one nothing either', async () => {
    const { desk } = ground
    await desk.stop()
    const far = { VOUCH_CANDIDATE_URL: 'https://llm.example/v1', VOUCH_CANDIDATE_REGION: 'US' }
    ground = await startTwo({ env: far })
    const { body: policy } = await ground.desk.api(ADMIN, 'GET', '/console/scope-policy')
    const saved = await ground.desk.api(ADMIN, 'PUT', '/console/scope-policy', {
      ...policy,
      recipients: ['self-hosted@local'],
    })
    expect(saved.status).to.equal(200)
    const { body } = await startTrial(ground.desk, [REFUND])
    expect(body).to.deep.equal({
      outcome: 'refused',
      refusals: [{ reason: 'RECIPIENT_NOT_IN_SCOPE', side: 'candidate' }],
    })
    expect([trialRows(ground.desk), ...asked()]).to.deep.equal([0, 0, 0])
  })

  it('refuses under the kill switch, of everything and of one of the two, and asks nothing', async () => {
    const { desk } = ground
    const pull = { level: 'account', ref: '', reason: 'suspected_breach' }
    expect((await desk.api(ADMIN, 'POST', '/console/kill-switch/pulls', pull)).status).to.equal(201)
    const { body } = await startTrial(desk, [REFUND])
    expect(body).to.deep.equal({
      outcome: 'refused',
      refusals: [
        { reason: 'KILL_SWITCH_ON', side: 'configured' },
        { reason: 'KILL_SWITCH_ON', side: 'candidate' },
      ],
    })
    expect([trialRows(desk), ...asked()]).to.deep.equal([0, 0, 0])
  })

  it('refuses where no article is allowed, and asks nothing', async () => {
    const { desk } = ground
    const none = { version: 1, selection: { allow: [], deny: [] } }
    expect((await desk.api(ADMIN, 'PUT', '/console/allowlist', none)).status).to.equal(200)
    const { body } = await startTrial(desk, [REFUND])
    const reasons = body.outcome === 'refused' ? body.refusals.map(({ reason }) => reason) : []
    expect(reasons).to.deep.equal(['ALLOWLIST_EMPTY', 'ALLOWLIST_EMPTY'])
    expect([trialRows(desk), ...asked()]).to.deep.equal([0, 0, 0])
  })

  it('asks only what the budget carries: the other provider is answered with the reason', async () => {
    const { desk } = ground
    const providers = [{ provider: 'self-hosted', perMonth: 1 }]
    await setPlan(desk, { prices: PRICES, budget: { currency: 'EUR', perMonth: 1_000_000, providers } })
    const { tallies } = await settledTrial(desk, await startTrial(desk, [REFUND]))
    expect(tallies.configured.reasons).to.deep.equal([{ reason: 'BUDGET_REACHED', questions: 1 }])
    expect(asked()).to.deep.equal([0, 0])
    expect(desk.rows('select * from spend_reserved')).to.deep.equal([])
  })

  it('sets the money aside and settles it for both, in the month’s own count', async () => {
    const { desk } = ground
    const budget = { currency: 'EUR', perMonth: 900_000_000, providers: [] }
    await setPlan(desk, { prices: PRICES, budget })
    const { tallies } = await settledTrial(desk, await startTrial(desk, [REFUND]))
    const total = desk.rows('select model, amount from spend_total order by model')
    expect(total).to.deep.equal([
      { model: 'stand-in', amount: tallies.configured.costs[0]?.amount },
      { model: 'stand-in-two', amount: tallies.candidate.costs[0]?.amount },
    ])
    expect(desk.rows('select * from spend_reserved')).to.deep.equal([])
  })

  it('tells a provider’s fault per question, and the other side is asked all the same', async () => {
    const { desk, candidate } = ground
    candidate.behave('401')
    const { trial, tallies, lines } = await settledTrial(desk, await startTrial(desk, [REFUND]))
    expect(trial.status).to.equal('finished')
    expect(lines[0]?.answers.candidate).to.deep.include({ outcome: 'failed', sentences: [] })
    expect(lines[0]?.answers.candidate?.reasons[0]).to.match(/^PROVIDER_/)
    expect(tallies.configured.outcomes.answered).to.equal(1)
  })

  it('is cancelled at once: what was answered stays, what is asked is let go', async () => {
    const { desk, candidate } = ground
    candidate.behave('never-answers')
    const started = await startTrial(desk, [REFUND, { text: 'How can I return a parcel?' }])
    const trialId = started.body.outcome === 'started' ? started.body.trial.trialId : ''
    await eventually(async () => expect(candidate.requests).to.have.length(1))
    const { status, body } = await desk.api(ADMIN, 'POST', `/console/provider-trials/${trialId}/moves`, {
      move: 'cancel',
    })
    expect([status, body.status]).to.deep.equal([200, 'cancelled'])
    await candidate.left()
    const { trial, lines } = await settledAt(desk, trialId)
    expect(trial.status).to.equal('cancelled')
    expect(lines.map(({ answers }) => answers.candidate)).to.deep.equal([null, null])
  })

  it('goes on after a stop without asking again what is on record', async () => {
    const { desk, configured, candidate } = ground
    candidate.behave('never-answers')
    const started = await startTrial(desk, [REFUND, { text: 'Can I get my money back for shipping?' }])
    const trialId = started.body.outcome === 'started' ? started.body.trial.trialId : ''
    await eventually(async () => {
      const { body } = await desk.api(ADMIN, 'GET', `/console/provider-trials/${trialId}`)
      expect(
        body.lines.every((line: { answers: { configured: unknown } }) => line.answers.configured !== null),
      ).to.equal(true)
    })
    const before = configured.requests.length
    ground = { ...ground, desk: await desk.restart() }
    candidate.behave('faithful')
    const broken = await settledAt(ground.desk, trialId)
    expect(broken.trial.status).to.equal('interrupted')
    const move = await ground.desk.api(ADMIN, 'POST', `/console/provider-trials/${trialId}/moves`, {
      move: 'resume',
    })
    expect(move.status).to.equal(200)
    const { trial, lines } = await settledAt(ground.desk, trialId)
    expect(trial).to.deep.include({ status: 'finished', done: 4 })
    expect(lines.flatMap(({ answers }) => [answers.configured, answers.candidate])).not.to.include(null)
    expect(configured.requests.length).to.equal(before)
  })

  it('goes on after a crash once whoever asked is silent, and asks only what is not on record', async () => {
    const { desk, configured, candidate } = ground
    const { trial } = await settledTrial(desk, await startTrial(desk, [REFUND]))
    // What a SIGKILL between an answer and its record leaves: an open trial, somebody who asks no more.
    const until = new Date(desk.world.now().getTime() + 10_000).toISOString()
    desk.tamper((database) => {
      database.prepare("delete from trial_answer where side = 'candidate'").run()
      database
        .prepare(
          "update provider_trial set status = 'running', finished_at = null, runner = 'gone', runner_until = ?",
        )
        .run(until)
    })
    const resume = () =>
      desk.api(ADMIN, 'POST', `/console/provider-trials/${trial.trialId}/moves`, { move: 'resume' })
    expect((await resume()).status).to.equal(409)
    expect(asked()).to.deep.equal([1, 1])
    desk.world.pass(11_000)
    expect((await resume()).status).to.equal(200)
    const { trial: whole } = await settledAt(desk, trial.trialId)
    expect(whole).to.deep.include({ status: 'finished', done: 2 })
    expect([configured.requests.length, candidate.requests.length]).to.deep.equal([1, 2])
  })

  it('is deleted with every question and answer', async () => {
    const { desk } = ground
    const { trial } = await settledTrial(desk, await startTrial(desk, [REFUND]))
    const at = `/console/provider-trials/${trial.trialId}`
    expect((await desk.api(ADMIN, 'POST', `${at}/deletion`)).status).to.equal(204)
    expect(trialRows(desk)).to.equal(0)
    expect((await desk.api(ADMIN, 'GET', at)).status).to.equal(404)
    expect(typesOf(desk, 'provider_trial.deleted')).to.have.length(1)
  })

  it('suggests the account’s own headings, and only of allowlisted articles', async () => {
    const { status, body } = await ground.desk.api(ADMIN, 'GET', '/console/provider-trial-questions')
    expect(status).to.equal(200)
    expect(body.questions.length).to.be.greaterThan(0)
    const titles = ground.desk
      .rows("select title from article where section_id <> '1'")
      .map(({ title }) => title)
    for (const { text } of body.questions) expect(titles).not.to.include(text)
  })

  it('lets no draft reach the candidate, whatever the ticket', async () => {
    const { desk, candidate, configured } = ground
    const ticketId = await consentedTicket(desk)
    await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect([configured.requests.length, candidate.requests.length]).to.deep.equal([1, 0])
  })

  it('needs a candidate: without one nothing is asked, and the reason is told', async () => {
    const { desk, configured } = ground
    const without = Object.fromEntries(['', '_URL', '_MODEL'].map((name) => [`VOUCH_CANDIDATE${name}`, '']))
    ground = { ...ground, desk: await desk.restart(without) }
    const { status } = await startTrial(ground.desk, [REFUND])
    expect([status, trialRows(ground.desk), configured.requests.length]).to.deep.equal([409, 0, 0])
    const { body } = await ground.desk.api(ADMIN, 'GET', '/console/provider-trials')
    expect(body.contenders).to.deep.equal({ configured: null, candidate: null })
  })
})

import { expect } from 'chai'
import { trialReason } from '../../../src/console/simulation-words.ts'
import type { TrialSide } from '../../../src/domain/provider-trial.ts'
import type { TrialDetail } from '../../../src/domain/provider-trial-api.ts'
import translations from '../../../translations/en.json' with { type: 'json' }
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

const WORDS = translations.console
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

const THINGS = ['jacket', 'shirt', 'lamp', 'chair', 'phone', 'book', 'watch', 'table']
const MANY = THINGS.map((thing) => ({ text: `When will I get my refund for the ${thing}?` }))

describe('a provider trial whose provider says “not now”, fails or is silent', () => {
  /** So short that a wait outlasts it, or so long that none does. */
  const [SHORT_MS, LONG_MS] = [20, 600_000]
  let ground: TwoProviders
  let rests: number[] = []
  let waitedMs = 0
  let onRest: (signal: AbortSignal) => Promise<unknown> | undefined = () => undefined
  const open = async (leftAloneMs: number, env: Readonly<Record<string, string>> = {}) => {
    rests = []
    waitedMs = 0
    onRest = () => undefined
    ground = await startTwo({
      env,
      tuning: { patience: { attempts: 2, firstPauseMs: 1, longestPauseMs: 5, restMs: leftAloneMs } },
      // It stands but for the pauses.
      stopwatch: () => waitedMs,
      rest: async (ms, signal) => {
        rests.push(ms)
        waitedMs += ms
        await onRest(signal)
        await new Promise((resolve) => setTimeout(resolve, 2 * SHORT_MS))
      },
    })
  }
  afterEach(() => ground.desk.stop())

  const callsOf = ({ lines }: TrialDetail, side: TrialSide) =>
    lines.reduce((sum, { answers }) => sum + (answers[side]?.calls ?? 0), 0)
  const counted = () => ground.desk.rows('select model, calls, amount from spend_total order by model')

  it('waits for a provider that is busy, longer each time, and asks the same question again', async () => {
    await open(SHORT_MS)
    const { desk, candidate, configured } = ground
    await setPlan(desk, { prices: PRICES, budget: null })
    candidate.behave('429')
    onRest = async () => {
      if (rests.length === 3) candidate.behave('faithful')
    }
    const whole = await settledTrial(desk, await startTrial(desk, MANY))
    const { trial, tallies } = whole
    expect(trial).to.deep.include({ status: 'finished', done: 2 * MANY.length })
    expect(rests).to.deep.equal([5_000, 10_000, 20_000])
    for (const side of ['configured', 'candidate'] as const)
      expect(tallies[side].outcomes, side).to.deep.include({ answered: MANY.length, failed: 0 })
    // Every request that went out is counted, and a refused one costs nothing.
    expect(whole.lines[0]?.answers.candidate?.calls).to.equal(candidate.requests.length - MANY.length + 1)
    expect([callsOf(whole, 'configured'), callsOf(whole, 'candidate')]).to.deep.equal([
      configured.requests.length,
      candidate.requests.length,
    ])
    expect(configured.requests).to.have.length(MANY.length)
    expect(counted().map(({ calls }) => calls)).to.deep.equal([
      configured.requests.length,
      candidate.requests.length,
    ])
    expect(counted().map(({ amount }) => amount)).to.deep.equal([
      tallies.configured.costs[0]?.amount,
      tallies.candidate.costs[0]?.amount,
    ])
    expect(desk.rows('select * from spend_reserved')).to.deep.equal([])
    // The pauses were ours: no time of an answer.
    expect([waitedMs, whole.lines[0]?.answers.candidate?.ms]).to.deep.equal([35_000, 0])
  })

  it('begins with the shortest wait again once the provider has answered', async () => {
    await open(SHORT_MS)
    const { desk, candidate } = ground
    candidate.behave('429')
    onRest = async () => {
      const before = candidate.requests.length
      candidate.behave('faithful')
      if (rests.length === 1)
        // Busy again as soon as it has taken one question.
        void eventually(async () => expect(candidate.requests.length).to.be.above(before)).then(() =>
          candidate.behave('429'),
        )
    }
    const { tallies } = await settledTrial(desk, await startTrial(desk, MANY))
    expect(tallies.candidate.outcomes.answered).to.equal(MANY.length)
    expect(rests).to.deep.equal([5_000, 5_000])
  })

  const DEAD = {
    'a provider that stays busy': ['429', 'PROVIDER_BUSY'],
    'a provider whose limit is a day away': ['429-come-back-tomorrow', 'PROVIDER_BUSY'],
    'a provider that is broken': ['500', 'PROVIDER_FAILED'],
  } as const
  for (const [name, [behaviour, reason]] of Object.entries(DEAD))
    it(`comes to its end with ${name}: few requests, each counted, and why in words`, async () => {
      await open(LONG_MS)
      const { desk, candidate, configured } = ground
      candidate.behave(behaviour)
      const whole = await settledTrial(desk, await startTrial(desk, MANY))
      const { trial, tallies } = whole
      expect([trial.status, tallies.candidate.outcomes.failed]).to.deep.equal(['finished', MANY.length])
      expect(tallies.configured.outcomes.answered).to.equal(MANY.length)
      expect(rests).to.deep.equal([5_000, 10_000, 20_000, 40_000])
      const reasons = tallies.candidate.reasons.map((one) => one.reason)
      expect(reasons).to.include('PROVIDER_PAUSED')
      if (behaviour === '500') expect(reasons).to.include(reason)
      for (const code of reasons) expect(trialReason(code, WORDS), code).to.not.equal(WORDS.reports.other)
      // Then it is left alone.
      expect(candidate.requests).to.have.length(6)
      expect(callsOf(whole, 'candidate')).to.equal(candidate.requests.length)
      expect(configured.requests).to.have.length(MANY.length)
      expect(desk.rows('select * from spend_reserved')).to.deep.equal([])
    })

  it('does not ask again what a silent provider may have worked on, and stays within the budget', async () => {
    // A busy machine must not be taken for a silent provider where none is meant.
    await open(LONG_MS, { VOUCH_PROVIDER_FIRST_BYTE_SECONDS: '1', VOUCH_CANDIDATE_FIRST_BYTE_SECONDS: '1' })
    const { desk, candidate, configured } = ground
    candidate.behave('never-answers')
    const first = await settledTrial(desk, await startTrial(desk, [REFUND]))
    expect(first.lines[0]?.answers.candidate).to.deep.include({
      ...{ outcome: 'failed', reasons: ['PROVIDER_TIMEOUT'], calls: 1, amount: null },
    })
    await setPlan(desk, { prices: PRICES, budget: null })
    await settledTrial(desk, await startTrial(desk, [REFUND]))
    const [{ amount } = { amount: 0 }] = desk.rows('select max(amount) as amount from spend_reserved')
    // Room for two more such requests and a half; those to the other model are set aside at less.
    const perMonth = Math.floor(Number(amount) * 3.5)
    await setPlan(desk, { prices: PRICES, budget: { currency: 'EUR', perMonth, providers: [] } })
    const held = () => desk.rows('select amount from spend_reserved').length
    const [heldBefore, askedBefore] = [held(), configured.requests.length + candidate.requests.length]
    configured.behave('never-answers')
    const { tallies, trial } = await settledTrial(desk, await startTrial(desk, MANY))
    expect(trial.status).to.equal('finished')
    for (const side of ['configured', 'candidate'] as const) {
      const reasons = tallies[side].reasons.map((one) => one.reason)
      expect(reasons, side).to.include('BUDGET_REACHED')
      expect(reasons.filter((one) => !['BUDGET_REACHED', 'PROVIDER_TIMEOUT'].includes(one))).to.deep.equal([])
    }
    const asked = configured.requests.length + candidate.requests.length - askedBefore
    expect(asked).to.be.within(2, 4)
    expect(tallies.configured.calls + tallies.candidate.calls).to.equal(asked)
    expect(held() - heldBefore).to.equal(asked)
    const used = desk.rows(
      'select coalesce(sum(amount), 0) as n from spend_reserved union all select coalesce(sum(amount), 0) from spend_total',
    )
    expect(used.reduce((sum, { n }) => sum + Number(n), 0)).to.be.at.most(perMonth)
    expect(rests).to.deep.equal([])
  })

  it('lets go at once of a wait when it is cancelled, and asks nothing more', async () => {
    await open(LONG_MS)
    const { desk, candidate } = ground
    candidate.behave('429')
    let waiting: () => void = () => undefined
    const begun = new Promise<void>((resolve) => {
      waiting = resolve
    })
    onRest = (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        waiting()
      })
    const started = await startTrial(desk, [REFUND])
    const trialId = started.body.outcome === 'started' ? started.body.trial.trialId : ''
    await begun
    const asked = candidate.requests.length
    const { body } = await desk.api(ADMIN, 'POST', `/console/provider-trials/${trialId}/moves`, {
      move: 'cancel',
    })
    expect(body.status).to.equal('cancelled')
    candidate.behave('faithful')
    const { lines } = await settledAt(desk, trialId)
    expect([lines[0]?.answers.candidate, candidate.requests.length]).to.deep.equal([null, asked])
    expect(desk.logged()).to.not.include('a provider trial broke off')
  })

  it('keeps drafts out of it: what wears out a trial’s patience is still asked for a draft, and only there', async () => {
    await open(LONG_MS)
    const { desk, configured, candidate } = ground
    configured.behave('500')
    candidate.behave('500')
    await settledTrial(desk, await startTrial(desk, MANY))
    const inTrial = [configured, candidate].map(({ requests }) => requests.length)
    configured.behave('faithful')
    candidate.behave('faithful')
    const run = await draft(desk, orderFor(await consentedTicket(desk), REFUND_QUESTION))
    expect(run.draft?.sentences.length).to.be.greaterThan(0)
    expect([configured.requests.length, candidate.requests.length]).to.deep.equal([
      (inTrial[0] ?? 0) + 1,
      inTrial[1],
    ])
    expect(configured.requests.at(-1)?.body).to.include('I sent the parcel back')
    for (const { body } of candidate.requests) expect(body).to.not.include('I sent the parcel back')
  })
})

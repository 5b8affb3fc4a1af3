import type { Socket } from 'node:net'
import { expect } from 'chai'
import { STATUS } from '../../server/http/faults.ts'
import { isProviderTrouble } from '../../src/sidebar/refusal-words.ts'
import translations from '../../translations/en.json' with { type: 'json' }
import type { Behaviour } from '../../workbench/stand-in-model/index.ts'
import { putApproved } from '../support/approval-ground.ts'
import { type BrokenLine, brokenLine } from '../support/broken-line.ts'
import { ADMIN, AGENT, type Harness } from '../support/companion-harness.ts'
import { dice } from '../support/dice.ts'
import {
  ARTICLES,
  consentedTicket,
  type DraftRun,
  draft,
  draftRow,
  newDraftId,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
} from '../support/drafting-desk.ts'
import { boundOf, fuzzRuns, tableOf, testLimitMs } from '../support/fuzz-run.ts'
import { modelFor, PROVIDER_KEY } from '../support/model-ground.ts'
import { expectProblem } from '../support/problem-checks.ts'
import { PRICE, reserved, setPlan, spent } from '../support/spending-ground.ts'
import { type MovableModel, openTurnstile } from '../support/turnstiles.ts'

const CUTS = fuzzRuns(20)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)
const FAULT_WORDS: Readonly<Record<string, string>> = translations.sidebar.trouble.fault
/** Every sentence that anybody may be shown stands in an article. */
const IN_ARTICLES = ARTICLES.map(({ passages }) => passages.map(({ text }) => text).join('\n'))
  .join('\n')
  .replace(/\s+/g, ' ')

/** Each request may have been worked on; the last alone; none was; the provider said what it took. */
type Money = 'kept' | 'last kept' | 'free' | 'said'
type Row = readonly [fail: (line: BrokenLine) => void | Promise<void>, told: string, money: Money]

const as = (behaviour: Behaviour) => (line: BrokenLine) => line.behave(behaviour)
const answering = (text: string) => (line: BrokenLine) => line.handle((socket) => void socket.end(text))
const head = (status: string, ...headers: readonly string[]) =>
  [`HTTP/1.1 ${status}`, 'connection: close', ...headers, '', ''].join('\r\n')
const failing = (status: string, ...headers: readonly string[]) =>
  answering(`${head(status, 'content-type: text/html', ...headers)}<html>upstream</html>`)
const events = (...bodies: readonly string[]) =>
  answering(
    `${head('200 OK', 'content-type: text/event-stream')}${bodies.map((one) => `data: ${one}\n\n`).join('')}`,
  )
const drip = (line: BrokenLine) =>
  line.handle((socket) => {
    const text = head('200 OK', 'content-type: text/event-stream')
    let at = 0
    const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 20)
    socket.on('close', () => clearInterval(timer))
  })

const ROWS: Readonly<Record<string, Row>> = {
  'nobody listens': [(line) => line.hangUp(), 'PROVIDER_UNREACHABLE', 'free'],
  'it resets each connection': [
    (line) => line.handle((socket) => void socket.resetAndDestroy()),
    'PROVIDER_UNREACHABLE',
    'kept',
  ],
  'it hangs up without a word': [answering(''), 'PROVIDER_UNREACHABLE', 'kept'],
  'it says nothing': [(line) => line.handle(() => undefined), 'PROVIDER_TIMEOUT', 'kept'],
  'its head comes one byte at a time': [drip, 'PROVIDER_TIMEOUT', 'kept'],
  'its body is drips without words': [as('slow-loris'), 'PROVIDER_TIMEOUT', 'kept'],
  'it speaks another protocol': [answering('SSH-2.0-OpenSSH_9.2\r\n'), 'PROVIDER_UNREACHABLE', 'kept'],
  'its head never ends': [
    answering(`HTTP/1.1 200 OK\r\n${'x-filler: y\r\n'.repeat(20_000)}`),
    'PROVIDER_UNREACHABLE',
    'kept',
  ],
  '400': [as('400'), 'PROVIDER_REQUEST_REFUSED', 'free'],
  '401': [as('401'), 'PROVIDER_KEY_REFUSED', 'free'],
  '404': [as('404'), 'PROVIDER_REQUEST_REFUSED', 'free'],
  '408': [failing('408 Request Timeout'), 'PROVIDER_TIMEOUT', 'kept'],
  '429': [as('429'), 'PROVIDER_BUSY', 'free'],
  '429 with Retry-After of a day': [as('429-come-back-tomorrow'), 'PROVIDER_BUSY', 'free'],
  '429 with a Retry-After that is no number': [
    failing('429 Too Many Requests', 'retry-after: soon'),
    'PROVIDER_BUSY',
    'free',
  ],
  '429 with Retry-After, then good': [as('429-retry-after'), 'ready', 'last kept'],
  '500': [as('500'), 'PROVIDER_FAILED', 'free'],
  '500, then good': [as('500-then-ok'), 'ready', 'last kept'],
  '502': [failing('502 Bad Gateway'), 'PROVIDER_FAILED', 'free'],
  '503': [failing('503 Service Unavailable'), 'PROVIDER_FAILED', 'free'],
  '503 with Retry-After of an hour': [
    failing('503 Service Unavailable', 'retry-after: 3600'),
    'PROVIDER_FAILED',
    'free',
  ],
  '504': [failing('504 Gateway Timeout'), 'PROVIDER_FAILED', 'kept'],
  '524': [failing('524 A Timeout Occurred'), 'PROVIDER_FAILED', 'kept'],
  '529': [failing('529 Overloaded'), 'PROVIDER_FAILED', 'free'],
  '204': [failing('204 No Content'), 'PROVIDER_FAILED', 'kept'],
  'it sends elsewhere': [as('redirect'), 'EGRESS_REFUSED', 'free'],
  'a page instead of a stream': [as('html-page'), 'PROVIDER_FAILED', 'kept'],
  'one JSON document instead of a stream': [as('json-not-stream'), 'PROVIDER_FAILED', 'kept'],
  'a compressed stream': [
    answering(`${head('200 OK', 'content-type: text/event-stream', 'content-encoding: gzip')}\x1f\x8b`),
    'PROVIDER_FAILED',
    'kept',
  ],
  'events that are no JSON': [as('garbage-events'), 'PROVIDER_FAILED', 'kept'],
  'an event that is an error': [as('error-event'), 'PROVIDER_FAILED', 'kept'],
  'events of another API': [
    events(
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Refunds take a day."}}',
    ),
    'PROVIDER_FAILED',
    'kept',
  ],
  'events of the old completions': [
    events('{"choices":[{"index":0,"text":"Refunds take a day.","finish_reason":null}]}'),
    'PROVIDER_ANSWER_INVALID',
    'kept',
  ],
  'an empty stream': [as('empty'), 'PROVIDER_FAILED', 'kept'],
  'a body without end': [as('huge'), 'PROVIDER_ANSWER_INVALID', 'kept'],
  'an event without end': [as('huge-event'), 'PROVIDER_FAILED', 'kept'],
  'an answer without end': [as('loops'), 'PROVIDER_FAILED', 'kept'],
  'a reset before the first word': [as('reset-before-words'), 'PROVIDER_UNREACHABLE', 'kept'],
  'a reset in the middle': [as('reset-mid-stream'), 'PROVIDER_UNREACHABLE', 'kept'],
  'it breaks off in the middle': [as('breaks-off'), 'PROVIDER_UNREACHABLE', 'kept'],
  'it goes silent in the middle': [as('never-goes-on'), 'PROVIDER_TIMEOUT', 'kept'],
  'it never hangs up': [as('never-hangs-up'), 'ready', 'kept'],
  'it refuses': [as('refusal'), 'PROVIDER_ANSWER_INVALID', 'kept'],
  'it was cut at its limit': [as('finish-length'), 'PROVIDER_ANSWER_INVALID', 'kept'],
  'its own filter cut it': [as('content-filter'), 'PROVIDER_ANSWER_INVALID', 'kept'],
  'words that are no JSON': [as('not-json'), 'PROVIDER_ANSWER_INVALID', 'said'],
  'JSON of another form': [as('wrong-schema'), 'PROVIDER_ANSWER_INVALID', 'said'],
  'JSON that stops': [as('stops-mid-json'), 'PROVIDER_ANSWER_INVALID', 'said'],
  'nothing in it is true': [as('other-language'), 'NOT_GROUNDED', 'said'],
}

/** One model after the other behind one door: each has the patience of a server that has just started. */
function changing(line: BrokenLine): MovableModel & { renew(patient?: boolean): void } {
  const make = (patient = true) =>
    patient ? modelFor(line) : modelFor(line, { totalMs: 2_000, firstByteMs: 1_000 }, { idleMs: 1_000 })
  let turnstile = openTurnstile() as Parameters<MovableModel['behind']>[0]
  let current = make().behind(turnstile)
  return {
    facts: current.facts,
    ask: (...asked) => current.ask(...asked),
    behind(other) {
      turnstile = other
      current = make().behind(turnstile)
      return { facts: current.facts, ask: (...asked) => current.ask(...asked) }
    },
    renew(patient) {
      current = make(patient).behind(turnstile)
    },
  }
}

describe('a model provider that fails', () => {
  let line: BrokenLine
  let model: ReturnType<typeof changing>
  let desk: Harness
  let ticket = { id: '', left: 0 }
  const counts: string[][] = []

  before(async () => {
    line = await brokenLine()
    model = changing(line)
    desk = await startDesk({ model })
    const { provider, model: name } = model.facts
    await setPlan(desk, { prices: [{ ...PRICE, provider, model: name }], budget: null })
    const actions = ['draft', 'rewrite', 'summarise', 'search']
    const { body: policy } = await desk.api(ADMIN, 'GET', '/console/scope-policy')
    await putApproved(desk, '/console/scope-policy', { ...policy, actions })
  })
  after(async () => {
    process.stdout.write(`${tableOf(['fault of the provider', 'told', 'requests', 'money'], counts)}\n`)
    await desk.stop()
    await line.close()
  })

  const toldOf = (run: DraftRun) =>
    run.code ?? run.reasons[0] ?? (run.draft === undefined ? 'nothing' : 'ready')
  const money = () => ({
    held: reserved(desk).length,
    calls: spent(desk).reduce((sum, { calls }) => sum + Number(calls), 0),
    tokens: spent(desk).reduce((sum, { input_tokens }) => sum + Number(input_tokens), 0),
  })

  /** What the agent saw, whatever came of it. */
  function expectHonest(run: DraftRun, draftId: string): void {
    for (const event of run.events)
      if (event.event === 'sentence' && event.sentence.kind !== 'template')
        expect(IN_ARTICLES).to.contain(event.sentence.text)
    expect(run.text).to.not.contain(PROVIDER_KEY)
    const row = draftRow(desk, draftId)
    if (run.draft === undefined)
      expect([row?.status, row?.sealed_content, row?.receipt]).to.deep.equal(['discarded', null, null])
    else expect(row).to.include({ status: 'ready' })
    const told = toldOf(run)
    const last = run.events.at(-1)
    if (last?.event === 'refused')
      for (const { nextStep } of last.refusals) expect(nextStep).to.be.a('string')
    else if (told !== 'ready') {
      expect(FAULT_WORDS[told], told).to.be.a('string')
      expect(isProviderTrouble({ kind: 'fault', code: told as never, requestId: '' }), told).to.equal(true)
    }
  }

  /** A ticket has ten drafts. */
  async function ticketId(): Promise<string> {
    if (ticket.left === 0) ticket = { id: await consentedTicket(desk), left: 10 }
    ticket = { ...ticket, left: ticket.left - 1 }
    return ticket.id
  }

  async function tried() {
    const order = orderFor(await ticketId(), REFUND_QUESTION)
    const run = await draft(desk, order)
    expectHonest(run, order.draftId)
    return { run, told: toldOf(run) }
  }

  async function expectWhole(): Promise<void> {
    expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
    expectNothingHalf()
  }

  function expectNothingHalf(): void {
    expect(desk.rows("select draft_id from draft where status = 'drafting'")).to.deep.equal([])
    expect(desk.logged()).to.not.contain(PROVIDER_KEY)
    expect(desk.logged()).to.not.contain('UNEXPECTED')
  }

  for (const [name, [fail, expected, cost]] of Object.entries(ROWS))
    it(`is told as ${expected}: ${name}`, async () => {
      model.renew(expected !== 'PROVIDER_TIMEOUT')
      await fail(line)
      const before = money()
      const { told } = await tried()
      expect(told).to.equal(expected)
      const [after, requests] = [money(), line.requests()]
      counts.push([name, told, String(requests), cost])
      const kept = { kept: requests, 'last kept': 1, free: 0, said: 0 }
      expect(after.held - before.held, 'kept').to.equal(kept[cost])
      if (cost === 'free')
        expect([after.tokens, after.calls > before.calls]).to.deep.equal([before.tokens, true])
      if (cost === 'said') expect(after.tokens).to.be.greaterThan(before.tokens)
      await line.heal()
      if (expected === 'PROVIDER_TIMEOUT') model.renew()
      expect((await tried()).told, 'the next draft').to.equal('ready')
      expectNothingHalf()
    })

  it('is left alone for a while when it goes on failing, which costs nothing and is said', async () => {
    model.renew()
    line.behave('500')
    await tried()
    await tried()
    const [before, requests] = [money(), line.requests()]
    expect((await tried()).told).to.equal('PROVIDER_PAUSED')
    expect([money(), line.requests()]).to.deep.equal([before, requests])
    await expectWhole()
  })

  it('is told of with a status and a problem where nothing is streamed', async () => {
    for (const [fail, code] of [
      [as('500'), 'PROVIDER_FAILED'],
      [as('429'), 'PROVIDER_BUSY'],
      [as('reset-mid-stream'), 'PROVIDER_UNREACHABLE'],
    ] as const) {
      model.renew()
      fail(line)
      const { comments, ticketId: id } = orderFor(await ticketId(), REFUND_QUESTION)
      const order = { summaryId: newDraftId(), ticketId: id, requesterId: REQUESTER, comments, replaced: {} }
      expectProblem(await desk.api(AGENT, 'POST', '/summaries', order), STATUS[code], code)
    }
    await line.heal()
    await expectWhole()
  })

  it('may stop at any byte, in any way: the draft is whole or not there', async function () {
    this.timeout(testLimitMs(CUTS, 100, 1_000))
    const thrown = dice(SEED)
    await line.heal()
    model.renew()
    await tried()
    const whole = line.answerBytes()
    const ends: Readonly<Record<string, (socket: Socket) => void>> = {
      'hangs up': (socket) => void socket.end(),
      resets: (socket) => void socket.resetAndDestroy(),
      'goes silent': () => undefined,
    }
    const tally = new Map<string, number>()
    for (let round = 0; round < CUTS; round += 1) {
      const how = thrown.oneOf(Object.keys(ends))
      model.renew(how !== 'goes silent')
      line.cutAfter(1 + thrown.below(whole), ends[how] ?? (() => undefined))
      const { told } = await tried()
      expect(told, how).to.be.oneOf([
        'ready',
        'PROVIDER_UNREACHABLE',
        'PROVIDER_TIMEOUT',
        'PROVIDER_FAILED',
        'PROVIDER_ANSWER_INVALID',
      ])
      const row = `${how}: ${told}`
      tally.set(row, (tally.get(row) ?? 0) + 1)
    }
    await line.heal()
    model.renew()
    expect((await tried()).told).to.equal('ready')
    await expectWhole()
    const rows = [...tally].map(([row, times]) => [row, String(times), '0', boundOf(CUTS)])
    process.stdout.write(
      `${tableOf(['cut at any byte', 'times', 'half-written', '95 % bound of all'], rows)}\nseed ${SEED}\n`,
    )
  })
})

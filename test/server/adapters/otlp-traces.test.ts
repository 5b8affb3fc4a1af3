import { expect } from 'chai'
import { openTraces } from '../../../server/adapters/otlp-traces.ts'
import { ENTRY_TYPES } from '../../../server/audit/index.ts'
import { PROVIDER_IDS } from '../../../server/provider/index.ts'
import { SPAN_NAMES } from '../../../server/traces/index.ts'
import type { TracesConfig } from '../../../server/traces-config.ts'
import { FAULT_CODES, Fault } from '../../../src/domain/fault.ts'
import { NEXT_STEPS } from '../../../src/domain/refusal.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { press } from '../../support/consent-page.ts'
import {
  ARTICLES,
  consentedTicket,
  draft,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../../support/drafting-desk.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { declaredRoutes } from '../../support/route-calls.ts'
import { MODEL_FACTS, scriptedModel } from '../../support/scripted-model.ts'
import { importsOf, sourceFiles } from '../../support/source-files.ts'
import { type ReceivedSpan, type SpanReceiver, spanReceiver } from '../../support/span-receiver.ts'

const TOKEN = 'collector-token-that-nobody-may-read'
const PEOPLE = '7719283746'
const traced = ({ url }: SpanReceiver) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${TOKEN}`,
})

const CONFIG = ({ url }: SpanReceiver): TracesConfig => ({
  url: `${url}/v1/traces`,
  headers: () => ({}),
  serviceName: 'vouch',
  share: 1,
})

/** What each attribute may hold: written down here a second time, as whoever reads traces is promised it. */
const PAGES = ['/c/:link', '/c/:link/record', '/livez', '/readyz', '/sidebar', '/console', '/app', 'none']
const ROUTES = [...declaredRoutes().map(({ path }) => `/api/v1${path}`), ...PAGES]
const MAY_HOLD: Readonly<Record<string, (value: unknown) => boolean>> = {
  'http.request.method': (value) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(String(value)),
  'http.route': (value) => ROUTES.includes(String(value)),
  'http.response.status_code': (value) => typeof value === 'number' && value >= 200 && value < 600,
  'error.type': (value) => (FAULT_CODES as readonly unknown[]).includes(value),
  'vouch.entry': (value) => (ENTRY_TYPES as readonly unknown[]).includes(value),
  'vouch.refusal': (value) => Array.isArray(value) && value.every((one) => Object.hasOwn(NEXT_STEPS, one)),
  'vouch.provider': (value) => (PROVIDER_IDS as readonly unknown[]).includes(value),
  'vouch.outcome': (value) => ['done', 'left', 'incomplete'].includes(String(value)),
}

function strange({ name, attributes }: ReceivedSpan): readonly string[] {
  const named = Object.entries(attributes).flatMap(([key, value]) =>
    MAY_HOLD[key]?.(value) === true ? [] : [`${name}: ${key}=${String(value)}`],
  )
  const { 'http.request.method': method, 'http.route': route } = attributes
  const mayBe = route === undefined ? SPAN_NAMES : [`${String(method)} ${String(route)}`]
  return (mayBe as readonly string[]).includes(name) ? named : [...named, `name: ${name}`]
}

/** Long words of a text: what would be somebody's words, and not a word of the product by chance. */
const wordsOf = (text: string) => text.match(/[\p{L}]{5,}/gu) ?? []

/** A draft that is made, one that is refused, and a requester who answers on the page. */
async function story(desk: Harness) {
  const consented = await consentedTicket(desk)
  const order = orderFor(consented, `${REFUND_QUESTION} Grandmother ordered it.`)
  const made = await draft(desk, order)
  const refusedTicket = await openedTicket(desk, PEOPLE)
  const refusedOrder = orderFor(refusedTicket, REFUND_QUESTION, { requesterId: PEOPLE })
  const refused = await draft(desk, refusedOrder)
  const { body } = await desk.api(AGENT, 'POST', `/tickets/${refusedTicket}/consent/requests`, {
    locale: 'en',
  })
  const link = new URL(body.url).pathname
  const page = await press(desk, link, 'grant')
  const lost = await desk.call('GET', '/nowhere/4711?token=abc', {
    headers: { traceparent: '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01' },
  })
  const missing = await desk.api(AGENT, 'GET', '/tickets/9988776655')
  return {
    outcomes: [made.draft?.status, refused.reasons, page.status, lost.status, missing.status],
    never: [
      ...[consented, refusedTicket, PEOPLE, '9988776655', '4711', 'nowhere', order.draftId],
      ...[refusedOrder.draftId, made.draft?.id ?? '-', link.slice(3), TOKEN, 'Bearer'],
      ...[await desk.sessionOf(AGENT), desk.dataDir, 'aaaaaaaaaaaaaaaa', 'acme', '30000001'],
      ...wordsOf(order.comments.map(({ text }) => text).join(' ')),
      ...ARTICLES.flatMap(({ title }) => title),
    ],
  }
}

describe('what traces say', () => {
  let receiver: SpanReceiver
  let told: Awaited<ReturnType<typeof story>>
  const model = scriptedModel()
  let all: readonly ReceivedSpan[] = []
  before(async () => {
    receiver = await spanReceiver()
    const desk = await startDesk({ env: traced(receiver), model })
    told = await story(desk)
    await desk.stop()
    all = receiver.spans()
  })
  const spans = (name: string) => all.filter((span) => span.name === name)
  const parentOf = (child: ReceivedSpan | undefined) =>
    all.find(({ spanId }) => spanId === child?.parentSpanId)

  it('is of things that really happened', () => {
    expect(told.outcomes).to.deep.equal(['ready', ['CONSENT_NOT_GRANTED'], 303, 404, 404])
  })

  it('goes to the address named, with the headers named', () => {
    expect(receiver.asked.length).to.be.greaterThan(0)
    for (const { path, headers } of receiver.asked)
      expect([path, headers.authorization]).to.deep.equal(['/v1/traces', `Bearer ${TOKEN}`])
    for (const attributes of receiver.resources())
      expect(Object.keys(attributes).toSorted()).to.deep.equal([
        ...['service.name', 'service.version'],
        ...['telemetry.sdk.language', 'telemetry.sdk.name', 'telemetry.sdk.version'],
      ])
    expect(receiver.resources()[0]?.['service.name']).to.equal('vouch')
  })

  it('is from the closed lists, in every attribute of every span', () => {
    expect(all.length).to.be.greaterThan(40)
    expect(all.flatMap(strange)).to.deep.equal([])
  })

  it('holds no number, token, address, title or word of anybody, in any byte', () => {
    expect(told.never.length).to.be.greaterThan(25)
    // Random ids and nanoseconds hold any short number sooner or later.
    const bytes = receiver.bodies
      .join('\n')
      .replaceAll(/"(?:traceId|spanId|parentSpanId)":"(?:[0-9a-f]{16}|[0-9a-f]{32})"/g, '')
      .replaceAll(/"\w+UnixNano":"\d{19}"/g, '')
      .toLowerCase()
    expect(bytes).to.include('http.route')
    expect(told.never.filter((word) => bytes.includes(word.toLowerCase()))).to.deep.equal([])
  })

  it('shows a draft step by step, down to the provider and the log', () => {
    const [made] = spans('POST /api/v1/drafts')
    const steps = ['draft.gate', 'draft.compose', 'draft.store'].map((name) => spans(name)[0])
    const [reply] = spans('draft.reply')
    expect(parentOf(reply)).to.equal(made)
    expect(steps.map(parentOf)).to.deep.equal([reply, reply, reply])
    expect(parentOf(spans('draft.retrieve')[0])).to.equal(steps[1])
    const [asked] = spans('provider.ask')
    expect([asked?.attributes, asked?.kind, asked?.traceId]).to.deep.equal([
      { 'vouch.provider': MODEL_FACTS.provider, 'vouch.outcome': 'done' },
      3,
      made?.traceId,
    ])
    const entry = spans('audit.append').find(({ attributes }) => attributes['vouch.entry'] === 'draft.made')
    expect(parentOf(entry)?.name).to.equal('store.transaction')
    expect(parentOf(parentOf(entry))).to.equal(steps[2])
  })

  it('shows a refusal by its reason, and no provider is asked below it', () => {
    const refusing = spans('audit.append').filter((span) => span.attributes['vouch.refusal'] !== undefined)
    const reason = { 'vouch.refusal': ['CONSENT_NOT_GRANTED'] }
    expect(refusing.map(({ attributes }) => attributes)).to.deep.equal([
      { 'vouch.entry': 'gate.decided', ...reason },
      { 'vouch.entry': 'draft.refused', ...reason },
    ])
    const asking = spans('provider.ask').map(({ traceId }) => traceId)
    expect(asking).to.not.include(refusing[0]?.traceId)
  })

  it('begins anew with every request, whatever trace the caller names', () => {
    const roots = all.filter(({ parentSpanId }) => parentSpanId === undefined)
    expect(roots.filter((root) => root.kind !== 2)).to.deep.equal([])
    expect(new Set(roots.map(({ traceId }) => traceId)).size).to.equal(roots.length)
    const [lost] = spans('GET none')
    expect(lost?.attributes).to.deep.equal({
      'http.request.method': 'GET',
      'http.route': 'none',
      'http.response.status_code': 404,
      'error.type': 'NOT_FOUND',
    })
  })
})

describe('where traces are sent', () => {
  it('can be gone, or never answer: a draft is made, and the server stops', async () => {
    for (const way of ['gone', 'silent']) {
      const receiver = await spanReceiver()
      receiver.status = null
      if (way === 'gone') await receiver.close()
      const desk = await startDesk({ env: traced(receiver) })
      const ticketId = await consentedTicket(desk)
      const { draft: made } = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(made?.status, way).to.equal('ready')
      await desk.stop()
      expect(desk.logged(), way).to.include('stopped').and.not.include(TOKEN)
      expect(receiver.bodies.length > 0, way).to.equal(way === 'silent')
    }
  })

  it('can fail, or send elsewhere: that is said once, and nothing is thrown', async () => {
    for (const status of [500, 404, 302]) {
      const receiver = await spanReceiver()
      receiver.status = status
      let reports = 0
      const traces = openTraces(CONFIG(receiver), {
        version: '1',
        stopped: () => false,
        report: () => {
          reports += 1
        },
      })
      // More than one batch.
      for (let at = 0; at < 1_200; at += 1)
        await traces.span('http.request', { method: 'GET', route: '/livez' }, async () => at)
      await traces.close()
      expect([reports, receiver.asked.length > 1], String(status)).to.deep.equal([1, true])
    }
  })

  it('hears of a fault its code alone, which is thrown on, and of nothing outside of a request', async () => {
    const receiver = await spanReceiver()
    const traces = openTraces(CONFIG(receiver), {
      version: '1',
      stopped: () => false,
      report: () => undefined,
    })
    const failing = (error: unknown) =>
      faultFrom(() => traces.span('articles.read', {}, () => Promise.reject(error)))
    expect(await failing(new Fault('SYNC_RUNNING', 'ticket 4711'))).to.equal('SYNC_RUNNING')
    const other = new Error('grandmother')
    const thrown = await traces.span('articles.read', {}, () => Promise.reject(other)).catch((error) => error)
    expect(thrown).to.equal(other)
    expect(await traces.span('store.transaction', {}, async () => 'done')).to.equal('done')
    await traces.close()
    expect(receiver.spans().map(({ attributes, status }) => [attributes, status.code])).to.deep.equal([
      [{ 'error.type': 'SYNC_RUNNING' }, 2],
      [{ 'error.type': 'UNEXPECTED' }, 2],
    ])
    expect(receiver.bodies.join()).to.not.match(/\b4711\b|grandmother/)
  })

  it('is told nothing while a kill switch stops all that leaves', async () => {
    const receiver = await spanReceiver()
    const desk = await startDesk({ env: traced(receiver) })
    await desk.api(ADMIN, 'PUT', '/console/roles/14', { roles: ['compliance'] })
    const pull = { level: 'egress', ref: '', reason: 'provider_incident' }
    const pulled = await desk.api(COMPLIANCE, 'POST', '/console/kill-switch/pulls', pull)
    expect(pulled.status).to.be.lessThan(300)
    await desk.stop()
    expect(receiver.bodies).to.deep.equal([])
  })

  it('is told nothing of what no sampler took', async () => {
    const receiver = await spanReceiver()
    const desk = await startDesk({ env: { ...traced(receiver), OTEL_TRACES_SAMPLER: 'always_off' } })
    await openedTicket(desk)
    await desk.stop()
    expect(receiver.bodies).to.deep.equal([])
  })

  it('costs nothing where none is named: one lazy import loads what it needs', () => {
    const named = sourceFiles('server')
      .flatMap(importsOf)
      .filter(({ typeOnly }) => !typeOnly)
    const door = 'server/adapters/otlp-traces.ts'
    expect(named.filter(({ to }) => to === door).map(({ from }) => from)).to.deep.equal([
      'server/start-companion.ts',
    ])
    const [start] = sourceFiles('server').filter(({ path }) => path === 'server/start-companion.ts')
    expect(start?.text).to.include("= await import('./adapters/otlp-traces.ts')")
    const library = named.filter(({ to }) => to.startsWith('@opentelemetry/'))
    expect(library.length).to.be.greaterThan(3)
    expect(library.filter(({ from }) => from !== door)).to.deep.equal([])
  })
})

/** Serves the built sidebar, a page with a fake ZAF client, and an API that answers as a test scripts it. */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DraftEvent, RefusalView, SummaryReply, TicketView } from '../../src/domain/api.ts'
import { UNKNOWN_CONSENT } from '../../src/domain/consent.ts'
import type { ConsentDeskView, EvidenceView } from '../../src/domain/consent-api.ts'
import type { DecisionNote, DecisionProof } from '../../src/domain/decision.ts'
import type { CitedPassage, Draft, DraftSentence, DroppedSentence } from '../../src/domain/draft.ts'
import type { FaultCode } from '../../src/domain/fault.ts'
import type { DraftStanding } from '../../src/domain/recall-api.ts'
import { NEXT_STEPS, type Refusal } from '../../src/domain/refusal.ts'

export interface ApiCall {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly authorization: string
}

export interface FakeOrder {
  readonly draftId: string
  readonly drafter: string
  /** How it rewrites; empty for a draft of its own. */
  readonly how: string
}

export interface FakeCompanion {
  readonly url: string
  readonly calls: ApiCall[]
  /** What the next answers are made of; tests change it while the page runs. */
  readonly script: {
    view: TicketView
    /** What it is once a second look was taken; before it, a page that asks by itself would see it already. */
    looked: TicketView | null
    events: DraftEvent[]
    /** Instead of `events`, made from each order as it arrives. */
    drafter: ((order: FakeOrder) => readonly DraftEvent[]) | null
    eventDelayMs: number
    insertion: { outcome: 'allowed' } | { outcome: 'refused'; refusals: readonly RefusalView[] }
    problem: { path: string; status: number; code: FaultCode; rule?: string; wait?: number } | null
    down: boolean
    standing: DraftStanding
    /** What can be done about consent; `null`: the companion does not say. */
    consentDesk: ConsentDeskView | null
    evidence: EvidenceView
    passages: CitedPassage[]
    summary: SummaryReply
    helpCenterLocales: readonly string[]
    expiresAt: string
  }
  reset(): void
  close(): Promise<void>
}

/** As the companion hands it out; its form is right, its signature is nobody's. */
export const DECISION: DecisionProof = {
  format: 'vouch-decision/v1',
  receipt: {
    v: 1,
    id: '0193ab12-7c40-7d3e-9a55-2f0c1b7e6d01',
    account: 'acme',
    at: '2026-11-23T09:00:00.000Z',
    action: 'draft',
    about: { kind: 'draft', ref: '00000000-0000-4000-8000-000000000001' },
    ticket: 'B2xeyvNqgkrq0XlGTrPG4Q',
    agent: 'CKnsBr7ATa3zOsHWllsdwtyaEM_AbYMh5T2hbJ7lbiY',
    decision: 'allow',
    reasons: [],
    consent: { status: 'granted', overlays: [], epoch: 2, noticeVersion: 3, noticeLocale: 'en' },
    scope: { hash: '5f'.repeat(32), policyVersion: 4, policy: '6a'.repeat(32) },
    articles: {
      allowlistVersion: 7,
      snapshot: '7b'.repeat(32),
      allowed: 3,
      of: 214,
      digest: '8c'.repeat(32),
    },
    fields: ['requester_text', 'subject'],
    recipient: { provider: 'mistral-eu', region: 'EU', host: 'api.mistral.ai' },
    capability: '9d'.repeat(32),
    code: '0.1.0',
  },
  signature: 'AAAA',
  entry: { index: 1286, header: '{}' },
  inclusion: ['ae'.repeat(32)],
  checkpoint: 'vouch/acme',
  key: 'vouch/acme+00000000+AAAA',
}
export const DECISION_NOTE: DecisionNote = { id: DECISION.receipt.id, allowed: 3, of: 214 }

export const refusalView = (refusal: Refusal): RefusalView => ({
  refusal,
  nextStep: NEXT_STEPS[refusal.reason],
})

export function ticketView(change: Partial<TicketView> = {}): TicketView {
  return {
    ticketId: '35436',
    consent: {
      ...UNKNOWN_CONSENT,
      status: 'granted',
      epoch: 2,
      noticeVersion: 3,
      noticeLocale: 'en',
      validUntil: '2027-05-22T08:00:00Z',
      changedAt: '2026-11-23T08:00:00Z',
      disclosedRecipients: ['vouch-extractive@local'],
    },
    history: [
      {
        at: '2026-11-23T08:00:00Z',
        event: 'grant',
        status: 'granted',
        channel: 'link',
        by: 'requester',
        noticeVersion: 3,
      },
      {
        at: '2026-11-23T07:40:00Z',
        event: 'request',
        status: 'requested',
        channel: null,
        by: 'agent',
        noticeVersion: 3,
      },
    ],
    scope: {
      articles: { allow: [{ sectionId: '11' }], deny: [] },
      visibility: 'public',
      actions: ['draft', 'search'],
      fields: ['requester_text', 'subject'],
      drafter: { drafter: 'extractive', provider: 'vouch-extractive', region: 'local' },
      limits: { draftsPerTicket: 5, maxChars: 8000 },
      expiresAt: '2099-12-23T08:00:00Z',
    },
    scopeHash: '5f1d7a8e90c2b3a4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c',
    articlesInScope: 12,
    articlesSynced: 41,
    recipient: null,
    refusals: [],
    revision: 7,
    draftsMade: 1,
    unsent: [],
    ...change,
  }
}

export function withoutConsent(revision = 7): TicketView {
  const view = ticketView()
  return ticketView({
    consent: { ...view.consent, status: 'unknown', epoch: 0, validUntil: null, noticeVersion: null },
    history: [],
    refusals: [refusalView({ reason: 'CONSENT_NOT_GRANTED', status: 'unknown' })],
    revision,
    draftsMade: 0,
  })
}

export const PASSAGE: CitedPassage = {
  articleId: 'zendesk:9001',
  locale: 'en-us',
  versionHash: 'c0ffee12aa55c0ffee12aa55c0ffee12aa55c0ffee12aa55c0ffee12aa55c0ff',
  passageId: 'p-1',
  title: 'Returning an order',
  url: 'https://help.example/hc/en-us/articles/9001',
  headings: ['Returns', 'How long you have'],
  text: 'You can return unused items within 30 days of delivery.\nThe 30 days start on the day after delivery.\nItems made to measure cannot be returned.',
}
export const OTHER_PASSAGE: CitedPassage = {
  ...PASSAGE,
  articleId: 'zendesk:9002',
  passageId: 'p-2',
  title: 'How to send a parcel back to us, and what it costs',
  url: 'https://help.example/hc/en-us/articles/9002',
  headings: ['Sending it back'],
  text: 'Open “My orders” and choose “Return”.\nPrint the label and put it on the parcel.\nReturns are free of charge.',
}

const cite = ({ articleId, locale, versionHash, passageId }: CitedPassage, quote: string) => ({
  articleId,
  locale,
  versionHash,
  passageId,
  quote,
})
const quoted = (
  id: string,
  passage: CitedPassage,
  text: string,
  rest: Partial<DraftSentence> = {},
): DraftSentence =>
  Object.assign(
    { id, kind: 'quote' as const, text, part: 1, block: 'paragraph' as const, citation: cite(passage, text) },
    rest,
  )

export const SENTENCES: readonly DraftSentence[] = [
  { id: 's0', kind: 'template', text: 'Hello ⟦NAME_1⟧,', part: 1 },
  quoted('s1', PASSAGE, 'You can return unused items within 30 days of delivery.'),
  quoted('s2', PASSAGE, 'The 30 days start on the day after delivery.'),
  quoted('s3', OTHER_PASSAGE, 'Open “My orders” and choose “Return”.', {
    block: 'step',
    ordinal: 1,
    part: 2,
  }),
  quoted('s4', OTHER_PASSAGE, 'Print the label and put it on the parcel.', {
    block: 'step',
    ordinal: 2,
    part: 2,
  }),
  { id: 's5', kind: 'template', text: 'Kind regards', part: 2 },
]

/** Says the same as the first passage's article. */
const COPY = {
  articleId: 'zendesk:9003',
  locale: 'en-us',
  title: 'Returns at the shop',
  url: 'https://help.example/hc/en-us/articles/9003',
  sectionName: 'Shops',
}

export function finishedDraft(draftId: string): Draft {
  return {
    id: draftId,
    status: 'ready',
    locale: 'en-us',
    sentences: SENTENCES,
    parts: [
      { part: 1, outcome: 'answered', question: 1 },
      { part: 2, outcome: 'answered', question: 2 },
      { part: 3, outcome: 'not_covered', question: 3 },
    ],
    passages: [{ ...PASSAGE, alsoIn: [COPY] }, OTHER_PASSAGE],
    receipt: {
      draftId,
      createdAt: '2026-11-23T08:05:00Z',
      consent: { status: 'granted', epoch: 2, noticeVersion: 3 },
      scopeHash: ticketView().scopeHash,
      allowlistVersion: 4,
      articles: [PASSAGE, OTHER_PASSAGE].map(({ articleId, locale, versionHash }) => ({
        articleId,
        locale,
        versionHash,
      })),
      fieldsSent: [
        { field: 'requester_text', bytes: 231 },
        { field: 'subject', bytes: 22 },
      ],
      replaced: { NAME: 1, EMAIL: 1 },
      drafter: {
        drafter: 'extractive',
        provider: 'vouch-extractive',
        region: 'local',
        version: '1',
      },
      requesterIdentity: 'agent_session',
      verdicts: { verified: 4, dropped: 1 },
      aiGenerated: true,
      auditIndex: 1287,
    },
  }
}

export function draftEvents(draftId: string): DraftEvent[] {
  const passageOf = (sentence: DraftSentence) =>
    sentence.kind !== 'quote' ? null : sentence.citation.passageId === 'p-1' ? PASSAGE : OTHER_PASSAGE
  return [
    { event: 'accepted', draftId },
    ...SENTENCES.map(
      (sentence): DraftEvent => ({ event: 'sentence', sentence, passage: passageOf(sentence) }),
    ),
    { event: 'ready', draft: finishedDraft(draftId) },
  ]
}

export const RECIPIENT = {
  provider: 'mistral-eu',
  host: 'api.mistral.ai',
  region: 'EU',
  retention: '30 days for abuse monitoring',
  model: 'mistral-small-2506',
}

/** A ticket whose scope lets a model draft, rewrite and sum up. */
export function modelView(change: Partial<TicketView> = {}): TicketView {
  const { scope } = ticketView()
  return ticketView({
    recipient: RECIPIENT,
    scope: {
      ...scope,
      actions: ['draft', 'rewrite', 'summarise', 'search'],
      drafter: { drafter: 'openai-compatible', provider: 'mistral-eu', region: 'EU' },
    },
    ...change,
  })
}

const stated = (
  id: string,
  text: string,
  citations: readonly [CitedPassage, string][],
  rest: Partial<DraftSentence> = {},
): DraftSentence => {
  const [first, ...others] = citations.map(([passage, quote]) => cite(passage, quote))
  if (first === undefined) throw new TypeError('a statement has a citation')
  const own = { id, kind: 'statement' as const, text, part: 1, block: 'paragraph' as const, fromTicket: [] }
  return Object.assign(own, { citations: [first, ...others] as const }, rest)
}

export const MODEL_SENTENCES: readonly DraftSentence[] = [
  { id: 'm0', kind: 'template', text: 'Hello ⟦NAME_1⟧,', part: 1 },
  stated(
    'm1',
    'You can send the jacket from order 4500123456 back within 30 days, counted from the day after delivery.',
    [
      [PASSAGE, 'You can return unused items within 30 days of delivery.'],
      [PASSAGE, 'The 30 days start on the day after delivery.'],
    ],
    { fromTicket: ['4500123456'] },
  ),
  stated('m2', 'Choose “Return” under “My orders”; sending it back costs nothing.', [
    [OTHER_PASSAGE, 'Open “My orders” and choose “Return”.'],
    [PASSAGE, 'Items made to measure cannot be returned.'],
  ]),
  stated('m3', 'Print the label.', [[OTHER_PASSAGE, 'Print the label and put it on the parcel.']], {
    block: 'step',
    ordinal: 1,
    part: 2,
  }),
  stated('m4', 'Put it on the parcel.', [[OTHER_PASSAGE, 'Print the label and put it on the parcel.']], {
    block: 'step',
    ordinal: 2,
    part: 2,
  }),
  { id: 'm5', kind: 'template', text: 'Kind regards', part: 2 },
]

export const DROPPED: readonly DroppedSentence[] = [
  { rule: 'NUMBER_DIFFERS', part: 1, text: 'You have 60 days to send the jacket back.' },
  { rule: 'PROMISE_OF_ACTION', part: 2, text: 'I have refunded you, see https://evil.example/refund.' },
  { rule: 'CANARY', part: 2, text: null },
]

export const EGRESS = {
  ...RECIPIENT,
  promptVersion: 'draft-en-3',
  store: false,
  calls: 1,
  bytesOut: 6120,
  bytesIn: 1840,
} as const

/** A sentence more says which rewrite it came from. */
export function modelDraft(draftId: string, how = ''): Draft {
  const own = finishedDraft(draftId)
  const rewrite = how === '' ? null : ({ of: 'former-draft', how: 'shorter' } as const)
  const sentences =
    how === '' ? MODEL_SENTENCES : MODEL_SENTENCES.filter(({ id }) => !['m2', 'm4'].includes(id))
  return {
    ...own,
    sentences,
    dropped: DROPPED,
    receipt: {
      ...own.receipt,
      drafter: { drafter: 'openai-compatible', provider: 'mistral-eu', region: 'EU', version: '1' },
      verdicts: {
        verified: 4,
        dropped: 3,
        sentences: [
          { id: 'm1', verdict: 'verified', support: 0.96 },
          { id: null, verdict: 'NUMBER_DIFFERS', support: 0.81 },
          { id: 'm2', verdict: 'verified', support: 1 },
          { id: null, verdict: 'PROMISE_OF_ACTION', support: 0.1 },
          { id: null, verdict: 'CANARY', support: 0 },
          { id: 'm3', verdict: 'verified', support: 1 },
          { id: 'm4', verdict: 'verified', support: 0.9 },
        ],
      },
      egress: EGRESS,
      rewrite,
    },
  }
}

export function modelEvents(draftId: string, how = ''): readonly DraftEvent[] {
  const draft = modelDraft(draftId, how)
  const [first, second, third] = DROPPED.map((dropped): DraftEvent => ({ event: 'dropped', dropped }))
  const sentences = draft.sentences.map((sentence): DraftEvent => {
    const [cited] = sentence.kind === 'statement' ? sentence.citations : []
    const passage = cited === undefined ? null : cited.passageId === 'p-1' ? PASSAGE : OTHER_PASSAGE
    return { event: 'sentence', sentence, passage }
  })
  const told = [...sentences.slice(0, 2), first, ...sentences.slice(2), second, third]
  return [
    { event: 'accepted', draftId },
    ...told.filter((event) => event !== undefined),
    { event: 'ready', draft },
  ]
}

export const SUMMARY: SummaryReply = {
  outcome: 'summarised',
  points: [
    {
      text: '⟦NAME_1⟧ wants to return a jacket from order 4500123456.',
      commentId: '501',
      quote: 'how long can I return the jacket from order 4500123456?',
    },
    {
      text: 'She asks whether a shop can swap it.',
      commentId: '501',
      quote: 'Can I swap it in a shop instead?',
    },
  ],
  dropped: 1,
  egress: EGRESS,
  aiGenerated: true,
}

export const EVIDENCE: EvidenceView = {
  evidence: 'Call on 23 November, recording 4711',
  channel: 'phone',
  saidAt: '2026-11-23T09:00:00.000Z',
  noticeLocale: 'en',
  localeReason: null,
  relayedAt: '2026-11-26T09:00:00.000Z',
  mine: false,
  epoch: 4,
}

export const CONSENT_DESK: ConsentDeskView = {
  ...{ waiting: null, carryOver: null, notCarried: null, askAgainFrom: null, objectionPath: null },
  noticeLocales: ['en', 'de', 'fr'],
  ticketLocales: ['en-US'],
  answersFrom: '2026-11-20T09:00:30.000Z',
}

/** Which permission to insert it is; every one, as this companion's clock stands. */
export const ALLOWED_AT = '2026-11-27T09:00:00.000Z'

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types vouch-reading"

export async function startFakeCompanion(app: string): Promise<FakeCompanion> {
  const calls: ApiCall[] = []
  const fresh = (): FakeCompanion['script'] => ({
    view: ticketView(),
    looked: null,
    events: [],
    drafter: null,
    eventDelayMs: 0,
    insertion: { outcome: 'allowed' },
    problem: null,
    down: false,
    standing: { standing: 'current' },
    consentDesk: null,
    evidence: EVIDENCE,
    passages: [PASSAGE, OTHER_PASSAGE],
    summary: SUMMARY,
    helpCenterLocales: ['en-us', 'de'],
    expiresAt: new Date(Date.now() + 900_000).toISOString(),
  })
  const script = fresh()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://fake')
    if (pathname === '/sidebar') return html(response, page(script.expiresAt))
    if (pathname === '/fake-zaf.js') return send(response, 200, 'text/javascript', FAKE_ZAF)
    if (pathname.startsWith('/app/')) return file(response, app, pathname.slice(5))
    if (!pathname.startsWith('/api/v1')) return send(response, 404, 'text/plain', '')
    if (script.down) {
      request.socket.destroy()
      return
    }
    await api(request, response, pathname.slice(7))
  }

  async function api(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    let raw = ''
    for await (const chunk of request) raw += String(chunk)
    const body: unknown = raw === '' ? null : JSON.parse(raw)
    const method = request.method ?? ''
    // A page that goes says so; no test is about that unless it asks.
    if (path === '/session/departures') {
      response.writeHead(204).end()
      return
    }
    calls.push({ method, path, body, authorization: request.headers.authorization ?? '' })
    const { problem } = script
    if (problem !== null && path.startsWith(problem.path)) {
      const { status, code, rule, wait } = problem
      if (wait !== undefined) response.setHeader('retry-after', String(wait))
      const told = { type: 'about:blank', title: code, status, code, requestId: 'req-4711', rule }
      return send(response, status, 'application/problem+json', JSON.stringify(told))
    }
    const json = (value: unknown, status = 200) =>
      send(response, status, 'application/json', JSON.stringify(value))
    if (path === '/session/sign-outs') {
      response.writeHead(204).end()
      return
    }
    if (path === '/session/renewals') {
      return json({ token: 'renewed', expiresAt: new Date(Date.now() + 900_000).toISOString() })
    }
    if (path === '/drafts') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': hello\n\n')
      const order = {
        draftId: textIn(body, 'draftId'),
        drafter: textIn(body, 'drafter'),
        how: textIn(Object(body).rewrite, 'how'),
      }
      const scripted = script.events.length > 0 ? script.events : draftEvents(order.draftId)
      const events = script.drafter === null ? scripted : script.drafter(order)
      for (const event of events) {
        await new Promise((resolve) => setTimeout(resolve, script.eventDelayMs))
        response.write(`data: ${JSON.stringify(event)}\n\n`)
      }
      response.end()
      return
    }
    if (path.endsWith('/insertions')) {
      if (script.insertion.outcome === 'refused') return json(script.insertion)
      const ids: unknown = Object(body).sentenceIds
      const sentences = [...SENTENCES, ...MODEL_SENTENCES].filter(
        ({ id }) => Array.isArray(ids) && ids.includes(id),
      )
      return json({ outcome: 'allowed', sentences, allowedAt: ALLOWED_AT })
    }
    if (path.startsWith('/decisions/'))
      return json({ ...DECISION, receipt: { ...DECISION.receipt, id: path.slice(11) } })
    if (path.endsWith('/standing')) return json(script.standing)
    if (path.endsWith('/removals')) script.view = { ...script.view, unsent: [] }
    if (['/dismissals', '/sends', '/removals', '/unused'].some((end) => path.endsWith(end))) {
      response.writeHead(204).end()
      return
    }
    if (path === '/me') {
      return json({ agentId: '9', roles: ['agent'], helpCenterLocales: script.helpCenterLocales })
    }
    if (path === '/summaries') return json(script.summary)
    if (path === '/searches') return json({ outcome: 'found', passages: script.passages })
    if (path.endsWith('/consent/requests')) {
      const { consent } = script.view
      // Where consent is not required nobody is asked: the link only informs.
      if (consent.status !== 'not_required')
        script.view = {
          ...script.view,
          consent: { ...consent, status: 'requested', epoch: consent.epoch + 1 },
          refusals: [refusalView({ reason: 'CONSENT_NOT_GRANTED', status: 'requested' })],
          revision: script.view.revision + 1,
        }
      const url = 'https://vouch.example/c/abc123'
      return json(
        {
          message: `May we use software to prepare our reply?\n\nPlease decide here: ${url}`,
          url,
          expiresAt: '2026-12-07T08:00:00Z',
          ticket: script.view,
        },
        201,
      )
    }
    if (path.endsWith('/consent') && script.consentDesk !== null) return json(script.consentDesk)
    if (path.endsWith('/consent/evidence')) return json(script.evidence)
    if (path.endsWith('/consent/second-looks')) {
      script.view = script.looked ?? script.view
      return json(script.view, 201)
    }
    if (path.endsWith('/consent/events')) {
      const grant = Object(body).event === 'grant'
      const view = grant ? ticketView() : withoutConsent()
      script.view = { ...view, revision: script.view.revision + 1 }
      return json(script.view, 201)
    }
    if (path.endsWith('/scope/narrowings')) {
      const removed: unknown = Object(body).removeFields ?? []
      const { scope } = script.view
      const fields = scope.fields.filter((field) => !(Array.isArray(removed) && removed.includes(field)))
      script.view = {
        ...script.view,
        scope: { ...scope, fields },
        scopeHash: 'narrower',
        revision: script.view.revision + 1,
      }
      return json(script.view)
    }
    return json(script.view)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/sidebar?origin=http%3A%2F%2F127.0.0.1&app_guid=g`,
    calls,
    script,
    reset() {
      calls.length = 0
      Object.assign(script, fresh())
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function textIn(body: unknown, key: string): string {
  const value: unknown = Object(body ?? {})[key]
  return typeof value === 'string' ? value : ''
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response
    .writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
    .end(body)
}

function html(response: ServerResponse, body: string): void {
  response.setHeader('content-security-policy', CSP)
  send(response, 200, 'text/html', body)
}

async function file(response: ServerResponse, folder: string, name: string): Promise<void> {
  if (!/^[\w-]+\.(?:js|css)$/.test(name)) return send(response, 404, 'text/plain', '')
  const type = name.endsWith('.css') ? 'text/css' : 'text/javascript'
  send(response, 200, type, await readFile(`${folder}/${name}`, 'utf8'))
}

const page = (expiresAt: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vouch</title><link rel="stylesheet" href="/app/sidebar.css">
<script src="/fake-zaf.js"></script><script type="module" src="/app/sidebar.js"></script></head>
<body><div id="app"></div>
<script type="application/json" id="vouch-session">${JSON.stringify({
  token: 'page-token',
  expiresAt,
  place: 'sidebar',
  apiBase: '/api/v1',
})}</script></body></html>`

/** The helpdesk in the page. `fakeHelpdesk` is what a test reads and changes from outside. */
const FAKE_ZAF = `
globalThis.fakeHelpdesk = {
  requester: { id: 77, name: 'Maria Keller', email: 'maria.keller@example.com', locale: 'en-US' },
  composer: 'Own words. ', invoked: [], handlers: {}, refuseInsert: false,
  locale: new URLSearchParams(location.search).get('locale') || 'en-US',
  comments: [
    { id: 501, public: true, author_id: 77, created_at: '2026-11-23T07:30:00Z',
      plain_body: 'Hi,\\n\\nmaria here again: how long can I return the jacket from order 4500123456? And how do I send it back? Can I swap it in a shop instead?\\n\\nYou can reach me at maria.keller@example.com or +49 30 1234567.\\n\\nBest regards,\\nMaria Keller' },
    { id: 502, public: false, author_id: 9, created_at: '2026-11-23T07:35:00Z', plain_body: 'INTERNAL: difficult person' },
  ],
  refusePeople: false,
  people: {
    ticket: { id: 35436, requester_id: 77, submitter_id: 77, assignee_id: 9, organization_id: 81, email_cc_ids: [] },
    users: [{ id: 9, name: 'Ines Wolkenrath', role: 'agent' }],
    organizations: [{ id: 81, name: 'Copperlane Trust' }],
  },
  commentType: 'publicReply', waits: 0,
  async save(outcome = 'done') {
    const before = performance.now();
    const said = await Promise.all((this.handlers['ticket.save'] || []).map((ask) => ask()));
    this.waits = performance.now() - before;
    if (said.some((word) => word !== undefined)) return 'kept back';
    if (outcome === 'done') this.composer = '';
    this.fire('ticket.submit.' + outcome);
    return 'saved';
  },
  fire(event) { for (const handler of this.handlers[event] || []) handler() },
};
globalThis.ZAFClient = { init() {
  const desk = globalThis.fakeHelpdesk;
  const values = () => ({
    'ticket.id': 35436, 'ticket.subject': 'Returning a jacket', 'ticket.tags': ['shop'],
    'ticket.requester': desk.requester,
    'comment.text': desk.composer, 'comment.type': desk.commentType,
    currentUser: { id: 9, name: 'Ines Wolkenrath', email: 'ines@shop.example', locale: desk.locale },
  });
  return {
    async get(paths) { if (desk.silent && paths.includes('comment.text')) await new Promise(() => {}); const all = values(); return Object.fromEntries(paths.map((path) => [path, all[path]])); },
    async invoke(path, ...args) {
      desk.invoked.push([path, ...args]);
      if (desk.refuseAll && args.length > 0 && /insert|append/.test(path)) throw new Error('no composer');
      if (path === 'ticket.editor.insert') {
        if (desk.refuseInsert) throw new Error('no editor');
        desk.composer += args[0];
        if (desk.lateInsert) throw new Error('Invocation request timeout');
        if (desk.insertThenRefuse) throw new Error('the editor went away');
      }
      else if (/append/.test(path)) desk.composer += args[0];
    },
    async request({ url }) {
      if (!url.includes('/comments.json')) {
        if (desk.refusePeople) throw { status: 403 };
        return desk.people;
      }
      desk.read = (desk.read ?? 0) + 1;
      return { comments: desk.comments, users: [desk.requester], next_page: null };
    },
    on(event, handler) { (desk.handlers[event] ||= []).push(handler); },
    off(event, handler) { desk.handlers[event] = (desk.handlers[event] || []).filter((other) => other !== handler); },
  };
} };
`

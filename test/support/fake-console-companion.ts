/** A companion for the console's tests: real HTTP on loopback, real content policy, scripted data, every call kept. */
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Role } from '../../src/domain/account.ts'
import { isAllowed } from '../../src/domain/allowlist.ts'
import type {
  AllowlistView,
  ArticleRow,
  AuditCheckView,
  AuditEntryView,
  RecipientView,
  RoleRow,
  ScopePolicyView,
  SyncView,
  TemplatesView,
} from '../../src/domain/api.ts'
import type { AttentionItem, FiguresView } from '../../src/domain/attention-api.ts'
import type { CopiesView } from '../../src/domain/audit-copies-api.ts'
import type { ChangeView, FourEyesView } from '../../src/domain/change-api.ts'
import type { ConsentFile, ConsentRulesView } from '../../src/domain/consent-api.ts'
import type { AccessView, DeliveryView } from '../../src/domain/evidence-api.ts'
import type { FaultCode } from '../../src/domain/fault.ts'
import type { GapsView } from '../../src/domain/gap-api.ts'
import type { HealthView } from '../../src/domain/health.ts'
import { HELPDESK_EVENTS, type HelpdeskView } from '../../src/domain/helpdesk-settings-api.ts'
import type { NoticesView } from '../../src/domain/notice-api.ts'
import type { TrialList } from '../../src/domain/provider-trial-api.ts'
import type { RecallDraft, RecallView, ReviewsView, SetReviewDate } from '../../src/domain/recall-api.ts'
import type { RecordedQuestionsView } from '../../src/domain/recorded-question.ts'
import type { ReplayView } from '../../src/domain/replay-api.ts'
import type { ReportView } from '../../src/domain/report-api.ts'
import type { SessionsView } from '../../src/domain/session-api.ts'
import type { SetUpView } from '../../src/domain/set-up-api.ts'
import type { SpendingOrder, SpendingView } from '../../src/domain/spending-api.ts'
import type { MakeToken, TokensView } from '../../src/domain/token-api.ts'
import type { WhyView } from '../../src/domain/why-api.ts'
import { buildPages } from './built-pages.ts'
import {
  hashLike,
  SAMPLE_CHANGE,
  SAMPLE_COPIES,
  SAMPLE_POLICY,
  SAMPLE_REPLAY,
  SAMPLE_SELECTION,
  SAMPLE_SYNC,
  SAMPLE_VERSIONS,
  SAMPLE_WHY,
  sampleArticles,
  sampleEntries,
} from './console-data.ts'
import { answerConsents, SAMPLE_FILE, SAMPLE_RULES } from './fake-consents.ts'
import { answerEvidence, SAMPLE_ACCESS, SAMPLE_DELIVERY } from './fake-evidence.ts'
import { sampleFigures } from './fake-figures.ts'
import { SAMPLE_GAPS } from './fake-gaps.ts'
import { answerNotices, sampleNotices } from './fake-notices.ts'
import { SAMPLE_TRIAL, SAMPLE_TRIAL_ID, SAMPLE_TRIAL_REFUSAL, SAMPLE_TRIALS } from './fake-provider-trial.ts'
import { SAMPLE_DRAFTS, SAMPLE_RECALLS, SAMPLE_REVIEWS, withDate } from './fake-recalls.ts'
import { SAMPLE_REPORT, SAMPLE_SPENDING } from './fake-report.ts'
import { answerRequests, type FakeRequests, sampleRequests } from './fake-requests.ts'
import { answerSessions, sampleSessions } from './fake-sessions.ts'
import { SAMPLE_HEALTH, SAMPLE_SET_UP } from './fake-set-up.ts'
import { madeToken, revokedToken, sampleTokens } from './fake-tokens.ts'

export interface ConsoleScript {
  access: AccessView
  delivery: DeliveryView
  me: { agentId: string; roles: readonly Role[]; helpCenterLocales: readonly string[] }
  articles: readonly ArticleRow[]
  allowlist: AllowlistView
  sync: SyncView | null
  policy: ScopePolicyView
  /** The version that holds and cannot be read; `policy` is then the last that can. */
  brokenPolicy: number | null
  templates: Record<string, TemplatesView>
  audit: AuditCheckView
  copies: CopiesView
  entries: readonly AuditEntryView[]
  roles: readonly RoleRow[]
  requests: FakeRequests
  setUp: SetUpView
  attention: readonly AttentionItem[]
  figures: FiguresView
  health: HealthView
  /** Of ticket 4711. */
  consentFile: ConsentFile
  consentRules: ConsentRulesView
  recalls: readonly RecallView[]
  recallDrafts: readonly RecallDraft[]
  reviews: ReviewsView
  changes: readonly ChangeView[]
  fourEyes: FourEyesView
  /** True: a saved allowlist, policy or setting waits for a second person. */
  waits: boolean
  notices: NoticesView
  helpdesk: HelpdeskView
  killSwitch: boolean
  /** `undefined`: a companion that does not say. */
  recipient: RecipientView | null | undefined
  drafts: number
  refusals: number
  /** Answers of the running sync, one a poll; the last one stays. */
  syncSteps: SyncView[]
  why: WhyView
  questions: RecordedQuestionsView
  /** Answers of the running dry run, one a poll; the last one stays. */
  replaySteps: ReplayView[]
  gaps: GapsView
  trials: TrialList
  tokens: TokensView
  sessions: SessionsView
  report: ReportView
  spending: SpendingView
  /** Faults to answer instead, by `METHOD path`, used once each. */
  faults: Map<string, PlannedFault>
  /** How a file ends before its end; `null`: it does not. */
  cut: 'connection' | 'answer' | null
}

interface PlannedFault {
  readonly status: number
  readonly code: FaultCode
  readonly invalid?: readonly string[]
  readonly rule?: string
  /** Answers with `Retry-After`. */
  readonly wait?: number
}

export interface SeenCall {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

/** What every screen asks by the clock and behind each act: falls between any two calls, and is none of a test's. */
const ASKED_IN_BETWEEN: ReadonlySet<string> = new Set(['GET /console/kill-switch', 'GET /console/attention'])

/** What was asked to change, as `PUT /console/allowlist`. */
export const writesIn = (calls: readonly SeenCall[]) =>
  calls.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)

export interface FakeConsoleCompanion {
  readonly address: string
  readonly script: ConsoleScript
  /** In their order, without what the page asks by the clock. */
  readonly calls: SeenCall[]
  readonly close: () => Promise<void>
}

export const CONSOLE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types vouch-reading"
const TOKEN = 'a-session-token-of-the-test'

export function sampleScript(): ConsoleScript {
  return {
    access: SAMPLE_ACCESS,
    delivery: SAMPLE_DELIVERY,
    me: { agentId: '9001', roles: ['admin'], helpCenterLocales: ['en-us', 'de'] },
    articles: sampleArticles(),
    allowlist: { version: 6, selection: SAMPLE_SELECTION, changedAt: '2026-11-21T14:05:00.000Z' },
    sync: SAMPLE_SYNC,
    policy: SAMPLE_POLICY,
    brokenPolicy: null,
    templates: {
      'en-us': {
        locale: 'en-us',
        version: 0,
        greetingNamed: 'Hello {name},',
        greetingUnnamed: 'Hello,',
        closing: 'Kind regards\nYour Larch & Loft team',
        notCoveredBridge: 'I will look into your other question and come back to you.',
      },
      de: {
        locale: 'de',
        version: 3,
        greetingNamed: 'Guten Tag {name},',
        greetingUnnamed: 'Guten Tag,',
        closing: 'Freundliche Grüße\nIhr Larch-&-Loft-Team',
        notCoveredBridge: 'Ihre andere Frage kläre ich und melde mich dazu.',
      },
    },
    copies: SAMPLE_COPIES,
    audit: {
      verdict: 'intact',
      entries: 128,
      rootHash: hashLike(4711),
      problem: null,
      checkedAt: '2026-11-20T09:41:00.000Z',
      wholeAt: '2026-11-20T03:00:00.000Z',
    },
    entries: sampleEntries(128),
    roles: [
      { agentId: '9001', roles: ['agent', 'admin'] },
      { agentId: '9002', roles: ['agent', 'compliance'] },
      { agentId: '9017', roles: ['agent'] },
    ],
    requests: sampleRequests(),
    setUp: SAMPLE_SET_UP,
    tokens: sampleTokens(),
    sessions: sampleSessions(),
    attention: [],
    figures: sampleFigures(),
    health: SAMPLE_HEALTH,
    consentFile: SAMPLE_FILE,
    consentRules: SAMPLE_RULES,
    recalls: SAMPLE_RECALLS,
    recallDrafts: SAMPLE_DRAFTS,
    reviews: SAMPLE_REVIEWS,
    changes: [],
    fourEyes: { version: 0, mode: 'on', changedAt: null },
    waits: false,
    notices: sampleNotices(),
    helpdesk: {
      version: 0,
      settings: { formNotice: null, minorTags: [], ageField: null },
      notice: { version: 2, locales: ['en', 'de', 'fr'] },
      formHeardAt: null,
      webhooksOpen: true,
      events: HELPDESK_EVENTS.map((name) => ({ name, lastAt: null })),
    },
    killSwitch: false,
    recipient: null,
    drafts: 1284,
    refusals: 216,
    syncSteps: [],
    why: SAMPLE_WHY,
    questions: { kept: true, days: 30, count: 134 },
    replaySteps: [SAMPLE_REPLAY],
    gaps: SAMPLE_GAPS,
    trials: SAMPLE_TRIALS,
    report: SAMPLE_REPORT,
    spending: SAMPLE_SPENDING,
    faults: new Map(),
    cut: null,
  }
}

function spendingOf(before: SpendingView, body: unknown): Partial<SpendingView> {
  const { version, ...plan } = body as SpendingOrder
  return { version: version + 1, plan, before: before.plan }
}

/** The page before anything is set up. */
export function emptyScript(): ConsoleScript {
  return {
    ...sampleScript(),
    articles: [],
    allowlist: { version: 0, selection: { allow: [], deny: [] }, changedAt: null },
    sync: null,
    policy: { ...SAMPLE_POLICY, version: 0 },
    copies: { size: null, signedAt: null, copies: [] },
    audit: {
      verdict: 'intact',
      entries: 0,
      rootHash: hashLike(0),
      problem: null,
      checkedAt: '2026-11-20T09:41:00.000Z',
      wholeAt: '2026-11-20T03:00:00.000Z',
    },
    entries: [],
    drafts: 0,
    refusals: 0,
  }
}

/** The requester's own look, which the preview of a notice asks for. */
const NOTICE_LOOK = readFileSync(new URL('../../src/look/notice.css', import.meta.url), 'utf8')

let pages: Promise<ReadonlyMap<string, string>> | undefined

/** As the product builds it: a bundle of our own could hold sentences that the real one lacks. */
async function readPages(): Promise<ReadonlyMap<string, string>> {
  const folder = await buildPages()
  const files = readdirSync(folder).map((name): [string, string] => [
    `/app/${name}`,
    readFileSync(join(folder, name), 'utf8'),
  ])
  return new Map([...files, ['/app/notice.css', NOTICE_LOOK]])
}

function pageHtml(apiBase: string): string {
  const session = {
    token: TOKEN,
    expiresAt: new Date(Date.now() + 900_000).toISOString(),
    place: 'console',
    apiBase,
  }
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Vouch</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/app/console.css">
</head>
<body><div id="app"></div><script type="application/json" id="vouch-session">${JSON.stringify(session)}</script>
<script type="module" src="/app/console.js"></script></body></html>`
}

export async function startFakeConsoleCompanion(): Promise<FakeConsoleCompanion> {
  pages ??= readPages()
  const files = await pages
  const script = sampleScript()
  const calls: SeenCall[] = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('#')[0] ?? '/'
    if (!path.startsWith('/api/v1')) return void answerPage(path, files, response)
    void readBody(request).then((body) => {
      const call: SeenCall = { method: request.method ?? 'GET', path: path.slice('/api/v1'.length), body }
      // A page that goes says so; no test is about that unless it asks.
      if (call.path === '/session/departures') return void response.writeHead(204).end()
      if (!ASKED_IN_BETWEEN.has(`${call.method} ${call.path}`)) calls.push(call)
      if (request.headers.authorization !== `Bearer ${TOKEN}`) return fault(response, 401, 'NOT_SIGNED_IN')
      const planned = script.faults.get(`${call.method} ${call.path}`)
      script.faults.delete(`${call.method} ${call.path}`)
      if (planned !== undefined) return fault(response, planned.status, planned.code, planned)
      if (answerNotices(call, script, response)) return
      if (answerEvidence(call, script, response)) return
      if (answerConsents(call, script, response, () => propose(script, 'legal_basis'))) return
      answerCall(call, script, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    script,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answerPage(path: string, files: ReadonlyMap<string, string>, response: ServerResponse): void {
  if (path === '/favicon.ico') {
    response.writeHead(204)
    response.end()
    return
  }
  const file = files.get(path)
  const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html'
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': CONSOLE_POLICY,
  })
  response.end(file ?? pageHtml('/api/v1'))
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks).toString('utf8')
  return raw === '' ? undefined : JSON.parse(raw)
}

const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)])

function answerFile(
  response: ServerResponse,
  type: string,
  content: Buffer,
  cut: ConsoleScript['cut'],
): void {
  response.writeHead(200, { 'content-type': type })
  if (cut === null) return void response.end(content)
  const half = content.subarray(0, content.length / 2)
  if (cut === 'answer') return void response.end(half)
  response.write(half)
  // After it has gone out: the reader has begun.
  setTimeout(() => response.destroy(), 100)
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

function fault(
  response: ServerResponse,
  status: number,
  code: FaultCode,
  more?: Partial<PlannedFault>,
): void {
  if (more?.wait !== undefined) response.setHeader('retry-after', String(more.wait))
  json(response, status, {
    type: 'about:blank',
    title: code,
    status,
    code,
    requestId: 'req-41c7',
    ...(more?.invalid === undefined ? {} : { invalid: more.invalid }),
    ...(more?.rule === undefined ? {} : { rule: more.rule }),
  })
}

function withStates(script: ConsoleScript): readonly ArticleRow[] {
  return script.articles.map((row) => ({
    ...row,
    allowed: row.barred === null && isAllowed(row, script.allowlist.selection),
  }))
}

function propose(script: ConsoleScript, kind: ChangeView['kind']) {
  const change: ChangeView = { ...SAMPLE_CHANGE, kind, own: true, mayDecide: false, proposedBy: '9001' }
  script.changes = [change, ...script.changes]
  return { outcome: 'proposed', change }
}

function answerCall(call: SeenCall, script: ConsoleScript, response: ServerResponse): unknown {
  const [path = '', query = ''] = call.path.split('?')
  const body = (call.body ?? {}) as Record<string, unknown>
  const [, locale = ''] = path.match(/^\/console\/templates\/(.+)$/) ?? []
  const [, changeId = ''] = path.match(/^\/console\/changes\/([^/]+)\/decisions$/) ?? []
  const [, agentId = ''] = path.match(/^\/console\/roles\/(.+)$/) ?? []
  switch (`${call.method} ${path}`) {
    case 'GET /me':
      return json(response, 200, script.me)
    case 'POST /session/sign-outs':
      return response.writeHead(204).end()
    case 'GET /console/kill-switch':
      return json(response, 200, { blind: [], stops: [], provider: null, mayPull: true, mayLift: false })
    case 'GET /console/overview': {
      const rows = withStates(script)
      return json(response, 200, {
        articlesSynced: rows.length,
        articlesAllowlisted: rows.filter((row) => row.allowed).length,
        allowlistVersion: script.allowlist.version,
        lastSync: script.sync,
        audit: script.audit,
        drafts: script.drafts,
        refusals: script.refusals,
        killSwitch: script.killSwitch,
        recipient: script.recipient,
      })
    }
    case 'GET /console/articles':
      return json(response, 200, withStates(script))
    case 'GET /console/allowlist':
      return json(response, 200, script.allowlist)
    case 'PUT /console/allowlist':
      if (body.version !== script.allowlist.version) return fault(response, 409, 'CONFLICT')
      if (script.waits) return json(response, 202, propose(script, 'allowlist'))
      script.allowlist = {
        version: script.allowlist.version + 1,
        selection: body.selection as AllowlistView['selection'],
        changedAt: new Date().toISOString(),
      }
      return json(response, 200, script.allowlist)
    case 'GET /console/tickets/4711/why':
      return json(response, 200, script.why)
    case 'GET /console/set-up':
      return json(response, 200, script.setUp)
    case 'GET /console/health':
      return json(response, 200, script.health)
    case 'GET /console/attention':
      return json(response, 200, script.attention)
    case 'GET /console/figures':
      return json(response, 200, script.figures)
    case 'GET /console/recorded-questions':
      return json(response, 200, script.questions)
    case 'PUT /console/recorded-questions':
      script.questions = { kept: body.kept === true, days: 30, count: 0 }
      return json(response, 200, script.questions)
    case 'GET /console/meaning':
      return json(response, 200, { state: 'off', done: 0, total: 0, model: '', problem: null })
    case 'GET /console/reports':
      return json(response, 200, script.report)
    case 'GET /console/spending':
      return json(response, 200, script.spending)
    case 'PUT /console/spending':
      if (body.version !== script.spending.version) return fault(response, 409, 'CONFLICT')
      script.spending = { ...script.spending, ...spendingOf(script.spending, body) }
      return json(response, 200, script.spending)
    case 'GET /console/tokens':
      return json(response, 200, script.tokens)
    case 'POST /console/tokens':
      return json(response, 201, madeToken(script, body as unknown as MakeToken))
    case 'POST /console/tokens/token-2/revocations':
      return json(response, 200, revokedToken(script, 'token-2'))
    case 'GET /console/gaps':
      return json(response, 200, script.gaps)
    case 'POST /console/replays':
      return json(response, 202, { replayId: 'r1', status: 'running', done: 0, total: 134, result: null })
    case 'GET /console/replays/r1':
      return json(
        response,
        200,
        script.replaySteps.length > 1 ? script.replaySteps.shift() : script.replaySteps[0],
      )
    case 'POST /console/replays/r1/cancellations':
      return json(response, 200, { replayId: 'r1', status: 'cancelled', done: 0, total: 134, result: null })
    case 'POST /console/syncs':
      script.sync = script.syncSteps.shift() ?? script.sync
      return json(response, 202, script.sync)
    case 'GET /console/syncs/latest':
      if (script.sync?.status === 'running') script.sync = script.syncSteps.shift() ?? script.sync
      return script.sync === null ? fault(response, 404, 'NOT_FOUND') : json(response, 200, script.sync)
    case 'GET /console/simulations':
      return json(response, 200, { runs: [], requirement: null, policyVersion: script.policy.version })
    case 'GET /console/provider-trials':
      return json(response, 200, script.trials)
    case 'GET /console/provider-trial-questions':
      return json(response, 200, {
        questions: [{ text: 'When will I get my refund?', locale: 'en-us' }],
        leftOut: 0,
      })
    case 'POST /console/provider-trials':
      return json(response, 200, SAMPLE_TRIAL_REFUSAL)
    case `POST /console/provider-trials/${SAMPLE_TRIAL_ID}/deletion`:
      script.trials = { ...script.trials, trials: [] }
      return void response.writeHead(204).end()
    case `GET /console/provider-trials/${SAMPLE_TRIAL_ID}`:
      return json(response, 200, { ...SAMPLE_TRIAL, trial: script.trials.trials[0] ?? SAMPLE_TRIAL.trial })
    case 'GET /console/scope-policy':
      return script.brokenPolicy === null
        ? json(response, 200, script.policy)
        : fault(response, 409, 'SCOPE_INVALID')
    case 'GET /console/scope-policy/readable':
      return json(response, 200, {
        stored: script.brokenPolicy ?? script.policy.version,
        policy: script.policy,
      })
    case 'GET /console/scope-policy/versions':
      return json(response, 200, SAMPLE_VERSIONS)
    case 'POST /console/topic-tests': {
      const { sentences } = body as { sentences: readonly string[] }
      const hit = (sentence: string) => sentence.includes('lawyer')
      return json(
        response,
        200,
        sentences.map((one) => ({ topics: hit(one) ? ['legal'] : [], refused: hit(one) })),
      )
    }
    case 'PUT /console/scope-policy':
      if (body.version !== (script.brokenPolicy ?? script.policy.version))
        return fault(response, 409, 'CONFLICT')
      if (script.waits) return json(response, 202, propose(script, 'scope_policy'))
      script.policy = { ...(body as unknown as ScopePolicyView), version: Number(body.version) + 1 }
      script.brokenPolicy = null
      return json(response, 200, script.policy)
    case `GET /console/templates/${locale}`:
      return json(response, 200, script.templates[locale])
    case `PUT /console/templates/${locale}`: {
      const version = script.templates[locale]?.version ?? 0
      if (body.version !== version) return fault(response, 409, 'CONFLICT')
      const templates = { ...(body as unknown as TemplatesView), version: version + 1 }
      script.templates[locale] = templates
      return json(response, 200, templates)
    }
    case 'GET /console/audit/entries': {
      const before = Number(new URLSearchParams(query).get('before') ?? Number.POSITIVE_INFINITY)
      return json(response, 200, script.entries.filter((entry) => entry.index < before).slice(0, 50))
    }
    case 'POST /console/audit/bundles':
      return void answerFile(response, 'application/zip', EMPTY_ZIP, script.cut)
    case 'GET /console/audit/entries/127/proof':
      return void answerFile(response, 'text/plain', Buffer.from('c2sp.org/tlog-proof@v1\n'), script.cut)
    case 'GET /console/audit/copies':
      return json(response, 200, script.copies)
    case 'GET /console/audit/check':
      return json(response, 200, script.audit)
    case 'GET /console/changes':
      return json(response, 200, script.changes)
    case 'GET /console/four-eyes':
      return json(response, 200, script.fourEyes)
    case 'PUT /console/four-eyes':
      if (script.waits) return json(response, 202, propose(script, 'four_eyes'))
      script.fourEyes = { ...script.fourEyes, version: 1, mode: body.mode as FourEyesView['mode'] }
      return json(response, 200, script.fourEyes)
    case `POST /console/changes/${changeId}/decisions`: {
      const decided = script.changes.find((change) => change.changeId === changeId)
      if (decided === undefined) return fault(response, 404, 'NOT_FOUND')
      const next: ChangeView = {
        ...decided,
        status: body.decision === 'approve' ? 'approved' : 'rejected',
        decidedBy: script.me.agentId,
        decidedAt: new Date().toISOString(),
        reason: typeof body.reason === 'string' ? body.reason : null,
        mayDecide: false,
      }
      script.changes = script.changes.map((change) => (change === decided ? next : change))
      return json(response, 200, next)
    }
    case 'GET /console/roles':
      return json(response, 200, script.roles)
    case `PUT /console/roles/${agentId}`: {
      const row = { agentId, roles: body.roles as readonly Role[] }
      script.roles = [...script.roles.filter((known) => known.agentId !== agentId), row]
      return json(response, 200, row)
    }
    case 'GET /console/recalls': {
      const quoted = new URLSearchParams(query).get('quoted') === '1'
      return json(
        response,
        200,
        script.recalls.filter(({ drafts }) => !quoted || drafts > 0),
      )
    }
    case 'GET /console/reviews':
      return json(response, 200, script.reviews)
    case 'PUT /console/reviews':
      script.reviews = withDate(script.reviews, body as unknown as SetReviewDate)
      return json(response, 200, script.reviews)
    case 'GET /console/helpdesk-settings':
      return json(response, 200, script.helpdesk)
    case 'PUT /console/helpdesk-settings/minor-tags':
    case 'PUT /console/helpdesk-settings/age-field':
    case 'PUT /console/helpdesk-settings/form-notice': {
      const { version, ...change } = body
      if (version !== script.helpdesk.version) return fault(response, 409, 'CONFLICT')
      const { helpdesk } = script
      script.helpdesk = {
        ...helpdesk,
        version: helpdesk.version + 1,
        settings: { ...helpdesk.settings, ...change },
      }
      return json(response, 200, script.helpdesk)
    }
    default:
      break
  }
  const [, recallId, part] = path.match(/^\/console\/recalls\/(.+)\/(drafts|export|handling)$/) ?? []
  if (part === 'drafts') return json(response, 200, { drafts: script.recallDrafts, more: false })
  if (part === 'export')
    return void answerFile(
      response,
      'text/csv; charset=utf-8',
      Buffer.from('"ticket"\r\n"20416"\r\n'),
      script.cut,
    )
  if (part === 'handling') {
    const handled = body.handled === true
    script.recalls = script.recalls.map((recall) =>
      recall.recallId === recallId
        ? {
            ...recall,
            handledAt: handled ? '2026-11-27T10:00:00.000Z' : null,
            handledBy: handled ? 'pseudonym' : null,
          }
        : recall,
    )
    return json(
      response,
      200,
      script.recalls.find((recall) => recall.recallId === recallId),
    )
  }
  const sessions = answerSessions(script, call.method, path)
  if (sessions !== null) return json(response, 200, sessions)
  const asked = answerRequests(script.requests, call.method, path, body)
  if (asked !== null) return json(response, asked.status, asked.body)
  if (call.method === 'POST' && path.endsWith('/confirmations') && script.sync !== null) {
    script.sync = { ...script.sync, status: 'done', removed: script.sync.wouldRemove }
    return json(response, 200, script.sync)
  }
  return fault(response, 404, 'NOT_FOUND')
}

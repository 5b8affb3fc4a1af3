/** The pipeline as a table of contents. Never listens; never reads the environment. */
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { Agent } from '../src/domain/account.ts'
import { Fault } from '../src/domain/fault.ts'
import {
  type AccessRooms,
  authenticate,
  authenticateToken,
  type CallMeter,
  type TokenDoorRooms,
  tokenIn,
} from './access/index.ts'
import type { DecisionProofs } from './decisions/index.ts'
import type { LookNotes } from './dossier/index.ts'
import type { GapDesk } from './gaps/index.ts'
import { answerHeaders } from './http/answer-headers.ts'
import { apiDocument } from './http/api-document.ts'
import { type ApprovalGiven, approvalRoutes } from './http/approvals.ts'
import { type AuditExportGiven, auditExportRoutes } from './http/audit-exports.ts'
import { bulkExportRoutes } from './http/bulk-exports.ts'
import { callerAddress } from './http/caller-address.ts'
import { type ConsentPageGiven, consentPage } from './http/consent-page.ts'
import { troublePageFor } from './http/consent-page-parts.ts'
import { type ConsentsGiven, consentRoutes } from './http/consents.ts'
import { type ConsoleGiven, consoleRoutes } from './http/console.ts'
import { correctionRoutes } from './http/corrections.ts'
import { decisionRoutes } from './http/decisions.ts'
import { draftRoutes, type RunningDrafts } from './http/drafts.ts'
import { type ErasuresGiven, erasureRoutes } from './http/erasures.ts'
import { type EvidenceGiven, evidenceRoutes } from './http/evidence.ts'
import { faultOf, problemOf, retryAfterOf, STATUS } from './http/faults.ts'
import { gapRoutes } from './http/gaps.ts'
import { helpdeskSettingsRoutes } from './http/helpdesk-settings.ts'
import { pageHeaders } from './http/html.ts'
import { identityPage } from './http/identity-page.ts'
import { type IncidentsGiven, incidentRoutes } from './http/incidents.ts'
import { jsonBody } from './http/json-body.ts'
import { type KillSwitchGiven, killSwitchRoutes } from './http/kill-switch.ts'
import { type MeaningGiven, meaningRoutes } from './http/meaning.ts'
import { type NoticesGiven, noticeRoutes } from './http/notices.ts'
import { type OverviewGiven, overviewRoutes } from './http/overview.ts'
import { packagePage } from './http/package-page.ts'
import { packedFiles } from './http/packed-files.ts'
import { type PageGiven, servePage, serveRefusedPage, unsigned } from './http/pages.ts'
import { policyReports } from './http/policy-reports.ts'
import { providerTrialRoutes } from './http/provider-trials.ts'
import { draftLifeRoutes, type RecallGiven, recallRoutes } from './http/recalls.ts'
import { replayRoutes } from './http/replays.ts'
import { reportRoutes } from './http/reports.ts'
import { REQUESTER_PLACES, requesterTrouble } from './http/requester-places.ts'
import { requesterSignRoutes } from './http/requester-signs.ts'
import { type RequestersGiven, requesterRoutes } from './http/requesters.ts'
import { type RequestsGiven, requestRoutes } from './http/requests.ts'
import { type RetentionGiven, retentionRoutes } from './http/retention.ts'
import { farewellHeaders, parseBody, parseQuery, type Route } from './http/route.ts'
import { sessionRoutes } from './http/session.ts'
import { ownSessionRoutes } from './http/sessions.ts'
import { type SetUpGiven, setUpRoutes } from './http/set-up.ts'
import { simulationRoutes } from './http/simulations.ts'
import { type SpendingGiven, spendingRoutes } from './http/spending.ts'
import { ticketWhyRoutes } from './http/ticket-why.ts'
import { ticketRoutes } from './http/tickets.ts'
import { scopeRolesOf } from './http/token-scopes.ts'
import { type TokensGiven, tokenRoutes } from './http/tokens.ts'
import { topicTestRoutes } from './http/topic-tests.ts'
import { type WebhookGiven, webhooks } from './http/webhooks.ts'
import { errorFields, type Log } from './log.ts'
import type { Metrics } from './metrics/index.ts'
import type { ReplayDesk } from './replay/index.ts'
import type { ReportDesk } from './reports/index.ts'
import type { ProviderTrialDesk, SimulationDesk } from './simulation/index.ts'
import type { StoreRows } from './store.ts'
import type { Note, Traces } from './traces/index.ts'

export interface AppRooms {
  readonly replays: ReplayDesk
  readonly simulations: SimulationDesk
  readonly providerTrials: ProviderTrialDesk
  readonly gaps: GapDesk
  readonly meaning: MeaningGiven
  readonly reports: ReportDesk
  readonly spending: SpendingGiven
  readonly access: AccessRooms
  readonly tokens: TokensGiven
  readonly tokenDoor: TokenDoorRooms
  readonly console: ConsoleGiven
  readonly approvals: ApprovalGiven
  readonly auditExports: AuditExportGiven
  readonly killSwitch: KillSwitchGiven
  readonly incidents: IncidentsGiven
  readonly recalls: RecallGiven
  readonly consent: ConsentPageGiven
  readonly requests: RequestsGiven
  readonly requesters: RequestersGiven
  readonly looks: LookNotes
  readonly overview: OverviewGiven<StoreRows>
  readonly notices: NoticesGiven
  readonly setUp: SetUpGiven
  readonly consents: ConsentsGiven
  readonly webhooks: WebhookGiven
  readonly erasures: ErasuresGiven
  readonly retention: RetentionGiven
  readonly page: PageGiven
  readonly running: RunningDrafts
  readonly decisions: DecisionProofs
  readonly evidence: EvidenceGiven
  readonly publicUrl: string
  /** Whose `X-Forwarded-For` is believed. Empty: nobody's, and an address is the one that connected. */
  readonly trustedProxies: readonly string[]
  /** `null`: however many calls come, they are taken. */
  readonly calls: CallMeter | null
  /** Folder of the built pages' scripts and styles. */
  readonly assetsDir: string
  /** Names what is not ready; empty when all is. */
  readonly readiness: () => Promise<readonly string[]>
  /** False until the store is held against the journal of erasures: only health is served before. */
  readonly open: () => boolean
  /** What is not as it should be and keeps nobody from working. */
  readonly notes: () => readonly string[]
  readonly newRequestId: () => string
  readonly log: Log
  /** `null` where no figures are kept. */
  readonly metrics: Pick<Metrics, 'request' | 'policyViolation'> | null
  /** `null` where no traces are made. */
  readonly traces: Traces | null
}

/** Every route under `/api/v1`: all need a session; the table is walked by tests. */
export function apiRoutes(rooms: AppRooms): readonly Route[] {
  const { rooms: drafting } = rooms.console
  const tickets = {
    rooms: drafting,
    transact: rooms.consents.transact,
    publicUrl: rooms.publicUrl,
    words: rooms.page.words,
  }
  const rows: readonly Route[] = [
    ...sessionRoutes(rooms.access, drafting.helpCenterLocales),
    ...ownSessionRoutes(rooms.access),
    ...ticketRoutes(tickets),
    ...requesterSignRoutes(tickets),
    ...draftRoutes(drafting, rooms.running, rooms.looks),
    ...draftLifeRoutes(drafting),
    ...decisionRoutes(rooms.decisions, rooms.looks),
    ...consoleRoutes(rooms.console),
    ...noticeRoutes(rooms.notices),
    ...replayRoutes(drafting, rooms.replays),
    ...simulationRoutes(rooms.simulations),
    ...providerTrialRoutes(rooms.providerTrials),
    ...gapRoutes(rooms.gaps),
    ...meaningRoutes(rooms.meaning),
    ...reportRoutes(rooms.reports),
    ...spendingRoutes(rooms.spending),
    ...ticketWhyRoutes(drafting),
    ...topicTestRoutes(drafting),
    ...requestRoutes(rooms.requests),
    ...requesterRoutes(rooms.requesters),
    ...bulkExportRoutes(rooms.requesters, rooms.erasures),
    ...overviewRoutes(rooms.overview),
    ...setUpRoutes(rooms.setUp),
    ...approvalRoutes(rooms.approvals),
    ...auditExportRoutes(rooms.auditExports),
    ...killSwitchRoutes(rooms.killSwitch),
    ...incidentRoutes(rooms.incidents),
    ...recallRoutes(rooms.recalls),
    ...consentRoutes(rooms.consents),
    ...helpdeskSettingsRoutes(rooms.webhooks),
    ...evidenceRoutes(rooms.evidence),
    ...erasureRoutes(rooms.erasures),
    ...correctionRoutes(rooms.erasures),
    ...retentionRoutes(rooms.retention),
    ...tokenRoutes(rooms.tokens, () => scopeRolesOf(rows)),
  ]
  return rows
}

function requestStart(rooms: AppRooms) {
  const headers = answerHeaders(rooms.publicUrl)
  return (request: Request, response: Response, next: NextFunction) => {
    const startedAt = performance.now()
    response.locals.requestId = rooms.newRequestId()
    response.setHeader('X-Request-Id', response.locals.requestId)
    response.set(headers)
    let note: Note = () => undefined
    let end: () => void = () => undefined
    response.on('close', () => {
      const fault: unknown = response.locals.fault
      const route = String(response.locals.route ?? 'none')
      const passedMs = performance.now() - startedAt
      const code = fault instanceof Fault ? fault.code : null
      const { method } = request
      rooms.metrics?.request({ method, route, status: response.statusCode, seconds: passedMs / 1_000, code })
      note({ route, status: response.statusCode, code })
      end()
      rooms.log.info('request', {
        requestId: String(response.locals.requestId),
        method,
        route,
        status: response.statusCode,
        ms: Math.round(passedMs * 10) / 10,
        ...(code === null ? {} : { code }),
      })
    })
    if (rooms.traces === null) return next()
    // A new trace whatever the caller's headers say: whoever calls does not decide what is recorded.
    rooms.traces
      .span('http.request', { method: request.method }, (say) => {
        note = say
        return new Promise<void>((resolve) => {
          end = resolve
          next()
        })
      })
      .catch(next)
  }
}

/** Somebody at a screen, or a token for what it was made for. @throws Fault when neither may pass. */
async function enteringAgent(
  rooms: AppRooms,
  row: Route,
  request: Request,
  admit: (agent: Agent) => Promise<void>,
): Promise<Agent> {
  const authorization = request.get('authorization')
  const token = tokenIn(authorization)
  if (token !== null)
    return authenticateToken(rooms.tokenDoor, token, {
      address: callerAddress(request),
      scope: row.scope ?? null,
      access: row.access,
      route: `${row.method}:${row.path}`,
      reads: row.method === 'get',
      admit,
    })
  const agent = await authenticate(rooms.access, authorization)
  await admit(agent)
  if (row.access !== 'session' && !row.access.some((role) => agent.roles.includes(role)))
    throw new Fault('NOT_PERMITTED', 'your role does not permit this: ask an admin of Vouch')
  return agent
}

/** Whoever is signed in counts as such, everybody else by address. @throws Fault also when they come too often. */
async function admitted(rooms: AppRooms, row: Route, request: Request): Promise<Agent> {
  const { calls } = rooms
  const kind = row.cost ?? (row.method === 'get' ? 'reads' : 'writes')
  const admit = async (agent: Agent) => {
    if (kind !== 'free') await calls?.agent(agent, kind)
  }
  return enteringAgent(rooms, row, request, admit).catch(async (error: unknown) => {
    if (STATUS[faultOf(error).code] === 401) await calls?.stranger(callerAddress(request))
    throw error
  })
}

function mountRoute(app: Express, rooms: AppRooms, row: Route): void {
  const path = `/api/v1${row.path}`
  const agents = new WeakMap<Request, Agent>()
  // Before the body is read: a stranger's megabyte is not parsed.
  const enter = async (request: Request, response: Response, next: NextFunction) => {
    response.locals.route = path
    if (row.farewell !== undefined) response.set(farewellHeaders(row.farewell))
    agents.set(request, await admitted(rooms, row, request))
    next()
  }
  const act = async (request: Request, response: Response) => {
    const agent = agents.get(request)
    if (agent === undefined) throw new Fault('NOT_SIGNED_IN', 'no session')
    const outcome = await row.handle({
      agent,
      params: request.params as Record<string, string>,
      query: parseQuery(row.query, request.query),
      body: parseBody(row.schema, request.body),
      request,
      response,
      requestId: String(response.locals.requestId),
    })
    if (outcome === 'handled') return
    if (outcome.body === undefined) response.status(outcome.status).end()
    else response.status(outcome.status).json(outcome.body)
  }
  app[row.method](path, enter, ...jsonBody, act)
}

function mountPages(app: Express, rooms: AppRooms): void {
  const form = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 10 })
  for (const place of ['sidebar', 'console'] as const) {
    app.post(`/${place}`, form, async (request, response) => {
      response.locals.route = `/${place}`
      try {
        if (!rooms.open()) throw notReady()
        await rooms.calls?.stranger(callerAddress(request))
        await servePage(rooms.page, place, request, response)
      } catch (error) {
        // Somebody looks at it: whatever it is, it is said to them in words.
        serveRefusedPage(rooms.page, request, response, noted(rooms, response, error))
      }
    })
    app.get(`/${place}`, (request, response) => {
      response.locals.route = `/${place}`
      serveRefusedPage(rooms.page, request, response, noted(rooms, response, unsigned()))
    })
  }
}

function mountHealth(app: Express, rooms: AppRooms): void {
  app.get('/livez', (_request, response) => {
    response.locals.route = '/livez'
    response.json({ status: 'live' })
  })
  app.get('/readyz', async (_request, response) => {
    response.locals.route = '/readyz'
    const [missing, notes] = [await rooms.readiness(), rooms.notes()]
    response.status(missing.length === 0 ? 200 : 503).json({
      status: missing.length === 0 ? 'ready' : 'not ready',
      missing,
      ...(notes.length === 0 ? {} : { notes }),
    })
  })
}

const notReady = () =>
  new Fault(
    'NOT_READY',
    'this server has just started, and looks whether the store knows every erasure',
    undefined,
    {
      retryAfterSeconds: 5,
    },
  )

/** Code and place, for the log. */
function noted(rooms: AppRooms, response: Response, error: unknown): Fault {
  const fault = faultOf(error)
  const requestId = String(response.locals.requestId)
  response.locals.fault = fault
  if (fault.code === 'UNEXPECTED') rooms.log.error('unexpected', { requestId, ...errorFields(error) })
  else if (fault.cause !== undefined)
    rooms.log.warn('fault', { requestId, code: fault.code, ...errorFields(fault.cause) })
  return fault
}

/** Every error of a call ends here: a problem document to a program, and to a person the page that its room has left. */
function errors(rooms: AppRooms) {
  return (error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const fault = noted(rooms, response, error)
    const requestId = String(response.locals.requestId)
    if (response.headersSent) {
      response.destroy()
      return
    }
    const problem = problemOf(fault, requestId)
    const wait = retryAfterOf(fault)
    if (wait !== null && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', wait)
    const page: unknown = response.locals.page
    // Somebody looks at it, and the trouble is ours.
    if (problem.status >= 500 && typeof page === 'string') {
      response.status(problem.status).type('html').send(page)
      return
    }
    response.removeHeader('Content-Type')
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  }
}

function nothingHere(): never {
  throw new Fault('NOT_FOUND', 'there is nothing at this address')
}

export function createApp(rooms: AppRooms): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.set('trust proxy', [...rooms.trustedProxies])
  app.use(requestStart(rooms))
  mountHealth(app, rooms)
  app.use('/app', (_request, response, next) => {
    response.locals.route = '/app'
    next()
  })
  app.use('/app', packedFiles(rooms.assetsDir))
  app.use('/app', express.static(rooms.assetsDir, { index: false, redirect: false, cacheControl: false }))
  mountPages(app, rooms)
  app.use((request, response, next) => {
    if (rooms.open()) return next()
    const fault = notReady()
    if (REQUESTER_PLACES.test(request.path)) {
      pageHeaders(response, { frameAncestors: "'none'" })
      response.locals.page = troublePageFor(rooms.consent.words, request, fault)
    }
    throw fault
  })
  app.use(consentPage(rooms.consent, rooms.calls))
  app.use(identityPage(rooms.requests, rooms.calls))
  app.use(packagePage(rooms.requesters.exports, rooms.calls))
  app.use(REQUESTER_PLACES, nothingHere)
  app.use(requesterTrouble({ words: rooms.page.words, letters: rooms.requests.letters }))
  app.use(webhooks(rooms.webhooks))
  const now = () => rooms.access.world.now()
  app.use(policyReports({ now, log: rooms.log, metrics: rooms.metrics }))
  const rows = apiRoutes(rooms)
  app.use(apiDocument(rows, rooms.calls))
  app.use('/api/v1', (request, _response, next) => {
    // No answer below has a validator: `*` would be answered 304, without what was asked for.
    delete request.headers['if-none-match']
    next()
  })
  for (const row of rows) mountRoute(app, rooms, row)
  app.use(nothingHere)
  app.use(errors(rooms))
  return app
}

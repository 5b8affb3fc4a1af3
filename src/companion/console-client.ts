/** The console's questions to our server. Asks and reports; whether something may be done, the server decides. */
import type { Role } from '../domain/account.ts'
import type {
  AllowlistView,
  ArticleRow,
  AuditCheckView,
  Me,
  OverviewView,
  PageSession,
  RoleRow,
  ScopePolicyView,
  SyncView,
  TemplatesOrder,
  TemplatesView,
} from '../domain/api.ts'
import type { SaveOutcome } from '../domain/change-api.ts'
import { Fault } from '../domain/fault.ts'
import type { ArticleSelection } from '../domain/scope.ts'
import type { ReadablePolicyView } from '../domain/scope-policy-api.ts'
import { saved } from './approval-answers.ts'
import { type ApprovalClient, approvalClient } from './approval-client.ts'
import { type AuditClient, auditClient } from './audit-client.ts'
import { type BulkExportClient, bulkExportCalls } from './bulk-export-client.ts'
import { type ConsentClient, consentClient } from './consent-client.ts'
import {
  allowlistView,
  articleRows,
  auditCheckView,
  overviewView,
  roleRows,
  syncView,
  templatesView,
} from './console-answers.ts'
import { type DossierClient, dossierCalls } from './dossier-client.ts'
import { type ErasureClient, erasureCalls } from './erasure-client.ts'
import { type EvidenceClient, evidenceCalls } from './evidence-client.ts'
import { type GapClient, gapClient } from './gap-client.ts'
import { type HelpdeskClient, helpdeskCalls } from './helpdesk-client.ts'
import { type IncidentClient, incidentCalls } from './incident-client.ts'
import { me } from './me-answer.ts'
import { type MeaningClient, meaningClient } from './meaning-client.ts'
import { type NoticeClient, noticeCalls } from './notice-client.ts'
import { type OverviewClient, overviewCalls } from './overview-client.ts'
import type { PageLife } from './page-life.ts'
import { readablePolicyView, scopePolicyView } from './policy-answer.ts'
import { type ProviderTrialClient, providerTrialClient } from './provider-trial-client.ts'
import { type RecallClient, recallCalls } from './recall-calls.ts'
import { type ReplayClient, replayClient } from './replay-client.ts'
import { type ReportClient, reportCalls } from './report-client.ts'
import { type RequestClient, requestCalls } from './request-client.ts'
import { openLine, type Surroundings } from './session.ts'
import { type SessionClient, sessionClient } from './session-client.ts'
import { type SetUpClient, setUpCalls } from './set-up-client.ts'
import { type SimulationClient, simulationClient } from './simulation-client.ts'
import { type SpendingClient, spendingCalls } from './spending-client.ts'
import { type TokenClient, tokenClient } from './token-client.ts'
import { type TopicClient, topicClient } from './topic-client.ts'
import { type WhyClient, whyClient } from './why-client.ts'

export interface ConsoleClient
  extends RequestClient,
    OverviewClient,
    ReportClient,
    SpendingClient,
    SetUpClient,
    IncidentClient,
    ErasureClient,
    DossierClient,
    BulkExportClient,
    RecallClient,
    ApprovalClient,
    NoticeClient,
    GapClient,
    ReplayClient,
    SimulationClient,
    ProviderTrialClient,
    HelpdeskClient,
    EvidenceClient,
    TopicClient,
    SessionClient,
    TokenClient,
    MeaningClient,
    WhyClient,
    ConsentClient,
    AuditClient {
  me(): Promise<Me>
  overview(): Promise<OverviewView>
  articles(): Promise<readonly ArticleRow[]>
  allowlist(): Promise<AllowlistView>
  /** @throws Fault `CONFLICT` when `version` is no longer the newest. */
  saveAllowlist(version: number, selection: ArticleSelection): Promise<SaveOutcome<AllowlistView>>
  startSync(): Promise<SyncView>
  /** `null` before the first sync. */
  latestSync(): Promise<SyncView | null>
  confirmSync(syncId: string): Promise<SyncView>
  /** @throws Fault `SCOPE_INVALID` when the companion cannot read what is stored. */
  scopePolicy(): Promise<ScopePolicyView>
  readablePolicy(): Promise<ReadablePolicyView>
  /** @throws Fault `CONFLICT` when `policy.version` is no longer the newest. */
  saveScopePolicy(policy: ScopePolicyView): Promise<SaveOutcome<ScopePolicyView>>
  templates(locale: string): Promise<TemplatesView>
  /** @throws Fault `CONFLICT` when `version` is no longer the newest. */
  saveTemplates(order: TemplatesOrder): Promise<TemplatesView>
  /** What came since the last check; `whole`: every entry again. */
  checkAudit(whole?: boolean): Promise<AuditCheckView>
  roles(): Promise<readonly RoleRow[]>
  saveRoles(agentId: string, roles: readonly Role[]): Promise<readonly RoleRow[]>
  readonly page: PageLife
  close(): void
}

export function openConsoleClient(session: PageSession, surroundings: Surroundings): ConsoleClient {
  const line = openLine(session, surroundings)
  const at = (path: string) => `/console/${path}`
  const templatesPath = (locale: string) => at(`templates/${encodeURIComponent(locale)}`)
  const roles = () => line.ask(roleRows, 'GET', at('roles'))

  return {
    ...requestCalls(line),
    ...overviewCalls(line),
    ...reportCalls(line),
    ...spendingCalls(line),
    ...setUpCalls(line),
    ...incidentCalls(line),
    ...erasureCalls(line),
    ...dossierCalls(line),
    ...bulkExportCalls(line),
    ...recallCalls(line),
    ...auditClient(line),
    ...approvalClient(line),
    ...noticeCalls(line),
    ...gapClient(line),
    ...replayClient(line),
    ...simulationClient(line),
    ...providerTrialClient(line),
    ...topicClient(line),
    ...tokenClient(line),
    ...sessionClient(line),
    ...whyClient(line),
    ...meaningClient(line),
    ...consentClient(line),
    ...helpdeskCalls(line),
    ...evidenceCalls(line),
    me: () => line.ask(me, 'GET', '/me'),
    overview: () => line.ask(overviewView, 'GET', at('overview')),
    articles: () => line.ask(articleRows, 'GET', at('articles')),
    allowlist: () => line.ask(allowlistView, 'GET', at('allowlist')),
    saveAllowlist: (version, selection) =>
      line.ask(saved(allowlistView), 'PUT', at('allowlist'), { version, selection }),
    startSync: () => line.ask(syncView, 'POST', at('syncs'), {}),
    latestSync: () =>
      line.ask(syncView, 'GET', at('syncs/latest')).catch((error: unknown) => {
        if (error instanceof Fault && error.code === 'NOT_FOUND') return null
        throw error
      }),
    confirmSync: (syncId) =>
      line.ask(syncView, 'POST', at(`syncs/${encodeURIComponent(syncId)}/confirmations`), {}),
    scopePolicy: () => line.ask(scopePolicyView, 'GET', at('scope-policy')),
    readablePolicy: () => line.ask(readablePolicyView, 'GET', at('scope-policy/readable')),
    saveScopePolicy: (policy) => line.ask(saved(scopePolicyView), 'PUT', at('scope-policy'), policy),
    templates: (locale) => line.ask(templatesView, 'GET', templatesPath(locale)),
    saveTemplates: (order) => line.ask(templatesView, 'PUT', templatesPath(order.locale), order),
    checkAudit: (whole = false) =>
      line.ask(auditCheckView, 'GET', at(`audit/check${whole ? '?whole=1' : ''}`)),
    roles,
    async saveRoles(agentId, granted) {
      await line.send('PUT', at(`roles/${encodeURIComponent(agentId)}`), { roles: granted })
      return roles()
    },
    page: line.page,
    close: () => line.close(),
  }
}

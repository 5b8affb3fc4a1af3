/** The store's tables, one schema for both engines: text, integers, JSON as text; ids always as text. */
import { type Kysely, sql } from 'kysely'
import { accountMoves } from './migrations/account-moves.ts'
import { accountVersions } from './migrations/account-versions.ts'
import { type ApiTokenTables, apiTokens } from './migrations/api-tokens.ts'
import { type ApprovalTables, approvalTables } from './migrations/approvals.ts'
import { articleBrands } from './migrations/article-brands.ts'
import { type ArticleChangeTables, articleChanges } from './migrations/article-changes.ts'
import { type ArticleVectorTables, articleVectors } from './migrations/article-vectors.ts'
import { type ArticleVersionTables, articleVersions } from './migrations/article-versions.ts'
import { type AuditPayloadTables, auditPayloads } from './migrations/audit-payloads.ts'
import { byRequester } from './migrations/by-requester.ts'
import { byTicket } from './migrations/by-ticket.ts'
import { byTurn } from './migrations/by-turn.ts'
import { type CallAllowanceTables, callAllowances } from './migrations/call-allowances.ts'
import { addCapabilities, type CapabilityTables } from './migrations/capabilities.ts'
import { type ConsentBlockTables, consentBlocks } from './migrations/consent-blocks.ts'
import { consentByEntry } from './migrations/consent-by-entry.ts'
import { consentEntries } from './migrations/consent-entries.ts'
import { type ConsentLifeTables, consentLife } from './migrations/consent-life.ts'
import { decidedAbout } from './migrations/decided-about.ts'
import { addDecisions, type DecisionTables } from './migrations/decisions.ts'
import { type DossierTables, dossierTables } from './migrations/dossiers.ts'
import { draftUses } from './migrations/draft-uses.ts'
import { draftWithdrawals } from './migrations/draft-withdrawals.ts'
import { type ErasureTables, erasures } from './migrations/erasures.ts'
import { type EvidenceTables, evidenceTables } from './migrations/evidence.ts'
import { type ExportPermitTables, exportPermits } from './migrations/export-permits.ts'
import { type HelpdeskFactTables, helpdeskFactTables } from './migrations/helpdesk-facts.ts'
import { type IncidentTables, incidentTables } from './migrations/incidents.ts'
import { type KillSwitchTables, killSwitchTables } from './migrations/kill-switch.ts'
import { type LeaseTables, leases } from './migrations/leases.ts'
import { linksByAccount } from './migrations/links-by-account.ts'
import { type NoticeTables, noticeTables } from './migrations/notices.ts'
import { openDrafts } from './migrations/open-drafts.ts'
import { type PageSessionTables, pageSessions } from './migrations/page-sessions.ts'
import { type PersonKeyTables, personKeys } from './migrations/person-keys.ts'
import { policyAuthor } from './migrations/policy-author.ts'
import { type ProviderTrialTables, providerTrialTables } from './migrations/provider-trials.ts'
import { type RecallTables, recallTables } from './migrations/recalls.ts'
import { type RecordedQuestionTables, recordedQuestionTables } from './migrations/recorded-questions.ts'
import { type ReportTables, reportTables } from './migrations/reports.ts'
import { requestCaseTables } from './migrations/request-cases.ts'
import { type RequestDeskTables, requestDeskTables } from './migrations/request-desk.ts'
import { type RetentionTables, retention } from './migrations/retention.ts'
import { type ScopeTables, scopeFacts } from './migrations/scope-facts.ts'
import { type SectionWeekTables, sectionWeeks } from './migrations/section-weeks.ts'
import { serversAtWork } from './migrations/servers-at-work.ts'
import { type SetUpTables, setUpTables } from './migrations/set-up.ts'
import { type SimulationTables, simulationTables } from './migrations/simulations.ts'
import { type SpendingTables, spendingTables } from './migrations/spending.ts'
import { tagDigests } from './migrations/tag-digests.ts'
import { type WebhookHeardTables, webhookHeard } from './migrations/webhook-heard.ts'

export interface Tables
  extends RequestDeskTables,
    LeaseTables,
    SetUpTables,
    ApiTokenTables,
    PageSessionTables,
    CallAllowanceTables,
    ArticleVersionTables,
    CapabilityTables,
    AuditPayloadTables,
    EvidenceTables,
    NoticeTables,
    ApprovalTables,
    RecallTables,
    RecordedQuestionTables,
    DecisionTables,
    HelpdeskFactTables,
    ConsentLifeTables,
    ScopeTables,
    WebhookHeardTables,
    PersonKeyTables,
    DossierTables,
    KillSwitchTables,
    IncidentTables,
    ErasureTables,
    ExportPermitTables,
    RetentionTables,
    SectionWeekTables,
    SimulationTables,
    ProviderTrialTables,
    ArticleVectorTables,
    ArticleChangeTables,
    ReportTables,
    ConsentBlockTables,
    SpendingTables {
  schemaVersion: { version: number }
  agentRole: { accountId: string; agentId: string; role: string; grantedAt: string }
  usedToken: { tokenHash: string; expiresAt: string }
  article: {
    accountId: string
    articleId: string
    locale: string
    source: string
    fingerprint: string
    versionHash: string
    title: string
    url: string | null
    sectionId: string
    sectionName: string
    categoryId: string
    categoryName: string
    labels: string
    visibility: string
    draft: number
    outdated: number
    updatedAt: string
    passages: string
    passageCount: number
    brandId: string | null
    brandName: string | null
  }
  syncRun: {
    accountId: string
    syncId: string
    source: string
    status: string
    startedAt: string
    cursor: string | null
    problems: string
    view: string | null
  }
  syncStage: {
    accountId: string
    syncId: string
    articleId: string
    locale: string
    fingerprint: string
    article: string
  }
  allowlist: { accountId: string; version: number; selection: string; changedAt: string | null }
  scopePolicy: {
    accountId: string
    version: number
    policy: string
    changedAt: string
    changedBy: string | null
  }
  template: { accountId: string; locale: string; body: string; changedAt: string }
  requester: {
    accountId: string
    requesterRef: string
    digest: string
    wrappedKey: string
    sealedId: string
    createdAt: string
    keyEpoch: string
  }
  ticket: {
    accountId: string
    ticketRef: string
    ticketId: string
    requesterRef: string
    identity: string
    scope: string | null
    scopeHash: string | null
    scopeSince: string | null
    narrowing: string | null
    scopeBasis: string | null
    facets: string | null
    revision: number
    draftsMade: number
    createdAt: string
  }
  consentEvent: {
    accountId: string
    ticketRef: string
    seq: number
    event: string
    actorRef: string
    requesterRef: string
    sealedEvidence: string | null
    auditIndex: number | null
  }
  consentLink: {
    accountId: string
    linkHash: string
    ticketRef: string
    requesterRef: string
    noticeVersion: number
    locale: string
    expiresAt: string
  }
  draft: {
    accountId: string
    draftId: string
    ticketRef: string
    requesterRef: string
    agentId: string
    status: string
    locale: string
    consentEpoch: number
    lastCommentId: string
    sealedContent: string | null
    receipt: string | null
    createdAt: string
    changedAt: string
    withdrawnFor: string | null
    used: string | null
    /** Of `drafting`: who is making it. */
    server: string | null
  }
  coverageGap: { accountId: string; gapId: string; locale: string; nearest: string; at: string }
  auditEntry: { accountId: string; idx: number; header: string; leafHash: string }
  auditHead: { accountId: string; size: number; peaks: string; lastHash: string }
  webhookEvent: { accountId: string; eventId: string; receivedAt: string }
}

/**
 * Forward only: a step that has shipped is never edited. Each runs once, in order, in one transaction
 * with the raise of `schema_version`.
 */
export const MIGRATIONS: readonly ((db: Kysely<Tables>) => Promise<void>)[] = [
  firstTables,
  requestCaseTables,
  addCapabilities,
  noticeTables,
  consentEntries,
  approvalTables,
  recallTables,
  recordedQuestionTables,
  addDecisions,
  helpdeskFactTables,
  consentLife,
  scopeFacts,
  policyAuthor,
  webhookHeard,
  personKeys,
  decidedAbout,
  auditPayloads,
  tagDigests,
  killSwitchTables,
  requestDeskTables,
  dossierTables,
  incidentTables,
  evidenceTables,
  erasures,
  retention,
  byRequester,
  articleVersions,
  exportPermits,
  articleBrands,
  consentByEntry,
  draftWithdrawals,
  sectionWeeks,
  simulationTables,
  articleVectors,
  reportTables,
  setUpTables,
  apiTokens,
  articleChanges,
  linksByAccount,
  spendingTables,
  leases,
  consentBlocks,
  pageSessions,
  callAllowances,
  providerTrialTables,
  accountVersions,
  byTicket,
  serversAtWork,
  accountMoves,
  byTurn,
  openDrafts,
  draftUses,
]

const FIRST: readonly string[] = [
  `create table agent_role (account_id text not null, agent_id text not null, role text not null,
     granted_at text not null, primary key (account_id, agent_id, role))`,
  `create table used_token (token_hash text primary key, expires_at text not null)`,
  `create table article (account_id text not null, article_id text not null, locale text not null,
     source text not null, fingerprint text not null, version_hash text not null, title text not null,
     url text, section_id text not null, section_name text not null, category_id text not null,
     category_name text not null, labels text not null, visibility text not null, draft integer not null,
     outdated integer not null, updated_at text not null, passages text not null,
     passage_count integer not null, primary key (account_id, article_id, locale))`,
  `create index article_by_source on article (account_id, source)`,
  `create table article_revision (account_id text primary key, revision integer not null)`,
  `create table sync_run (account_id text not null, sync_id text not null, source text not null,
     status text not null, started_at text not null, cursor text, problems text not null, view text,
     primary key (account_id, sync_id))`,
  `create index sync_run_by_time on sync_run (account_id, started_at)`,
  `create table sync_stage (account_id text not null, sync_id text not null, article_id text not null,
     locale text not null, fingerprint text not null, article text not null,
     primary key (account_id, sync_id, article_id, locale))`,
  `create table allowlist (account_id text not null, version integer not null, selection text not null,
     changed_at text, primary key (account_id, version))`,
  `create table scope_policy (account_id text not null, version integer not null, policy text not null,
     changed_at text not null, primary key (account_id, version))`,
  `create table template (account_id text not null, locale text not null, body text not null,
     changed_at text not null, primary key (account_id, locale))`,
  `create table requester (account_id text not null, requester_ref text not null, digest text not null,
     wrapped_key text not null, sealed_id text not null, created_at text not null,
     primary key (account_id, requester_ref), unique (account_id, digest))`,
  `create table ticket (account_id text not null, ticket_ref text not null, ticket_id text not null,
     requester_ref text not null, identity text not null, scope text, scope_hash text,
     revision integer not null, drafts_made integer not null, created_at text not null,
     primary key (account_id, ticket_ref), unique (account_id, ticket_id),
     foreign key (account_id, requester_ref) references requester (account_id, requester_ref))`,
  `create table consent_event (account_id text not null, ticket_ref text not null, seq integer not null,
     event text not null, actor_ref text not null, requester_ref text not null, sealed_evidence text,
     primary key (account_id, ticket_ref, seq),
     foreign key (account_id, ticket_ref) references ticket (account_id, ticket_ref))`,
  `create table consent_link (account_id text not null, link_hash text primary key, ticket_ref text not null,
     requester_ref text not null, notice_version integer not null, locale text not null,
     expires_at text not null,
     foreign key (account_id, ticket_ref) references ticket (account_id, ticket_ref))`,
  `create index consent_link_by_ticket on consent_link (account_id, ticket_ref)`,
  `create table notice (account_id text not null, version integer not null, digest text not null,
     body text not null, activated_at text not null, primary key (account_id, version))`,
  `create table draft (account_id text not null, draft_id text not null, ticket_ref text not null,
     requester_ref text not null, agent_id text not null, status text not null, locale text not null,
     consent_epoch integer not null, last_comment_id text not null, sealed_content text, receipt text,
     created_at text not null, changed_at text not null, primary key (account_id, draft_id),
     foreign key (account_id, ticket_ref) references ticket (account_id, ticket_ref))`,
  `create index draft_by_ticket on draft (account_id, ticket_ref, status)`,
  `create index draft_by_status on draft (status)`,
  `create table coverage_gap (account_id text not null, gap_id text not null, locale text not null,
     nearest text not null, at text not null, primary key (account_id, gap_id))`,
  `create table audit_entry (account_id text not null, idx integer not null, header text not null,
     leaf_hash text not null, primary key (account_id, idx))`,
  `create table audit_head (account_id text primary key, size integer not null, peaks text not null,
     last_hash text not null)`,
  `create table webhook_event (account_id text not null, event_id text not null, received_at text not null,
     primary key (account_id, event_id))`,
]

async function firstTables(db: Kysely<Tables>): Promise<void> {
  for (const statement of FIRST) await sql.raw(statement).execute(db)
}

/** What the companion may answer, written once more as checks against the shared types. */
import type {
  ConsentRequestView,
  DraftEvent,
  InsertReply,
  PageSession,
  RefusalView,
  RenewedSession,
  SearchReply,
  SummaryReply,
  TicketView,
} from '../domain/api.ts'
import { ARTICLE_VISIBILITIES, BLOCK_KINDS } from '../domain/article.ts'
import { CONSENT_CHANNELS, CONSENT_OVERLAYS, CONSENT_STATUSES } from '../domain/consent.ts'
import {
  type CitedPassage,
  DENSE_OUTCOMES,
  DRAFT_STATUSES,
  DROP_RULES,
  type Draft,
  type DraftSentence,
  REWRITES,
  STATEMENT_BLOCKS,
} from '../domain/draft.ts'
import { FAULT_CODES } from '../domain/fault.ts'
import { STOP_WHYS, STOPPED_LEVELS } from '../domain/kill-switch.ts'
import { NEXT_STEPS, type NextStep, type Refusal, UNFIT_REASONS } from '../domain/refusal.ts'
import { ACTIONS, TICKET_FIELDS } from '../domain/scope.ts'
import {
  type Check,
  counts,
  list,
  no,
  nullable,
  number,
  oneOf,
  optional,
  record,
  some,
  text,
  variant,
  yes,
} from './checks.ts'
import { consentState } from './consent-answer.ts'
import { decisionNote } from './decision-answer.ts'
import { recipientView } from './recipient-answer.ts'

const selector = record({
  articleId: optional(text),
  sectionId: optional(text),
  categoryId: optional(text),
  brandId: optional(text),
  label: optional(text),
  locale: optional(text),
})

const drafterWord = oneOf(['extractive', 'openai-compatible'])

const scope = record({
  articles: record({ allow: list(selector), deny: list(selector) }),
  visibility: oneOf(ARTICLE_VISIBILITIES),
  actions: list(oneOf(ACTIONS)),
  fields: list(oneOf(TICKET_FIELDS)),
  drafter: record({ drafter: drafterWord, provider: text, region: text }),
  limits: record({ draftsPerTicket: number, maxChars: number }),
  orderPatterns: optional(list(text)),
  expiresAt: text,
})

const named = { articleId: text, locale: text, title: text, url: nullable(text) }
const alsoIn = optional(list(record({ ...named, sectionName: text })))
const nearArticle = record({ ...named, alsoIn })
const plain = record({})

export const refusal: Check<Refusal> = variant('reason', {
  CONSENT_NOT_GRANTED: record({ status: oneOf(CONSENT_STATUSES) }),
  CONSENT_OVERLAY: record({ overlay: oneOf(CONSENT_OVERLAYS) }),
  CONSENT_EXPIRED: plain,
  NOTICE_SUPERSEDED: plain,
  RECIPIENT_NOT_DISCLOSED: record({ recipient: text }),
  SCOPE_EXPIRED: plain,
  SCOPE_INVALID: plain,
  ACTION_NOT_IN_SCOPE: record({ action: oneOf(ACTIONS) }),
  FIELD_NOT_IN_SCOPE: record({ field: text }),
  DRAFT_LIMIT_REACHED: record({
    limit: number,
    of: optional(oneOf(['agent_hour', 'agent_day', 'account_day'])),
    resetsAt: optional(text),
  }),
  TOPIC_NOT_IN_SCOPE: record({ topic: nullable(text) }),
  NOT_LIVE: plain,
  KILL_SWITCH_ON: record({ why: oneOf(STOP_WHYS), level: oneOf(STOPPED_LEVELS) }),
  REQUESTER_MISMATCH: plain,
  TICKET_MERGED: record({ into: text }),
  TICKET_DELETED: plain,
  DRAFT_TO_REMOVE: plain,
  REQUESTER_UNFIT: record({ why: oneOf(UNFIT_REASONS) }),
  ALLOWLIST_EMPTY: plain,
  NO_QUESTION: plain,
  LANGUAGE_NOT_COVERED: record({ locales: list(text) }),
  NOT_COVERED: record({ nearest: list(nearArticle) }),
  TICKET_CHANGED: plain,
  ARTICLE_CHANGED: plain,
  DRAFT_NOT_OPEN: plain,
  RECORD_CORRECTED: plain,
  CONSENT_CHANGED: plain,
  PROVIDER_ANSWER_INVALID: plain,
  NOT_GROUNDED: record({ dropped: number }),
  DRAFTER_NOT_CONFIGURED: record({ recipient: text }),
  SIMULATION_REQUIRED: record({ policyVersion: number }),
  DRAFTER_CANNOT: record({ action: oneOf(ACTIONS) }),
  BUDGET_REACHED: record({ why: oneOf(['spent', 'no_price']), resetsOn: text }),
} satisfies Record<Refusal['reason'], Check<unknown>>)

const steps: readonly NextStep[] = Object.values(NEXT_STEPS)
export const refusals: Check<readonly RefusalView[]> = list(record({ refusal, nextStep: oneOf(steps) }))

export const ticketView: Check<TicketView> = record({
  ticketId: text,
  consent: consentState,
  history: list(
    record({
      at: text,
      event: text,
      status: oneOf(CONSENT_STATUSES),
      channel: nullable(oneOf(CONSENT_CHANNELS)),
      by: oneOf(['requester', 'agent', 'compliance', 'system']),
      noticeVersion: nullable(number),
    }),
  ),
  scope,
  scopeHash: text,
  articlesInScope: number,
  articlesSynced: number,
  refusals,
  revision: number,
  unsent: list(text),
  draftsMade: number,
  recipient: nullable(recipientView),
})

export const consentRequestView: Check<ConsentRequestView> = record({
  message: text,
  url: text,
  expiresAt: text,
  ticket: ticketView,
})

const citation = record({ articleId: text, locale: text, versionHash: text, passageId: text, quote: text })

export const sentence: Check<DraftSentence> = variant('kind', {
  quote: record({
    id: text,
    text,
    part: number,
    block: oneOf(BLOCK_KINDS),
    ordinal: optional(number),
    citation,
  }),
  statement: record({
    id: text,
    text,
    part: number,
    block: oneOf(STATEMENT_BLOCKS),
    ordinal: optional(number),
    citations: some(citation),
    fromTicket: list(text),
  }),
  template: record({ id: text, text, part: number }),
})

const droppedSentence = record({ rule: oneOf(DROP_RULES), part: number, text: nullable(text) })

const passage: Check<CitedPassage> = record({
  articleId: text,
  locale: text,
  versionHash: text,
  passageId: text,
  title: text,
  url: nullable(text),
  headings: list(text),
  text,
  alsoIn,
})

const part = record({
  part: number,
  outcome: oneOf(['answered', 'not_covered']),
  question: number,
  shared: optional(list(text)),
})

const egress = record({
  provider: text,
  host: text,
  region: text,
  retention: text,
  model: text,
  promptVersion: text,
  store: no,
  calls: number,
  bytesOut: number,
  bytesIn: number,
})

const draft: Check<Draft> = record({
  id: text,
  status: oneOf(DRAFT_STATUSES),
  locale: text,
  sentences: list(sentence),
  parts: list(part),
  passages: list(passage),
  dropped: optional(list(droppedSentence)),
  receipt: record({
    draftId: text,
    createdAt: text,
    consent: record({ status: oneOf(CONSENT_STATUSES), epoch: number, noticeVersion: nullable(number) }),
    scopeHash: text,
    allowlistVersion: number,
    threshold: optional(number),
    prior: optional(text),
    dense: optional(record({ model: text, outcome: oneOf(DENSE_OUTCOMES) })),
    articles: list(record({ articleId: text, locale: text, versionHash: text })),
    fieldsSent: list(record({ field: oneOf(TICKET_FIELDS), bytes: number })),
    replaced: counts,
    drafter: record({ drafter: drafterWord, provider: text, region: text, version: text }),
    requesterIdentity: oneOf(['webhook', 'agent_session']),
    verdicts: record({
      verified: number,
      dropped: number,
      sentences: optional(
        list(
          record({
            id: nullable(text),
            verdict: oneOf(['verified', ...DROP_RULES] as const),
            support: number,
          }),
        ),
      ),
    }),
    egress: optional(nullable(egress)),
    rewrite: optional(nullable(record({ of: text, how: oneOf(REWRITES) }))),
    decisions: optional(list(decisionNote)),
    aiGenerated: yes,
    auditIndex: number,
  }),
})

export const draftEvent: Check<DraftEvent> = variant('event', {
  accepted: record({ draftId: text }),
  sentence: record({ sentence, passage: nullable(passage) }),
  dropped: record({ dropped: droppedSentence }),
  part: record({ part }),
  again: plain,
  ready: record({ draft }),
  refused: record({ refusals, decision: optional(decisionNote) }),
  fault: record({ code: oneOf(FAULT_CODES), requestId: text, retryAfterSeconds: optional(number) }),
})

export const insertReply: Check<InsertReply> = variant('outcome', {
  allowed: record({ sentences: list(sentence), allowedAt: optional(text) }),
  refused: record({ refusals, decision: optional(decisionNote) }),
})

export const summaryReply: Check<SummaryReply> = variant('outcome', {
  summarised: record({
    points: list(record({ text, commentId: text, quote: text })),
    dropped: number,
    egress,
    aiGenerated: yes,
    decision: optional(decisionNote),
  }),
  refused: record({ refusals, decision: optional(decisionNote) }),
})

export const searchReply: Check<SearchReply> = variant('outcome', {
  found: record({ passages: list(passage), decision: optional(decisionNote) }),
  refused: record({ refusals, decision: optional(decisionNote) }),
})

export const renewedSession: Check<RenewedSession> = record({ token: text, expiresAt: text })

export const pageSession: Check<PageSession> = record({
  token: text,
  expiresAt: text,
  place: oneOf(['sidebar', 'console']),
  apiBase: text,
})

export const problem = record({
  code: oneOf(FAULT_CODES),
  requestId: text,
  invalid: optional(list(text)),
  rule: optional(text),
})

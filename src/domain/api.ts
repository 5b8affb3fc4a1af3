/**
 * The JSON that the sidebar and the console exchange with the companion under `/api/v1`.
 * Errors are RFC 9457 problem documents (`Problem`); a refusal is a 200 with `outcome: 'refused'`.
 */
import type { Role } from './account.ts'
import type { Bar } from './allowlist.ts'
import type { ArticleId } from './article.ts'
import type { ConsentChannel, ConsentState } from './consent.ts'
import type { DecisionNote } from './decision.ts'
import type {
  CitedPassage,
  DismissReason,
  Draft,
  DraftPart,
  DraftSentence,
  DroppedSentence,
  EgressFacts,
  Length,
  Rewrite,
  Tone,
} from './draft.ts'
import type { FaultCode } from './fault.ts'
import type { NextStep, Refusal, UnfitReason } from './refusal.ts'
import type { Action, ArticleSelection, ArticleSelector, Scope, TicketField } from './scope.ts'
import type { PolicyContent } from './scope-policy.ts'
import type { BrandSync, UnreadArticle } from './sync-api.ts'
import type { TicketFacets } from './ticket.ts'

/** `application/problem+json`, RFC 9457. `requestId` is also in the `X-Request-Id` header. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: FaultCode
  readonly detail?: string
  readonly requestId: string
  /** Names of the fields that are not as expected, never their values. */
  readonly invalid?: readonly string[]
  /** The rule that said no, where there is more than one. */
  readonly rule?: string
  /** What can be done about it, where it is known. */
  readonly nextStep?: NextStep
}

/** JSON in `<script type="application/json" id="vouch-session">` of the page that the host opens. */
export interface PageSession {
  readonly token: string
  /** ISO 8601; the page renews before it. */
  readonly expiresAt: string
  readonly place: 'sidebar' | 'console'
  readonly apiBase: string
}

/** `POST /api/v1/session/renewals` → 200. */
export interface RenewedSession {
  readonly token: string
  readonly expiresAt: string
}

/** `GET /api/v1/me`. */
export interface Me {
  readonly agentId: string
  readonly roles: readonly Role[]
  readonly helpCenterLocales: readonly string[]
}

export interface RefusalView {
  readonly refusal: Refusal
  readonly nextStep: NextStep
}

/** `PUT /api/v1/tickets/:ticketId` opens the ticket (first use stores its scope); `GET` reads it. */
export interface OpenTicketRequest {
  readonly requesterId: string
  readonly locale?: string
  readonly tags?: readonly string[]
  /** Why the requester cannot be who wrote it, as the agent's session sees it. */
  readonly unfit?: readonly UnfitReason[]
  /** Where the ticket stands, as the agent's session sees it; `null`: the session does not say. */
  readonly facets?: Pick<TicketFacets, 'brandId' | 'formId' | 'groupId' | 'channel'>
}

export interface TicketView {
  readonly ticketId: string
  readonly consent: ConsentState
  readonly history: readonly ConsentHistoryEntry[]
  readonly scope: Scope
  readonly scopeHash: string
  /** How many article versions the scope leaves, of how many that are synced. */
  readonly articlesInScope: number
  readonly articlesSynced: number
  /** Empty means that "Draft" is open. All reasons at once, each with its next step. */
  readonly refusals: readonly RefusalView[]
  /** Rises with every change that the sidebar should show. */
  readonly revision: number
  readonly draftsMade: number
  /** Drafts that this agent put into a reply before the requester said no: each must come out of it again. */
  readonly unsent: readonly string[]
  /** Who would draft and where, as the receipt will name it. `null`: nothing leaves the companion. */
  readonly recipient: RecipientView | null
}

/** What an agent is told of the provider before anything leaves. */
export interface RecipientView {
  readonly provider: string
  readonly host: string
  readonly region: string
  readonly retention: string
  readonly model: string
}

export interface ConsentHistoryEntry {
  readonly at: string
  readonly event: string
  readonly status: ConsentState['status']
  readonly channel: ConsentChannel | null
  readonly by: 'requester' | 'agent' | 'compliance' | 'system'
  readonly noticeVersion: number | null
}

/** `POST /api/v1/tickets/:ticketId/consent/requests`. The language is the requester's, as far as known. */
export interface RequestConsentOrder {
  readonly locale?: string
  /** Who is to be asked, as the agent sees them: 409 `REQUESTER_CHANGED` when the ticket is another's by now. */
  readonly requesterId?: string
}

/** → 201. `message` goes into the composer. */
export interface ConsentRequestView {
  readonly message: string
  readonly url: string
  readonly expiresAt: string
  readonly ticket: TicketView
}

/** `POST /api/v1/tickets/:ticketId/scope/narrowings` → 200 `TicketView`. It can only take away. */
export interface NarrowScopeRequest {
  readonly removeActions?: readonly Action[]
  readonly removeFields?: readonly TicketField[]
  readonly denyArticles?: readonly ArticleSelector[]
  readonly expiresAt?: string
}

/** One public comment, as the browser read it with the agent's rights and minimised it. */
export interface DraftComment {
  readonly id: string
  readonly text: string
  readonly createdAt: string
}

/**
 * `POST /api/v1/drafts` → 200 `text/event-stream` of `DraftEvent`, one JSON per `data:` line.
 * `comments` holds only public comments written by the requester. `lastCommentId` is the newest public
 * comment of anyone: insertion is refused (`TICKET_CHANGED`) once the ticket has a newer one.
 * `replaced` counts what the browser replaced by placeholders such as `⟦NAME_1⟧`.
 */
export interface DraftOrder {
  readonly draftId: string
  readonly ticketId: string
  readonly requesterId: string
  readonly subject?: string
  readonly comments: readonly DraftComment[]
  readonly locale?: string
  readonly lastCommentId: string
  /** Placeholder of the requester's name, restored in the browser; absent: a greeting without a name. */
  readonly namePlaceholder?: string
  readonly replaced: Readonly<Record<string, number>>
  readonly tone?: Tone
  readonly length?: Length
  /** Language of the reply; absent: the ticket's own. Refused where no allowlisted article is in it. */
  readonly replyLocale?: string
  /** `extractive`: compose on the companion's machine although the scope names a model. Always narrower. */
  readonly drafter?: 'extractive'
  /**
   * Words an existing draft of this agent anew. `comments` is then empty and `subject` absent: no ticket
   * text is sent again. `part` goes with `only_part`, `replyLocale` with `translate`.
   */
  readonly rewrite?: { readonly of: string; readonly how: Rewrite; readonly part?: number }
}

export type DraftEvent =
  | { readonly event: 'accepted'; readonly draftId: string }
  | { readonly event: 'sentence'; readonly sentence: DraftSentence; readonly passage: CitedPassage | null }
  /** Left out by the verifier; its number among the left-out sentences follows their order. */
  | { readonly event: 'dropped'; readonly dropped: DroppedSentence }
  | { readonly event: 'part'; readonly part: DraftPart }
  /** The answer broke off and is asked for once more: what was shown of it is taken back. */
  | { readonly event: 'again' }
  | { readonly event: 'ready'; readonly draft: Draft }
  | {
      readonly event: 'refused'
      readonly refusals: readonly RefusalView[]
      readonly decision?: DecisionNote
    }
  | {
      readonly event: 'fault'
      readonly code: FaultCode
      readonly requestId: string
      /** What `Retry-After` says of an answer that had not begun; absent where trying again is worth nothing. */
      readonly retryAfterSeconds?: number
    }

/**
 * `POST /api/v1/summaries` → 200. For the agent, from the ticket's own text alone; never for the reply,
 * never stored. Each point quotes the comment it sums up.
 */
export interface SummaryOrder {
  readonly summaryId: string
  readonly ticketId: string
  readonly requesterId: string
  readonly comments: readonly DraftComment[]
  /** What the helpdesk says of the requester's language: the summary is in the ticket's own. */
  readonly locale?: string
  readonly replaced: Readonly<Record<string, number>>
}
export interface SummaryPoint {
  readonly text: string
  readonly commentId: string
  readonly quote: string
}
export type SummaryReply =
  | {
      readonly outcome: 'summarised'
      readonly points: readonly SummaryPoint[]
      readonly dropped: number
      readonly egress: EgressFacts
      readonly aiGenerated: true
      readonly decision?: DecisionNote
    }
  | {
      readonly outcome: 'refused'
      readonly refusals: readonly RefusalView[]
      readonly decision?: DecisionNote
    }

/** `POST /api/v1/drafts/:draftId/insertions`: asked before anything reaches the composer or clipboard. */
export interface InsertRequest {
  readonly sentenceIds: readonly string[]
  readonly how: 'insert' | 'copy'
  readonly lastCommentId: string
}
export type InsertReply =
  | {
      readonly outcome: 'allowed'
      readonly sentences: readonly DraftSentence[]
      /** To be named where the words never reach the reply; absent from an earlier version. */
      readonly allowedAt?: string
    }
  | {
      readonly outcome: 'refused'
      readonly refusals: readonly RefusalView[]
      readonly decision?: DecisionNote
    }

/** `POST /api/v1/drafts/:draftId/dismissals` → 204. */
export interface DismissRequest {
  readonly reason: DismissReason
}

/** `POST /api/v1/searches` → 200. The query is typed by the agent; no ticket text is sent. */
export interface SearchRequest {
  readonly ticketId: string
  readonly query: string
  readonly locale?: string
}
export type SearchReply =
  | {
      readonly outcome: 'found'
      readonly passages: readonly CitedPassage[]
      readonly decision?: DecisionNote
    }
  | {
      readonly outcome: 'refused'
      readonly refusals: readonly RefusalView[]
      readonly decision?: DecisionNote
    }

// ——— console (role admin or compliance) ———

/** `GET /api/v1/console/overview`. */
export interface OverviewView {
  readonly articlesSynced: number
  readonly articlesAllowlisted: number
  readonly allowlistVersion: number
  readonly lastSync: SyncView | null
  readonly audit: AuditCheckView
  /** Of all weeks that may be told, as in the reports; `null`: of none yet. */
  readonly drafts: number | null
  readonly refusals: number | null
  readonly killSwitch: boolean
  /** Who drafts for new tickets and where; `null`: nothing leaves the companion. */
  readonly recipient?: RecipientView | null
}

/** `GET /api/v1/console/articles`. `allowed` says whether the account's allowlist lets drafts use it. */
export interface ArticleRow {
  readonly articleId: ArticleId
  readonly locale: string
  readonly title: string
  readonly url: string | null
  readonly sectionId: string
  readonly sectionName: string
  readonly categoryId: string
  readonly categoryName: string
  readonly brandId?: string
  readonly brandName?: string
  readonly labels: readonly string[]
  readonly versionHash: string
  readonly updatedAt: string
  readonly passages: number
  readonly allowed: boolean
  /** Why it can never be used, whatever the allowlist says. */
  readonly barred: Bar | null
}

/** `GET`/`PUT /api/v1/console/allowlist`; `PUT` sends the `version` it was made from, else 409 `CONFLICT`. */
export interface AllowlistView {
  readonly version: number
  readonly selection: ArticleSelection
  readonly changedAt: string | null
}

/** `POST /api/v1/console/syncs` → 202; `GET /api/v1/console/syncs/latest`;
 *  `POST /api/v1/console/syncs/:syncId/confirmations` lets a held one remove what it found missing. */
export interface SyncView {
  readonly syncId: string
  readonly source: string
  readonly status: 'running' | 'done' | 'failed' | 'needs_confirmation'
  readonly startedAt: string
  readonly endedAt: string | null
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly removed: number
  readonly wouldRemove: number
  readonly problems: readonly UnreadArticle[]
  /** Of an account that has a help center for each brand, once they are read. */
  readonly brands?: readonly BrandSync[]
}

/** `GET`/`PUT /api/v1/console/scope-policy`: what a ticket's scope is made of at first use. */
export interface ScopePolicyView extends PolicyContent {
  readonly version: number
}

/** The account's own words around quotes, in one language. `{name}` is the requester's name placeholder. */
export interface ReplyTemplates {
  readonly locale: string
  readonly greetingNamed: string
  readonly greetingUnnamed: string
  readonly closing: string
  readonly notCoveredBridge: string
  /** A line for the requester under a reply that a model worded (AI Act Art. 50); empty: none. */
  readonly aiLine?: string
  /** How replies of this account sound, for the model, e.g. "plain, warm, no exclamation marks". */
  readonly voice?: string
}

/** `GET /api/v1/console/templates/:locale`. */
export interface TemplatesView extends ReplyTemplates {
  /** Of this language alone; 0: nobody has changed the built-in ones. */
  readonly version: number
}

/** `PUT /api/v1/console/templates/:locale`. */
export interface TemplatesOrder extends ReplyTemplates {
  /** The version that it was made from: 409 `CONFLICT` when it is no longer the newest. Absent: over any. */
  readonly version?: number
}

/** `GET /api/v1/console/audit/entries?before=<index>` → newest first, 50 a page. */
export interface AuditEntryView {
  readonly index: number
  readonly at: string
  readonly type: string
  readonly actor: string
  readonly object: string
  readonly decision: string
  readonly hash: string
}

/** `GET /api/v1/console/audit/check`; with `?whole=1` every entry is read again. */
export interface AuditCheckView {
  readonly verdict: 'intact' | 'broken'
  readonly entries: number
  readonly rootHash: string
  readonly problem: string | null
  /** When it was read up to the last of them. */
  readonly checkedAt: string
  /** When every entry was read, and not only what had come since. */
  readonly wholeAt: string
}

/** `GET /api/v1/console/roles`, `PUT /api/v1/console/roles/:agentId` (role admin). */
export interface RoleRow {
  readonly agentId: string
  readonly roles: readonly Role[]
}

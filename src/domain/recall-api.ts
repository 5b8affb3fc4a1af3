/** The JSON about recalls, review dates and sent drafts under `/api/v1`. */
import type { DraftStatus } from './draft.ts'
import type { QuoteChange, QuoteFate, RecallCause } from './recall.ts'
import type { ReviewBy, ReviewKind } from './review.ts'

/** `GET /api/v1/drafts/:draftId/standing`: whether the articles of an agent's own draft may still be quoted. */
export type DraftStanding =
  | { readonly standing: 'current' }
  /** What it was made from has been corrected: its words are gone, a new one may be asked for. */
  | { readonly standing: 'corrected' }
  | {
      readonly standing: 'recalled'
      readonly articles: readonly RecalledArticle[]
      /** Sentences that rest on a recalled article. Empty where the draft's words are gone already. */
      readonly sentences: readonly RecalledSentence[]
    }

export interface RecalledArticle {
  readonly articleId: string
  readonly locale: string
  readonly title: string
  readonly url: string | null
  readonly cause: RecallCause
}

export interface RecalledSentence {
  readonly id: string
  readonly fate: QuoteFate
  /** How the article says it now; `null` unless it was reworded and may still be quoted. */
  readonly now: string | null
}

/** `overtaken`: by a newer comment, another requester or a no while the permission was on its way. */
export const UNUSED_WHYS = ['overtaken', 'composer', 'clipboard'] as const
export type UnusedWhy = (typeof UNUSED_WHYS)[number]

/** `POST /api/v1/drafts/:draftId/unused` → 204: words that were let go and never reached the reply. */
export interface UnusedReport {
  readonly why: UnusedWhy
  /** Something of the draft went into the reply before: that stays on record. */
  readonly usedBefore: boolean
  /** Which permission it was. What was let go since, or is not known to be this one, stays on record as used. */
  readonly allowedAt?: string
}

/** `POST /api/v1/drafts/:draftId/sends` → 204: counted in the browser; no word of the reply leaves it. */
export interface SendReport {
  /** Sentences that were inserted, and how many of them stood in the reply word for word. */
  readonly sentences: number
  readonly kept: number
  /** Words that were inserted, and how many edits (by words) lead from them to what was sent. */
  readonly words: number
  readonly distance: number
  /** From the press of the button to the finished draft, as the agent waited for it. */
  readonly waitedMs?: number
}

/** `GET /api/v1/console/recalls?before=<recallId>&quoted=1` → newest first, 50 a page. */
export interface RecallView {
  readonly recallId: string
  readonly at: string
  readonly cause: RecallCause
  readonly articleId: string
  readonly locale: string
  readonly title: string
  readonly url: string | null
  readonly fromVersion: string
  readonly toVersion: string | null
  /** When it left: drafts that had quoted it, and how many of them were known to be sent. */
  readonly drafts: number
  readonly sent: number
  readonly quotes: readonly QuoteChange[]
  /** The worst that became of a quoted sentence; `null` where the text did not change or is not known. */
  readonly severity: QuoteFate | null
  readonly handledAt: string | null
  readonly handledBy: string | null
}

/** `GET /api/v1/console/recalls/:recallId/drafts`. */
export interface RecallDrafts {
  readonly drafts: readonly RecallDraft[]
  /** There are more than are listed; the export holds them all. */
  readonly more: boolean
}

export interface RecallDraft {
  readonly draftId: string
  readonly ticketId: string
  readonly ticketUrl: string
  /** A pseudonym, as in the audit log. */
  readonly agent: string
  readonly status: DraftStatus | 'drafting'
  /** Of the last change of its status. */
  readonly at: string
  readonly severity: QuoteFate | null
  /** Of a sent one: how many of the inserted sentences went out word for word. */
  readonly kept: number | null
  readonly sentences: number | null
}

/** `PUT /api/v1/console/recalls/:recallId/handling` → 200 `RecallView`. */
export interface HandleRecall {
  readonly handled: boolean
}

/** `GET /api/v1/console/reviews`; `PUT` takes one `SetReviewDate` and answers the same. */
export interface ReviewsView {
  /** The companion's day, UTC. */
  readonly today: string
  readonly articles: readonly ReviewArticle[]
  readonly sections: readonly ReviewSection[]
}

export interface ReviewArticle {
  readonly articleId: string
  readonly title: string
  readonly url: string | null
  readonly locales: readonly string[]
  readonly sectionId: string
  readonly allowed: boolean
  /** What holds for it, and where that was set. */
  readonly reviewBy: ReviewBy | null
}

export interface ReviewSection {
  readonly sectionId: string
  readonly name: string
  readonly categoryName: string
  readonly reviewBy: string | null
}

export interface SetReviewDate {
  readonly kind: ReviewKind
  readonly ref: string
  readonly reviewBy: string | null
}

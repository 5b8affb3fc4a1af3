/** A proposed reply. Every `quote` sentence carries a citation; only templates carry none, and say so. */
import type { ArticleId, BlockKind, Citation } from './article.ts'
import type { ConsentStatus } from './consent.ts'
import type { DrafterChoice, TicketField } from './scope.ts'

/** `template` sentences are the account's own greeting, closing and bridges: no fact, so no citation. */
export type DraftSentence =
  | {
      readonly id: string
      readonly kind: 'quote'
      readonly text: string
      readonly part: number
      readonly block: BlockKind
      readonly ordinal?: number
      readonly citation: Citation
    }
  | { readonly id: string; readonly kind: 'template'; readonly text: string; readonly part: number }

/** What a citation opens: the passage around the quote, as it stood in that article version. */
export interface CitedPassage {
  readonly articleId: ArticleId
  readonly locale: string
  readonly versionHash: string
  readonly passageId: string
  readonly title: string
  readonly url: string | null
  readonly headings: readonly string[]
  readonly text: string
}

export const DRAFT_STATUSES = ['ready', 'inserted', 'dismissed', 'discarded'] as const
export type DraftStatus = (typeof DRAFT_STATUSES)[number]

export const DISMISS_REASONS = ['wrong_article', 'incomplete', 'wrong_tone', 'not_needed', 'other'] as const
export type DismissReason = (typeof DISMISS_REASONS)[number]

/** One question found in the ticket and whether the allowlisted articles answer it. */
export interface DraftPart {
  readonly part: number
  readonly outcome: 'answered' | 'not_covered'
  /** Position of the question among the ticket's questions, from 1. Its words are not stored. */
  readonly question: number
}

/** Why this draft was allowed, from what it was made, and what left. Holds no ticket text and no names. */
export interface Receipt {
  readonly draftId: string
  readonly createdAt: string
  readonly consent: {
    readonly status: ConsentStatus
    readonly epoch: number
    readonly noticeVersion: number | null
  }
  readonly scopeHash: string
  readonly allowlistVersion: number
  readonly articles: readonly {
    readonly articleId: ArticleId
    readonly locale: string
    readonly versionHash: string
  }[]
  readonly fieldsSent: readonly { readonly field: TicketField; readonly bytes: number }[]
  readonly replaced: Readonly<Record<string, number>>
  readonly drafter: DrafterChoice & { readonly version: string }
  readonly requesterIdentity: 'webhook' | 'agent_session'
  readonly verdicts: { readonly verified: number; readonly dropped: number }
  /** AI Act Art. 50(2): machine-readable mark that the text was generated. */
  readonly aiGenerated: true
  readonly auditIndex: number
}

export interface Draft {
  readonly id: string
  readonly status: DraftStatus
  readonly locale: string
  readonly sentences: readonly DraftSentence[]
  readonly parts: readonly DraftPart[]
  readonly passages: readonly CitedPassage[]
  readonly receipt: Receipt
}

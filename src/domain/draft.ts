/** A proposed reply. Every `quote` sentence carries a citation; only templates carry none, and say so. */
import type { ArticleId, BlockKind, Citation } from './article.ts'
import type { ConsentStatus } from './consent.ts'
import type { DecisionNote } from './decision.ts'
import type { ArticleCopy } from './refusal.ts'
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
  | {
      readonly id: string
      /** Worded by a model: carried by its citations, checked in code (`server/drafting/grounding`). */
      readonly kind: 'statement'
      readonly text: string
      readonly part: number
      readonly block: StatementBlock
      readonly ordinal?: number
      readonly citations: readonly [Citation, ...Citation[]]
      /** What the sentence says that stands in the ticket and not in the passage, e.g. an order number. */
      readonly fromTicket: readonly string[]
    }
  | { readonly id: string; readonly kind: 'template'; readonly text: string; readonly part: number }

/** What a statement looks like in the reply. */
export const STATEMENT_BLOCKS = ['paragraph', 'step', 'list_item'] as const
export type StatementBlock = (typeof STATEMENT_BLOCKS)[number]

/** Why a sentence of a drafter was left out. One closed list for every drafter. */
export const DROP_RULES = [
  'NO_CITATION',
  'NO_SUCH_PASSAGE',
  'NOT_VERBATIM',
  'NUMBER_DIFFERS',
  'DATE_DIFFERS',
  'UNIT_DIFFERS',
  'ADDRESS_DIFFERS',
  'NAME_DIFFERS',
  'NEGATION_DIFFERS',
  'MODALITY_DIFFERS',
  'CONDITION_DROPPED',
  'ORDER_DIFFERS',
  'NOT_SUPPORTED',
  'PROMISE_OF_ACTION',
  'FOREIGN_LINK',
  'PLACEHOLDER_UNKNOWN',
  'MARKUP',
  'HIDDEN_CHARACTERS',
  'OTHER_LANGUAGE',
  'TOO_LONG',
  'REPEATED',
  'INCOMPLETE_STEPS',
  'CANARY',
  'NOT_A_TEMPLATE',
] as const
export type DropRule = (typeof DROP_RULES)[number]

/** A sentence that was left out. `text` is `null` where seeing it could already do harm. */
export interface DroppedSentence {
  readonly rule: DropRule
  readonly part: number
  readonly text: string | null
}

export const TONES = ['neutral', 'friendly', 'formal'] as const
export type Tone = (typeof TONES)[number]
export const LENGTHS = ['short', 'normal', 'detailed'] as const
export type Length = (typeof LENGTHS)[number]

/** Rewrites of a draft that exists; each passes the gate and the verifier again. */
export const REWRITES = ['shorter', 'friendlier', 'more_formal', 'translate', 'only_part'] as const
export type Rewrite = (typeof REWRITES)[number]

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
  /** Allowed articles that say the same, as of when it is shown; absent where there is none. */
  readonly alsoIn?: readonly ArticleCopy[]
}

export const DRAFT_STATUSES = ['ready', 'inserted', 'sent', 'dismissed', 'discarded'] as const
export type DraftStatus = (typeof DRAFT_STATUSES)[number]

/** What it was made from has been corrected; a withdrawal of consent needs no word of its own. */
export const DRAFT_WITHDRAWALS = ['record_corrected'] as const
export type DraftWithdrawal = (typeof DRAFT_WITHDRAWALS)[number]

export const DISMISS_REASONS = ['wrong_article', 'incomplete', 'wrong_tone', 'not_needed', 'other'] as const
export type DismissReason = (typeof DISMISS_REASONS)[number]

/** One question found in the ticket and whether the allowlisted articles answer it. */
export interface DraftPart {
  readonly part: number
  readonly outcome: 'answered' | 'not_covered'
  /** Position of the question among the ticket's questions, from 1. Its words are not stored. */
  readonly question: number
  /** Sentences under another question that answer this one, too: they are said once. */
  readonly shared?: readonly string[]
}

export const DENSE_OUTCOMES = ['used', 'building', 'broken'] as const

export interface DenseSign {
  /** First digits of its digest. */
  readonly model: string
  readonly outcome: (typeof DENSE_OUTCOMES)[number]
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
  /** From which probability on a question counted as covered; absent in receipts of older versions. */
  readonly threshold?: number
  /** Version of the section prior that decided near ties; absent where there was none. */
  readonly prior?: string
  /**
   * Which embedding model had a say, and what came of it: `building` and `broken` mean that words alone ranked.
   * Absent where none is configured.
   */
  readonly dense?: DenseSign
  readonly articles: readonly {
    readonly articleId: ArticleId
    readonly locale: string
    readonly versionHash: string
  }[]
  readonly fieldsSent: readonly { readonly field: TicketField; readonly bytes: number }[]
  readonly replaced: Readonly<Record<string, number>>
  readonly drafter: DrafterChoice & { readonly version: string }
  readonly requesterIdentity: 'webhook' | 'agent_session'
  readonly verdicts: {
    readonly verified: number
    readonly dropped: number
    /** One row a sentence of the drafter, in its order; `id` only where the sentence is in the draft. */
    readonly sentences?: readonly {
      readonly id: string | null
      readonly verdict: 'verified' | DropRule
      /** Share of the sentence's content words that its citations carry, 0…1; 1 for verbatim words. */
      readonly support: number
    }[]
  }
  /** What left the companion, and to whom; `null` where nothing did. */
  readonly egress?: EgressFacts | null
  /** Which draft this one rewrites, and how. */
  readonly rewrite?: { readonly of: string; readonly how: Rewrite } | null
  /** The gate's decisions that it rests on: the first one, then one for each request to a provider. */
  readonly decisions?: readonly DecisionNote[]
  /** AI Act Art. 50(2): machine-readable mark that the text was generated. */
  readonly aiGenerated: true
  readonly auditIndex: number
}

/** What the receipt says of one draft's way out. Region and retention are what the provider's contract says. */
export interface EgressFacts {
  readonly provider: string
  readonly host: string
  readonly region: string
  readonly retention: string
  readonly model: string
  readonly promptVersion: string
  readonly store: false
  /** Requests made: 1, or 2 where an answer had to be repaired. */
  readonly calls: number
  readonly bytesOut: number
  readonly bytesIn: number
}

export interface Draft {
  readonly id: string
  readonly status: DraftStatus
  readonly locale: string
  readonly sentences: readonly DraftSentence[]
  readonly parts: readonly DraftPart[]
  readonly passages: readonly CitedPassage[]
  /** What the verifier left out, for the agent to see why. Not part of the reply. */
  readonly dropped?: readonly DroppedSentence[]
  readonly receipt: Receipt
}

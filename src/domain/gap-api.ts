/**
 * Coverage gaps: what requesters have asked and no allowed article answers, put together by topic. The questions
 * are recorded ones, minimised; of few people only a count is told.
 */
import type { NearArticle } from './refusal.ts'

/**
 * With fewer requesters behind it, nothing of what they wrote is shown, nor when: how many there are, words that
 * as many people use anywhere, and articles of the account's own.
 */
export const LEAST_REQUESTERS = 3
/** The days that questions are kept, in parts of so many: what grows and what fades. */
export const GAP_SPAN_DAYS = 6
/** The newest ones are looked at. */
export const GAP_QUESTIONS_MOST = 10_000

/** What people want to know of a thing, told from how they ask. `other`: it is not told. */
export const QUESTION_KINDS = ['how', 'what', 'may', 'when', 'cost', 'where', 'who', 'why', 'other'] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]

export interface GapKind {
  readonly kind: QuestionKind
  readonly questions: number
  readonly examples: readonly string[]
}

export interface GapTopic {
  /** Made from what the topic is about: the same topic keeps it while its questions come and go. */
  readonly topicId: string
  readonly language: string
  /** Words of the questions that at least `LEAST_REQUESTERS` people used, the most telling first. */
  readonly words: readonly string[]
  readonly questions: number
  /** `null`: fewer than `LEAST_REQUESTERS`. */
  readonly requesters: number | null
  /** In each part of the days kept, the oldest first; empty where few ask. */
  readonly spans: readonly number[]
  readonly examples: readonly string[]
  readonly kinds: readonly GapKind[]
  /** Allowed articles that come nearest and do not answer. */
  readonly nearest: readonly NearArticle[]
  /** A synced article that answers most of them and is not allowed. */
  readonly answeredBy: NearArticle | null
}

/** `GET /api/v1/console/gaps`, for admins and compliance staff. */
export interface GapsView {
  readonly kept: boolean
  readonly days: number
  /** Recorded questions that were looked up, and those that nothing allowed answers. */
  readonly questions: number
  readonly uncovered: number
  /** Of the uncovered ones, those too rare to be named at all. */
  readonly unnamed: number
  /** True when more are recorded than were looked at. */
  readonly cut: boolean
  readonly topics: readonly GapTopic[]
}

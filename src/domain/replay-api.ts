/** The JSON of a dry run: recorded questions looked up once more, as if the change were made. Nothing is drafted. */
import type { NearArticle } from './refusal.ts'
import type { ArticleSelection } from './scope.ts'
import type { PolicyContent } from './scope-policy.ts'

export const REPLAY_MOST = 500

/**
 * `POST /api/v1/console/replays` → 202 `ReplayView`. The newest `last` recorded questions, under another
 * allowlist, another scope policy, or both; what is absent stays as it is. One of the two must be given.
 */
export interface ReplayOrder {
  readonly selection?: ArticleSelection
  readonly policy?: PolicyContent
  readonly last: number
}

export const REPLAY_KINDS = ['lost', 'gained', 'restricted', 'moved'] as const
/**
 * `lost`: answered before, not after. `gained`: the other way round. `moved`: answered from another article.
 * `restricted`: what answers it best stands in an article that the change takes out.
 */
export type ReplayKind = (typeof REPLAY_KINDS)[number]

export interface ReplayLine {
  readonly kinds: readonly ReplayKind[]
  readonly ticketId: string
  readonly at: string
  readonly locale: string
  /** Minimised, as it was kept; `null` when it has been deleted since. */
  readonly question: string | null
  readonly before: NearArticle | null
  readonly after: NearArticle | null
  /** The best answer of all that is synced, where it is out after the change. */
  readonly restricted: NearArticle | null
}

export interface ReplayResult {
  readonly questions: number
  readonly answeredBefore: number
  readonly answeredAfter: number
  /** How many would be answered after the change at a threshold of 0.00, 0.01 … 1.00. */
  readonly answeredAt: readonly number[]
  readonly counts: Readonly<Record<ReplayKind, number>>
  /** Only the questions that the change touches. */
  readonly lines: readonly ReplayLine[]
}

/** `GET /api/v1/console/replays/:replayId`; `POST …/cancellations` ends one that runs. */
export interface ReplayView {
  readonly replayId: string
  readonly status: 'running' | 'done' | 'cancelled' | 'failed'
  readonly done: number
  readonly total: number
  readonly result: ReplayResult | null
}

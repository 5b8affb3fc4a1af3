/** What each question came to in a measure: what curves are drawn from and worst cases are picked from. */

/** One question put to the ranking. */
export interface RankedOutcome {
  readonly id: string
  readonly question: string
  /** Pages that people found relevant. */
  readonly wanted: readonly string[]
  /** Best first. */
  readonly found: readonly string[]
}

/** One question put to what decides between an answer and a "not covered". */
export interface JudgedOutcome {
  readonly id: string
  readonly question: string
  /** 0…1, as the product said it. */
  readonly probability: number
  readonly answered: boolean
  /** The article that answers; `null` when none that was allowed does. */
  readonly wanted: string | null
  /** The article that the answer quotes, or the nearest one; `null` when there was none. */
  readonly found: string | null
}

/** All questions of one kind, asked under the same rule. */
export interface JudgedKind {
  readonly kind: string
  /** Whether the allowed articles answer these questions. */
  readonly answerable: boolean
  /** The kind of answerable questions that it is held against; `null` for such a kind itself. */
  readonly against: string | null
  readonly outcomes: readonly JudgedOutcome[]
}

/** One question whose sentences people have marked, asked of everything. */
export interface EvidenceOutcome {
  readonly id: string
  readonly question: string
  readonly pageId: string
  /** Of the sentences chosen when the labelled page alone is allowed. */
  readonly f1: number
  readonly chosen: readonly string[]
  readonly wanted: readonly string[]
}

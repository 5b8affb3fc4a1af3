/** The shapes of an answer. */

export interface Citation {
  readonly passage: string
  readonly quote: string
}

export interface Segment {
  readonly kind: 'answer' | 'step' | 'list_item' | 'question_back' | 'greeting' | 'closing'
  readonly question: number
  readonly text: string
  readonly citations: readonly Citation[]
}

export interface DraftAnswer {
  readonly segments: readonly Segment[]
  readonly not_answered: readonly number[]
}

export interface SummaryAnswer {
  readonly points: readonly { readonly text: string; readonly comment: string; readonly quote: string }[]
}

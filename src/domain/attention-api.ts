/** JSON between the console's overview and the companion: what needs somebody, and how things went. Counts only. */

/** In the order in which they are shown. */
export const ATTENTION_KINDS = [
  'incident_open',
  'incident_signal',
  'request_late',
  'audit_broken',
  'checkpoint_uncopied',
  'kill_switch',
  'budget_reached',
  'budget_unpriced',
  'request_due',
  'notice_outdated',
  'sync_failed',
  'sync_waiting',
  'approval_waiting',
  'recall_open',
  'budget_near',
  'notice_behind',
  'drill_due',
] as const
export type AttentionKind = (typeof ATTENTION_KINDS)[number]

export interface AttentionItem {
  readonly kind: AttentionKind
  readonly count: number
}

/** What five people or more did in one or several weeks that are over, as the reports tell it. */
export interface WorkFigures {
  /** Mondays. */
  readonly first: string
  readonly last: string
  readonly drafts: number
  readonly refusals: number
}

export interface WeekFigures {
  /** The Monday. */
  readonly week: string
  readonly count: number
}

/** Nothing of any one person or agent. */
export interface FiguresView {
  /** Of the last eight weeks that may be told, the oldest first. */
  readonly work: readonly WorkFigures[]
  /** Of those weeks, the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[]
  readonly consent: readonly { readonly status: string; readonly count: number }[]
  /** How many cases fall due in the week. */
  readonly weeks: readonly WeekFigures[]
  readonly late: number
}

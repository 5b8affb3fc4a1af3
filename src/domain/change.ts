/** A change that widens what drafts may use waits for a second person: its kinds, its states, its words. */
import type { Role } from './account.ts'
import type { ErasedClass, KeptClass } from './erasure.ts'
import type { StopTarget } from './kill-switch.ts'
import type { Action, ArticleSelector, TicketField } from './scope.ts'

export const CHANGE_KINDS = [
  'scope_policy',
  'allowlist',
  'legal_basis',
  'four_eyes',
  'kill_switch_lift',
  'erasure',
  'bulk_export',
  'spending',
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** Who may propose a change of the kind, and who may decide on somebody else's. */
export const CHANGE_ROLE = {
  scope_policy: 'admin',
  allowlist: 'admin',
  legal_basis: 'compliance',
  four_eyes: 'compliance',
  kill_switch_lift: 'compliance',
  erasure: 'compliance',
  bulk_export: 'compliance',
  spending: 'admin',
} as const satisfies Record<ChangeKind, Role>

/** `stale`: what it was made from has changed since; `expired`: nobody decided within its time. */
export const CHANGE_STATUSES = ['proposed', 'approved', 'rejected', 'stale', 'expired'] as const
export type ChangeStatus = (typeof CHANGE_STATUSES)[number]

export const FOUR_EYES_MODES = ['on', 'off'] as const
export type FourEyesMode = (typeof FOUR_EYES_MODES)[number]

/** What a change would permit that was not permitted before; empty: it narrows, or changes nothing. */
export type Widening =
  | { readonly what: 'article_rule_added'; readonly selector: ArticleSelector }
  | { readonly what: 'article_denial_removed'; readonly selector: ArticleSelector }
  | { readonly what: 'action_added'; readonly action: Action }
  | { readonly what: 'field_added'; readonly field: TicketField }
  /** `to: null`: no limit any more. */
  | {
      readonly what: 'limit_raised'
      readonly limit: string
      readonly from: number
      readonly to: number | null
    }
  /** More questions would be answered, with less reason to. */
  | { readonly what: 'threshold_lowered'; readonly from: number; readonly to: number }
  | { readonly what: 'recipient_added' }
  /** Drafts would be made under a version that no simulation has shown, or with less shown. */
  | { readonly what: 'simulation_loosened' }
  | { readonly what: 'topic_opened' }
  /** `part` is the member of the rule's restriction that takes less, or nothing, than before. */
  | { readonly what: 'rule_loosened' | 'rule_removed'; readonly rule: string; readonly part: string }
  | { readonly what: 'order_pattern_removed'; readonly pattern: string }
  | { readonly what: 'legal_basis_changed' }
  | { readonly what: 'second_person_dropped' }
  | ({ readonly what: 'stop_lifted' } & StopTarget)
  /** Everything that is held about one person: how many records, on how many tickets. */
  | {
      readonly what: 'person_erased'
      readonly records: number
      readonly tickets: number
      /** By kind, as it stood when it was proposed; absent where a version before had proposed it. */
      readonly erased?: readonly ErasedClass[] | undefined
      readonly kept?: readonly KeptClass[] | undefined
      /** The request that it answers, as people call it; `null`: none was named. */
      readonly caseNumber?: string | null | undefined
    }
  /** Packages of this many people, beside those of the last day. */
  | { readonly what: 'people_exported'; readonly people: number }
  /** The whole log with what was sealed beside it in clear. */
  | { readonly what: 'log_words_exported' }
  /** More may be spent in a month; amounts in millionths of the currency's unit, `to: null`: no budget any more. */
  | {
      readonly what: 'budget_raised'
      /** `null`: over all providers. */
      readonly provider: string | null
      readonly from: number
      readonly to: number | null
      readonly currency: string
    }
  /** What was spent before does not count any more. */
  | { readonly what: 'budget_currency_changed'; readonly from: string; readonly to: string }
  /** Under a budget: more requests for the same money. */
  | { readonly what: 'price_lowered'; readonly provider: string; readonly model: string }

/** How long a proposed change waits. */
export const CHANGE_WAIT_DAYS = 14

export interface ChangeTimes {
  readonly status: 'proposed' | 'approved' | 'rejected'
  readonly base: string
  readonly expiresAt: string
}

/** `currentBase` is what stands now; `null` when it cannot be decided on any more. */
export function changeStatus(change: ChangeTimes, currentBase: string | null, now: Date): ChangeStatus {
  if (change.status !== 'proposed') return change.status
  if (change.base !== currentBase) return 'stale'
  return now.getTime() < Date.parse(change.expiresAt) ? 'proposed' : 'expired'
}

/** One line of a difference, as `diff` prints it: `+` comes, `-` goes. */
export interface DiffLine {
  readonly sign: '+' | '-'
  /** Dotted path of what differs, e.g. `articles.allow`. */
  readonly path: string
  /** JSON of the value there. */
  readonly value: string
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Members in one order, so that the same value is the same text. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isFields(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  )
}

/**
 * Lists are compared as sets: the order of rules that all hold is no change. An empty list where nothing
 * stood before is one: no recipient at all is not the same as nothing said of recipients.
 */
export function diffLines(before: unknown, after: unknown, path = ''): readonly DiffLine[] {
  if (isFields(before) && isFields(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap((key) => diffLines(before[key], after[key], path === '' ? key : `${path}.${key}`))
  }
  const [was, becomes] = [before, after].map((value) =>
    value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(textOf),
  )
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0
  if (before === undefined && isEmpty(after)) return [{ sign: '+', path, value: '[]' }]
  if (after === undefined && isEmpty(before)) return [{ sign: '-', path, value: '[]' }]
  const missing = (from: readonly string[], other: readonly string[], sign: '+' | '-') =>
    from.filter((value) => !other.includes(value)).map((value): DiffLine => ({ sign, path, value }))
  return [...missing(was ?? [], becomes ?? [], '-'), ...missing(becomes ?? [], was ?? [], '+')]
}

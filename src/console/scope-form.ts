/** The scope policy as a form: what was typed, what is wrong with it, and what a new ticket would get. */
import type { ScopePolicyView } from '../domain/api.ts'
import { ACTIONS, type Action, TICKET_FIELDS, type TicketField } from '../domain/scope.ts'
import type { PolicyContent } from '../domain/scope-policy.ts'

/** The same bounds as the companion's, so that a wrong number is told before it is sent. */
export const LIMITS = {
  draftsPerTicket: { min: 0, max: 100 },
  maxChars: { min: 200, max: 50_000 },
  validDays: { min: 1, max: 365 },
} as const
export type LimitName = keyof typeof LIMITS
export const LIMIT_NAMES = Object.keys(LIMITS) as readonly LimitName[]

/** Numbers stay as typed until they are whole numbers, so that nobody's input jumps while typing. */
export interface ScopeForm {
  readonly actions: readonly Action[]
  readonly fields: readonly TicketField[]
  readonly draftsPerTicket: string
  readonly maxChars: string
  readonly validDays: string
  /** One a line. */
  readonly orderPatterns: string
}

export type ScopeProblem = 'whole' | 'range' | 'draftNeedsText' | 'rewriteNeedsDraft' | 'pattern' | 'server'
type ScopePart = LimitName | 'actions' | 'fields' | 'orderPatterns'
export type ScopeProblems = Readonly<Partial<Record<ScopePart, ScopeProblem>>>

export function formFromPolicy(policy: ScopePolicyView): ScopeForm {
  return {
    actions: policy.actions,
    fields: policy.fields,
    draftsPerTicket: String(policy.draftsPerTicket),
    maxChars: String(policy.maxChars),
    validDays: String(policy.validDays),
    orderPatterns: (policy.orderPatterns ?? []).join('\n'),
  }
}

const patternsIn = (typed: string): readonly string[] => [
  ...new Set(
    typed
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]

/** The same bounds as the detectors': `##` would take every number out of a text. */
function isOrderPattern(pattern: string): boolean {
  const drawn = pattern.replace(/[^#@]/g, '').length
  return drawn >= 3 && pattern.length <= 40 && !/[\p{Cc}⟦⟧]/u.test(pattern)
}

export function scopeProblems(form: ScopeForm): ScopeProblems {
  const problems: Partial<Record<ScopePart, ScopeProblem>> = {}
  if (form.actions.includes('draft') && !form.fields.includes('requester_text')) {
    problems.fields = 'draftNeedsText'
  }
  if (form.actions.includes('rewrite') && !form.actions.includes('draft')) {
    problems.actions = 'rewriteNeedsDraft'
  }
  const patterns = patternsIn(form.orderPatterns)
  if (patterns.length > 20 || !patterns.every(isOrderPattern)) problems.orderPatterns = 'pattern'
  for (const name of LIMIT_NAMES) {
    const problem = numberProblem(form[name], LIMITS[name])
    if (problem !== null) problems[name] = problem
  }
  return problems
}

function numberProblem(typed: string, { min, max }: { min: number; max: number }): 'whole' | 'range' | null {
  if (!/^\d{1,9}$/.test(typed.trim())) return 'whole'
  const value = Number(typed)
  return value < min || value > max ? 'range' : null
}

/** What the form shows of a policy, and nothing else of it; `null` while anything is wrong. */
export type ShownPolicy = Pick<PolicyContent, 'actions' | 'fields' | LimitName | 'orderPatterns'>

export function shownPolicy(form: ScopeForm): ShownPolicy | null {
  if (Object.keys(scopeProblems(form)).length > 0) return null
  const orderPatterns = patternsIn(form.orderPatterns)
  return {
    // In the order of the closed lists, so that ticking in another order is no change.
    actions: ACTIONS.filter((action) => form.actions.includes(action)),
    fields: TICKET_FIELDS.filter((field) => form.fields.includes(field)),
    draftsPerTicket: Number(form.draftsPerTicket),
    maxChars: Number(form.maxChars),
    validDays: Number(form.validDays),
    ...(orderPatterns.length === 0 ? {} : { orderPatterns }),
  }
}

/**
 * `null` while anything is wrong: a half-valid policy is never sent. What the form does not show of `over`, the
 * policy that it is saved over, stays as it is there: rules, topics, further limits.
 */
export function policyFromForm(form: ScopeForm, over: ScopePolicyView): ScopePolicyView | null {
  const shown = shownPolicy(form)
  if (shown === null) return null
  const { orderPatterns: _replaced, ...kept } = over
  return { ...kept, ...shown }
}

export function scopeFormChanged(form: ScopeForm, policy: ScopePolicyView): boolean {
  const saved = formFromPolicy(policy)
  const sameSet = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((entry) => b.includes(entry))
  return (
    !sameSet(form.actions, saved.actions) ||
    !sameSet(form.fields, saved.fields) ||
    !sameSet(patternsIn(form.orderPatterns), policy.orderPatterns ?? []) ||
    LIMIT_NAMES.some((name) => form[name].trim() !== saved[name])
  )
}

/** Fields that the server named in its problem document, e.g. `validDays` or `validDays: too large`. */
export function serverProblems(invalid: readonly string[]): ScopeProblems {
  const named = [...LIMIT_NAMES, 'actions' as const, 'fields' as const, 'orderPatterns' as const].filter(
    (name) => invalid.some((entry) => entry.split(/\W/).includes(name)),
  )
  return Object.fromEntries(named.map((name) => [name, 'server' as const]))
}

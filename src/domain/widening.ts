/**
 * Does a change permit anything that was not permitted before? Decided by the rules alone, never by the
 * articles of today: an article that comes tomorrow must not slip in through a rule that nobody approved.
 */
import type { Widening } from './change.ts'
import type { ArticleSelection, ArticleSelector } from './scope.ts'
import type { ScopePolicy } from './scope-resolution.ts'

type Key = keyof ArticleSelector
const keysOf = (selector: ArticleSelector) =>
  (Object.keys(selector) as Key[]).filter((key) => selector[key] !== undefined)

/** True when whatever `inner` selects is selected by `outer` too: outer asks no more than inner does. */
export function selectsWithin(inner: ArticleSelector, outer: ArticleSelector): boolean {
  const asked = keysOf(outer)
  // A selector without a key matches nothing: it is within all, and nothing but itself is within it.
  if (keysOf(inner).length === 0) return true
  return asked.length > 0 && asked.every((key) => inner[key] === outer[key])
}

/** Sound: when this is empty, no article that could ever exist is allowed after and was not before. */
export function selectionWidenings(before: ArticleSelection, after: ArticleSelection): readonly Widening[] {
  const added = after.allow.filter((rule) => !before.allow.some((old) => selectsWithin(rule, old)))
  const undenied = before.deny.filter((rule) => !after.deny.some((kept) => selectsWithin(rule, kept)))
  // With no allowing rule left, a denial less lets nothing in.
  const denials = after.allow.length === 0 ? [] : undenied
  return [
    ...added
      .filter((rule) => keysOf(rule).length > 0)
      .map((selector) => ({ what: 'article_rule_added' as const, selector })),
    ...denials
      .filter((rule) => keysOf(rule).length > 0)
      .map((selector) => ({ what: 'article_denial_removed' as const, selector })),
  ]
}

type PolicyContent = Omit<ScopePolicy, 'version' | 'drafter'>

const LIMITS = ['draftsPerTicket', 'maxChars', 'validDays'] as const

/** Sound for every ticket: when this is empty, no scope made of `after` permits more than one of `before`. */
export function policyWidenings(before: PolicyContent, after: PolicyContent): readonly Widening[] {
  const patterns = after.orderPatterns ?? []
  return [
    ...after.actions
      .filter((action) => !before.actions.includes(action))
      .map((action) => ({ what: 'action_added' as const, action })),
    ...after.fields
      .filter((field) => !before.fields.includes(field))
      .map((field) => ({ what: 'field_added' as const, field })),
    ...LIMITS.filter((limit) => after[limit] > before[limit]).map((limit) => ({
      what: 'limit_raised' as const,
      limit,
      from: before[limit],
      to: after[limit],
    })),
    // Fewer patterns let more numbers of the requester's out.
    ...(before.orderPatterns ?? [])
      .filter((pattern) => !patterns.includes(pattern))
      .map((pattern) => ({ what: 'order_pattern_removed' as const, pattern })),
  ]
}

/**
 * Does a change permit anything that was not permitted before? Decided by the rules alone, never by the
 * articles of today: an article that comes tomorrow must not slip in through a rule that nobody approved.
 */
import type { Widening } from './change.ts'
import { thresholdOf } from './refusal-threshold.ts'
import type { ArticleSelection, ArticleSelector, TopicChoice } from './scope.ts'
import {
  baseRestriction,
  CONDITION_KEYS,
  type PolicyContent,
  type Restriction,
  type RuleCondition,
} from './scope-policy.ts'
import { requiresAsMuch } from './simulation.ts'

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

const LIMITS = ['draftsPerTicket', 'maxChars', 'validDays'] as const
const OPEN_LIMITS = ['draftsPerAgentHour', 'draftsPerAgentDay', 'draftsPerAccountDay'] as const

type Topics = ReadonlyMap<string, readonly string[]>
const topicsOf = ({ topics = [] }: PolicyContent): Topics =>
  new Map(topics.map(({ id, phrases }) => [id, phrases]))

const within = <T>(inner: readonly T[] = [], outer: readonly T[] = []) =>
  inner.every((value) => outer.includes(value))

/** A denied topic must be found by all it was found by; an allowed one by nothing more. */
function topicsWithin(
  after: TopicChoice,
  before: TopicChoice,
  found: { before: Topics; after: Topics },
): boolean {
  const denies = before.deny.every(
    (id) => after.deny.includes(id) && within(found.before.get(id), found.after.get(id)),
  )
  const { allow } = after
  const allows =
    before.allow === undefined ||
    allow?.every((id) => before.allow?.includes(id) && within(found.after.get(id), found.before.get(id))) ===
      true
  return denies && allows
}

function limitsWithin(after: Restriction['limits'] = {}, before: Restriction['limits'] = {}): boolean {
  return (['draftsPerTicket', 'maxChars', ...OPEN_LIMITS] as const).every((key) => {
    const [was, becomes] = [before[key], after[key]]
    return was === undefined || (becomes !== undefined && becomes <= was)
  })
}

/** True when `after` takes at least what `before` takes, in the one part that is asked about. */
function takesAsMuch(
  part: keyof Restriction,
  after: Restriction,
  before: Restriction,
  found: { before: Topics; after: Topics },
): boolean {
  if (after[part] === undefined) return false
  switch (part) {
    case 'actions':
      return within(after.actions, before.actions)
    case 'fields':
      return within(after.fields, before.fields)
    case 'recipients':
      return within(after.recipients, before.recipients)
    case 'validDays':
      return (after.validDays ?? 0) <= (before.validDays ?? 0)
    case 'limits':
      return limitsWithin(after.limits, before.limits)
    case 'topics':
      return topicsWithin(after.topics ?? { deny: [] }, before.topics ?? { deny: [] }, found)
    case 'articles': {
      const [was, becomes] = [before.articles ?? { deny: [] }, after.articles ?? { deny: [] }]
      // Without a list of its own a rule allows whatever the allowlist does.
      if (was.allow !== undefined && becomes.allow === undefined) return false
      const denies = was.deny.every((rule) => becomes.deny.some((kept) => selectsWithin(rule, kept)))
      return (
        denies &&
        (was.allow === undefined ||
          (becomes.allow ?? []).every((rule) => was.allow?.some((old) => selectsWithin(rule, old))))
      )
    }
    default:
      return part satisfies never
  }
}

/** Applies whenever `inner` does, also where facts are missing: it asks about no more, and takes any value. */
function appliesWherever(outer: RuleCondition, inner: RuleCondition): boolean {
  return CONDITION_KEYS.every((key) => {
    const [asked, wanted] = [outer[key], inner[key]]
    return asked === undefined || (wanted !== undefined && within(wanted, asked))
  })
}

/** Every part of every rule of before must be taken by a rule of after that applies wherever it did. */
function loosened(before: PolicyContent, after: PolicyContent): readonly Widening[] {
  const found = { before: topicsOf(before), after: topicsOf(after) }
  const kept = [{ when: {}, restrict: baseRestriction(after) }, ...(after.rules ?? [])]
  return (before.rules ?? []).flatMap(({ id, name, when, restrict }) => {
    const parts = (Object.keys(restrict) as (keyof Restriction)[]).filter(
      (part) =>
        restrict[part] !== undefined &&
        !kept.some(
          (rule) => appliesWherever(rule.when, when) && takesAsMuch(part, rule.restrict, restrict, found),
        ),
    )
    const gone = !after.rules?.some((rule) => rule.id === id)
    return parts.map((part) => ({
      what: gone ? ('rule_removed' as const) : ('rule_loosened' as const),
      rule: name,
      part,
    }))
  })
}

function baseWidenings(before: PolicyContent, after: PolicyContent): readonly Widening[] {
  const found = { before: topicsOf(before), after: topicsOf(after) }
  const [was, becomes] = [baseRestriction(before), baseRestriction(after)]
  const lost = (part: 'recipients' | 'topics') =>
    was[part] !== undefined && !takesAsMuch(part, becomes, was, found)
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
    ...OPEN_LIMITS.flatMap((limit) => {
      const [from, to] = [before[limit], after[limit]]
      if (from === undefined || (to !== undefined && to <= from)) return []
      return [{ what: 'limit_raised' as const, limit, from, to: to ?? null }]
    }),
    ...(thresholdOf(after) < thresholdOf(before)
      ? [{ what: 'threshold_lowered' as const, from: thresholdOf(before), to: thresholdOf(after) }]
      : []),
    // Fewer patterns let more numbers of the requester's out.
    ...(before.orderPatterns ?? [])
      .filter((pattern) => !after.orderPatterns?.includes(pattern))
      .map((pattern) => ({ what: 'order_pattern_removed' as const, pattern })),
    ...(requiresAsMuch(after.requiresSimulation, before.requiresSimulation)
      ? []
      : [{ what: 'simulation_loosened' as const }]),
    ...(lost('recipients') ? [{ what: 'recipient_added' as const }] : []),
    ...(lost('topics') ? [{ what: 'topic_opened' as const }] : []),
  ]
}

/** Sound for every ticket: when this is empty, no scope made of `after` permits more than one of `before`. */
export function policyWidenings(before: PolicyContent, after: PolicyContent): readonly Widening[] {
  return [...baseWidenings(before, after), ...loosened(before, after)]
}

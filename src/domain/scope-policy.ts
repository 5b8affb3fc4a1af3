/**
 * What an account lets its tickets have: a base, and rules that take away where they apply. There is no
 * rule that gives: base and every applying rule are intersected, so the strictest wins whatever the order.
 */
import type { Action, ArticleSelection, ScopeLimits, TicketField, TopicChoice } from './scope.ts'
import type { SimulationRequirement } from './simulation.ts'
import type { TicketFacets } from './ticket.ts'

/** All given keys must hold; of the values of one key any one. No key at all holds for every ticket. */
export interface RuleCondition {
  readonly brandIds?: readonly string[]
  readonly formIds?: readonly string[]
  readonly groupIds?: readonly string[]
  readonly tags?: readonly string[]
  readonly locales?: readonly string[]
  readonly channels?: readonly string[]
}
export type ConditionKey = keyof RuleCondition
export const CONDITION_KEYS = ['brandIds', 'formIds', 'groupIds', 'tags', 'locales', 'channels'] as const

/** What is left where the rule applies; an absent key takes nothing. */
export interface Restriction {
  /** `allow` lists what may still be used; an absent `allow` only denies. */
  readonly articles?: { readonly allow?: ArticleSelection['allow']; readonly deny: ArticleSelection['deny'] }
  readonly actions?: readonly Action[]
  readonly fields?: readonly TicketField[]
  /** `provider@region` of who may draft; composing on the companion's own machine is always open. */
  readonly recipients?: readonly string[]
  readonly topics?: TopicChoice
  readonly limits?: Partial<ScopeLimits>
  /** Days from the first use of the ticket. */
  readonly validDays?: number
}

export interface PolicyRule {
  /** Stays the same through versions, so that a difference can say which rule changed. */
  readonly id: string
  /** For people; nothing is decided by it. */
  readonly name: string
  readonly when: RuleCondition
  readonly restrict: Restriction
}

/** A topic is found by its phrases; `samples` are sentences that an admin tries them on. */
export interface Topic {
  readonly id: string
  readonly name: string
  readonly phrases: readonly string[]
  readonly samples?: readonly string[]
}

export interface PolicyContent {
  readonly actions: readonly Action[]
  readonly fields: readonly TicketField[]
  readonly draftsPerTicket: number
  readonly maxChars: number
  readonly validDays: number
  readonly draftsPerAgentHour?: number
  readonly draftsPerAgentDay?: number
  readonly draftsPerAccountDay?: number
  /** 0…1; absent: `SHIPPED_THRESHOLD`. */
  readonly refusalThreshold?: number
  readonly orderPatterns?: readonly string[]
  readonly recipients?: readonly string[]
  readonly topics?: readonly Topic[]
  readonly topicChoice?: TopicChoice
  readonly rules?: readonly PolicyRule[]
  /** Absent: drafts are made under a new version at once. */
  readonly requiresSimulation?: SimulationRequirement
}

/** `unknown`: the fact is missing, so the rule is applied: what is not known must not widen. */
export type Match = 'matches' | 'unknown' | 'differs'

const FACET: Readonly<Record<ConditionKey, (facets: TicketFacets) => readonly string[] | null>> = {
  brandIds: ({ brandId }) => (brandId === null ? null : [brandId]),
  formIds: ({ formId }) => (formId === null ? null : [formId]),
  groupIds: ({ groupId }) => (groupId === null ? null : [groupId]),
  tags: ({ tags }) => tags,
  locales: ({ locale }) => (locale === null ? null : localesOf(locale)),
  channels: ({ channel }) => (channel === null ? null : [channel]),
}

/** `de-at` is Austrian and German: a rule for `de` holds there too. */
function localesOf(locale: string): readonly string[] {
  const parts = locale.toLowerCase().split('-')
  return parts.map((_, at) => parts.slice(0, at + 1).join('-'))
}

export function matchOf(condition: RuleCondition, facets: TicketFacets): Match {
  let found: Match = 'matches'
  for (const key of CONDITION_KEYS) {
    const wanted = condition[key]
    if (wanted === undefined) continue
    const held = FACET[key](facets)
    if (held === null) found = 'unknown'
    else if (!wanted.some((value) => held.includes(key === 'locales' ? value.toLowerCase() : value)))
      return 'differs'
  }
  return found
}

/** The strictest match over all that was ever said of the ticket; nothing said is nothing known. */
export function matchOfAny(condition: RuleCondition, said: readonly TicketFacets[]): Match {
  if (said.length === 0) return 'unknown'
  const matches = said.map((facets) => matchOf(condition, facets))
  return (
    matches.find((match) => match === 'matches') ?? matches.find((match) => match === 'unknown') ?? 'differs'
  )
}

/** A base is a restriction that holds for every ticket. */
export function baseRestriction(policy: PolicyContent): Restriction {
  const { draftsPerTicket, maxChars, draftsPerAgentHour, draftsPerAgentDay, draftsPerAccountDay } = policy
  return {
    actions: policy.actions,
    fields: policy.fields,
    ...(policy.recipients === undefined ? {} : { recipients: policy.recipients }),
    ...(policy.topicChoice === undefined ? {} : { topics: policy.topicChoice }),
    limits: {
      draftsPerTicket,
      maxChars,
      ...(draftsPerAgentHour === undefined ? {} : { draftsPerAgentHour }),
      ...(draftsPerAgentDay === undefined ? {} : { draftsPerAgentDay }),
      ...(draftsPerAccountDay === undefined ? {} : { draftsPerAccountDay }),
    },
    validDays: policy.validDays,
  }
}

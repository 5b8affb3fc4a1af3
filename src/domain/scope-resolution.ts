/** A ticket's scope: base and rules of the account intersected, then only ever narrowed. */

import { type ArticleFacts, isAllowed } from './allowlist.ts'
import type { NarrowScopeRequest } from './api.ts'
import { type DiffLine, diffLines } from './change.ts'
import { recipientOf } from './recipient.ts'
import {
  ACTIONS,
  type ArticleSelection,
  type DrafterChoice,
  EXTRACTIVE,
  type Scope,
  type ScopeLimits,
  TICKET_FIELDS,
  type TopicChoice,
} from './scope.ts'
import {
  baseRestriction,
  type Match,
  matchOfAny,
  type PolicyContent,
  type Restriction,
} from './scope-policy.ts'
import { type TicketFacets, UNKNOWN_FACETS } from './ticket.ts'

/** What the account lets a ticket have. The allowlist itself is applied beside it, always. */
export interface ScopePolicy extends PolicyContent {
  readonly version: number
  readonly drafter: DrafterChoice
}

/** One rule of the policy, and what it took from the scope as it was before it. */
export interface ScopeStep {
  readonly rule: string
  readonly name: string
  readonly match: Match
  readonly took: readonly DiffLine[]
}

const DAY_MS = 86_400_000
const both = <T>(held: readonly T[], kept: readonly T[] | undefined): readonly T[] =>
  kept === undefined ? held : held.filter((value) => kept.includes(value))

function narrowerLimits(held: ScopeLimits, kept: Partial<ScopeLimits> = {}): ScopeLimits {
  const least = (a: number | undefined, b: number | undefined) =>
    a === undefined ? b : b === undefined ? a : Math.min(a, b)
  const hour = least(held.draftsPerAgentHour, kept.draftsPerAgentHour)
  const day = least(held.draftsPerAgentDay, kept.draftsPerAgentDay)
  const account = least(held.draftsPerAccountDay, kept.draftsPerAccountDay)
  return {
    draftsPerTicket: Math.min(held.draftsPerTicket, kept.draftsPerTicket ?? held.draftsPerTicket),
    maxChars: Math.min(held.maxChars, kept.maxChars ?? held.maxChars),
    ...(hour === undefined ? {} : { draftsPerAgentHour: hour }),
    ...(day === undefined ? {} : { draftsPerAgentDay: day }),
    ...(account === undefined ? {} : { draftsPerAccountDay: account }),
  }
}

function narrowerTopics(
  held: TopicChoice | undefined,
  kept: TopicChoice | undefined,
): TopicChoice | undefined {
  if (held === undefined || kept === undefined) return held ?? kept
  const allow = held.allow === undefined ? kept.allow : both(held.allow, kept.allow)
  const deny = [...new Set([...held.deny, ...kept.deny])]
  return allow === undefined ? { deny } : { allow, deny }
}

function earliest(a: string, b: string): string {
  return Date.parse(b) < Date.parse(a) ? b : a
}

/** Takes away, and nothing else: every part of the answer is within the same part of `scope`. */
export function restrictScope(scope: Scope, restriction: Restriction, since: Date): Scope {
  const { articles, recipients, validDays } = restriction
  const allow = articles?.allow
  const topics = narrowerTopics(scope.topics, restriction.topics)
  const end = validDays === undefined ? null : new Date(since.getTime() + validDays * DAY_MS).toISOString()
  return {
    ...scope,
    articles: { allow: scope.articles.allow, deny: [...scope.articles.deny, ...(articles?.deny ?? [])] },
    ...(allow === undefined ? {} : { within: [...(scope.within ?? []), { allow, deny: [] }] }),
    ...(topics === undefined ? {} : { topics }),
    actions: both(scope.actions, restriction.actions),
    fields: both(scope.fields, restriction.fields),
    drafter: recipients === undefined || recipients.includes(recipientOf(scope)) ? scope.drafter : EXTRACTIVE,
    limits: narrowerLimits(scope.limits, restriction.limits),
    expiresAt: end === null ? scope.expiresAt : earliest(scope.expiresAt, end),
  }
}

/** Everything that the product knows to give: what base and rules are then taken from. */
function widestScope(policy: ScopePolicy, allowlist: ArticleSelection, since: Date): Scope {
  return {
    articles: { allow: allowlist.allow, deny: allowlist.deny },
    visibility: 'public',
    actions: ACTIONS,
    fields: TICKET_FIELDS,
    drafter: policy.drafter,
    limits: { draftsPerTicket: policy.draftsPerTicket, maxChars: policy.maxChars },
    ...(policy.orderPatterns === undefined ? {} : { orderPatterns: policy.orderPatterns }),
    expiresAt: new Date(since.getTime() + policy.validDays * DAY_MS).toISOString(),
  }
}

/** A rule, and the scope that it leaves. */
interface Followed extends Omit<ScopeStep, 'took'> {
  readonly left: Scope
}

/** The base first, then each rule; what one leaves is what the next takes from. */
function follow(
  policy: ScopePolicy,
  widest: Scope,
  since: Date,
  said: readonly TicketFacets[],
): { readonly scope: Scope; readonly followed: readonly Followed[] } {
  let scope = restrictScope(widest, baseRestriction(policy), since)
  const followed: Followed[] = [{ rule: 'base', name: '', match: 'matches', left: scope }]
  for (const { id, name, when, restrict } of policy.rules ?? []) {
    const match = matchOfAny(when, said)
    scope = match === 'differs' ? scope : restrictScope(scope, restrict, since)
    followed.push({ rule: id, name, match, left: scope })
  }
  return { scope, followed }
}

/** With every rule's word on it: the order of the rules decides only who is named for what was taken. */
export function explainScope(
  policy: ScopePolicy,
  allowlist: ArticleSelection,
  since: Date,
  said: readonly TicketFacets[] = [],
): { readonly scope: Scope; readonly steps: readonly ScopeStep[] } {
  const widest = widestScope(policy, allowlist, since)
  const { scope, followed } = follow(policy, widest, since, said)
  const steps = followed.map(({ left, ...rule }, at): ScopeStep => {
    const before = followed[at - 1]?.left ?? widest
    return { ...rule, took: diffLines(before, left) }
  })
  return { scope, steps }
}

/** `since` is the ticket's first use, or its last renewal; `said` all that was ever said of where it stands. */
export function resolveScope(
  policy: ScopePolicy,
  allowlist: ArticleSelection,
  since: Date,
  said: readonly TicketFacets[] = [],
): Scope {
  return follow(policy, widestScope(policy, allowlist, since), since, said).scope
}

/** Takes away what the request names. There is no way to say "add": the type has no word for it. */
export function narrowScope(scope: Scope, order: NarrowScopeRequest): Scope {
  const removedActions = order.removeActions ?? []
  const removedFields = order.removeFields ?? []
  const end = order.expiresAt
  return {
    ...scope,
    articles: { allow: scope.articles.allow, deny: [...scope.articles.deny, ...(order.denyArticles ?? [])] },
    actions: scope.actions.filter((action) => !removedActions.includes(action)),
    fields: scope.fields.filter((field) => !removedFields.includes(field)),
    expiresAt: end !== undefined && Date.parse(end) < Date.parse(scope.expiresAt) ? end : scope.expiresAt,
  }
}

/** Two narrowings as one: whatever either takes is taken. */
export function joinNarrowings(first: NarrowScopeRequest, second: NarrowScopeRequest): NarrowScopeRequest {
  const ends = [first.expiresAt, second.expiresAt].filter((end) => end !== undefined)
  const [end, other] = ends
  const union = <T>(a: readonly T[] = [], b: readonly T[] = []) => [...new Set([...a, ...b])]
  return {
    removeActions: union(first.removeActions, second.removeActions),
    removeFields: union(first.removeFields, second.removeFields),
    denyArticles: [...(first.denyArticles ?? []), ...(second.denyArticles ?? [])],
    ...(end === undefined ? {} : { expiresAt: other === undefined ? end : earliest(end, other) }),
  }
}

const MOST_SAID = 20
const PLACES = ['brandId', 'formId', 'groupId', 'locale', 'channel'] as const

function refines(vague: TicketFacets, exact: TicketFacets): boolean {
  return PLACES.every((key) => vague[key] === null || vague[key] === exact[key])
}

/**
 * Adds what is now said of where a ticket stands. Nothing that was said is forgotten, tags neither: whoever
 * names another brand cannot leave the rule of the first behind. A fact that was missing is filled in.
 */
export function withFacets(said: readonly TicketFacets[], facets: TicketFacets): readonly TicketFacets[] {
  const lists = [...said, facets].flatMap(({ tags }) => (tags === null ? [] : [tags]))
  const tags = lists.length === 0 ? null : [...new Set(lists.flat())]
  const known = said.some((held) => refines(facets, held))
  const kept = known ? said : [...said.filter((held) => !refines(held, facets)), facets]
  const bounded = kept.length > MOST_SAID ? [...kept.slice(0, MOST_SAID), UNKNOWN_FACETS] : kept
  return bounded.map((held) => ({ ...held, tags }))
}

/** An article is usable for the ticket only when the scope's own selections all let it pass. */
export function inScope(article: ArticleFacts, scope: Scope): boolean {
  return (
    isAllowed(article, scope.articles) &&
    (scope.within ?? []).every((selection) => isAllowed(article, selection))
  )
}

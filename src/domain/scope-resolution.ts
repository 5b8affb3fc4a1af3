/** A ticket's scope: made once from the account's policy, then only ever narrowed. */

import { type ArticleFacts, isAllowed } from './allowlist.ts'
import type { NarrowScopeRequest } from './api.ts'
import {
  ACTIONS,
  type Action,
  type ArticleSelection,
  type DrafterChoice,
  type Scope,
  TICKET_FIELDS,
  type TicketField,
} from './scope.ts'

/** What the account lets a new ticket have. The allowlist itself is applied beside it, always. */
export interface ScopePolicy {
  readonly version: number
  readonly actions: readonly Action[]
  readonly fields: readonly TicketField[]
  readonly drafter: DrafterChoice
  readonly draftsPerTicket: number
  readonly maxChars: number
  readonly validDays: number
  readonly orderPatterns?: readonly string[]
}

const DAY_MS = 86_400_000

/** The scope of a ticket at first use: the policy, frozen, with an end. */
export function resolveScope(policy: ScopePolicy, allowlist: ArticleSelection, now: Date): Scope {
  return {
    articles: { allow: allowlist.allow, deny: allowlist.deny },
    visibility: 'public',
    actions: ACTIONS.filter((action) => policy.actions.includes(action)),
    fields: TICKET_FIELDS.filter((field) => policy.fields.includes(field)),
    drafter: policy.drafter,
    limits: { draftsPerTicket: policy.draftsPerTicket, maxChars: policy.maxChars },
    ...(policy.orderPatterns === undefined ? {} : { orderPatterns: policy.orderPatterns }),
    expiresAt: new Date(now.getTime() + policy.validDays * DAY_MS).toISOString(),
  }
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

/** An article is usable for the ticket only when the scope's own selection lets it pass. */
export function inScope(article: ArticleFacts, scope: Scope): boolean {
  return isAllowed(article, scope.articles)
}

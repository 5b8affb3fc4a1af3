/** `GET /api/v1/console/tickets/:ticketId/why`: what a draft of one ticket could use now, and what decides it. */
import type { Bar } from './allowlist.ts'
import type { RefusalView } from './api.ts'
import type { ConsentState } from './consent.ts'
import type { Action, ArticleSelector, DrafterChoice, TicketField } from './scope.ts'
import type { ScopeStep } from './scope-resolution.ts'

/** The first thing that keeps an article out, or the rule that lets it in. */
export type ArticleReason =
  | { readonly why: 'allowed'; readonly rule: ArticleSelector }
  | { readonly why: 'barred'; readonly bar: Bar }
  | { readonly why: 'no_rule' }
  | { readonly why: 'denied'; readonly rule: ArticleSelector }
  /** Somebody has narrowed this ticket. */
  | { readonly why: 'narrowed'; readonly rule: ArticleSelector }
  /** A rule of the policy, by its name; it denies the article, or does not list it. */
  | { readonly why: 'policy_rule'; readonly name: string }
  /** Nothing of the ticket's scope can be read. */
  | { readonly why: 'scope_older' }

export interface WhyArticle {
  readonly articleId: string
  readonly locale: string
  readonly title: string
  readonly sectionId: string
  readonly sectionName: string
  readonly categoryId: string
  readonly categoryName: string
  readonly brandId?: string
  readonly brandName?: string
  readonly reason: ArticleReason
}

/**
 * `policy`: the account's policy says so. `rule`: a rule of the policy takes it away. `ticket`: this ticket's
 * scope differs from it. `notice`: the notice does not name the field.
 */
export const WHY_SOURCES = ['policy', 'rule', 'ticket', 'notice'] as const
export type WhySource = (typeof WHY_SOURCES)[number]

export interface WhyGrant<T> {
  readonly name: T
  readonly permitted: boolean
  readonly source: WhySource
}

export const SCOPE_STANDS = ['fixed', 'not_fixed', 'unreadable'] as const

export interface WhyView {
  readonly ticketId: string
  /** `not_fixed`: nothing was drafted yet; shown is what a first draft would get. */
  readonly scope: (typeof SCOPE_STANDS)[number]
  readonly allowlistVersion: number
  readonly policyVersion: number
  /** The base (`base`), each rule of the policy in its order, and what was taken from this ticket (`ticket`). */
  readonly steps: readonly ScopeStep[]
  readonly articles: readonly WhyArticle[]
  readonly actions: readonly WhyGrant<Action>[]
  readonly fields: readonly WhyGrant<TicketField>[]
  readonly drafter: DrafterChoice
  readonly limits: {
    readonly draftsMade: number
    readonly draftsPerTicket: number
    readonly maxChars: number
    readonly expiresAt: string
    /** Where each of them is from. */
    readonly source: WhySource
  }
  /** 0…1: how sure an answer must be, and whether the account has set it. */
  readonly threshold: { readonly value: number; readonly set: boolean }
  /** Sections that carried accepted drafts, most first: they decide near ties. `null`: too few to say. */
  readonly prior: {
    readonly version: string
    readonly sections: readonly {
      readonly sectionId: string
      readonly name: string
      readonly share: number
    }[]
  } | null
  readonly consent: ConsentState
  /** Who says that the ticket is this requester's. */
  readonly identity: 'agent_session' | 'webhook'
  readonly refusals: readonly RefusalView[]
}

/** "No, as promised": returned, typed, shown and audited. Never thrown. */
import type { ArticleId } from './article.ts'
import type { ConsentOverlay, ConsentStatus } from './consent.ts'
import type { StopSign } from './kill-switch.ts'
import type { Action } from './scope.ts'
import type { BudgetNo } from './spending.ts'

/** An article that says the same as another one; the section tells them apart. */
export interface ArticleCopy {
  readonly articleId: ArticleId
  readonly locale: string
  readonly title: string
  readonly url: string | null
  readonly sectionName: string
}

export interface NearArticle {
  readonly articleId: ArticleId
  readonly locale: string
  readonly title: string
  readonly url: string | null
  /** Allowed articles that say the same; absent where there is none. */
  readonly alsoIn?: readonly ArticleCopy[]
}

/** Why whoever stands as the requester cannot be the person who wrote, and is asked nothing. */
export const UNFIT_REASONS = ['agent', 'suspended', 'anonymous', 'forwarded', 'side_conversation'] as const
export type UnfitReason = (typeof UNFIT_REASONS)[number]

export type Refusal =
  | { readonly reason: 'CONSENT_NOT_GRANTED'; readonly status: ConsentStatus }
  | { readonly reason: 'CONSENT_OVERLAY'; readonly overlay: ConsentOverlay }
  | { readonly reason: 'CONSENT_EXPIRED' }
  | { readonly reason: 'NOTICE_SUPERSEDED' }
  | { readonly reason: 'RECIPIENT_NOT_DISCLOSED'; readonly recipient: string }
  | { readonly reason: 'SCOPE_EXPIRED' }
  | { readonly reason: 'SCOPE_INVALID' }
  | { readonly reason: 'ACTION_NOT_IN_SCOPE'; readonly action: Action }
  | { readonly reason: 'FIELD_NOT_IN_SCOPE'; readonly field: string }
  /** `of` absent: of the ticket, which does not reset. */
  | {
      readonly reason: 'DRAFT_LIMIT_REACHED'
      readonly limit: number
      readonly of?: 'agent_hour' | 'agent_day' | 'account_day'
      readonly resetsAt?: string
    }
  /** `null`: about none of the topics that drafts may be about. */
  | { readonly reason: 'TOPIC_NOT_IN_SCOPE'; readonly topic: string | null }
  /** The account is still being set up, or was taken back to that. */
  | { readonly reason: 'NOT_LIVE' }
  | ({ readonly reason: 'KILL_SWITCH_ON' } & StopSign)
  | { readonly reason: 'REQUESTER_MISMATCH' }
  | { readonly reason: 'TICKET_MERGED'; readonly into: string }
  | { readonly reason: 'TICKET_DELETED' }
  /** The agent's own, in a reply although somebody has said no since. */
  | { readonly reason: 'DRAFT_TO_REMOVE' }
  | { readonly reason: 'REQUESTER_UNFIT'; readonly why: UnfitReason }
  | { readonly reason: 'ALLOWLIST_EMPTY' }
  | { readonly reason: 'NO_QUESTION' }
  | { readonly reason: 'LANGUAGE_NOT_COVERED'; readonly locales: readonly string[] }
  | { readonly reason: 'NOT_COVERED'; readonly nearest: readonly NearArticle[] }
  | { readonly reason: 'TICKET_CHANGED' }
  | { readonly reason: 'ARTICLE_CHANGED' }
  | { readonly reason: 'DRAFT_NOT_OPEN' }
  /** What it was made from has been corrected since (GDPR Art. 16). */
  | { readonly reason: 'RECORD_CORRECTED' }
  | { readonly reason: 'CONSENT_CHANGED' }
  | { readonly reason: 'PROVIDER_ANSWER_INVALID' }
  | { readonly reason: 'NOT_GROUNDED'; readonly dropped: number }
  | { readonly reason: 'DRAFTER_NOT_CONFIGURED'; readonly recipient: string }
  /** The scope's newest version has not been shown yet to do on past tickets what the account requires. */
  | { readonly reason: 'SIMULATION_REQUIRED'; readonly policyVersion: number }
  | { readonly reason: 'DRAFTER_CANNOT'; readonly action: Action }
  /** The month's budget for models does not carry one more request, or nobody has said what it would cost. */
  | ({ readonly reason: 'BUDGET_REACHED' } & BudgetNo)

export type RefusalReason = Refusal['reason']

/** Every reason has one next step; the sidebar shows both as plain sentences. */
export const NEXT_STEPS = {
  CONSENT_NOT_GRANTED: 'request_consent',
  CONSENT_OVERLAY: 'search_yourself',
  CONSENT_EXPIRED: 'request_consent',
  NOTICE_SUPERSEDED: 'request_consent',
  RECIPIENT_NOT_DISCLOSED: 'request_consent',
  SCOPE_EXPIRED: 'ask_admin',
  SCOPE_INVALID: 'ask_admin',
  ACTION_NOT_IN_SCOPE: 'ask_admin',
  FIELD_NOT_IN_SCOPE: 'ask_admin',
  DRAFT_LIMIT_REACHED: 'write_yourself',
  TOPIC_NOT_IN_SCOPE: 'write_yourself',
  NOT_LIVE: 'ask_admin',
  KILL_SWITCH_ON: 'wait',
  REQUESTER_MISMATCH: 'reload_ticket',
  TICKET_MERGED: 'open_merged_ticket',
  TICKET_DELETED: 'write_yourself',
  DRAFT_TO_REMOVE: 'remove_draft',
  REQUESTER_UNFIT: 'search_yourself',
  ALLOWLIST_EMPTY: 'ask_admin',
  NO_QUESTION: 'search_yourself',
  LANGUAGE_NOT_COVERED: 'search_yourself',
  NOT_COVERED: 'search_yourself',
  TICKET_CHANGED: 'draft_again',
  ARTICLE_CHANGED: 'draft_again',
  DRAFT_NOT_OPEN: 'draft_again',
  RECORD_CORRECTED: 'draft_again',
  CONSENT_CHANGED: 'reload_ticket',
  PROVIDER_ANSWER_INVALID: 'draft_extractive',
  NOT_GROUNDED: 'draft_extractive',
  DRAFTER_NOT_CONFIGURED: 'draft_extractive',
  DRAFTER_CANNOT: 'ask_admin',
  SIMULATION_REQUIRED: 'ask_admin',
  BUDGET_REACHED: 'draft_extractive',
} as const satisfies Record<RefusalReason, string>

export type NextStep = (typeof NEXT_STEPS)[RefusalReason]

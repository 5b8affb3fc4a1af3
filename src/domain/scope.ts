/** What may be used and done for one ticket, until when. Unknown key means deny; a child only narrows. */
import type { ArticleId, ArticleVisibility } from './article.ts'

export const ACTIONS = ['draft', 'rewrite', 'summarise', 'search'] as const
export type Action = (typeof ACTIONS)[number]

export const TICKET_FIELDS = ['requester_text', 'subject', 'locale'] as const
/** The closed list of ticket fields that may reach the companion. There is no key for notes or attachments. */
export type TicketField = (typeof TICKET_FIELDS)[number]

/** All given keys must match one article; a selector without a key matches nothing. */
export interface ArticleSelector {
  readonly brandId?: string
  readonly articleId?: ArticleId
  readonly sectionId?: string
  readonly categoryId?: string
  readonly label?: string
  readonly locale?: string
}

/** Deny beats allow; an empty `allow` is no article at all. */
export interface ArticleSelection {
  readonly allow: readonly ArticleSelector[]
  readonly deny: readonly ArticleSelector[]
}

/** Who writes the draft and where. `region: 'local'` means that nothing leaves the companion's machine. */
export interface DrafterChoice {
  readonly drafter: 'extractive' | 'openai-compatible'
  readonly provider: string
  readonly region: string
}

/** Composes on this machine, sends nothing. */
export const EXTRACTIVE: DrafterChoice = { drafter: 'extractive', provider: 'extractive', region: 'local' }

export interface ScopeLimits {
  readonly draftsPerTicket: number
  readonly maxChars: number
  /** Absent: no such limit. Hours and days are the last 60 minutes and the last 24 hours. */
  readonly draftsPerAgentHour?: number
  readonly draftsPerAgentDay?: number
  readonly draftsPerAccountDay?: number
}

/** Topic ids; `allow` absent: every topic that is not denied, and a ticket of none at all. */
export interface TopicChoice {
  readonly allow?: readonly string[]
  readonly deny: readonly string[]
}

export interface Scope {
  readonly articles: ArticleSelection
  /** Further selections by rules: an article must pass each of them as well. */
  readonly within?: readonly ArticleSelection[]
  readonly topics?: TopicChoice
  readonly visibility: ArticleVisibility
  readonly actions: readonly Action[]
  readonly fields: readonly TicketField[]
  readonly drafter: DrafterChoice
  readonly limits: ScopeLimits
  /**
   * What an order number looks like here: `#` a digit, `@` a letter, all else itself (`A-######`).
   * Such numbers are replaced before text leaves the browser.
   */
  readonly orderPatterns?: readonly string[]
  /** ISO 8601; after it the ticket's scope permits nothing. */
  readonly expiresAt: string
}

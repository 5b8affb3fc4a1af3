/** Articles that drafts quote although something speaks against it: they are old, marked as outdated, or were recalled. */
import type { RecallCause } from './recall.ts'

/** An article that nobody has touched for a year is worth a look. */
export const STALE_DAYS = 365
const DAY_MS = 86_400_000

export const STALE_REASONS = [
  'old',
  'outdated',
  'changed',
  'unpublished',
  'delisted',
  'review_due',
  'stopped',
] as const satisfies readonly (RecallCause | 'old' | 'outdated')[]
export type StaleReason = (typeof STALE_REASONS)[number]

export interface StaleArticle {
  readonly articleId: string
  readonly title: string | null
  readonly url: string | null
  /** Of the language that was edited longest ago; `null`: it is not in the help center any more. */
  readonly updatedAt: string | null
  readonly reasons: readonly StaleReason[]
  /** Drafts of the told weeks that quote it. */
  readonly drafts: number
  /** Those of whole blocks of weeks that began after its last edit. */
  readonly draftsSince: number
}

export interface StandingArticle {
  readonly title: string
  readonly url: string | null
  readonly updatedAt: string
  readonly outdated: boolean
}

export interface QuotedArticle {
  readonly articleId: string
  /** Its languages that are stored now. */
  readonly standing: readonly StandingArticle[]
  /** Of the weeks that are reported. */
  readonly recalls: readonly {
    readonly cause: RecallCause
    readonly title: string
    readonly url: string | null
  }[]
  /** How many drafts quote it, by the Monday with which their block begins. */
  readonly quotes: readonly { readonly first: string; readonly drafts: number }[]
}

/** @returns `null` where nothing speaks against it. */
export function staleArticle(article: QuotedArticle, now: string): StaleArticle | null {
  const { standing, recalls, quotes } = article
  const oldest = standing.toSorted((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1))[0] ?? null
  const limit = new Date(Date.parse(now) - STALE_DAYS * DAY_MS).toISOString()
  const found = new Set<StaleReason>(recalls.map(({ cause }) => cause))
  if (oldest !== null && oldest.updatedAt < limit) found.add('old')
  if (standing.some(({ outdated }) => outdated)) found.add('outdated')
  if (found.size === 0) return null
  const named = oldest ?? recalls[0] ?? null
  const sum = (of: typeof quotes) => of.reduce((total, { drafts }) => total + drafts, 0)
  const edited = oldest?.updatedAt.slice(0, 10) ?? null
  return {
    articleId: article.articleId,
    title: named?.title ?? null,
    url: named?.url ?? null,
    updatedAt: oldest?.updatedAt ?? null,
    reasons: STALE_REASONS.filter((reason) => found.has(reason)),
    drafts: sum(quotes),
    draftsSince: edited === null ? 0 : sum(quotes.filter(({ first }) => first > edited)),
  }
}

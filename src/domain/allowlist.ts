/** Which articles a draft may use. Deny by default: an article that no rule allows does not exist. */
import type { ArticleVersion } from './article.ts'
import { isPastReview } from './review.ts'
import type { ArticleSelection, ArticleSelector } from './scope.ts'

/** What a selector can ask about one article version. */
export type ArticleFacts = Pick<
  ArticleVersion,
  'articleId' | 'locale' | 'sectionId' | 'categoryId' | 'brandId' | 'labels'
>

/** What bars an article version whatever the allowlist says. */
export type BarFacts = Pick<ArticleVersion, 'visibility' | 'draft' | 'outdated'> & {
  readonly passageCount: number
  /** The last day on which it may be used, `2027-01-31`; `null` where nobody set one. */
  readonly reviewBy: string | null
  /** Somebody has stopped it with the kill switch. */
  readonly stopped?: boolean
}

export const BARS = ['restricted', 'draft', 'outdated', 'empty', 'stopped', 'review_due'] as const
export type Bar = (typeof BARS)[number]

const SELECTOR_KEYS = ['articleId', 'sectionId', 'categoryId', 'brandId', 'label', 'locale'] as const

/** True when every given key matches. A selector without a key matches nothing, so `{}` cannot open all. */
export function selects(selector: ArticleSelector, article: ArticleFacts): boolean {
  const given = SELECTOR_KEYS.filter((key) => selector[key] !== undefined)
  return (
    given.length > 0 &&
    given.every((key) =>
      key === 'label' ? article.labels.includes(selector.label as string) : article[key] === selector[key],
    )
  )
}

/** Deny beats allow; no allowing selector means no. */
export function isAllowed(article: ArticleFacts, selection: ArticleSelection): boolean {
  return (
    selection.allow.some((selector) => selects(selector, article)) &&
    !selection.deny.some((selector) => selects(selector, article))
  )
}

/**
 * Restricted, unpublished, outdated and empty versions are never drafted from, nor is one that is stopped or
 * whose review is due.
 * `today` is the day of the companion's clock, `dayOf(now)`.
 */
export function barOf(article: BarFacts, today: string): Bar | null {
  if (article.visibility !== 'public') return 'restricted'
  if (article.draft) return 'draft'
  if (article.outdated) return 'outdated'
  if (article.passageCount === 0) return 'empty'
  if (article.stopped === true) return 'stopped'
  return isPastReview(article.reviewBy, today) ? 'review_due' : null
}

/** Which articles to look at again, in the order in which it presses. Pure. */
import type { ReviewArticle } from '../domain/recall-api.ts'
import { DUE_SOON_DAYS, daysBetween } from '../domain/review.ts'

export type ReviewState = 'due' | 'soon' | 'later' | 'none'

export function reviewState({ reviewBy }: Pick<ReviewArticle, 'reviewBy'>, today: string): ReviewState {
  if (reviewBy === null) return 'none'
  if (today > reviewBy.day) return 'due'
  return daysBetween(today, reviewBy.day) <= DUE_SOON_DAYS ? 'soon' : 'later'
}

/** Past their day or within the next weeks; only what drafts could otherwise use presses. */
export function pressing(articles: readonly ReviewArticle[], today: string): readonly ReviewArticle[] {
  return articles
    .filter((article) => article.allowed && ['due', 'soon'].includes(reviewState(article, today)))
    .sort((a, b) => (a.reviewBy?.day ?? '').localeCompare(b.reviewBy?.day ?? ''))
}

export function inSection(
  articles: readonly ReviewArticle[],
  sectionId: string,
  sought: string,
): readonly ReviewArticle[] {
  const words = sought.trim().toLowerCase()
  return articles.filter(
    (article) => article.sectionId === sectionId && article.title.toLowerCase().includes(words),
  )
}

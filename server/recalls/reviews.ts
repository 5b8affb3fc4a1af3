/** Which article must be looked at again, and by when. */
import type { AccountId } from '../../src/domain/account.ts'
import { isAllowed } from '../../src/domain/allowlist.ts'
import type { ReviewArticle, ReviewSection, ReviewsView } from '../../src/domain/recall-api.ts'
import { dayOf, reviewByOf } from '../../src/domain/review.ts'
import type { ArticleRows } from '../articles/index.ts'

/** One row an article: a day set for it holds in all its languages. */
export async function readReviews(tx: ArticleRows, accountId: AccountId, now: Date): Promise<ReviewsView> {
  const dates = await tx.reviewDates(accountId)
  const { selection } = await tx.currentAllowlist(accountId)
  const articles = new Map<string, ReviewArticle>()
  const sections = new Map<string, ReviewSection>()
  for (const article of await tx.articleHeaders(accountId)) {
    const { articleId, sectionId, sectionName: name, categoryName } = article
    const known = articles.get(articleId)
    const found = reviewByOf(article, dates)
    const earlier =
      known?.reviewBy == null || (found !== null && found.day < known.reviewBy.day) ? found : known.reviewBy
    articles.set(articleId, {
      articleId,
      title: known?.title ?? article.title,
      url: known?.url ?? article.url,
      locales: [...(known?.locales ?? []), article.locale],
      sectionId,
      allowed: known?.allowed === true || isAllowed(article, selection),
      reviewBy: earlier,
    })
    if (!sections.has(sectionId))
      sections.set(sectionId, {
        sectionId,
        name,
        categoryName,
        reviewBy: dates.section.get(sectionId) ?? null,
      })
  }
  return { today: dayOf(now), articles: [...articles.values()], sections: [...sections.values()] }
}

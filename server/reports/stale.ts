/** Names the quoted articles that something speaks against. Their counts come from closed blocks alone. */
import type { AccountId } from '../../src/domain/account.ts'
import {
  OTHERS,
  piecesFor,
  type ReportBlock,
  type ReportFilter,
  sumCounts,
} from '../../src/domain/report-blocks.ts'
import type { ReportSpan } from '../../src/domain/report-weeks.ts'
import { type StaleArticle, staleArticle } from '../../src/domain/stale-article.ts'
import type { ReportRooms } from './rooms.ts'

const MOST = 50
const AT_ONCE = 400

/** Most quoted first. */
export async function readStale(
  rooms: ReportRooms,
  accountId: AccountId,
  told: readonly ReportBlock[],
  given: { readonly span: ReportSpan; readonly filter: ReportFilter },
): Promise<readonly StaleArticle[]> {
  const blocks = told.map((block) => ({
    first: block.first,
    counts: sumCounts(piecesFor(block, given.filter).map(({ articles }) => articles)),
  }))
  const ids = [...new Set(blocks.flatMap(({ counts }) => Object.keys(counts)))].filter((id) => id !== OTHERS)
  const now = rooms.world.now().toISOString()
  const found: StaleArticle[] = []
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const page = ids.slice(at, at + AT_ONCE)
    const { standing, recalls } = await rooms.transact(async (tx) => ({
      standing: await tx.standingArticles(accountId, page),
      recalls: await tx.recallsOfArticles(accountId, page, given.span),
    }))
    for (const articleId of page) {
      const stale = staleArticle(
        {
          articleId,
          standing: standing.filter((one) => one.articleId === articleId),
          recalls: recalls.filter((one) => one.articleId === articleId),
          quotes: blocks.map(({ first, counts }) => ({ first, drafts: counts[articleId] ?? 0 })),
        },
        now,
      )
      if (stale !== null) found.push(stale)
    }
  }
  return found.toSorted((a, b) => b.drafts - a.drafts || (a.articleId < b.articleId ? -1 : 1)).slice(0, MOST)
}

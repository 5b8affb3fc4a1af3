/** What an agent took into a reply is counted for the sections it is from: no draft, ticket or person is named. */
import type { AccountId } from '../../src/domain/account.ts'
import { type CountedSections, countAccepted } from '../articles/index.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'

export async function countSectionsOf(
  rooms: Pick<DraftingRooms, 'world'>,
  tx: DraftRows,
  accountId: AccountId,
  cited: readonly { readonly articleId: string; readonly locale: string }[],
): Promise<CountedSections> {
  const sections: string[] = []
  for (const { articleId, locale } of cited) {
    const article = await tx.articleHeader(accountId, articleId, locale)
    if (article !== null) sections.push(article.sectionId)
  }
  return countAccepted(tx, accountId, sections, rooms.world.now())
}

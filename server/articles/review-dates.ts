/** The days by which somebody must have looked at an article again, set by an admin. */
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { ReviewKind } from '../../src/domain/review.ts'
import type { Keyring } from '../keys.ts'
import type { ArticleRows } from './article-register.ts'
import { type LeavingRooms, watchLeaving } from './leaving.ts'

/** @throws Fault `NOT_FOUND` when no stored article is, or stands in, what is named. */
export async function changeReviewDate(
  rooms: LeavingRooms & { keys: Keyring },
  tx: ArticleRows,
  admin: Agent,
  order: { kind: ReviewKind; ref: string; reviewBy: string | null },
): Promise<void> {
  const { accountId } = admin
  const headers = await tx.articleHeaders(accountId)
  const named = headers.some((article) =>
    order.kind === 'article' ? article.articleId === order.ref : article.sectionId === order.ref,
  )
  // A date may outlive what it was set for; then it can still be taken away.
  if (!named && order.reviewBy !== null) throw new Fault('NOT_FOUND', `there is no such ${order.kind}`)
  await rooms.audit.append(tx, accountId, {
    type: 'review_date.changed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, admin.agentId) },
    // Ids of a folder's articles are paths, which may be words: the entry holds their pseudonym.
    object: { kind: order.kind, ref: rooms.keys.digest(`review.${order.kind}`, accountId, order.ref) },
    decision: order.reviewBy === null ? 'removed' : 'set',
    detail: order.reviewBy === null ? {} : { day: order.reviewBy },
  })
  await watchLeaving(rooms, tx, accountId, () =>
    tx.setReviewDate(accountId, order, rooms.world.now().toISOString()),
  )
}

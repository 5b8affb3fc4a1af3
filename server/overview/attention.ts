/** What needs somebody now, as counts. Each source is asked alike, and knows nothing of the others. */
import type { AccountId } from '../../src/domain/account.ts'
import type { AttentionItem } from '../../src/domain/attention-api.ts'
import { dayIn, daysBetween } from '../../src/domain/due-dates.ts'
import type { ApprovalRows } from '../approvals/index.ts'
import { type ConsentRows, keepNotice, type NoticeRooms } from '../consent/index.ts'
import { type PrivacyRooms, type RequestRows, readCalendar } from '../privacy/index.ts'

/** From here on a request is pressing. */
const PRESSING_DAYS = 7

export interface OpenRecallRows {
  /** Recalls that drafts had quoted, and that nobody has handled. */
  openRecalls(accountId: AccountId): Promise<number>
}

export type AttentionRows = RequestRows & ApprovalRows & ConsentRows & OpenRecallRows

export type AttentionSource<Rows> = (tx: Rows, accountId: AccountId) => Promise<readonly AttentionItem[]>

export interface AttentionRooms<Rows> {
  readonly privacy: PrivacyRooms
  readonly notice: NoticeRooms<Rows>
  /** Of rooms that this one does not know. */
  readonly more: readonly AttentionSource<Rows>[]
}

async function requests(rooms: PrivacyRooms, tx: RequestRows, accountId: AccountId) {
  const { timeZone } = await readCalendar(rooms, tx, accountId)
  const today = dayIn(rooms.world.now().toISOString(), timeZone)
  const running = (await tx.openRequestCases(accountId)).filter(({ pausedSince }) => pausedSince === null)
  const left = running.map(({ dueOn }) => daysBetween(today, dueOn))
  return [
    { kind: 'request_late', count: left.filter((days) => days < 0).length },
    { kind: 'request_due', count: left.filter((days) => days >= 0 && days <= PRESSING_DAYS).length },
  ] as const
}

export async function attentionOf<Rows extends AttentionRows>(
  rooms: AttentionRooms<Rows>,
  tx: Rows,
  accountId: AccountId,
): Promise<readonly AttentionItem[]> {
  const now = rooms.privacy.world.now().toISOString()
  const { standing } = await keepNotice(rooms.notice, tx, accountId)
  const more = await Promise.all(rooms.more.map((source) => source(tx, accountId)))
  const all: readonly AttentionItem[] = [
    ...(await requests(rooms.privacy, tx, accountId)),
    { kind: 'approval_waiting', count: await tx.waitingChanges(accountId, now) },
    { kind: 'recall_open', count: await tx.openRecalls(accountId) },
    { kind: 'notice_outdated', count: standing === 'outdated' ? 1 : 0 },
    { kind: 'notice_behind', count: standing === 'behind' ? 1 : 0 },
    ...more.flat(),
  ]
  return all.filter(({ count }) => count > 0)
}

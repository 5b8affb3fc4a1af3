/** How things went in the last thirty days, as counts: of no agent, of no requester. */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import type { FiguresView, WeekFigures } from '../../src/domain/attention-api.ts'
import { addDays, dayIn } from '../../src/domain/due-dates.ts'
import { type PrivacyRooms, type RequestRows, readCalendar } from '../privacy/index.ts'

const DAYS = 30
const WEEKS = 8
/** Of the gate's refusals the newest are read; more would not change what is most frequent. */
const MOST_RECEIPTS = 5_000

export interface FigureRows {
  /** Drafts and refusals of each day since then, by UTC. */
  draftDays(
    accountId: AccountId,
    since: string,
  ): Promise<readonly { day: string; drafts: number; refusals: number }[]>
  /** Receipts of refusals, the newest first. */
  refusalReceipts(accountId: AccountId, since: string, most: number): Promise<readonly string[]>
  /** Questions that no article answered. */
  coverageGaps(accountId: AccountId, since: string): Promise<number>
  consentCounts(accountId: AccountId): Promise<readonly { status: string; count: number }[]>
}

const receipt = z.object({ reasons: z.array(z.string()) })

function reasonCounts(receipts: readonly string[], gaps: number): FiguresView['reasons'] {
  const counts = new Map<string, number>(gaps === 0 ? [] : [['NOT_COVERED', gaps]])
  for (const text of receipts)
    for (const reason of receipt.parse(JSON.parse(text)).reasons)
      counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
}

const mondayOf = (day: string) => addDays(day, -((new Date(day).getUTCDay() + 6) % 7))

function weekCounts(dues: readonly string[], today: string): readonly WeekFigures[] {
  return Array.from({ length: WEEKS }, (_, index) => {
    const week = addDays(mondayOf(today), 7 * index)
    const inside = dues.filter((due) => due >= today && mondayOf(due) === week)
    return { week, count: inside.length }
  })
}

export async function readFigures(
  rooms: PrivacyRooms,
  tx: FigureRows & RequestRows,
  accountId: AccountId,
): Promise<FiguresView> {
  const { timeZone } = await readCalendar(rooms, tx, accountId)
  const now = rooms.world.now().toISOString()
  const today = dayIn(now, timeZone)
  const first = addDays(now.slice(0, 10), 1 - DAYS)
  const found = new Map((await tx.draftDays(accountId, first)).map((each) => [each.day, each]))
  const days = Array.from({ length: DAYS }, (_, index) => {
    const day = addDays(first, index)
    return { day, drafts: found.get(day)?.drafts ?? 0, refusals: found.get(day)?.refusals ?? 0 }
  })
  const receipts = await tx.refusalReceipts(accountId, first, MOST_RECEIPTS)
  const open = await tx.openRequestCases(accountId)
  const dues = open.filter(({ pausedSince }) => pausedSince === null).map(({ dueOn }) => dueOn)
  return {
    days,
    reasons: reasonCounts(receipts, await tx.coverageGaps(accountId, first)),
    consent: await tx.consentCounts(accountId),
    weeks: weekCounts(dues, today),
    late: dues.filter((due) => due < today).length,
  }
}

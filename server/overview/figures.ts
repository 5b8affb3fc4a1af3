/** How things went, as counts: of no requester, and of no agent, by the rule of the reports. */
import type { AccountId } from '../../src/domain/account.ts'
import type { FiguresView, WeekFigures } from '../../src/domain/attention-api.ts'
import { addDays, dayIn } from '../../src/domain/due-dates.ts'
import { type ReportBlock, sumCounts } from '../../src/domain/report-blocks.ts'
import { NO_NUMBERS, sumNumbers } from '../../src/domain/report-numbers.ts'
import { weekOf } from '../../src/domain/report-weeks.ts'
import { type PrivacyRooms, type RequestRows, readCalendar } from '../privacy/index.ts'

/** Ahead for what falls due, and back for what was done. */
const WEEKS = 8
const WEEK_DAYS = 7

export interface FigureRows {
  consentCounts(accountId: AccountId): Promise<readonly { status: string; count: number }[]>
}

/** Whole blocks alone: whatever two answers differ by is what five people or more did, here as in a report. */
export function toldWork(
  blocks: readonly ReportBlock[],
  today: string,
): Pick<FiguresView, 'work' | 'reasons'> {
  const since = addDays(weekOf(today), -WEEKS * WEEK_DAYS)
  const told = blocks.filter(({ first, pieces }) => first >= since && pieces.length > 0)
  const reasons = sumCounts(told.flatMap(({ pieces }) => pieces.map((piece) => piece.reasons)))
  return {
    work: told.map(({ first, last, pieces }) => {
      const { drafts, refusals } = sumNumbers([NO_NUMBERS, ...pieces.map(({ numbers }) => numbers)])
      return { first, last, drafts, refusals }
    }),
    reasons: Object.entries(reasons)
      .map(([reason, count]) => ({ reason, count }))
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
  }
}

function weekCounts(dues: readonly string[], today: string): readonly WeekFigures[] {
  return Array.from({ length: WEEKS }, (_, index) => {
    const week = addDays(weekOf(today), WEEK_DAYS * index)
    const inside = dues.filter((due) => due >= today && weekOf(due) === week)
    return { week, count: inside.length }
  })
}

export async function readFigures(
  rooms: PrivacyRooms,
  tx: FigureRows & RequestRows,
  accountId: AccountId,
  blocks: readonly ReportBlock[],
): Promise<FiguresView> {
  const { timeZone } = await readCalendar(rooms, tx, accountId)
  const now = rooms.world.now().toISOString()
  const today = dayIn(now, timeZone)
  const open = await tx.openRequestCases(accountId)
  const dues = open.filter(({ pausedSince }) => pausedSince === null).map(({ dueOn }) => dueOn)
  return {
    ...toldWork(blocks, now.slice(0, 10)),
    consent: await tx.consentCounts(accountId),
    weeks: weekCounts(dues, today),
    late: dues.filter((due) => due < today).length,
  }
}

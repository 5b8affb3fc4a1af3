/** Closes the blocks of weeks that are over. Whatever was closed stays as it is; two servers close the same ones. */
import type { AccountId } from '../../src/domain/account.ts'
import { addDays } from '../../src/domain/due-dates.ts'
import { closeBlocks, type FinishedWeek } from '../../src/domain/report-blocks.ts'
import { finishedWeeks, weekOf } from '../../src/domain/report-weeks.ts'
import { entriesOf, loggedEntry, spanOf } from '../evidence/index.ts'
import { emptyMemory, readActs, thatHold } from './acts.ts'
import type { ReportRooms, ReportRows } from './rooms.ts'

const SUNDAY = 6

/** The first week that no block holds yet; `null`: nothing was ever done here. */
export async function firstWeekOf(
  tx: ReportRows,
  accountId: AccountId,
  until: string | null,
): Promise<string | null> {
  if (until !== null) return addDays(until, 1)
  const [first] = await tx.auditEntries(accountId, 0, 1)
  const at = first === undefined ? null : (loggedEntry(first).entry?.at ?? null)
  return at === null ? null : weekOf(at.slice(0, 10))
}

/** @returns how many blocks were closed. */
export async function closeReportBlocks(rooms: ReportRooms, accountId: AccountId): Promise<number> {
  const first = await rooms.transact(async (tx) =>
    firstWeekOf(tx, accountId, await tx.reportedUntil(accountId)),
  )
  if (first === null) return 0
  const now = rooms.world.now().toISOString()
  const memory = emptyMemory()
  const weeks: FinishedWeek[] = []
  for (const week of finishedWeeks(first, now)) {
    const span = await rooms.transact((tx) =>
      spanOf(tx, accountId, { from: week, to: addDays(week, SUNDAY) }),
    )
    weeks.push({
      week,
      acts: await readActs(rooms, accountId, entriesOf(rooms.transact, accountId, span), memory),
    })
  }
  const blocks = closeBlocks(weeks.map(({ week, acts }) => ({ week, acts: thatHold(acts, memory) })))
  if (blocks.length === 0) return 0
  return rooms.transact(async (tx) => {
    const until = await tx.reportedUntil(accountId)
    // Another server was faster: its blocks hold, and these were read from before.
    if (until !== null && until >= first) return 0
    for (const block of blocks) await tx.addReportBlock(accountId, block, now)
    return blocks.length
  })
}

/** Closes what is over before it reads. Each week is looked through once: after its end nothing is added to it. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ReportView } from '../../src/domain/report-api.ts'
import type { ReportFilter } from '../../src/domain/report-blocks.ts'
import { type ReportSpan, weekOf } from '../../src/domain/report-weeks.ts'
import { closeReportBlocks } from './closing.ts'
import { readReport } from './report.ts'
import type { ReportRooms } from './rooms.ts'

export interface ReportDesk {
  /** The companion's day, UTC. */
  today(): string
  close(accountId: AccountId): Promise<void>
  read(accountId: AccountId, span: ReportSpan, filter: ReportFilter): Promise<ReportView>
}

export function createReportDesk(rooms: ReportRooms): ReportDesk {
  const looked = new Map<AccountId, string>()
  const today = () => rooms.world.now().toISOString().slice(0, 10)

  async function close(accountId: AccountId): Promise<void> {
    const week = weekOf(today())
    if (looked.get(accountId) === week) return
    await closeReportBlocks(rooms, accountId)
    looked.set(accountId, week)
  }

  return {
    today,
    close,
    async read(accountId, span, filter) {
      await close(accountId)
      return readReport(rooms, accountId, span, filter)
    },
  }
}

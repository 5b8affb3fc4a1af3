/** Closes what is over before it reads. Each week is looked through once: after its end nothing is added to it. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ReportView } from '../../src/domain/report-api.ts'
import type { ReportBlock, ReportFilter } from '../../src/domain/report-blocks.ts'
import { type ReportSpan, weekOf } from '../../src/domain/report-weeks.ts'
import { closeReportBlocks } from './closing.ts'
import { closeConsentBlocks } from './funnel.ts'
import { readReport } from './report.ts'
import type { ReportRooms } from './rooms.ts'

export interface ReportDesk {
  /** The companion's day, UTC. */
  today(): string
  close(accountId: AccountId): Promise<void>
  /** Whatever may be told of people's work, oldest first. */
  blocks(accountId: AccountId): Promise<readonly ReportBlock[]>
  read(accountId: AccountId, span: ReportSpan, filter: ReportFilter): Promise<ReportView>
}

const ALWAYS: ReportSpan = { from: '0000-01-01', to: '9999-12-31' }

export function createReportDesk(rooms: ReportRooms): ReportDesk {
  const looked = new Map<AccountId, string>()
  const today = () => rooms.world.now().toISOString().slice(0, 10)

  async function close(accountId: AccountId): Promise<void> {
    const week = weekOf(today())
    if (looked.get(accountId) === week) return
    await closeReportBlocks(rooms, accountId)
    await closeConsentBlocks(rooms, accountId)
    looked.set(accountId, week)
  }

  return {
    today,
    close,
    async blocks(accountId) {
      await close(accountId)
      return rooms.transact((tx) => tx.reportBlocks(accountId, ALWAYS))
    },
    async read(accountId, span, filter) {
      await close(accountId)
      return readReport(rooms, accountId, span, filter)
    },
  }
}

/** Asking a second person for a bulk export. Whom it is about is named in the body only. */
import type { BulkOrder, BulkReply } from '../domain/bulk-export.ts'
import type { ProposedReply } from '../domain/change-api.ts'
import { changeView } from './approval-answers.ts'
import { type Check, fields, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

export interface BulkExportClient {
  /** Waits for a second person unless the account has turned that off. */
  askForBulkExport(order: BulkOrder): Promise<BulkReply | ProposedReply>
}

const reply: Check<BulkReply | ProposedReply> = (value, at) => {
  const outcome = oneOf(['proposed', 'permitted'])(fields(value, at).outcome, `${at}.outcome`)
  if (outcome === 'permitted') return { outcome, ...record({ until: text })(value, at) }
  return { outcome, ...record({ change: changeView })(value, at) }
}

export function bulkExportCalls(line: Line): BulkExportClient {
  return { askForBulkExport: (order) => line.ask(reply, 'POST', '/console/bulk-exports', order) }
}

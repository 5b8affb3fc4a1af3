/** What a correction ends in the store. */
import type { Kysely } from 'kysely'
import type { CorrectionRows } from '../../privacy/index.ts'
import type { Tables } from '../schema.ts'

export function correctionRows(db: Kysely<Tables>): CorrectionRows {
  return {
    async withdrawDrafts(accountId, { requesterRefs, ticketRef }, at) {
      const open = db
        .updateTable('draft')
        .set({
          status: 'discarded',
          withdrawnFor: 'record_corrected',
          sealedContent: null,
          changedAt: at,
        })
        .where('accountId', '=', accountId)
        .where('requesterRef', 'in', [...requesterRefs])
        .where('status', 'in', ['drafting', 'ready'])
      const ended = ticketRef === null ? open : open.where('ticketRef', '=', ticketRef)
      return (await ended.returning('ticketRef').execute()).map((row) => row.ticketRef)
    },
  }
}

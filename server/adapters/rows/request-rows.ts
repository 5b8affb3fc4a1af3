/** Request cases in the store. */
import type { Kysely } from 'kysely'
import { REQUEST_KINDS, REQUEST_STATUSES } from '../../../src/domain/request-case.ts'
import type { RequestCase, RequestRows } from '../../privacy/index.ts'
import type { TicketRows } from '../../tickets/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<RequestRows, keyof TicketRows>

function caseOf(row: Tables['requestCase']): RequestCase {
  const { accountId: _account, kind, status, ...rest } = row
  return {
    ...rest,
    kind: REQUEST_KINDS.find((known) => known === kind) ?? 'access',
    status: REQUEST_STATUSES.find((known) => known === status) ?? 'received',
  }
}

export function requestRows(db: Kysely<Tables>): Own {
  const cases = (accountId: string) =>
    db.selectFrom('requestCase').selectAll().where('accountId', '=', accountId)
  return {
    async addRequestCase(accountId, request) {
      await db
        .insertInto('requestCase')
        .values({ accountId, ...request })
        .execute()
    },
    async latestRequestCase(accountId, requesterRef, kind) {
      const row = await cases(accountId)
        .where('requesterRef', '=', requesterRef)
        .where('kind', '=', kind)
        .orderBy('receivedAt', 'desc')
        .orderBy('caseId', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? null : caseOf(row)
    },
    async requestCaseById(accountId, caseId) {
      const row = await cases(accountId).where('caseId', '=', caseId).executeTakeFirst()
      return row === undefined ? null : caseOf(row)
    },
    requestCases: async (accountId) => (await cases(accountId).execute()).map(caseOf),
    async setRequestAnswered(accountId, caseId, at, sealedNote) {
      await db
        .updateTable('requestCase')
        .set({ status: 'answered', answeredAt: at, sealedNote })
        .where('accountId', '=', accountId)
        .where('caseId', '=', caseId)
        .execute()
    },
  }
}

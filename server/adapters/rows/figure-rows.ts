/** Counts over the store, for the overview. */
import type { Kysely } from 'kysely'
import type { FigureRows, OpenRecallRows } from '../../overview/index.ts'
import type { Tables } from '../schema.ts'

export function figureRows(db: Kysely<Tables>): FigureRows & OpenRecallRows {
  return {
    async consentCounts(accountId) {
      const rows = await db
        .selectFrom('consentStanding')
        .select((eb) => ['status', eb.fn.countAll().as('count')])
        .where('accountId', '=', accountId)
        .groupBy('status')
        .execute()
      return rows.map(({ status, count }) => ({ status, count: Number(count) }))
    },
    async openRecalls(accountId) {
      const row = await db
        .selectFrom('recall')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('accountId', '=', accountId)
        .where('handledAt', 'is', null)
        .where('drafts', '>', 0)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
  }
}

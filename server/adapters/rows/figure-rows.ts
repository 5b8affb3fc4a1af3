/** Counts over the store, for the overview. */
import { type Kysely, sql } from 'kysely'
import type { FigureRows, OpenRecallRows } from '../../overview/index.ts'
import type { Tables } from '../schema.ts'

export function figureRows(db: Kysely<Tables>): FigureRows & OpenRecallRows {
  return {
    async draftDays(accountId, since) {
      const rows = await db
        .selectFrom('draft')
        .select((eb) => [
          sql<string>`substr(created_at, 1, 10)`.as('day'),
          eb.fn.countAll().as('all'),
          eb.fn.count('receipt').as('made'),
        ])
        .where('accountId', '=', accountId)
        .where('createdAt', '>=', since)
        .groupBy(sql`substr(created_at, 1, 10)`)
        .execute()
      return rows.map(({ day, all, made }) => ({
        ...{ day, drafts: Number(made), refusals: Number(all) - Number(made) },
      }))
    },
    async refusalReceipts(accountId, since, most) {
      const rows = await db
        .selectFrom('decision')
        .select('receipt')
        .where('accountId', '=', accountId)
        .where('at', '>=', since)
        .where('receipt', 'not like', '%"reasons":[]%')
        .orderBy('auditIndex', 'desc')
        .limit(most)
        .execute()
      return rows.map(({ receipt }) => receipt)
    },
    async coverageGaps(accountId, since) {
      const row = await db
        .selectFrom('coverageGap')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('accountId', '=', accountId)
        .where('at', '>=', since)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
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

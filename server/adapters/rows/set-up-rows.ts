/** Whether an account is live, and what its provider answered, in the store. */
import { type Kysely, sql } from 'kysely'
import { Fault } from '../../../src/domain/fault.ts'
import type { AuditRows } from '../../audit/index.ts'
import type { SetUpOwnRows } from '../../setup/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<SetUpOwnRows, keyof AuditRows>

export function setUpRows(db: Kysely<Tables>): Own {
  const newest = (accountId: string) =>
    db
      .selectFrom('liveState')
      .select(['seq', 'live', 'at', 'changedBy', 'auditIndex'])
      .where('accountId', '=', accountId)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
  return {
    async isLive(accountId) {
      return (await newest(accountId))?.live === 1
    },
    async liveState(accountId) {
      const row = await newest(accountId)
      return row === undefined ? null : { ...row, live: row.live === 1 }
    },
    async addLiveState(accountId, { live, ...row }) {
      const { numInsertedOrUpdatedRows: added } = await db
        .insertInto('liveState')
        .values({ accountId, ...row, live: live ? 1 : 0 })
        .onConflict((on) => on.doNothing())
        .executeTakeFirst()
      if (added !== 1n) throw new Fault('CONFLICT', 'somebody else has changed it at the same time')
    },
    async settleLiveState(accountId, seq, at, auditIndex) {
      await db
        .updateTable('liveState')
        .set({ at, auditIndex })
        .where('accountId', '=', accountId)
        .where('seq', '=', seq)
        .execute()
    },
    async addProviderTest(accountId, test) {
      await db
        .insertInto('providerTest')
        .values({ accountId, ...test })
        .execute()
    },
    async newestProviderTest(accountId) {
      const row = await db
        .selectFrom('providerTest')
        .select(['testId', 'provider', 'region', 'host', 'model', 'at', 'outcome', 'ms'])
        .where('accountId', '=', accountId)
        .orderBy('at', 'desc')
        .orderBy('testId', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ?? null
    },
    async addProviderTrouble(accountId, hour, code) {
      await db
        .insertInto('providerTrouble')
        .values({ accountId, hour, code, count: 1 })
        .onConflict((on) =>
          on
            .columns(['accountId', 'hour', 'code'])
            .doUpdateSet((eb) => ({ count: eb('providerTrouble.count', '+', 1) })),
        )
        .execute()
    },
    providerTroubles: (accountId, since) =>
      db
        .selectFrom('providerTrouble')
        .select((eb) => ['code', eb.fn.sum<number>('count').as('count')])
        .where('accountId', '=', accountId)
        .where('hour', '>=', since)
        .groupBy('code')
        .orderBy('code')
        .execute(),
    async forgetProviderTroubles(before) {
      await db.deleteFrom('providerTrouble').where('hour', '<', before).execute()
    },
    async stagedCount(accountId, syncId) {
      const { count } = await db
        .selectFrom('syncStage')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('accountId', '=', accountId)
        .where('syncId', '=', syncId)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async lastWholeSync(accountId) {
      const row = await db
        .selectFrom('syncRun')
        .select('startedAt')
        .where('accountId', '=', accountId)
        .where('status', '=', 'done')
        .orderBy('startedAt', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.startedAt ?? null
    },
    async tableCounts() {
      const tables = await db.introspection.getTables()
      const counts = []
      for (const { name } of tables.filter(({ isView }) => !isView)) {
        const { rows } = await sql<{
          count: number
        }>`select count(*) as count from ${sql.table(name)}`.execute(db)
        counts.push({ name, count: Number(rows[0]?.count ?? 0) })
      }
      return counts.sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    async schemaVersion() {
      return (await db.selectFrom('schemaVersion').select('version').executeTakeFirst())?.version ?? 0
    },
    async newestSigned(accountId) {
      const row = await db
        .selectFrom('webhookHeard')
        .select((eb) => eb.fn.max('lastAt').as('at'))
        .where('accountId', '=', accountId)
        .executeTakeFirst()
      return row?.at ?? null
    },
  }
}

/** Leases in the store. */
import type { Kysely } from 'kysely'
import type { LeaseRows } from '../../leases.ts'
import type { Tables } from '../schema.ts'

export function leaseRows(db: Kysely<Tables>): LeaseRows {
  return {
    leases: (accountId) =>
      db.selectFrom('lease').select(['name', 'holder', 'until']).where('accountId', '=', accountId).execute(),
    async setLease(accountId, { name, holder, until }) {
      await db
        .insertInto('lease')
        .values({ accountId, name, holder, until })
        .onConflict((conflict) => conflict.columns(['accountId', 'name']).doUpdateSet({ holder, until }))
        .execute()
    },
    async dropLease(accountId, name, holder) {
      await db
        .deleteFrom('lease')
        .where('accountId', '=', accountId)
        .where('name', '=', name)
        .where('holder', '=', holder)
        .execute()
    },
  }
}

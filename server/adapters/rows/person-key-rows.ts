/** Wrapped keys of people and the months that wrap them, in the store. */
import { type Kysely, sql } from 'kysely'
import { wrappedUnder } from '../../keys.ts'
import type { PersonKeyRows } from '../../privacy/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<PersonKeyRows, keyof import('../../audit/index.ts').AuditRows>

const HAS_KEY = sql<boolean>`wrapped_key <> ''`

export function personKeyRows(db: Kysely<Tables>): Own {
  return {
    keysBefore: (accountId, epoch, after, limit) =>
      db
        .selectFrom('requester')
        .select(['requesterRef', 'wrappedKey', 'keyEpoch'])
        .where('accountId', '=', accountId)
        .where('keyEpoch', '<', epoch)
        // Whoever is erased has none: as the index says it, in which those do not stand.
        .where(HAS_KEY)
        // One comparison: an index is entered behind it, where two would read all of the month before it.
        .$if(after !== null, (asked) =>
          asked.where(
            sql<boolean>`(key_epoch, requester_ref) > (${after?.keyEpoch ?? ''}, ${after?.requesterRef ?? ''})`,
          ),
        )
        .orderBy('keyEpoch')
        .orderBy('requesterRef')
        .limit(limit)
        .execute(),
    async setPersonKey(accountId, requesterRef, wrappedKey) {
      await db
        .updateTable('requester')
        .set({ wrappedKey, keyEpoch: wrappedUnder(wrappedKey) })
        .where('accountId', '=', accountId)
        .where('requesterRef', '=', requesterRef)
        .execute()
    },
    async hasKeysUnder(accountId, epoch) {
      const row = await db
        .selectFrom('requester')
        .select('requesterRef')
        .where('accountId', '=', accountId)
        .where('keyEpoch', '=', epoch)
        .where(HAS_KEY)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
    async keysByEpoch() {
      // By the wrapped keys themselves: the column beside them only says the same.
      const epoch = sql<string>`case when substr(wrapped_key, 8, 1) = ':' then substr(wrapped_key, 1, 7)
        when substr(wrapped_key, 12, 1) = ':' then substr(wrapped_key, 1, 11) else '' end`
      const rows = await db
        .selectFrom('requester')
        .select((own) => ['accountId', epoch.as('epoch'), own.fn.countAll().as('count')])
        .where('wrappedKey', '!=', '')
        .groupBy(['accountId', epoch])
        .execute()
      return rows.map((row) => ({ ...row, count: Number(row.count) }))
    },
    keyEpochs: (accountId) =>
      db
        .selectFrom('keyEpoch')
        .select(['epoch', 'retiredAt', 'destroyedAt'])
        .where('accountId', '=', accountId)
        .orderBy('epoch')
        .execute(),
    async setKeyEpoch(accountId, { epoch, ...state }) {
      await db
        .insertInto('keyEpoch')
        .values({ accountId, epoch, ...state })
        .onConflict((conflict) => conflict.columns(['accountId', 'epoch']).doUpdateSet(state))
        .execute()
    },
  }
}

/** Wrapped keys of people and the months that wrap them, in the store. */
import type { Kysely } from 'kysely'
import { wrappedUnder } from '../../keys.ts'
import type { PersonKeyRows } from '../../privacy/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<PersonKeyRows, keyof import('../../audit/index.ts').AuditRows>

export function personKeyRows(db: Kysely<Tables>): Own {
  return {
    keysBefore: (accountId, epoch, after, limit) =>
      db
        .selectFrom('requester')
        .select(['requesterRef', 'wrappedKey'])
        .where('accountId', '=', accountId)
        .where('keyEpoch', '<', epoch)
        .where('wrappedKey', '!=', '')
        .where('requesterRef', '>', after)
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
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
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

/** Capabilities in the store. */
import type { Kysely } from 'kysely'
import type { AuditRows } from '../../audit/index.ts'
import type { CapabilityRows } from '../../capability/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<CapabilityRows, keyof AuditRows>

export function capabilityRows(db: Kysely<Tables>): Own {
  return {
    async addCapability(accountId, jtiHash, expiresAt) {
      await db.insertInto('capability').values({ accountId, jtiHash, expiresAt, spentAt: null }).execute()
    },
    async spendCapability(accountId, jtiHash, at) {
      const { numUpdatedRows } = await db
        .updateTable('capability')
        .set({ spentAt: at })
        .where('accountId', '=', accountId)
        .where('jtiHash', '=', jtiHash)
        .where('spentAt', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async sweepCapabilities(until) {
      const { numDeletedRows } = await db
        .deleteFrom('capability')
        .where('expiresAt', '<=', until)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

/** Whom somebody took out lately, and what a second person has permitted, in the store. */
import type { Kysely } from 'kysely'
import type { PermitRows } from '../../dossier/index.ts'
import type { Tables } from '../schema.ts'

export function exportPermitRows(db: Kysely<Tables>): PermitRows {
  return {
    async addPermit(accountId, permit) {
      await db
        .insertInto('exportPermit')
        .values({ accountId, ...permit })
        .execute()
    },
    async permitUntil(accountId, { agentRef, what, requesterRefs, now }) {
      const rows = await db
        .selectFrom('exportPermit')
        .select(['requesterRef', 'expiresAt'])
        .where('accountId', '=', accountId)
        .where('agentRef', '=', agentRef)
        .where('what', '=', what)
        .where('expiresAt', '>', now)
        .orderBy('expiresAt', 'desc')
        .execute()
      const found = rows.find(
        ({ requesterRef }) => requesterRef === null || requesterRefs.includes(requesterRef),
      )
      return found?.expiresAt ?? null
    },
    async peopleTaken(accountId, agentRef, since) {
      const made = db
        .selectFrom('exportPackage')
        .select('requesterRef')
        .where('accountId', '=', accountId)
        .where('madeBy', '=', agentRef)
        .where('createdAt', '>', since)
        .where('status', '!=', 'failed')
      const fetched = db
        .selectFrom('accessLog')
        .select('requesterRef')
        .where('accountId', '=', accountId)
        .where('agentRef', '=', agentRef)
        .where('at', '>', since)
        .where('kind', '=', 'export')
      const linked = db
        .selectFrom('exportLink')
        .select('requesterRef')
        .where('accountId', '=', accountId)
        .where('madeBy', '=', agentRef)
        .where('createdAt', '>', since)
      const rows = await made.union(fetched).union(linked).execute()
      return rows.map(({ requesterRef }) => requesterRef)
    },
  }
}

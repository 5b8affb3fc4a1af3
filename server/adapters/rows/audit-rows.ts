/** Audit entries and heads in the store. */
import type { Kysely } from 'kysely'
import type { AuditHead, AuditRows } from '../../audit/index.ts'
import type { Tables } from '../schema.ts'

function headOf(row: { size: number; peaks: string; lastHash: string } | undefined): AuditHead | null {
  if (row === undefined) return null
  const peaks = row.peaks === '' ? [] : row.peaks.split(',').map((hex) => Buffer.from(hex, 'hex'))
  return { tree: { size: row.size, peaks }, lastHash: row.lastHash }
}

export function auditRows(db: Kysely<Tables>): AuditRows {
  const head = async (accountId: string) =>
    headOf(await db.selectFrom('auditHead').selectAll().where('accountId', '=', accountId).executeTakeFirst())
  const entries = () => db.selectFrom('auditEntry').select(['idx as index', 'header', 'leafHash'])
  return {
    // One writer at a time on SQLite: the open transaction is the lock.
    lockAuditHead: head,
    auditHead: head,
    async writeAuditEntry(accountId, entry, next) {
      await db
        .insertInto('auditEntry')
        .values({ accountId, idx: entry.index, header: entry.header, leafHash: entry.leafHash })
        .execute()
      const values = {
        size: next.tree.size,
        peaks: next.tree.peaks.map((peak) => peak.toString('hex')).join(','),
        lastHash: next.lastHash,
      }
      await db
        .insertInto('auditHead')
        .values({ accountId, ...values })
        .onConflict((conflict) => conflict.column('accountId').doUpdateSet(values))
        .execute()
    },
    async writeAuditPayload(accountId, { index, ...payload }) {
      await db
        .insertInto('auditPayload')
        .values({ accountId, idx: index, ...payload })
        .execute()
    },
    auditPayloads: (accountId, from, span) =>
      db
        .selectFrom('auditPayload')
        .select(['idx as index', 'kid', 'requesterRef', 'sealed'])
        .where('accountId', '=', accountId)
        .where('idx', '>=', from)
        .where('idx', '<', from + span)
        .orderBy('idx')
        .execute(),
    async auditPayloadKids(accountId, requesterRef) {
      const rows = await db
        .selectFrom('auditPayload')
        .select('kid')
        .distinct()
        .where('accountId', '=', accountId)
        .where('requesterRef', '=', requesterRef)
        .orderBy('kid')
        .execute()
      return rows.map(({ kid }) => kid)
    },
    async dropAuditPayloads(accountId, requesterRef) {
      const gone = await db
        .deleteFrom('auditPayload')
        .where('accountId', '=', accountId)
        .where('requesterRef', '=', requesterRef)
        .executeTakeFirst()
      return Number(gone.numDeletedRows)
    },
    async auditedAccounts() {
      const heads = await db.selectFrom('auditHead').select('accountId').execute()
      const found = await db.selectFrom('auditEntry').select('accountId').distinct().execute()
      return [...new Set([...heads, ...found].map(({ accountId }) => accountId))].sort()
    },
    auditEntries: (accountId, from, limit) =>
      entries()
        .where('accountId', '=', accountId)
        // Not `>= from`: a forged place between two whole numbers would fall between two pages.
        .where('idx', '>', from - 1)
        .orderBy('idx')
        .limit(limit)
        .execute(),
    auditEntriesBefore: (accountId, before, limit) =>
      entries()
        .where('accountId', '=', accountId)
        .where('idx', '<', before)
        .orderBy('idx', 'desc')
        .limit(limit)
        .execute(),
  }
}

/** Audit entries and heads in the store. */
import type { CompiledQuery, Kysely } from 'kysely'
import type { AuditHead, AuditRows } from '../../audit/index.ts'
import { TOLD_LATER } from '../postgres-connection.ts'
import type { Tables } from '../schema.ts'

function headOf(row: HeadRow | undefined): AuditHead | null {
  if (row === undefined) return null
  const peaks = row.peaks === '' ? [] : row.peaks.split(',').map((hex) => Buffer.from(hex, 'hex'))
  return { tree: { size: row.size, peaks }, lastHash: row.lastHash }
}

interface HeadRow {
  readonly size: number
  readonly peaks: string
  readonly lastHash: string
}

/** Every act appends: its statements are compiled once, and only their values are new. */
interface Appending {
  readonly head: CompiledQuery<HeadRow>
  readonly entry: CompiledQuery
  readonly raise: CompiledQuery
  readonly payload: CompiledQuery
}

const appending = new WeakMap<object, Appending>()

function appendingOver(db: Kysely<Tables>): Appending {
  const { adapter } = db.getExecutor()
  const known = appending.get(adapter)
  if (known !== undefined) return known
  const head = { size: 0, peaks: '', lastHash: '' }
  const entry = db
    .insertInto('auditEntry')
    .values({ accountId: '', idx: 0, header: '', leafHash: '' })
    .compile()
  const made: Appending = {
    head: db
      .selectFrom('auditHead')
      .select(['size', 'peaks', 'lastHash'])
      .where('accountId', '=', '')
      .compile(),
    // The head is raised right after it, and answers for both.
    entry: { ...entry, sql: `${TOLD_LATER}${entry.sql}` },
    raise: db
      .insertInto('auditHead')
      .values({ accountId: '', ...head })
      .onConflict((conflict) => conflict.column('accountId').doUpdateSet(head))
      .compile(),
    payload: db
      .insertInto('auditPayload')
      .values({ accountId: '', idx: 0, kid: '', requesterRef: '', sealed: '' })
      .compile(),
  }
  appending.set(adapter, made)
  return made
}

export function auditRows(db: Kysely<Tables>): AuditRows {
  const compiled = appendingOver(db)
  // Nobody else appends until the transaction ends: what was written last is what would be read.
  const locked = new Map<string, AuditHead>()
  const head = async (accountId: string) => {
    const { rows } = await db.executeQuery<HeadRow>({ ...compiled.head, parameters: [accountId] })
    return headOf(rows[0])
  }
  const entries = () => db.selectFrom('auditEntry').select(['idx as index', 'header', 'leafHash'])
  return {
    // The open transaction is the lock: one writer at a time on SQLite, one in an account on PostgreSQL.
    lockAuditHead: async (accountId) => locked.get(accountId) ?? head(accountId),
    auditHead: head,
    async writeAuditEntry(accountId, entry, next) {
      const { index, header, leafHash } = entry
      await db.executeQuery({ ...compiled.entry, parameters: [accountId, index, header, leafHash] })
      const peaks = next.tree.peaks.map((peak) => peak.toString('hex')).join(',')
      const values = [next.tree.size, peaks, next.lastHash]
      await db.executeQuery({ ...compiled.raise, parameters: [accountId, ...values, ...values] })
      locked.set(accountId, next)
    },
    async writeAuditPayload(accountId, { index, kid, requesterRef, sealed }) {
      await db.executeQuery({
        ...compiled.payload,
        parameters: [accountId, index, kid, requesterRef, sealed],
      })
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

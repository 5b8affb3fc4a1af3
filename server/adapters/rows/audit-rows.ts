/** Audit entries and heads in the store. */
import { type Kysely, sql } from 'kysely'
import type { AuditHead, AuditRows } from '../../audit/index.ts'
import type { Tables } from '../schema.ts'
import { statement } from '../statement.ts'

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

const headRow = statement((db, accountId: string) =>
  db.selectFrom('auditHead').select(['size', 'peaks', 'lastHash']).where('accountId', '=', accountId),
)
const append = statement((db, row: Tables['auditEntry']) => db.insertInto('auditEntry').values(row), {
  answer: 'later',
})
const begin = statement(
  (db, accountId: string, head: HeadRow) => db.insertInto('auditHead').values({ accountId, ...head }),
  { answer: 'later' },
)
/** Where the head is not the one that was read, or is gone, its size is null, which the engine refuses: no gap is written. */
const raise = statement(
  (db, accountId: string, head: Omit<HeadRow, 'size'>, after: string) =>
    db
      .insertInto('auditHead')
      .values((eb) => ({
        accountId,
        ...head,
        size: eb
          .selectFrom('auditHead')
          .select((read) => read('size', '+', sql.lit(1)).as('size'))
          .where('accountId', '=', accountId)
          .where('lastHash', '=', after)
          .$castTo<number>(),
      }))
      .onConflict((known) =>
        known.column('accountId').doUpdateSet((eb) => ({
          size: eb.ref('excluded.size'),
          peaks: eb.ref('excluded.peaks'),
          lastHash: eb.ref('excluded.lastHash'),
        })),
      ),
  { answer: 'later' },
)
const sealBeside = statement((db, row: Tables['auditPayload']) => db.insertInto('auditPayload').values(row), {
  answer: 'later',
})
// Not `>= from`: a forged place between two whole numbers would fall between two pages.
const entriesAfter = statement((db, accountId: string, after: number, limit: number) =>
  db
    .selectFrom('auditEntry')
    .select(['idx as index', 'header', 'leafHash'])
    .where('accountId', '=', accountId)
    .where('idx', '>', after)
    .orderBy('idx')
    .limit(limit),
)
const payloadsIn = statement((db, accountId: string, from: number, end: number) =>
  db
    .selectFrom('auditPayload')
    .select(['idx as index', 'kid', 'requesterRef', 'sealed'])
    .where('accountId', '=', accountId)
    .where('idx', '>=', from)
    .where('idx', '<', end)
    .orderBy('idx'),
)

export function auditRows(db: Kysely<Tables>): AuditRows {
  const head = async (accountId: string) => headOf((await headRow(db, accountId)).rows[0])
  return {
    // The open transaction is the lock: one writer at a time on SQLite, one in an account on PostgreSQL.
    lockAuditHead: head,
    auditHead: head,
    async writeAuditEntry(accountId, entry, next, after) {
      const { index, header, leafHash } = entry
      await append(db, { accountId, idx: index, header, leafHash })
      const peaks = next.tree.peaks.map((peak) => peak.toString('hex')).join(',')
      const { lastHash } = next
      if (index === 0) await begin(db, accountId, { size: next.tree.size, peaks, lastHash })
      else await raise(db, accountId, { peaks, lastHash }, after)
    },
    async writeAuditPayload(accountId, { index, kid, requesterRef, sealed }) {
      await sealBeside(db, { accountId, idx: index, kid, requesterRef, sealed })
    },
    auditPayloads: async (accountId, from, span) => (await payloadsIn(db, accountId, from, from + span)).rows,
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
    auditEntries: async (accountId, from, limit) => (await entriesAfter(db, accountId, from - 1, limit)).rows,
    auditEntriesBefore: (accountId, before, limit) =>
      db
        .selectFrom('auditEntry')
        .select(['idx as index', 'header', 'leafHash'])
        .where('accountId', '=', accountId)
        .where('idx', '<', before)
        .orderBy('idx', 'desc')
        .limit(limit)
        .execute(),
  }
}

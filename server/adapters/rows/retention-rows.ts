/** What is past its days, in the store. */
import { type Kysely, sql } from 'kysely'
import type { RetentionClass } from '../../../src/domain/retention.ts'
import type { RetentionRows } from '../../privacy/index.ts'
import type { Tables } from '../schema.ts'

type Own = Pick<RetentionRows, 'pastRetention' | 'retentionSpan' | 'removeRetained'>

interface Place {
  readonly table: string
  readonly id: string
  readonly at: string
  /** Which rows may ever go. */
  readonly where: string
  /** Tables with rows of the same id, removed first. */
  readonly more: readonly string[]
}

/** Names are of this table alone, values are bound. */
const PLACES: Readonly<Record<RetentionClass, Place>> = {
  draft: { table: 'draft', id: 'draft_id', at: 'changed_at', where: "status <> 'drafting'", more: [] },
  question: { table: 'recorded_question', id: 'question_id', at: 'at', where: '1 = 1', more: [] },
  webhook: { table: 'webhook_event', id: 'event_id', at: 'received_at', where: '1 = 1', more: [] },
  // By the place of its entry: the log is told which receipts are gone.
  receipt: { table: 'decision', id: 'audit_index', at: 'at', where: '1 = 1', more: [] },
  consent: {
    table: 'consent_standing',
    id: 'ticket_ref',
    at: 'coalesce(valid_until, changed_at)',
    // What was erased must go on being told; what still holds, or waits for an answer, is not over.
    where: "status not in ('erased', 'granted', 'requested', 'not_required')",
    more: ['consent_event', 'consent_link'],
  },
  request: {
    table: 'request_case',
    id: 'case_id',
    at: 'ended_at',
    where: 'ended_at is not null',
    more: ['request_event', 'request_link'],
  },
  tombstone: { table: 'tombstone', id: 'mark', at: 'set_at', where: '1 = 1', more: [] },
}

export function retentionRows(db: Kysely<Tables>): Own {
  const due = (accountId: string, { table, at, where }: Place, before: string) =>
    sql`from ${sql.table(table)} where account_id = ${accountId} and ${sql.raw(where)}
      and ${sql.raw(at)} <= ${before}`
  return {
    async pastRetention(accountId, name, before, limit) {
      const place = PLACES[name]
      const { rows } = await sql<{ id: string | number }>`select ${sql.ref(place.id)} as id
        ${due(accountId, place, before)} order by ${sql.raw(place.at)}, ${sql.ref(place.id)}
        limit ${limit}`.execute(db)
      return rows.map(({ id }) => String(id))
    },
    async retentionSpan(accountId, name, before) {
      const place = PLACES[name]
      const all = await sql<{
        count: number | string
      }>`select count(*) as count from ${sql.table(place.table)}
        where account_id = ${accountId}`.execute(db)
      const past = await sql<{ count: number | string; oldest: string | null }>`select count(*) as count,
        min(${sql.raw(place.at)}) as oldest ${due(accountId, place, before)}`.execute(db)
      return {
        held: Number(all.rows[0]?.count ?? 0),
        due: Number(past.rows[0]?.count ?? 0),
        oldest: past.rows[0]?.oldest ?? null,
      }
    },
    async removeRetained(accountId, name, ids) {
      const { table, id, more } = PLACES[name]
      if (ids.length === 0) return
      const list = sql.join(ids.map((each) => sql`${each}`))
      for (const each of [...more, table])
        await sql`delete from ${sql.table(each)} where account_id = ${accountId}
          and ${sql.ref(id)} in (${list})`.execute(db)
    },
  }
}

/** Rows about one person, from whichever table a holder names. Names are the holders' own, values are bound. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Condition, HeldPlace, HeldRow, HeldRows } from '../../privacy/holder.ts'
import type { Tables } from '../schema.ts'

const list = (parts: readonly RawBuilder<unknown>[], between: string) => sql.join(parts, sql.raw(between))

function holds(accountId: string, condition: Condition): RawBuilder<unknown> {
  if ('is' in condition)
    return condition.is.length === 0
      ? sql`1 = 0`
      : sql`${sql.ref(condition.column)} in (${list(
          condition.is.map((value) => sql`${value}`),
          ', ',
        )})`
  const { table, column, prefix, where } = condition.of
  const found = prefix === undefined ? sql.ref(column) : sql`${prefix} || ${sql.ref(column)}`
  return sql`${sql.ref(condition.column)} in (select ${found} from ${sql.table(table)}
    where account_id = ${accountId} and ${all(accountId, where)})`
}

function all(accountId: string, conditions: readonly Condition[]): RawBuilder<unknown> {
  return list(
    conditions.map((condition) => sql`(${holds(accountId, condition)})`),
    ' and ',
  )
}

function rowsOf(accountId: string, place: HeldPlace): RawBuilder<unknown> {
  return sql`from ${sql.table(place.table)} ${whereOf(accountId, place)}`
}

function whereOf(accountId: string, { any }: HeldPlace): RawBuilder<unknown> {
  return sql`where account_id = ${accountId} and (${list(
    any.map((conditions) => sql`(${all(accountId, conditions)})`),
    ' or ',
  )})`
}

export function heldRows(db: Kysely<Tables>): HeldRows {
  return {
    async heldSpan(accountId, place) {
      const times =
        place.time === null
          ? sql`null as oldest, null as newest`
          : sql`min(${sql.ref(place.time)}) as oldest, max(${sql.ref(place.time)}) as newest`
      const { rows } = await sql<{
        count: number | string
        oldest: string | null
        newest: string | null
      }>`select count(*) as count, ${times} ${rowsOf(accountId, place)}`.execute(db)
      return {
        count: Number(rows[0]?.count ?? 0),
        oldest: rows[0]?.oldest ?? null,
        newest: rows[0]?.newest ?? null,
      }
    },
    async deleteHeld(accountId, place) {
      const { numAffectedRows } = await sql`delete ${rowsOf(accountId, place)}`.execute(db)
      return Number(numAffectedRows ?? 0)
    },
    async emptyHeld(accountId, place, columns) {
      if (columns.length > 0) {
        const nothing = list(
          columns.map((column) => sql`${sql.ref(column)} = null`),
          ', ',
        )
        await sql`update ${sql.table(place.table)} set ${nothing} ${whereOf(accountId, place)}`.execute(db)
      }
      const { rows } = await sql<{ count: number | string }>`select count(*) as count
        ${rowsOf(accountId, place)}`.execute(db)
      return Number(rows[0]?.count ?? 0)
    },
    async heldPage(accountId, place, after, limit) {
      const order = place.order.map((column) => sql.ref(column))
      const later =
        after === null
          ? sql``
          : sql`and (${list(order, ', ')}) > (${list(
              after.map((value) => sql`${value}`),
              ', ',
            )})`
      const { rows } = await sql<HeldRow>`select * ${rowsOf(accountId, place)} ${later}
        order by ${list(order, ', ')} limit ${limit}`.execute(db)
      return rows
    },
  }
}

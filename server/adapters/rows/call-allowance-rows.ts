/** What is left of a minute's calls, in the store. */
import type { Kysely } from 'kysely'
import { CALL_KINDS, type CallAllowanceRows } from '../../access/index.ts'
import type { Tables } from '../schema.ts'

export function callAllowanceRows(db: Kysely<Tables>): CallAllowanceRows {
  return {
    async claimCalls(accountId, { place, key, minute, count }) {
      const { taken } = await db
        .insertInto('callAllowance')
        .values({ accountId, place, key, minute, taken: count })
        .onConflict((conflict) =>
          conflict
            .columns(['accountId', 'minute', 'place', 'key'])
            .doUpdateSet((eb) => ({ taken: eb('callAllowance.taken', '+', count) })),
        )
        .returning('taken')
        .executeTakeFirstOrThrow()
      return taken - count
    },
    async callersOf(accountId, minute) {
      const { callers } = await db
        .selectFrom('callAllowance')
        .select((eb) => eb.fn.count('key').distinct().as('callers'))
        .where('accountId', '=', accountId)
        .where('minute', '=', minute)
        .where('place', 'in', [...CALL_KINDS])
        .executeTakeFirstOrThrow()
      return Number(callers)
    },
    async sweepCalls(accountId, beforeMinute) {
      await db
        .deleteFrom('callAllowance')
        .where('accountId', '=', accountId)
        .where('minute', '<', beforeMinute)
        .execute()
    },
  }
}

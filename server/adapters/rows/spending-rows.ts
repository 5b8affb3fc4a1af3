/** Prices, budget, what is set aside and what was spent, in the store. */
import { type Kysely, sql } from 'kysely'
import { Fault } from '../../../src/domain/fault.ts'
import { ALERT_LEVELS } from '../../../src/domain/spending.ts'
import type { AuditRows } from '../../audit/index.ts'
import type { SpendingRows } from '../../budget/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<SpendingRows, keyof AuditRows | 'requestCalendar'>

export function spendingRows(db: Kysely<Tables>): Own {
  return {
    async spendingPlan(accountId, version) {
      let query = db
        .selectFrom('spendingPlan')
        .select(['version', 'plan', 'at', 'changedBy'])
        .where('accountId', '=', accountId)
      if (version !== undefined) query = query.where('version', '=', version)
      return (await query.orderBy('version', 'desc').limit(1).executeTakeFirst()) ?? null
    },
    async addSpendingPlan(accountId, plan) {
      const { numInsertedOrUpdatedRows: added } = await db
        .insertInto('spendingPlan')
        .values({ accountId, ...plan })
        .onConflict((on) => on.doNothing())
        .executeTakeFirst()
      if (added !== 1n) throw new Fault('CONFLICT', 'somebody else has changed it at the same time')
    },
    async takeSpendingTurn(accountId) {
      await db
        .insertInto('spendingTurn')
        .values({ accountId, turn: 1 })
        .onConflict((on) =>
          on.column('accountId').doUpdateSet((eb) => ({ turn: eb('spendingTurn.turn', '+', 1) })),
        )
        .execute()
    },
    async addReservation(accountId, reservation) {
      await db
        .insertInto('spendReserved')
        .values({ accountId, ...reservation, sentAt: null })
        .execute()
    },
    async markReservationSent(accountId, capability, sentAt) {
      await db
        .updateTable('spendReserved')
        .set({ sentAt })
        .where('accountId', '=', accountId)
        .where('capability', '=', capability)
        .execute()
    },
    async takeReservation(accountId, capability) {
      const row = await db
        .deleteFrom('spendReserved')
        .where('accountId', '=', accountId)
        .where('capability', '=', capability)
        .returning([
          ...(['capability', 'month', 'provider', 'model', 'currency'] as const),
          ...(['inputPrice', 'outputPrice', 'amount', 'deadAt'] as const),
        ])
        .executeTakeFirst()
      if (row === undefined) return null
      const { inputPrice, outputPrice, amount, ...rest } = row
      return {
        ...rest,
        inputPrice: Number(inputPrice),
        outputPrice: Number(outputPrice),
        amount: Number(amount),
      }
    },
    async forgetDeadReservations(accountId, now) {
      await db
        .deleteFrom('spendReserved')
        .where('accountId', '=', accountId)
        .where('sentAt', 'is', null)
        .where('deadAt', '<=', now)
        .execute()
    },
    async reservedIn(accountId, from, to, now) {
      const rows = await db
        .selectFrom('spendReserved')
        .select((eb) => [
          ...(['month', 'provider', 'model', 'currency'] as const),
          eb.fn.countAll().as('calls'),
          eb.fn.sum('amount').as('amount'),
        ])
        .where('accountId', '=', accountId)
        .where('month', '>=', from)
        .where('month', '<=', to)
        .where((eb) => eb.or([eb('sentAt', 'is not', null), eb('deadAt', '>', now)]))
        .groupBy(['month', 'provider', 'model', 'currency'])
        .execute()
      return rows.map((row) => ({ ...row, calls: Number(row.calls), amount: Number(row.amount) }))
    },
    async addSpent(accountId, line) {
      await db
        .insertInto('spendTotal')
        .values({ accountId, ...line })
        .onConflict((on) =>
          on.columns(['accountId', 'month', 'provider', 'model', 'currency']).doUpdateSet({
            calls: sql`spend_total.calls + ${line.calls}`,
            inputTokens: sql`spend_total.input_tokens + ${line.inputTokens}`,
            outputTokens: sql`spend_total.output_tokens + ${line.outputTokens}`,
            amount: sql`spend_total.amount + ${line.amount}`,
          }),
        )
        .execute()
    },
    async spentIn(accountId, from, to) {
      const rows = await db
        .selectFrom('spendTotal')
        .select([
          ...(['month', 'provider', 'model', 'currency'] as const),
          ...(['calls', 'inputTokens', 'outputTokens', 'amount'] as const),
        ])
        .where('accountId', '=', accountId)
        .where('month', '>=', from)
        .where('month', '<=', to)
        .orderBy('month')
        .orderBy('provider')
        .orderBy('model')
        .orderBy('currency')
        .execute()
      return rows.map((row) => ({
        ...row,
        calls: Number(row.calls),
        inputTokens: Number(row.inputTokens),
        outputTokens: Number(row.outputTokens),
        amount: Number(row.amount),
      }))
    },
    async addSpendAlert(accountId, alert) {
      const { numInsertedOrUpdatedRows: added } = await db
        .insertInto('spendAlert')
        .values({ accountId, ...alert })
        .onConflict((on) => on.doNothing())
        .executeTakeFirst()
      return added === 1n
    },
    async spendAlerts(accountId, month, version) {
      const rows = await db
        .selectFrom('spendAlert')
        .select(['month', 'version', 'provider', 'level'])
        .where('accountId', '=', accountId)
        .where('month', '=', month)
        .where('version', '=', version)
        .execute()
      return rows.flatMap(({ level, ...rest }) => {
        const known = ALERT_LEVELS.find((one) => one === level)
        return known === undefined ? [] : [{ ...rest, level: known }]
      })
    },
  }
}

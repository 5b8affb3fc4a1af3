/** What the console's overview is told of the month's budget. */
import type { AccountId } from '../../src/domain/account.ts'
import type { AttentionItem } from '../../src/domain/attention-api.ts'
import { alertLevel, limitsOf, type ModelName, priceOn } from '../../src/domain/spending.ts'
import { accountDay, readPlan } from './plan.ts'
import type { SpendingRooms, SpendingRows } from './rows.ts'

/** @param model the configured one; `null`: nothing leaves the companion. */
export async function budgetAttention(
  rooms: Pick<SpendingRooms, 'world' | 'calendar'>,
  tx: SpendingRows,
  accountId: AccountId,
  model: ModelName | null,
): Promise<readonly AttentionItem[]> {
  const { version, plan } = await readPlan(tx, accountId)
  const { budget } = plan
  if (budget === null) return []
  const { day, month } = await accountDay(rooms, tx, accountId)
  const spent = await tx.spentIn(accountId, month, month)
  const told = await tx.spendAlerts(accountId, month, version)
  const levels = limitsOf(budget, spent).flatMap(({ used, perMonth }) => alertLevel(used, perMonth) ?? [])
  const reached = levels.includes(100) || told.some(({ level }) => level === 100)
  const unpriced = model !== null && priceOn(plan, model, day)?.currency !== budget.currency
  return [
    { kind: 'budget_reached', count: reached ? 1 : 0 },
    { kind: 'budget_unpriced', count: unpriced ? 1 : 0 },
    { kind: 'budget_near', count: !reached && levels.length > 0 ? 1 : 0 },
  ]
}

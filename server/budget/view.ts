/** What was spent, what is set aside and what is left, for the console, the report and the command line. */
import type { AccountId } from '../../src/domain/account.ts'
import { addMonths } from '../../src/domain/due-dates.ts'
import { type Limit, limitsOf, type ModelName, monthAfter, priceOn } from '../../src/domain/spending.ts'
import type { LimitView, SpendingView, SpendView } from '../../src/domain/spending-api.ts'
import type { World } from '../keys.ts'
import { accountDay, readPlan, readPlanBefore } from './plan.ts'
import type { SpendingRooms, SpendingRows, SpendLine } from './rows.ts'

const MONTHS = 12

const keyOf = ({ month, provider, model, currency }: Omit<SpendLine, 'calls' | 'amount'>) =>
  JSON.stringify([month, provider, model, currency])

/** Lines of these months (`YYYY-MM`), both inclusive; the newest month first. */
export async function readSpend(
  rooms: { readonly world: Pick<World, 'now'> },
  tx: SpendingRows,
  accountId: AccountId,
  from: string,
  to: string,
): Promise<readonly SpendView[]> {
  const spent = await tx.spentIn(accountId, from, to)
  const held = await tx.reservedIn(accountId, from, to, rooms.world.now().toISOString())
  const spentOf = new Map(spent.map((line) => [keyOf(line), line]))
  const heldOf = new Map(held.map((line) => [keyOf(line), line]))
  const lines = [...new Map([...held, ...spent].map((line) => [keyOf(line), line])).entries()]
  return lines
    .map(([key, { month, provider, model, currency }]): SpendView => {
      const [done, open] = [spentOf.get(key), heldOf.get(key)]
      const priced = currency !== ''
      return {
        ...{ month, provider, model, currency: priced ? currency : null },
        calls: done?.calls ?? 0,
        inputTokens: done?.inputTokens ?? 0,
        outputTokens: done?.outputTokens ?? 0,
        amount: priced ? (done?.amount ?? 0) : null,
        heldCalls: open?.calls ?? 0,
        heldAmount: priced ? (open?.amount ?? 0) : null,
      }
    })
    .toSorted((a, b) => {
      const [one, other] = [a, b].map((line) => [line.provider, line.model, line.currency ?? ''].join('\n'))
      return a.month === b.month ? ((one ?? '') < (other ?? '') ? -1 : 1) : a.month < b.month ? 1 : -1
    })
}

function limitViews(spent: readonly Limit[], held: readonly Limit[]): readonly LimitView[] {
  return spent.map(({ provider, perMonth, used }, at) => ({
    ...{ provider, perMonth, spent: used },
    held: held[at]?.used ?? 0,
  }))
}

/** @param model the configured one; `null`: nothing leaves the companion. */
export async function readSpending(
  rooms: Pick<SpendingRooms, 'world' | 'calendar'>,
  tx: SpendingRows,
  accountId: AccountId,
  model: ModelName | null,
): Promise<SpendingView> {
  const { version, plan } = await readPlan(tx, accountId)
  const { day, month, timeZone } = await accountDay(rooms, tx, accountId)
  const first = addMonths(`${month}-01`, 1 - MONTHS).slice(0, 7)
  const { budget } = plan
  const limits = async () => {
    if (budget === null) return []
    const now = rooms.world.now().toISOString()
    return limitViews(
      limitsOf(budget, await tx.spentIn(accountId, month, month)),
      limitsOf(budget, await tx.reservedIn(accountId, month, month, now)),
    )
  }
  return {
    ...{ version, plan, before: await readPlanBefore(tx, accountId, version) },
    ...{ timeZone, today: day, month, resetsOn: monthAfter(month) },
    model: model === null ? null : { provider: model.provider, model: model.model },
    price: model === null ? null : priceOn(plan, model, day),
    limits: await limits(),
    spend: await readSpend(rooms, tx, accountId, first, month),
  }
}

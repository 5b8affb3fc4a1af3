/** The console's question what models cost, and its word on what may be spent. */
import type { SaveOutcome } from '../domain/change-api.ts'
import type { SpendingPlan } from '../domain/spending.ts'
import type { SpendingOrder, SpendingView } from '../domain/spending-api.ts'
import { saved } from './approval-answers.ts'
import { type Check, list, nullable, number, record, text } from './checks.ts'
import type { Line } from './session.ts'

export interface SpendingClient {
  spending(): Promise<SpendingView>
  /** @throws Fault `CONFLICT` when `version` is no longer the newest. */
  saveSpending(order: SpendingOrder): Promise<SaveOutcome<SpendingView>>
}

const price = record({
  provider: text,
  model: text,
  currency: text,
  inputPerMillion: number,
  outputPerMillion: number,
  since: text,
})
const plan: Check<SpendingPlan> = record({
  prices: list(price),
  budget: nullable(
    record({
      currency: text,
      perMonth: number,
      providers: list(record({ provider: text, perMonth: number })),
    }),
  ),
})

export const spendView = record({
  month: text,
  provider: text,
  model: text,
  currency: nullable(text),
  calls: number,
  inputTokens: number,
  outputTokens: number,
  amount: nullable(number),
  heldCalls: number,
  heldAmount: nullable(number),
})

export const spendingView: Check<SpendingView> = record({
  version: number,
  plan,
  before: nullable(plan),
  timeZone: text,
  today: text,
  month: text,
  resetsOn: text,
  model: nullable(record({ provider: text, model: text })),
  price: nullable(price),
  limits: list(record({ provider: nullable(text), perMonth: number, spent: number, held: number })),
  spend: list(spendView),
})

export function spendingCalls(line: Line): SpendingClient {
  return {
    spending: () => line.ask(spendingView, 'GET', '/console/spending'),
    saveSpending: (order) => line.ask(saved(spendingView), 'PUT', '/console/spending', order),
  }
}

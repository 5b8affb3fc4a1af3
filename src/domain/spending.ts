/**
 * What models cost and how much may be spent on them in a month. A price is what an admin has stated, since a day;
 * a model without one is counted in tokens, and under a budget it is not asked.
 */
import type { Widening } from './change.ts'
import { addMonths } from './due-dates.ts'
import type { TokenPrice } from './money.ts'

export interface ModelName {
  readonly provider: string
  readonly model: string
}

export interface ModelPrice extends ModelName, TokenPrice {
  /** ISO 4217. */
  readonly currency: string
  /** The first day on which it holds, on the account's own calendar. */
  readonly since: string
}

export interface Budget {
  readonly currency: string
  /** In millionths of the currency's unit, over all providers. */
  readonly perMonth: number
  /** Tighter limits of single providers. */
  readonly providers: readonly { readonly provider: string; readonly perMonth: number }[]
}

export interface SpendingPlan {
  readonly prices: readonly ModelPrice[]
  readonly budget: Budget | null
}

export const NO_PLAN: SpendingPlan = { prices: [], budget: null }

/** From which share of a budget on somebody is told, in percent. */
export const ALERT_LEVELS = [80, 100] as const
export type AlertLevel = (typeof ALERT_LEVELS)[number]

const isOf = (one: ModelName, other: ModelName) =>
  one.provider === other.provider && one.model === other.model

/** The newest price that holds on that day; `null`: none was stated. */
export function priceOn(plan: SpendingPlan, model: ModelName, day: string): ModelPrice | null {
  const held = plan.prices.filter((price) => isOf(price, model) && price.since <= day)
  return held.reduce<ModelPrice | null>(
    (newest, price) => (newest === null || newest.since < price.since ? price : newest),
    null,
  )
}

/** The first day of the month after this one (`YYYY-MM`). */
export function monthAfter(month: string): string {
  return addMonths(`${month}-01`, 1)
}

/** What is spent and what is set aside for requests that run, or whose end nobody knows. */
export interface Used {
  readonly provider: string
  readonly currency: string | null
  readonly amount: number
}

export interface Limit {
  /** `null`: the budget of the whole account. */
  readonly provider: string | null
  readonly perMonth: number
  readonly used: number
}

/** Every limit of a budget, with what is used of it in its own currency. */
export function limitsOf({ currency, perMonth, providers }: Budget, used: readonly Used[]): readonly Limit[] {
  const sum = (of: string | null) =>
    used
      .filter((one) => one.currency === currency && (of === null || one.provider === of))
      .reduce((total, { amount }) => total + amount, 0)
  return [
    { provider: null, perMonth, used: sum(null) },
    ...providers.map((one) => ({ ...one, used: sum(one.provider) })),
  ]
}

/** `spent`: the next request may cost more than is left. `no_price`: nobody has said what it would cost. */
export type BudgetWhy = 'spent' | 'no_price'
export interface BudgetNo {
  readonly why: BudgetWhy
  /** The day on which the next month begins. */
  readonly resetsOn: string
}

export interface AskedOf {
  readonly model: ModelName
  readonly price: ModelPrice | null
  /** The most that the request can cost; 0 asks whether anything is left at all. */
  readonly cost: number
  readonly month: string
}

/** The limits that one more request would break. */
export function fullLimits(
  budget: Budget,
  { model, cost }: AskedOf,
  used: readonly Used[],
): readonly Limit[] {
  return limitsOf(budget, used)
    .filter(({ provider }) => provider === null || provider === model.provider)
    .filter((limit) => limit.used + Math.max(cost, 1) > limit.perMonth)
}

/**
 * Whether one more request fits. `null`: it does.
 */
export function budgetNo(plan: SpendingPlan, asked: AskedOf, used: readonly Used[]): BudgetNo | null {
  const { budget } = plan
  if (budget === null) return null
  const resetsOn = monthAfter(asked.month)
  if (asked.price?.currency !== budget.currency) return { why: 'no_price', resetsOn }
  const free = asked.price.inputPerMillion === 0 && asked.price.outputPerMillion === 0
  // Nothing that costs nothing is refused for money.
  if (free) return null
  return fullLimits(budget, asked, used).length > 0 ? { why: 'spent', resetsOn } : null
}

/** The highest level that so much of a limit has reached; `null`: none. */
export function alertLevel(used: number, perMonth: number): AlertLevel | null {
  const reached = ALERT_LEVELS.filter((level) => BigInt(used) * 100n >= BigInt(perMonth) * BigInt(level))
  return reached.at(-1) ?? null
}

function budgetWidenings(before: Budget, after: Budget | null): readonly Widening[] {
  const { currency, perMonth } = before
  const raised = (provider: string | null, from: number, to: number | null): readonly Widening[] =>
    to !== null && to <= from ? [] : [{ what: 'budget_raised', provider, from, to, currency }]
  if (after === null) return raised(null, perMonth, null)
  if (after.currency !== currency)
    return [{ what: 'budget_currency_changed', from: currency, to: after.currency }]
  return [
    ...raised(null, perMonth, after.perMonth),
    ...before.providers.flatMap((one) => {
      const now = after.providers.find(({ provider }) => provider === one.provider)
      return raised(one.provider, one.perMonth, now?.perMonth ?? null)
    }),
  ]
}

/** Under a budget a lower price is more requests, and a first one is requests that were refused before. */
function priceWidenings(before: SpendingPlan, after: SpendingPlan, currency: string): readonly Widening[] {
  const days = [...new Set([...before.prices, ...after.prices].map(({ since }) => since))]
  const models = new Map(after.prices.map((price) => [JSON.stringify([price.provider, price.model]), price]))
  return [...models.values()].flatMap(({ provider, model }): readonly Widening[] => {
    const cheaper = days.some((day) => {
      const [was, now] = [before, after].map((plan) => priceOn(plan, { provider, model }, day))
      if (now?.currency !== currency) return false
      if (was?.currency !== currency) return true
      return now.inputPerMillion < was.inputPerMillion || now.outputPerMillion < was.outputPerMillion
    })
    return cheaper ? [{ what: 'price_lowered', provider, model }] : []
  })
}

/** A first budget takes away; only what stands can be widened. */
export function spendingWidenings(before: SpendingPlan, after: SpendingPlan): readonly Widening[] {
  if (before.budget === null) return []
  return [
    ...budgetWidenings(before.budget, after.budget),
    ...(after.budget === null ? [] : priceWidenings(before, after, before.budget.currency)),
  ]
}

/**
 * The most that a request can cost is set aside in the transaction that permits it, and settled by what the provider
 * says was used. What ends without a word of that stays set aside: it may have been spent.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { costOf, type Tokens } from '../../src/domain/money.ts'
import {
  type AlertLevel,
  alertLevel,
  type Budget,
  type BudgetNo,
  budgetNo,
  fullLimits,
  limitsOf,
  type ModelName,
  type ModelPrice,
  priceOn,
  type Used,
} from '../../src/domain/spending.ts'
import { accountDay, readPlan, type StandingPlan } from './plan.ts'
import type { Reservation, SpendingRooms, SpendingRows, SpentLine } from './rows.ts'

/** Clocks of two servers differ: a request may leave so much after the other one thinks that it cannot. */
const CLOCKS_DIFFER_MS = 60_000
const SYSTEM = { kind: 'system', ref: 'budget' } as const
const NO_CURRENCY = ''

/** What one request is held against. */
export interface Weighed {
  readonly no: BudgetNo | null
  readonly standing: StandingPlan
  readonly model: ModelName
  readonly price: ModelPrice | null
  readonly month: string
  readonly cost: number
  /** Which limits it would break; `null`: the one over all providers. */
  readonly full: readonly (string | null)[]
}

/** @returns what counts against the month's limits: spent and set aside. */
async function usedIn(
  tx: SpendingRows,
  accountId: AccountId,
  month: string,
  now: string,
): Promise<readonly Used[]> {
  const spent = await tx.spentIn(accountId, month, month)
  const reserved = await tx.reservedIn(accountId, month, month, now)
  return [...spent, ...reserved]
}

/**
 * Whether the month's budget carries a request that uses at most so many tokens. `greatest: null` asks whether
 * anything is left. Where it is asked for a request, nobody else is let in between the answer and its reservation.
 */
export async function weighRequest(
  rooms: Pick<SpendingRooms, 'world' | 'calendar'>,
  tx: SpendingRows,
  accountId: AccountId,
  model: ModelName,
  greatest: Tokens | null,
): Promise<Weighed> {
  const { day, month } = await accountDay(rooms, tx, accountId)
  if (greatest !== null) await tx.takeSpendingTurn(accountId)
  const standing = await readPlan(tx, accountId)
  const { plan } = standing
  const price = priceOn(plan, model, day)
  const cost = price === null || greatest === null ? 0 : costOf(price, greatest)
  const weighed = { standing, model, price, month, cost }
  if (plan.budget === null) return { ...weighed, no: null, full: [] }
  const all = await usedIn(tx, accountId, month, rooms.world.now().toISOString())
  const asked = { model, price, cost, month }
  const full = fullLimits(plan.budget, asked, all).map(({ provider }) => provider)
  return { ...weighed, no: budgetNo(plan, asked, all), full }
}

/** In the transaction that permits the request, after `weighRequest` found room for it. */
export async function reserve(
  rooms: Pick<SpendingRooms, 'world'>,
  tx: SpendingRows,
  accountId: AccountId,
  { price, model, month, cost }: Weighed,
  permitted: { readonly capability: string; readonly expiresAt: string },
): Promise<void> {
  await tx.forgetDeadReservations(accountId, rooms.world.now().toISOString())
  await tx.addReservation(accountId, {
    capability: permitted.capability,
    provider: model.provider,
    model: model.model,
    month,
    currency: price?.currency ?? NO_CURRENCY,
    inputPrice: price?.inputPerMillion ?? 0,
    outputPrice: price?.outputPerMillion ?? 0,
    amount: cost,
    deadAt: new Date(Date.parse(permitted.expiresAt) + CLOCKS_DIFFER_MS).toISOString(),
  })
}

/** In the transaction that lets the request out of the door. */
export async function markSent(
  rooms: Pick<SpendingRooms, 'world'>,
  tx: SpendingRows,
  accountId: AccountId,
  capability: string,
): Promise<void> {
  await tx.markReservationSent(accountId, capability, rooms.world.now().toISOString())
}

/**
 * How a request ended for the purse. `unsent`: the door let nothing out. `refused`: the provider said no before its
 * first word, or never got the whole request. `unknown`: it may have been worked on, and nobody said how much.
 */
export type RequestEnd =
  | { readonly end: 'used'; readonly tokens: Tokens }
  | { readonly end: 'unsent' | 'refused' | 'unknown' }

/** What a request has cost; `null`: nothing is known of it, or no price was stated. */
export type Settled = { readonly amount: number; readonly currency: string } | null

/** Exactly once for each request that was permitted; one that never comes leaves the whole reservation standing. */
export async function settle(
  rooms: SpendingRooms,
  tx: SpendingRows,
  accountId: AccountId,
  given: { readonly capability: string; readonly model: ModelName; readonly ended: RequestEnd },
): Promise<Settled> {
  const { capability, ended } = given
  if (ended.end === 'unsent') {
    await tx.takeReservation(accountId, capability)
    return null
  }
  const object = { kind: 'capability', ref: capability }
  if (ended.end === 'unknown') {
    await rooms.audit.append(tx, accountId, {
      ...{ type: 'egress.settled', actor: SYSTEM, object, decision: 'unknown' },
    })
    return null
  }
  await tx.takeSpendingTurn(accountId)
  const tokens = ended.end === 'used' ? ended.tokens : { input: 0, output: 0 }
  const held =
    (await tx.takeReservation(accountId, capability)) ?? (await atPriceOfNow(rooms, tx, accountId, given))
  const { month, provider, model, currency, inputPrice, outputPrice } = held
  const amount = costOf({ inputPerMillion: inputPrice, outputPerMillion: outputPrice }, tokens)
  await rooms.audit.append(tx, accountId, {
    ...{ type: 'egress.settled', actor: SYSTEM, object, decision: ended.end },
    detail: {
      ...{ month, provider, model, inputTokens: tokens.input, outputTokens: tokens.output },
      ...(currency === NO_CURRENCY ? { price: 'none' } : { amount, currency }),
    },
  })
  const line = { month, provider, model, currency, calls: 1, amount }
  await tellCrossing(rooms, tx, accountId, {
    ...line,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
  })
  return currency === NO_CURRENCY ? null : { amount, currency }
}

/** Its reservation is gone: it was sent when this server's clock said that it could not be any more. */
async function atPriceOfNow(
  rooms: Pick<SpendingRooms, 'world' | 'calendar'>,
  tx: SpendingRows,
  accountId: AccountId,
  { capability, model }: { readonly capability: string; readonly model: ModelName },
): Promise<Reservation> {
  const { price, month } = await weighRequest(rooms, tx, accountId, model, null)
  return {
    ...{ capability, month, provider: model.provider, model: model.model, amount: 0, deadAt: '' },
    currency: price?.currency ?? NO_CURRENCY,
    inputPrice: price?.inputPerMillion ?? 0,
    outputPrice: price?.outputPerMillion ?? 0,
  }
}

/** Counts the line, and says once a month and version when a level of a limit is reached by what was really spent. */
async function tellCrossing(
  rooms: SpendingRooms,
  tx: SpendingRows,
  accountId: AccountId,
  line: SpentLine,
): Promise<void> {
  await tx.addSpent(accountId, line)
  const { version, plan } = await readPlan(tx, accountId)
  if (plan.budget === null) return
  const spent = await tx.spentIn(accountId, line.month, line.month)
  for (const { provider, perMonth, used } of limitsOf(plan.budget, spent)) {
    const level = alertLevel(used, perMonth)
    if (level !== null && used > 0)
      await noteAlert(rooms, tx, accountId, {
        budget: plan.budget,
        version,
        month: line.month,
        provider,
        level,
      })
  }
}

async function noteAlert(
  rooms: SpendingRooms,
  tx: SpendingRows,
  accountId: AccountId,
  given: {
    readonly budget: Budget
    readonly version: number
    readonly month: string
    readonly provider: string | null
    readonly level: AlertLevel
  },
): Promise<void> {
  const { budget, version, month, provider, level } = given
  const alert = { month, version, provider: provider ?? '', level }
  const at = rooms.world.now().toISOString()
  if (!(await tx.addSpendAlert(accountId, { ...alert, at }))) return
  await rooms.audit.append(tx, accountId, {
    ...{ type: 'budget.crossed', actor: SYSTEM },
    object: { kind: 'spending_plan', ref: String(version) },
    decision: 'crossed',
    detail: { month, percent: level, currency: budget.currency, ...(provider === null ? {} : { provider }) },
  })
}

/** A request was refused for money: whoever looks after the budget is told, once a month and version. */
export async function noteRefused(
  rooms: SpendingRooms,
  tx: SpendingRows,
  accountId: AccountId,
  { no, full, standing: { version, plan }, month }: Weighed,
): Promise<void> {
  const { budget } = plan
  if (no?.why !== 'spent' || budget === null) return
  for (const provider of full)
    await noteAlert(rooms, tx, accountId, { budget, version, month, provider, level: 100 })
}

/** Prices and budget as one versioned setting: what widens it waits for a second person, what tightens it holds at once. */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import { dayIn } from '../../src/domain/due-dates.ts'
import { Fault } from '../../src/domain/fault.ts'
import { isCurrency, MOST_MICROS } from '../../src/domain/money.ts'
import { NO_PLAN, type SpendingPlan, spendingWidenings } from '../../src/domain/spending.ts'
import { applierOf, type ChangeApplier } from '../approvals/index.ts'
import { storedDigest } from '../audit/index.ts'
import type { SpendingRooms, SpendingRows, StoredPlan } from './rows.ts'

const MOST_PRICES = 200
const name = z.string().regex(/^[A-Za-z0-9][\w.:/@-]{0,127}$/)
const provider = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)
const amount = z.int().min(0).max(MOST_MICROS)
const currency = z.string().refine(isCurrency).describe('ISO 4217')
const distinct = (keys: readonly string[]) => new Set(keys).size === keys.length

const price = z.strictObject({
  provider,
  model: name,
  currency,
  inputPerMillion: amount.describe("Of a million tokens, in millionths of the currency's unit."),
  outputPerMillion: amount,
  since: z.iso.date().describe("The first day on which it holds, on the account's calendar."),
})
const budget = z.strictObject({
  currency,
  perMonth: amount.describe("Of a calendar month, in millionths of the currency's unit."),
  providers: z
    .array(z.strictObject({ provider, perMonth: amount }))
    .max(20)
    .refine((all) => distinct(all.map((one) => one.provider))),
})
export const spendingPlanSchema = z.strictObject({
  prices: z
    .array(price)
    .max(MOST_PRICES)
    .refine((all) => distinct(all.map((one) => JSON.stringify([one.provider, one.model, one.since])))),
  budget: budget.nullable(),
})

export interface StandingPlan {
  readonly version: number
  readonly plan: SpendingPlan
}

function parsed({ version, plan }: StoredPlan): StandingPlan {
  const read = spendingPlanSchema.safeParse(JSON.parse(plan))
  // What limits money must not be guessed: nothing is sent until somebody has looked.
  if (!read.success)
    throw new Fault('STORE_UNAVAILABLE', `version ${version} of prices and budget cannot be read`)
  return { version, plan: read.data }
}

/** @throws Fault `STORE_UNAVAILABLE` when this version does not understand what is stored. */
export async function readPlan(tx: SpendingRows, accountId: AccountId): Promise<StandingPlan> {
  const stored = await tx.spendingPlan(accountId)
  return stored === null ? { version: 0, plan: NO_PLAN } : parsed(stored)
}

/** What held before the newest version; `null`: there was none. */
export async function readPlanBefore(
  tx: SpendingRows,
  accountId: AccountId,
  version: number,
): Promise<SpendingPlan | null> {
  if (version === 0) return null
  if (version === 1) return NO_PLAN
  const stored = await tx.spendingPlan(accountId, version - 1)
  return stored === null ? null : parsed(stored).plan
}

/** Today and this month on the account's own calendar. */
export async function accountDay(
  rooms: Pick<SpendingRooms, 'world' | 'calendar'>,
  tx: SpendingRows,
  accountId: AccountId,
): Promise<{ readonly day: string; readonly month: string; readonly timeZone: string }> {
  const { timeZone } = (await tx.requestCalendar(accountId)) ?? rooms.calendar
  const day = dayIn(rooms.world.now().toISOString(), timeZone)
  return { day, month: day.slice(0, 7), timeZone }
}

export function spendingChange(
  rooms: Pick<SpendingRooms, 'world' | 'keys' | 'audit'>,
): ChangeApplier<SpendingRows> {
  return applierOf({
    schema: spendingPlanSchema,
    async current(tx: SpendingRows, accountId) {
      const { version, plan } = await readPlan(tx, accountId)
      return { base: String(version), content: plan, first: false }
    },
    widenings: spendingWidenings,
    async apply(tx, agent, plan, base) {
      const { accountId } = agent
      const version = Number(base) + 1
      const ref = rooms.keys.digest('agent', accountId, agent.agentId)
      await rooms.audit.append(tx, accountId, {
        type: 'spending.changed',
        actor: { kind: 'agent', ref },
        object: { kind: 'spending_plan', ref: String(version) },
        decision: 'changed',
        detail: {
          prices: plan.prices.length,
          ...(plan.budget === null
            ? { budget: 'none' }
            : {
                budget: plan.budget.perMonth,
                currency: plan.budget.currency,
                providers: plan.budget.providers.map((one) => `${one.provider}:${one.perMonth}`),
              }),
          digest: storedDigest(plan),
        },
      })
      await tx.addSpendingPlan(accountId, {
        version,
        plan: JSON.stringify(plan),
        at: rooms.world.now().toISOString(),
        changedBy: ref,
      })
    },
  })
}

/** What models cost, what was spent on them, and the month's budget. */
import { z } from 'zod'
import type { SpendingPlan } from '../../../src/domain/spending.ts'
import type { LimitView, SpendingView, SpendView } from '../../../src/domain/spending-api.ts'
import { shape } from './shape.ts'

const amount = z.int().describe("In millionths of the currency's unit.")
const modelName = z.strictObject({ provider: z.string(), model: z.string() })
const modelPrice = z.strictObject({
  provider: z.string(),
  model: z.string(),
  currency: z.string().describe('ISO 4217'),
  inputPerMillion: amount,
  outputPerMillion: amount,
  since: z.string().describe("The first day on which it holds, on the account's calendar."),
})

const spendingPlan = shape<SpendingPlan>()(
  'SpendingPlan',
  z.strictObject({
    prices: z.array(modelPrice),
    budget: z
      .strictObject({
        currency: z.string().describe('ISO 4217'),
        perMonth: amount,
        providers: z.array(z.strictObject({ provider: z.string(), perMonth: amount })),
      })
      .nullable(),
  }),
)

export const spendView = shape<SpendView>()(
  'SpendView',
  z.strictObject({
    month: z.string().describe("`YYYY-MM` of the account's calendar."),
    provider: z.string(),
    model: z.string(),
    currency: z.string().nullable().describe('`null`: no price was stated; tokens are counted.'),
    calls: z.number(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    amount: amount.nullable(),
    heldCalls: z.number().describe('Requests that run, or ended without a word of what they used.'),
    heldAmount: amount.nullable().describe('The most that those can have cost.'),
  }),
)

const limitView = shape<LimitView>()(
  'LimitView',
  z.strictObject({
    provider: z.string().nullable().describe('`null`: over all providers.'),
    perMonth: amount,
    spent: amount,
    held: amount,
  }),
)

export const spendingView = shape<SpendingView>()(
  'SpendingView',
  z.strictObject({
    version: z.number(),
    plan: spendingPlan,
    before: spendingPlan.nullable().describe('What held before the newest version.'),
    timeZone: z.string(),
    today: z.string(),
    month: z.string(),
    resetsOn: z.string(),
    model: modelName.nullable().describe('The configured model; `null`: nothing leaves the companion.'),
    price: modelPrice.nullable().describe('What it costs today; `null`: no price was stated.'),
    limits: z.array(limitView).describe('Of this month; empty: there is no budget.'),
    spend: z.array(spendView).describe('Of twelve months, the newest first.'),
  }),
)

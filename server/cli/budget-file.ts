/** Prices and budget as a file: amounts as plain decimals, in one order, so that git shows what changed and nothing else. */
import { z } from 'zod'
import { amountText, parseAmount } from '../../src/domain/money.ts'
import type { SpendingPlan } from '../../src/domain/spending.ts'
import { spendingPlanSchema } from '../budget/index.ts'
import { parseSettingFile, writeScopeFile } from './scope-file.ts'

export const BUDGET_FORMAT = 'vouch-budget/1'

export interface BudgetFile {
  readonly spending: SpendingPlan
}

const amount = z.string().transform((text, context) => {
  // A comma is a decimal point here and a thousand there: a file has one way to write an amount.
  const micros = text.includes(',') ? null : parseAmount(text)
  if (micros === null) {
    context.addIssue('must be an amount such as "0.10", of a million at most and no finer than a millionth')
    return z.NEVER
  }
  return micros
})

const price = z.strictObject({
  provider: z.string(),
  model: z.string(),
  currency: z.string(),
  inputPerMillionTokens: amount,
  outputPerMillionTokens: amount,
  since: z.string(),
})
const fileSchema = z
  .strictObject({
    format: z.literal(BUDGET_FORMAT),
    prices: z.array(price),
    budget: z
      .strictObject({
        currency: z.string(),
        perMonth: amount,
        providers: z.array(z.strictObject({ provider: z.string(), perMonth: amount })),
      })
      .nullable(),
  })
  .transform(({ prices, budget }) => ({
    prices: prices.map(({ inputPerMillionTokens, outputPerMillionTokens, ...rest }) => ({
      ...{ ...rest, inputPerMillion: inputPerMillionTokens, outputPerMillion: outputPerMillionTokens },
    })),
    budget,
  }))
  .pipe(spendingPlanSchema)

const nameOf = (one: object) => JSON.stringify(Object.values(one))
const inOrder = <T extends object>(all: readonly T[], keyOf: (one: T) => object) =>
  all.toSorted((a, b) => (nameOf(keyOf(a)) < nameOf(keyOf(b)) ? -1 : 1))

/** In which order prices stand says nothing; the file and what it is compared with have the same. */
function sorted({ prices, budget }: SpendingPlan): SpendingPlan {
  return {
    prices: inOrder(prices, ({ provider, model, since }) => ({ provider, model, since })),
    budget:
      budget === null
        ? null
        : { ...budget, providers: inOrder(budget.providers, ({ provider }) => ({ provider })) },
  }
}

/** @throws Fault `BAD_REQUEST` that names the path of everything that is not understood. */
export function parseBudgetFile(text: string): BudgetFile {
  return { spending: sorted(parseSettingFile(fileSchema, BUDGET_FORMAT, text)) }
}

export function standingBudget(plan: SpendingPlan): BudgetFile {
  return { spending: sorted(plan) }
}

export function writeBudgetFile({ spending }: BudgetFile): string {
  const { prices, budget } = spending
  return writeScopeFile({
    format: BUDGET_FORMAT,
    prices: prices.map(({ inputPerMillion, outputPerMillion, ...rest }) => ({
      ...rest,
      inputPerMillionTokens: amountText(inputPerMillion),
      outputPerMillionTokens: amountText(outputPerMillion),
    })),
    budget:
      budget === null
        ? null
        : {
            currency: budget.currency,
            perMonth: amountText(budget.perMonth),
            providers: budget.providers.map(({ provider, perMonth }) => ({
              ...{ provider, perMonth: amountText(perMonth) },
            })),
          },
  })
}

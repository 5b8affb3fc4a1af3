/** Prices and a budget as they are typed, and as what they mean. An amount is digits until it is whole millionths. */
import { amountText, isCurrency, parseAmount } from '../domain/money.ts'
import type { SpendingPlan } from '../domain/spending.ts'
import type { SpendingView } from '../domain/spending-api.ts'

export interface TypedPrice {
  /** Tells the rows apart while they are typed in. */
  readonly row: number
  readonly provider: string
  readonly model: string
  readonly currency: string
  readonly input: string
  readonly output: string
  readonly since: string
}

export interface TypedLimit {
  readonly row: number
  readonly provider: string
  readonly perMonth: string
}

export interface TypedSpending {
  readonly prices: readonly TypedPrice[]
  readonly currency: string
  /** Empty: no budget. */
  readonly perMonth: string
  readonly limits: readonly TypedLimit[]
}

const USUAL_CURRENCY = 'EUR'

export function typedSpending({ prices, budget }: SpendingPlan): TypedSpending {
  return {
    prices: prices.map((price, row) => ({
      ...{ row, provider: price.provider, model: price.model, currency: price.currency, since: price.since },
      input: amountText(price.inputPerMillion),
      output: amountText(price.outputPerMillion),
    })),
    currency: budget?.currency ?? prices[0]?.currency ?? USUAL_CURRENCY,
    perMonth: budget === null ? '' : amountText(budget.perMonth),
    limits: (budget?.providers ?? []).map(({ provider, perMonth }, row) => ({
      ...{ row, provider, perMonth: amountText(perMonth) },
    })),
  }
}

const nextRow = (rows: readonly { readonly row: number }[]) => Math.max(-1, ...rows.map(({ row }) => row)) + 1

/** One more price, of the configured model from today on. */
export function withPrice(typed: TypedSpending, { model, today }: SpendingView): TypedSpending {
  const more: TypedPrice = {
    row: nextRow(typed.prices),
    provider: model?.provider ?? '',
    model: model?.model ?? '',
    currency: typed.currency,
    ...{ input: '', output: '', since: today },
  }
  return { ...typed, prices: [...typed.prices, more] }
}

export function withLimit(typed: TypedSpending, { model }: SpendingView): TypedSpending {
  const more = { row: nextRow(typed.limits), provider: model?.provider ?? '', perMonth: '' }
  return { ...typed, limits: [...typed.limits, more] }
}

const NAME = /^[A-Za-z0-9][\w.:/@-]{0,127}$/
const PROVIDER = /^[a-z][a-z0-9-]{0,39}$/
const DAY = /^\d{4}-\d{2}-\d{2}$/
const code = (text: string) => text.trim().toUpperCase()

/** What is typed wrong: `currency`, `perMonth`, `limit 0 perMonth`, `price 2 input`. */
export function spendingProblems(typed: TypedSpending): readonly string[] {
  const wrong = (name: string, right: boolean) => (right ? [] : [name])
  const hasBudget = typed.perMonth.trim() !== ''
  const twice = new Set<string>()
  return [
    ...typed.prices.flatMap((price) => {
      const at = `price ${price.row}`
      const key = [price.provider, price.model, price.since].join('\n')
      const first = !twice.has(key)
      twice.add(key)
      return [
        ...wrong(`${at} provider`, PROVIDER.test(price.provider.trim())),
        ...wrong(`${at} model`, NAME.test(price.model.trim())),
        ...wrong(`${at} currency`, isCurrency(code(price.currency))),
        ...wrong(`${at} input`, parseAmount(price.input) !== null),
        ...wrong(`${at} output`, parseAmount(price.output) !== null),
        ...wrong(`${at} since`, DAY.test(price.since) && first),
      ]
    }),
    ...wrong('currency', !hasBudget || isCurrency(code(typed.currency))),
    ...wrong('perMonth', !hasBudget || parseAmount(typed.perMonth) !== null),
    ...typed.limits.flatMap(({ row, provider, perMonth }, at) => [
      ...wrong(
        `limit ${row} provider`,
        PROVIDER.test(provider.trim()) &&
          typed.limits.findIndex((one) => one.provider.trim() === provider.trim()) === at,
      ),
      ...wrong(`limit ${row} perMonth`, hasBudget && parseAmount(perMonth) !== null),
    ]),
  ]
}

/** `null`: something is typed wrong. */
export function builtSpending(typed: TypedSpending): SpendingPlan | null {
  if (spendingProblems(typed).length > 0) return null
  return {
    prices: typed.prices.map((price) => ({
      provider: price.provider.trim(),
      model: price.model.trim(),
      currency: code(price.currency),
      inputPerMillion: parseAmount(price.input) ?? 0,
      outputPerMillion: parseAmount(price.output) ?? 0,
      since: price.since,
    })),
    budget:
      typed.perMonth.trim() === ''
        ? null
        : {
            currency: code(typed.currency),
            perMonth: parseAmount(typed.perMonth) ?? 0,
            providers: typed.limits.map(({ provider, perMonth }) => ({
              provider: provider.trim(),
              perMonth: parseAmount(perMonth) ?? 0,
            })),
          },
  }
}

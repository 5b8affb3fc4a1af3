/** Prices and a budget as they are typed, and as what they mean. An amount is digits until it is whole millionths. */
import { amountText, isCurrency, parseAmount } from '../domain/money.ts'
import type { SpendingPlan } from '../domain/spending.ts'
import type { SpendingView } from '../domain/spending-api.ts'

export interface TypedPrice {
  readonly provider: string
  readonly model: string
  readonly currency: string
  readonly input: string
  readonly output: string
  readonly since: string
}

export interface TypedLimit {
  readonly provider: string
  readonly perMonth: string
}

/** By what a row was when it was read, so that it is the same row for everybody who changes it. */
type Rows<T> = Readonly<Record<string, T>>

export interface TypedSpending {
  readonly prices: Rows<TypedPrice>
  readonly currency: string
  /** Empty: no budget. */
  readonly perMonth: string
  readonly limits: Rows<TypedLimit>
}

const USUAL_CURRENCY = 'EUR'

export function typedSpending({ prices, budget }: SpendingPlan): TypedSpending {
  return {
    prices: Object.fromEntries(
      prices.map(({ provider, model, currency, since, inputPerMillion, outputPerMillion }) => [
        `${provider} ${model} ${since}`,
        {
          ...{ provider, model, currency, since },
          ...{ input: amountText(inputPerMillion), output: amountText(outputPerMillion) },
        },
      ]),
    ),
    currency: budget?.currency ?? prices[0]?.currency ?? USUAL_CURRENCY,
    perMonth: budget === null ? '' : amountText(budget.perMonth),
    limits: Object.fromEntries(
      (budget?.providers ?? []).map(({ provider, perMonth }) => [
        provider,
        { provider, perMonth: amountText(perMonth) },
      ]),
    ),
  }
}

/** Of a row that only this person knows: no provider is called that. */
function newRow(rows: Rows<unknown>): string {
  let count = 1
  while (`+ ${count}` in rows) count += 1
  return `+ ${count}`
}

export function without<T>(rows: Rows<T>, key: string): Rows<T> {
  return Object.fromEntries(Object.entries(rows).filter(([each]) => each !== key))
}

/** One more price, of the configured model from today on. */
export function withPrice(typed: TypedSpending, { model, today }: SpendingView): TypedSpending {
  const more: TypedPrice = {
    provider: model?.provider ?? '',
    model: model?.model ?? '',
    currency: typed.currency,
    ...{ input: '', output: '', since: today },
  }
  return { ...typed, prices: { ...typed.prices, [newRow(typed.prices)]: more } }
}

export function withLimit(typed: TypedSpending, { model }: SpendingView): TypedSpending {
  const more = { provider: model?.provider ?? '', perMonth: '' }
  return { ...typed, limits: { ...typed.limits, [newRow(typed.limits)]: more } }
}

const NAME = /^[A-Za-z0-9][\w.:/@-]{0,127}$/
const PROVIDER = /^[a-z][a-z0-9-]{0,39}$/
const DAY = /^\d{4}-\d{2}-\d{2}$/
const code = (text: string) => text.trim().toUpperCase()

/** What is typed wrong: `currency`, `perMonth`, `limits.+ 1.perMonth`, `prices.+ 2.input`. */
export function spendingProblems(typed: TypedSpending): readonly string[] {
  const wrong = (name: string, right: boolean) => (right ? [] : [name])
  const hasBudget = typed.perMonth.trim() !== ''
  const twice = new Set<string>()
  const limits = Object.entries(typed.limits)
  return [
    ...Object.entries(typed.prices).flatMap(([row, price]) => {
      const at = `prices.${row}`
      const key = [price.provider, price.model, price.since].join('\n')
      const first = !twice.has(key)
      twice.add(key)
      return [
        ...wrong(`${at}.provider`, PROVIDER.test(price.provider.trim())),
        ...wrong(`${at}.model`, NAME.test(price.model.trim())),
        ...wrong(`${at}.currency`, isCurrency(code(price.currency))),
        ...wrong(`${at}.input`, parseAmount(price.input) !== null),
        ...wrong(`${at}.output`, parseAmount(price.output) !== null),
        ...wrong(`${at}.since`, DAY.test(price.since) && first),
      ]
    }),
    ...wrong('currency', !hasBudget || isCurrency(code(typed.currency))),
    ...wrong('perMonth', !hasBudget || parseAmount(typed.perMonth) !== null),
    ...limits.flatMap(([row, { provider, perMonth }], at) => [
      ...wrong(
        `limits.${row}.provider`,
        PROVIDER.test(provider.trim()) &&
          limits.findIndex(([, one]) => one.provider.trim() === provider.trim()) === at,
      ),
      ...wrong(`limits.${row}.perMonth`, hasBudget && parseAmount(perMonth) !== null),
    ]),
  ]
}

/** `null`: something is typed wrong. */
export function builtSpending(typed: TypedSpending): SpendingPlan | null {
  if (spendingProblems(typed).length > 0) return null
  return {
    prices: Object.values(typed.prices).map((price) => ({
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
            providers: Object.values(typed.limits).map(({ provider, perMonth }) => ({
              provider: provider.trim(),
              perMonth: parseAmount(perMonth) ?? 0,
            })),
          },
  }
}

import { expect } from 'chai'
import {
  alertLevel,
  type Budget,
  budgetNo,
  limitsOf,
  type ModelPrice,
  monthAfter,
  NO_PLAN,
  priceOn,
  type SpendingPlan,
  spendingWidenings,
} from '../../../src/domain/spending.ts'

const MODEL = { provider: 'openai-eu', model: 'large' }
const PRICE: ModelPrice = {
  ...MODEL,
  currency: 'EUR',
  inputPerMillion: 2_000_000,
  outputPerMillion: 8_000_000,
  since: '2026-01-01',
}
const BUDGET: Budget = {
  currency: 'EUR',
  perMonth: 1_000,
  providers: [{ provider: 'openai-eu', perMonth: 600 }],
}
const PLAN: SpendingPlan = { prices: [PRICE], budget: BUDGET }
const used = (amount: number, provider = 'openai-eu', currency: string | null = 'EUR') => ({
  provider,
  currency,
  amount,
})
const asked = (cost: number, change: object = {}) => ({
  ...{ model: MODEL, price: PRICE, cost, month: '2026-11' },
  ...change,
})

describe('spending', () => {
  it('takes the newest price that holds on the day, and none before the first', () => {
    const newer = { ...PRICE, inputPerMillion: 1, since: '2026-06-01' }
    const plan = { prices: [newer, PRICE], budget: null }
    expect(priceOn(plan, MODEL, '2025-12-31')).to.equal(null)
    expect(priceOn(plan, MODEL, '2026-05-31')).to.equal(PRICE)
    expect(priceOn(plan, MODEL, '2026-06-01')).to.equal(newer)
    expect(priceOn(plan, { ...MODEL, model: 'small' }, '2026-06-01')).to.equal(null)
  })

  it('has a next month, also after December', () => {
    expect([monthAfter('2026-11'), monthAfter('2026-12')]).to.deep.equal(['2026-12-01', '2027-01-01'])
  })

  it('counts in the currency of the budget alone, over all and for each provider that has a limit', () => {
    const all = [used(100), used(50, 'mistral-eu'), used(900, 'openai-eu', 'USD'), used(0, 'openai-eu', null)]
    expect(limitsOf(BUDGET, all)).to.deep.equal([
      { provider: null, perMonth: 1_000, used: 150 },
      { provider: 'openai-eu', perMonth: 600, used: 100 },
    ])
  })

  const SPENT = { why: 'spent', resetsOn: '2026-12-01' }
  const NO_PRICE = { why: 'no_price', resetsOn: '2026-12-01' }
  const VERDICTS: Readonly<Record<string, readonly [ReturnType<typeof budgetNo>, unknown]>> = {
    'without a budget nothing is refused': [budgetNo(NO_PLAN, asked(10_000), []), null],
    'what fits exactly is let through': [budgetNo(PLAN, asked(600), []), null],
    'one millionth more is not': [budgetNo(PLAN, asked(601), []), SPENT],
    'the limit over all holds for every provider': [
      budgetNo(PLAN, asked(100), [used(901, 'mistral-eu')]),
      SPENT,
    ],
    "another provider's limit is not its own": [
      budgetNo(PLAN, asked(500, { model: { provider: 'mistral-eu', model: 'm' } }), [used(500)]),
      null,
    ],
    'nothing left at all is refused before the request is known': [
      budgetNo(PLAN, asked(0), [used(600)]),
      SPENT,
    ],
    'anything left is not': [budgetNo(PLAN, asked(0), [used(599)]), null],
    'a model without a price is refused': [budgetNo(PLAN, asked(0, { price: null }), []), NO_PRICE],
    'so is one priced in another currency': [
      budgetNo(PLAN, asked(0, { price: { ...PRICE, currency: 'USD' } }), []),
      NO_PRICE,
    ],
    'what costs nothing is let through however much is spent': [
      budgetNo(PLAN, asked(0, { price: { ...PRICE, inputPerMillion: 0, outputPerMillion: 0 } }), [
        used(9_999),
      ]),
      null,
    ],
  }
  for (const [name, [verdict, expected]] of Object.entries(VERDICTS))
    it(name, () => {
      expect(verdict).to.deep.equal(expected)
    })

  it('tells at 80 and at 100 percent, to the millionth', () => {
    expect([799, 800, 999, 1_000, 5_000].map((amount) => alertLevel(amount, 1_000))).to.deep.equal([
      null,
      80,
      80,
      100,
      100,
    ])
  })

  const kinds = (before: SpendingPlan, after: SpendingPlan) =>
    spendingWidenings(before, after).map(({ what }) => what)
  const WIDENINGS: Readonly<Record<string, readonly [SpendingPlan, SpendingPlan, readonly string[]]>> = {
    'a first budget narrows': [{ ...PLAN, budget: null }, PLAN, []],
    'the same again changes nothing': [PLAN, PLAN, []],
    'a lower budget narrows': [PLAN, { ...PLAN, budget: { ...BUDGET, perMonth: 999 } }, []],
    'a higher budget widens': [PLAN, { ...PLAN, budget: { ...BUDGET, perMonth: 1_001 } }, ['budget_raised']],
    'no budget any more widens': [PLAN, { ...PLAN, budget: null }, ['budget_raised']],
    "a provider's limit that goes widens": [
      PLAN,
      { ...PLAN, budget: { ...BUDGET, providers: [] } },
      ['budget_raised'],
    ],
    "a provider's limit that comes narrows": [{ ...PLAN, budget: { ...BUDGET, providers: [] } }, PLAN, []],
    'another currency widens': [
      PLAN,
      { ...PLAN, budget: { ...BUDGET, currency: 'USD', perMonth: 1 } },
      ['budget_currency_changed'],
    ],
    'a lower price widens': [
      PLAN,
      { ...PLAN, prices: [PRICE, { ...PRICE, outputPerMillion: 7_999_999, since: '2026-12-01' }] },
      ['price_lowered'],
    ],
    'a higher price narrows': [
      PLAN,
      { ...PLAN, prices: [PRICE, { ...PRICE, outputPerMillion: 8_000_001, since: '2026-12-01' }] },
      [],
    ],
    'a first price under a budget widens': [{ ...PLAN, prices: [] }, PLAN, ['price_lowered']],
    'a price that goes narrows: the model is refused': [PLAN, { ...PLAN, prices: [] }, []],
    'without a budget a price permits nothing': [NO_PLAN, { ...NO_PLAN, prices: [PRICE] }, []],
  }
  for (const [name, [before, after, expected]] of Object.entries(WIDENINGS))
    it(name, () => {
      expect(kinds(before, after)).to.deep.equal(expected)
    })
})

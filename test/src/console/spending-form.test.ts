import { expect } from 'chai'
import {
  builtSpending,
  spendingProblems,
  type TypedSpending,
  typedSpending,
  withLimit,
  withPrice,
} from '../../../src/console/spending-form.ts'
import { SAMPLE_SPENDING } from '../../support/fake-report.ts'

describe('prices and a budget as they are typed', () => {
  const { plan } = SAMPLE_SPENDING
  const typed = typedSpending(plan)
  const price = (part: object): TypedSpending => ({
    ...typed,
    prices: typed.prices.map((one) => ({ ...one, ...part })),
  })

  it('mean what stands when nothing was typed', () => {
    expect(builtSpending(typed)).to.deep.equal(plan)
  })

  it('mean no budget where none is typed, and no limits without one', () => {
    expect(builtSpending({ ...typed, perMonth: ' ', limits: [] })?.budget).to.equal(null)
    expect(spendingProblems({ ...typed, perMonth: '' })).to.deep.equal(['limit 0 perMonth'])
  })

  it('take an amount with a comma, and a currency in small letters', () => {
    const built = builtSpending({ ...typed, perMonth: '12,5', currency: 'usd' })
    expect(built?.budget).to.include({ perMonth: 12_500_000, currency: 'USD' })
  })

  it('begin a price with the configured model, from today on', () => {
    const more = withPrice(typed, SAMPLE_SPENDING).prices.at(-1)
    expect(more).to.include({ row: 1, provider: 'mistral-eu', since: '2026-11-20', input: '' })
    expect(withLimit(typed, SAMPLE_SPENDING).limits).to.have.length(2)
  })

  const LIMIT = { row: 0, provider: 'mistral-eu', perMonth: '1' }
  const PRICE_ROW = {
    ...{ row: 0, provider: 'mistral-eu', model: 'mistral-small-2506', currency: 'EUR' },
    ...{ input: '1', output: '1', since: '2026-10-01' },
  }
  const WRONG: Readonly<Record<string, readonly [TypedSpending, string]>> = {
    'an amount in words': [price({ input: 'two' }), 'price 0 input'],
    'an amount finer than a millionth': [price({ output: '0.0000001' }), 'price 0 output'],
    'a currency that is none': [price({ currency: 'XQZ' }), 'price 0 currency'],
    'no model': [price({ model: ' ' }), 'price 0 model'],
    'no day': [price({ since: '' }), 'price 0 since'],
    'a budget in words': [{ ...typed, perMonth: 'much' }, 'perMonth'],
    'one provider twice': [{ ...typed, limits: [...typed.limits, { ...LIMIT, row: 1 }] }, 'limit 1 provider'],
    'one price twice': [{ ...typed, prices: [...typed.prices, { ...PRICE_ROW, row: 1 }] }, 'price 1 since'],
  }
  for (const [name, [wrong, problem]] of Object.entries(WRONG))
    it(`name ${name}, and mean nothing`, () => {
      expect(spendingProblems(wrong)).to.include(problem)
      expect(builtSpending(wrong)).to.equal(null)
    })
})

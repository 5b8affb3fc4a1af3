import { expect } from 'chai'
import { clashes, rebased } from '../../../src/console/rebase.ts'
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
    prices: Object.fromEntries(Object.entries(typed.prices).map(([row, one]) => [row, { ...one, ...part }])),
  })

  it('mean what stands when nothing was typed', () => {
    expect(builtSpending(typed)).to.deep.equal(plan)
  })

  it('mean no budget where none is typed, and no limits without one', () => {
    expect(builtSpending({ ...typed, perMonth: ' ', limits: {} })?.budget).to.equal(null)
    expect(spendingProblems({ ...typed, perMonth: '' })).to.deep.equal(['limits.mistral-eu.perMonth'])
  })

  it('take an amount with a comma, and a currency in small letters', () => {
    const built = builtSpending({ ...typed, perMonth: '12,5', currency: 'usd' })
    expect(built?.budget).to.include({ perMonth: 12_500_000, currency: 'USD' })
  })

  it('begin a price with the configured model, from today on', () => {
    const [, more] = Object.values(withPrice(typed, SAMPLE_SPENDING).prices)
    expect(more).to.include({ provider: 'mistral-eu', since: '2026-11-20', input: '' })
    expect(Object.keys(withLimit(typed, SAMPLE_SPENDING).limits)).to.have.length(2)
  })

  it('stay one row for two people who change it, and keep what each has added or taken away', () => {
    const mine = withPrice({ ...typed, limits: {} }, SAMPLE_SPENDING)
    const theirs = price({ input: '7' })
    const merged = rebased(mine, typed, theirs)
    expect(Object.values(merged.prices).map(({ input }) => input)).to.deep.equal(['7', ''])
    expect(merged.limits).to.deep.equal({})
    expect(clashes(mine, typed, theirs)).to.deep.equal([])
    const changed = { ...typed, limits: { 'mistral-eu': { provider: 'mistral-eu', perMonth: '9' } } }
    expect(clashes(mine, typed, changed)).to.deep.equal(['limits.mistral-eu'])
  })

  const ROW = 'mistral-eu mistral-small-2506 2026-10-01'
  const LIMIT = { provider: 'mistral-eu', perMonth: '1' }
  const PRICE_ROW = {
    ...{ provider: 'mistral-eu', model: 'mistral-small-2506', currency: 'EUR' },
    ...{ input: '1', output: '1', since: '2026-10-01' },
  }
  const WRONG: Readonly<Record<string, readonly [TypedSpending, string]>> = {
    'an amount in words': [price({ input: 'two' }), `prices.${ROW}.input`],
    'an amount finer than a millionth': [price({ output: '0.0000001' }), `prices.${ROW}.output`],
    'a currency that is none': [price({ currency: 'XQZ' }), `prices.${ROW}.currency`],
    'no model': [price({ model: ' ' }), `prices.${ROW}.model`],
    'no day': [price({ since: '' }), `prices.${ROW}.since`],
    'a budget in words': [{ ...typed, perMonth: 'much' }, 'perMonth'],
    'one provider twice': [{ ...typed, limits: { ...typed.limits, '+ 1': LIMIT } }, 'limits.+ 1.provider'],
    'one price twice': [{ ...typed, prices: { ...typed.prices, '+ 1': PRICE_ROW } }, 'prices.+ 1.since'],
  }
  for (const [name, [wrong, problem]] of Object.entries(WRONG))
    it(`name ${name}, and mean nothing`, () => {
      expect(spendingProblems(wrong)).to.include(problem)
      expect(builtSpending(wrong)).to.equal(null)
    })
})

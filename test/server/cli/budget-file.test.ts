import { expect } from 'chai'
import fc from 'fast-check'
import { parseBudgetFile, standingBudget, writeBudgetFile } from '../../../server/cli/budget-file.ts'
import { MOST_MICROS } from '../../../src/domain/money.ts'
import { faultFrom } from '../../support/fault-from.ts'

const PRICE = {
  ...{ provider: 'mistral-eu', model: 'small', currency: 'EUR' },
  ...{ inputPerMillionTokens: '0.1', outputPerMillionTokens: '0.3', since: '2026-10-01' },
}
const FILE = {
  format: 'vouch-budget/1',
  prices: [PRICE],
  budget: { currency: 'EUR', perMonth: '50', providers: [{ provider: 'mistral-eu', perMonth: '40.5' }] },
}

describe('a file of prices and budget', () => {
  it('has amounts as plain decimals, which are whole millionths here', () => {
    const { spending } = parseBudgetFile(JSON.stringify(FILE))
    expect(spending.prices[0]).to.include({ inputPerMillion: 100_000, outputPerMillion: 300_000 })
    expect(spending.budget?.perMonth).to.equal(50_000_000)
    expect(JSON.parse(writeBudgetFile({ spending }))).to.deep.equal(FILE)
  })

  it('comes back as it was written, whatever stands in it, in one order', () => {
    const amount = fc.integer({ min: 0, max: MOST_MICROS })
    const named = fc.constantFrom('a', 'b-1', 'zz')
    const price = fc.record({
      ...{ provider: named, model: named, currency: fc.constantFrom('EUR', 'JPY') },
      ...{ inputPerMillion: amount, outputPerMillion: amount },
      since: fc.constantFrom('2026-01-01', '2026-10-01'),
    })
    const plan = fc.record({
      prices: fc.uniqueArray(price, {
        selector: ({ provider, model, since }) => JSON.stringify([provider, model, since]),
      }),
      budget: fc.option(
        fc.record({
          ...{ currency: fc.constant('EUR'), perMonth: amount },
          providers: fc.uniqueArray(fc.record({ provider: named, perMonth: amount }), {
            selector: ({ provider }) => provider,
          }),
        }),
      ),
    })
    fc.assert(
      fc.property(plan, (spending) => {
        const text = writeBudgetFile(standingBudget(spending))
        expect(parseBudgetFile(text)).to.deep.equal(standingBudget(spending))
        const turned = { ...spending, prices: spending.prices.toReversed() }
        expect(writeBudgetFile(standingBudget(turned))).to.equal(text)
      }),
    )
  })

  const WRONG: Record<string, unknown> = {
    'a comma, which is a thousand elsewhere': { ...FILE, budget: { ...FILE.budget, perMonth: '1,000' } },
    'an amount as a number': { ...FILE, budget: { ...FILE.budget, perMonth: 50 } },
    'less than nothing': { ...FILE, budget: { ...FILE.budget, perMonth: '-1' } },
    'finer than a millionth': { ...FILE, prices: [{ ...PRICE, inputPerMillionTokens: '0.1234567' }] },
    'no such currency': { ...FILE, prices: [{ ...PRICE, currency: 'XYZ' }] },
    'a price stated twice': { ...FILE, prices: [PRICE, PRICE] },
    'an unknown key': { ...FILE, forecast: '9' },
    'another format': { ...FILE, format: 'vouch-budget/2' },
    'no budget at all, not even null': { format: FILE.format, prices: [] },
  }
  for (const [name, file] of Object.entries(WRONG))
    it(`is refused for ${name}`, async () => {
      expect(await faultFrom(async () => parseBudgetFile(JSON.stringify(file)))).to.equal('BAD_REQUEST')
    })

  it('is refused for a key that stands twice, and for what is no JSON', async () => {
    const twice = JSON.stringify(FILE).replace('"prices"', '"budget":null,"prices"')
    for (const text of [twice, '{', ''])
      expect(await faultFrom(async () => parseBudgetFile(text))).to.equal('BAD_REQUEST')
  })
})

import { expect } from 'chai'
import fc from 'fast-check'
import {
  amountText,
  costOf,
  formatAmount,
  isCurrency,
  MICROS,
  MOST_MICROS,
  parseAmount,
} from '../../../src/domain/money.ts'

describe('money', () => {
  const micros = fc.integer({ min: 0, max: MOST_MICROS })

  it('is written and read without losing a millionth', () => {
    fc.assert(fc.property(micros, (amount) => parseAmount(amountText(amount)) === amount))
  })

  const READ: readonly (readonly [string, number | null])[] = [
    ['2.50', 2_500_000],
    ['2,5', 2_500_000],
    [' 0.000001 ', 1],
    ['1000000', MOST_MICROS],
    ['1000000.1', null],
    ['0.0000001', null],
    ['-1', null],
    ['1e3', null],
    ['1.000,50', null],
    ['', null],
  ]
  for (const [text, amount] of READ)
    it(`reads ${JSON.stringify(text)} as ${amount}`, () => {
      expect(parseAmount(text)).to.equal(amount)
    })

  it('costs what the tokens cost, rounded up, whatever the numbers', () => {
    const tokens = fc.integer({ min: 0, max: 1_000_000_000 })
    fc.assert(
      fc.property(tokens, tokens, micros, micros, (input, output, inputPerMillion, outputPerMillion) => {
        const cost = BigInt(costOf({ inputPerMillion, outputPerMillion }, { input, output }))
        const exact = BigInt(input) * BigInt(inputPerMillion) + BigInt(output) * BigInt(outputPerMillion)
        return cost * BigInt(MICROS) >= exact && (cost - 1n) * BigInt(MICROS) < exact
      }),
      { examples: [[1, 0, 1, 0]] },
    )
  })

  it('knows the currencies of ISO 4217 alone', () => {
    expect(['EUR', 'JPY', 'PLN'].every(isCurrency)).to.equal(true)
    expect(['eur', 'EURO', 'XQZ', '', 'E1R'].some(isCurrency)).to.equal(false)
  })

  it("is shown in the reader's way, small amounts with all their digits", () => {
    expect(formatAmount(2_500_000, 'EUR', 'en')).to.equal('€2.50')
    expect(formatAmount(1_234_500_000, 'EUR', 'de').replace(/\s/g, ' ')).to.equal('1.234,50 €')
    expect(formatAmount(1_234, 'USD', 'en')).to.equal('$0.001234')
    expect(formatAmount(5_000_000, 'JPY', 'ja')).to.match(/[¥￥]5$/)
    expect(formatAmount(2_500_000, 'EUR', 'ar')).to.match(/2[.]50/)
    expect(formatAmount(2_512_345, 'EUR', 'en', true)).to.equal('€2.512345')
  })
})

import { expect } from 'chai'
import fc from 'fast-check'
import { parseOrderPattern } from '../../../src/minimise/index.ts'
import { openMinimiser } from '../../../src/minimise/minimiser.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { replacedIn } from '../../support/replaced-values.ts'

const UNREADABLE: Record<string, string> = {
  nothing: '',
  'only literals': 'ORDER',
  'so little that any number fits': '##',
  'more than 40 characters': '#'.repeat(41),
  'a line break': 'A-\n###',
  'a bracket of placeholders': '⟦###⟧',
  'a space at its end': '### ',
  'half a character': '\ud800###',
}

describe('src/minimise/order-numbers', () => {
  it('takes # for a digit, @ for a letter and everything else as it stands', () => {
    const known = { orderPatterns: ['A-######', '@@.###/#'] }
    expect(replacedIn('A-123456, a-654321, XY.123/4, A-12345, BA-123456, A-1234567', known)).to.deep.equal([
      'ORDER A-123456',
      'ORDER a-654321',
      'ORDER XY.123/4',
    ])
  })

  it('takes characters that mean something to a pattern as they stand', () => {
    expect(replacedIn('x (a+)*1234 and aaa1234', { orderPatterns: ['(a+)*####'] })).to.deep.equal([
      'ORDER (a+)*1234',
    ])
  })

  for (const [name, source] of Object.entries(UNREADABLE))
    it(`does not take a pattern with ${name}, and opens nothing with it`, async () => {
      expect(parseOrderPattern(source)).to.equal(null)
      expect(await faultFrom(async () => openMinimiser({ orderPatterns: [source] }))).to.equal('BAD_REQUEST')
    })

  it('takes at most 20 patterns', async () => {
    const orderPatterns = Array.from({ length: 21 }, () => 'A-###')
    expect(await faultFrom(async () => openMinimiser({ orderPatterns }))).to.equal('BAD_REQUEST')
    expect(() => openMinimiser({ orderPatterns: orderPatterns.slice(1) })).not.to.throw()
  })

  it('makes a pattern of anything that it takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 45 }), (source) => {
        const parsed = parseOrderPattern(`${source}###`)
        return parsed === null || parsed.matcher.test('') === false
      }),
      { numRuns: 500 },
    )
  })
})

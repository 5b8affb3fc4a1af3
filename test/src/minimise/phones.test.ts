import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

const PHONES: Record<string, string> = {
  'My number is 07700 900123.': '07700 900123',
  'my number 07911 123456 thanks': '07911 123456',
  'Meine Nummer ist 1712345678': '1712345678',
  'mi número es 612345678': '612345678',
}

describe('src/minimise/phones', () => {
  for (const [text, phone] of Object.entries(PHONES))
    it(`replaces the number in: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([`PHONE ${phone}`])
    })

  for (const text of [
    'My order number is 07700 900123',
    'Meine Kundennummer ist 1712345678',
    'number 0770090012',
  ])
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })
})

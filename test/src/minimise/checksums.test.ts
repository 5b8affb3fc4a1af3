import { expect } from 'chai'
import { ean13, luhn, mod11and10, mod97 } from '../../../src/minimise/checksums.ts'

/** A right number, and every other last digit is wrong: a check digit is exactly that. */
const CHECKS: Record<string, { right: string; check: (value: string) => boolean }> = {
  'ISO/IEC 7812 (Luhn)': { right: '4111111111111111', check: luhn },
  'ISO 7064 MOD 11,10': { right: '86095742719', check: mod11and10 },
  'GS1 of 13 digits': { right: '7569217076985', check: ean13 },
  'ISO 7064 MOD 97-10': { right: '370400440532013000131489', check: (value) => mod97(value) === 1 },
}

describe('src/minimise/checksums', () => {
  for (const [name, { right, check }] of Object.entries(CHECKS))
    it(`takes a right number and no other last digit by ${name}`, () => {
      const others = [...'0123456789'].map((digit) => right.slice(0, -1) + digit)
      expect(others.filter(check)).to.deep.equal([right])
    })
})

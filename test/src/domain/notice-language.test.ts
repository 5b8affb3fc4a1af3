import { expect } from 'chai'
import { isLanguageOf } from '../../../src/domain/notice-language.ts'

describe('the language of a notice', () => {
  for (const [ticket, shown, expected] of [
    [['de-AT'], 'de', true],
    [['en', 'DE'], 'de', true],
    [['en-US', 'fr'], 'de', false],
    [[], 'de', true],
    [['de'], 'DE-ch', true],
  ] as const)
    it(`${shown} is ${expected ? 'one' : 'none'} of a ticket in ${ticket.join(', ') || 'no known language'}`, () => {
      expect(isLanguageOf(ticket, shown)).to.equal(expected)
    })
})

import { expect } from 'chai'
import fc from 'fast-check'
import { plainText, quoteIn } from '../../../../server/drafting/grounding/typography.ts'

const FOUND: Readonly<Record<string, readonly [quote: string, text: string, found: string | null]>> = {
  'the same words': ['two days', 'It takes two days.', 'two days'],
  'other quotation marks': ['press "Go"', 'Then press “Go”.', 'press “Go”'],
  'another dash': ['9 - 12', 'Open 9 – 12.', '9 – 12'],
  'a space that does not break': ['5 euros', 'It costs 5\u00A0euros.', '5\u00A0euros'],
  'a line break': ['two days', 'It takes two\n   days.', 'two\n   days'],
  'letters in another Unicode form': ['Größe', 'Die Gro\u0308ße.', 'Gro\u0308ße'],
  'a ligature': ['office', 'Our o\uFB03ce.', 'o\uFB03ce'],
  'a part of a word': ['possible', 'It is impossible.', null],
  'a later whole word': ['able', 'Unable, but able.', 'able'],
  'another letter case': ['Two days', 'It takes two days.', null],
  'one word less': ['It two days', 'It takes two days.', null],
  nothing: [' ', 'It takes two days.', null],
}

describe('a quote', () => {
  for (const [name, [quote, text, found]] of Object.entries(FOUND))
    it(`${found === null ? 'is not found' : 'is found, as the text has it'}: ${name}`, () => {
      expect(quoteIn(quote, text)).to.equal(found)
    })

  it('is always a slice of the text that reads the same', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.nat(80),
        fc.nat(80),
        (text, from, to) => {
          const signs = [...text]
          const quote = signs.slice(from, to).join('')
          const found = quoteIn(quote, text)
          if (found !== null) {
            expect(text).to.include(found)
            expect(plainText(found)).to.equal(plainText(quote))
          }
        },
      ),
    )
  })
})

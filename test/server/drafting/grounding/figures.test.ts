import { expect } from 'chai'
import { figuresIn } from '../../../../server/drafting/grounding/figures.ts'

const READ: Readonly<Record<string, readonly [language: string, text: string, read: readonly string[]]>> = {
  'an English amount': ['en', 'It costs €1,000.50.', ['number 1000.5 euro']],
  'a German amount': ['de', 'Das kostet 1.000,50 Euro.', ['number 1000.5 euro']],
  'a range shares its unit': ['en', 'within 10 to 14 days', ['number 10 day', 'number 14 day']],
  'working days': ['en', 'within 14 working days', ['number 14 workday']],
  'a number in words': ['de', 'für zwei Wochen', ['number 2 week']],
  'a date with its month in words': ['en', 'on 3 May 2024', ['date 2024-5-3 null']],
  'the month first': ['en', 'on May 3, 2024', ['date 2024-5-3 null']],
  'a German date': ['de', 'am 3. Mai 2024', ['date 2024-5-3 null']],
  'a date in figures': ['de', 'am 03.05.2024', ['date 2024-5-3 null']],
  'may, the verb': ['en', 'You may come in.', []],
  'a clock': ['de', 'ab 10 Uhr', ['time 600 null']],
  'both ends of an afternoon': ['en', 'from 2 to 4 pm', ['time 840 null', 'time 960 null']],
  'a product code': ['en', 'the K200', []],
}

describe('a figure', () => {
  for (const [name, [language, text, read]] of Object.entries(READ))
    it(`is read: ${name}`, () => {
      expect(
        figuresIn(text, language).map(({ kind, value, unit }) => `${kind} ${value} ${unit}`),
      ).to.deep.equal(read)
    })
})

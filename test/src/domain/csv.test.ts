import { expect } from 'chai'
import { type CsvCell, csvLine, csvText } from '../../../src/domain/csv.ts'

describe('a table for a spreadsheet', () => {
  it('quotes everything, begins with the mark of UTF-8, and ends its lines as the standard says', () => {
    expect(
      csvText(
        ['a', 'b'],
        [
          ['x "y"', 3],
          [null, 'two\nlines'],
        ],
      ),
    ).to.equal('\uFEFF"a","b"\r\n"x ""y""","3"\r\n"","two\nlines"\r\n')
  })

  const FORMULAS = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '  =1',
    '|calc',
    '%0A=1',
    '\n=1',
    '\u00a0=1',
    '＝1',
    '＋1',
    '－1',
    '＠a',
  ]
  for (const text of FORMULAS)
    it(`lets no cell become a formula: ${JSON.stringify(text)}`, () => {
      expect(csvText(['a'], [[text]])).to.contain(`"'${text}"`)
    })

  const PLAIN: Record<string, readonly [value: CsvCell, cell: string]> = {
    'plain text': ['hello', '"hello"'],
    nothing: [null, '""'],
    'a comma': ['a,b', '"a,b"'],
    'a quotation mark': ['say "no"', '"say ""no"""'],
    'a negative number': [-5, '"-5"'],
    'a truth': [true, '"true"'],
  }
  for (const [name, [value, cell]] of Object.entries(PLAIN))
    it(`leaves what is none as it is: ${name}`, () => expect(csvLine([value])).to.equal(`${cell}\r\n`))
})

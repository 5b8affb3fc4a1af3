import { expect } from 'chai'
import { csvText } from '../../../src/domain/csv.ts'

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

  const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '|calc', '%0A=1']
  for (const text of FORMULAS)
    it(`lets no cell become a formula: ${JSON.stringify(text)}`, () => {
      expect(csvText(['a'], [[text]])).to.contain(`"'${text}"`)
    })
})

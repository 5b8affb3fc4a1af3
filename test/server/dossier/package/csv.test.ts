import { expect } from 'chai'
import { csvCell, csvLine } from '../../../../server/dossier/package/csv.ts'

describe('a cell of a table', () => {
  const CELLS: Record<string, readonly [value: Parameters<typeof csvCell>[0], cell: string]> = {
    'plain text': ['hello', 'hello'],
    nothing: [null, ''],
    'a comma': ['a,b', '"a,b"'],
    'a quotation mark': ['say "no"', '"say ""no"""'],
    'two lines': ['a\nb', '"a\nb"'],
    'a formula': ['=1+1', "'=1+1"],
    'a call': ['@SUM(A1)', "'@SUM(A1)"],
    'a plus': ['+49 221', "'+49 221"],
    'a minus': ['-1', "'-1"],
    'a tab in front': ['\t=1', "'\t=1"],
    'a line break in front': ['\r=1', '"\'\r=1"'],
    'a space in front': [' =1', "' =1"],
    'a sign at full width': ['＝1', "'＝1"],
    'a pipe': ['|cmd', "'|cmd"],
    'a negative number': [-5, '-5'],
    'a list': [['a', 1], '"[""a"",1]"'],
    'a truth': [true, 'true'],
  }
  for (const [name, [value, cell]] of Object.entries(CELLS))
    it(`is written safely: ${name}`, () => expect(csvCell(value)).to.equal(cell))

  it('stands in a line that ends as the format says', () => {
    expect(csvLine(['a', 1, null])).to.equal('a,1,\r\n')
  })
})

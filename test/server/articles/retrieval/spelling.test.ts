import { expect } from 'chai'
import fc from 'fast-check'
import { isSlipOf } from '../../../../server/articles/retrieval/spelling.ts'

const PAIRS: readonly (readonly [typed: string, meant: string, slip: boolean])[] = [
  ['invoce', 'invoice', true],
  ['retrun', 'return', true],
  ['refundd', 'refund', true],
  ['dowload', 'download', true],
  ['gutschien', 'gutschein', true],
  ['rückerstatung', 'rückerstattung', true],
  ['size', 'side', false],
  ['refund', 'return', false],
  ['warranty', 'guaranty', false],
  ['versand', 'verband', true],
]

/** The whole table of distances, with nothing left out. */
function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)]
  const cell = (i: number, j: number) => rows[i]?.[j] ?? Number.NaN
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      const ways = [cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + same]
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        ways.push(cell(i - 2, j - 2) + 1)
      row.push(Math.min(...ways))
    }
  }
  return cell(one.length, other.length)
}

/** Few letters, so that swapped and doubled ones come about, and each word with a few changes beside it. */
const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 3, maxLength: 14 })
const changes = fc.array(fc.tuple(fc.nat(14), fc.constantFrom('', 'a', 'b', 'ab', 'ba')), { maxLength: 4 })
const changed = (word: string, how: readonly (readonly [number, string])[]) =>
  how.reduce((text, [at, put]) => text.slice(0, at) + put + text.slice(at + 1), word)

describe('a slip of the finger', () => {
  for (const [typed, meant, slip] of PAIRS) {
    it(`${slip ? 'turns' : 'does not turn'} ${meant} into ${typed}`, () => {
      expect(isSlipOf(typed, meant)).to.equal(slip)
    })
  }

  it('is what the whole table of distances says', () => {
    fc.assert(
      fc.property(letters, changes, (rest, how) => {
        const [meant, typed] = [`a${rest}`, `a${changed(rest, how)}`]
        const shorter = Math.min(typed.length, meant.length)
        const slips = shorter >= 9 ? 2 : 1
        expect(isSlipOf(typed, meant)).to.equal(shorter >= 5 && distance(typed, meant) <= slips)
      }),
      { numRuns: 2_000 },
    )
  })
})

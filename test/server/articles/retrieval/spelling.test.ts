import { expect } from 'chai'
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

describe('a slip of the finger', () => {
  for (const [typed, meant, slip] of PAIRS) {
    it(`${slip ? 'turns' : 'does not turn'} ${meant} into ${typed}`, () => {
      expect(isSlipOf(typed, meant)).to.equal(slip)
    })
  }
})

import { expect } from 'chai'
import { auc, f1, ndcg, percentile, recall, reciprocalRank } from '../../../server/cli/eval-measures.ts'

describe('the measures of an evaluation', () => {
  it('know an AUC that was counted by hand', () => {
    expect(auc([0.9, 0.8], [0.1, 0.2])).to.equal(1)
    expect(auc([0.1], [0.9])).to.equal(0)
    expect(auc([0.5, 0.5], [0.5])).to.equal(0.5)
    expect(auc([0.9, 0.3], [0.5, 0.1])).to.equal(0.75)
    expect(auc([], [1])).to.equal(null)
  })

  it('know an nDCG that was counted by hand', () => {
    expect(ndcg(['a'], new Set(['a']), 10)).to.equal(1)
    expect(ndcg(['x', 'a'], new Set(['a']), 10)).to.be.closeTo(0.6309, 1e-4)
    expect(ndcg(['x', 'a'], new Set(['a']), 1)).to.equal(0)
    expect(ndcg(['a'], new Set(), 10)).to.equal(0)
  })

  it('know recall, reciprocal rank, F1 and percentiles', () => {
    expect(recall(['x', 'a'], new Set(['a', 'b']), 5)).to.equal(0.5)
    expect(reciprocalRank(['x', 'a'], new Set(['a']))).to.equal(0.5)
    expect(reciprocalRank(['x'], new Set(['a']))).to.equal(0)
    expect(f1(new Set([1, 2]), new Set([2, 3]))).to.equal(0.5)
    expect(f1(new Set(), new Set([1]))).to.equal(0)
    expect([percentile([3, 1, 2], 0.5), percentile([3, 1, 2], 0.99), percentile([], 0.5)]).to.deep.equal([
      2, 3, 0,
    ])
  })
})

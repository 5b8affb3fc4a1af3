import { expect } from 'chai'
import fc from 'fast-check'
import { startBest } from '../../../../server/articles/retrieval/best-few.ts'

function keptOf(scores: readonly number[], most: number): readonly number[] {
  const best = startBest(most)
  scores.forEach((score, at) => {
    best.add(at, score)
  })
  return best.sorted().map(({ at }) => at)
}

describe('the best few of many', () => {
  it('are those that sorting all would give, the first of equal ones first', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 40 })
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 9 }), (all, most) => {
        const sorted = [...all.keys()].sort((a, b) => (all[b] ?? 0) - (all[a] ?? 0) || a - b)
        expect(keptOf(all, most)).to.deep.equal(sorted.slice(0, most))
      }),
      { numRuns: 300 },
    )
  })

  it('say beforehand what they would not keep', () => {
    const best = startBest(2)
    expect(best.takes(0)).to.equal(true)
    best.add(0, 0.5)
    best.add(1, 0.7)
    expect([0.4, 0.5, 0.6].map(best.takes)).to.deep.equal([false, false, true])
    best.add(2, 0.4)
    expect(best.sorted().map(({ at }) => at)).to.deep.equal([1, 0])
  })
})

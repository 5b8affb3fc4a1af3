import { expect } from 'chai'
import {
  firstRight,
  histogram,
  qualityByCut,
  reliabilityOf,
  riskCurve,
  rocCurve,
  shareFrom,
} from '../../../server/cli/eval-curves.ts'
import { auc, recall } from '../../../server/cli/eval-measures.ts'
import type { JudgedOutcome } from '../../../server/cli/eval-outcomes.ts'

const judged = (
  probability: number,
  wanted: string | null = 'a',
  found: string | null = 'a',
): JudgedOutcome => ({
  id: '1',
  question: 'Why?',
  probability,
  answered: true,
  wanted,
  found,
})
const ranked = (found: readonly string[], wanted: readonly string[] = ['a']) => ({
  id: '1',
  question: 'Why?',
  wanted,
  found,
})

describe('the curves of a report', () => {
  it('tell how much of what is right stands among the first k', () => {
    const outcomes = [ranked(['a', 'b']), ranked(['b', 'a']), ranked(['b', 'c'])]
    const points = qualityByCut(outcomes, recall, 3)
    expect(points.map(({ x }) => x)).to.deep.equal([1, 2, 3])
    expect(points.map(({ y }) => y)).to.deep.equal([1 / 3, 2 / 3, 2 / 3])
    expect(outcomes.map(firstRight)).to.deep.equal([1, 2, null])
  })

  it('go from refusing all to answering all, and the area under them is the AUC', () => {
    const good = [0.9, 0.8, 0.8, 0.3].map((probability) => judged(probability))
    const bad = [0.8, 0.2, 0.1].map((probability) => judged(probability, null))
    const points = rocCurve(good, bad)
    expect([points[0], points.at(-1)]).to.deep.equal([
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ])
    const area = points.reduce((sum, point, at) => {
      const before = points[at - 1]
      return before === undefined ? 0 : sum + ((point.x - before.x) * (point.y + before.y)) / 2
    }, 0)
    expect(area).to.be.closeTo(auc([0.9, 0.8, 0.8, 0.3], [0.8, 0.2, 0.1]) ?? 0, 1e-12)
    // Of one probability no threshold can part them: one step for the three of 0.8.
    expect(points).to.have.length(6)
  })

  it('count an answer from another article as wrong', () => {
    const points = riskCurve([judged(0.9), judged(0.8, 'a', 'b'), judged(0.7, null, 'b'), judged(0.6)])
    expect(points).to.deep.equal([
      { x: 0.25, y: 0 },
      { x: 0.5, y: 0.5 },
      { x: 0.75, y: 1 - 1 / 3 },
      { x: 1, y: 0.5 },
    ])
  })

  it('show no error for a forecast that comes true as often as it said', () => {
    const good = [...Array(7).fill(0.7), ...Array(2).fill(0.2)].map((probability) => judged(probability))
    const bad = [...Array(3).fill(0.7), ...Array(8).fill(0.2)].map((probability) => judged(probability, null))
    const { bins, ece } = reliabilityOf(good, bad)
    expect(ece).to.be.closeTo(0, 1e-12)
    expect(bins.map(({ count }) => count)).to.deep.equal([0, 0, 10, 0, 0, 0, 0, 10, 0, 0])
    expect(reliabilityOf([judged(1)], [judged(1, null)]).ece).to.equal(0.5)
  })

  it('say what a threshold lets through, itself included', () => {
    expect(shareFrom([judged(0.5), judged(0.4), judged(0.6), judged(0.1)], 0.5)).to.equal(0.5)
    expect(shareFrom([], 0.5)).to.equal(0)
  })

  it('keep every value in some part', () => {
    expect(histogram([0, 0.05, 0.1, 0.99, 1])).to.deep.equal([2, 1, 0, 0, 0, 0, 0, 0, 0, 2])
  })

  it('are empty, not broken, without questions of one kind', () => {
    expect(rocCurve([], [judged(0.5)])).to.deep.equal([])
    expect(riskCurve([])).to.deep.equal([])
    expect(reliabilityOf([], []).ece).to.equal(0)
  })
})

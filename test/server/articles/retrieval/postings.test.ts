import { expect } from 'chai'
import {
  buildPostings as build,
  type Keys,
  rarityOf,
  type Unit,
} from '../../../../server/articles/retrieval/postings.ts'

const keysOf = (word: number): Keys => ({ keys: [word], counts: [1] })
const FIELDS = [{ weight: 1, lengthPenalty: 0.5 }]
const buildPostings = (units: readonly Unit[]) => build(keysOf, FIELDS, units.length, (at) => units[at] ?? [])
const UNITS = [[[0, 0, 1]], [[1]], [[2, 1, 1, 1, 1, 1]]]

describe('the scores of the units that hold a word', () => {
  const postings = buildPostings(UNITS)
  const scored = (key: number) => {
    const scores = new Float64Array(3)
    postings.addScores(key, 1, scores)
    return [...scores]
  }

  it('are zero for every unit that does not hold it', () => {
    expect(scored(0).map((score) => score > 0)).to.deep.equal([true, false, false])
    expect(scored(1).map((score) => score > 0)).to.deep.equal([true, true, true])
  })

  it('grow with its share of the unit and with its rarity', () => {
    const short = buildPostings([[[0]], [[0, 1, 1, 1, 1, 1]]])
    const scores = new Float64Array(2)
    short.addScores(0, 1, scores)
    expect(scores[0]).to.be.greaterThan(scores[1] ?? 0)
    expect(scored(0)[0]).to.be.greaterThan(scored(1)[0] ?? 0)
  })

  it('never reach more than the weight of the word, however often it stands there', () => {
    const often = buildPostings([[Array.from({ length: 10_000 }, () => 0)]])
    const scores = new Float64Array(1)
    often.addScores(0, 1, scores)
    expect(scores[0]).to.be.lessThan(1)
  })

  it('count words that stand for one another once', () => {
    const once = new Float64Array(3)
    postings.addBestScores([0, 1], 1, once)
    expect(once[0]).to.be.closeTo(Math.max(scored(0)[0] ?? 0, scored(1)[0] ?? 0), 1e-9)
  })

  it('are independent of the size of a help center for a word that is nowhere', () => {
    for (const units of [1, 20, 100_000]) expect(rarityOf(0, units)).to.equal(1)
    expect(rarityOf(20, 20)).to.be.lessThan(0.05)
  })
})

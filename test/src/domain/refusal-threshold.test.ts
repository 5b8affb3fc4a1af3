import { expect } from 'chai'
import {
  answeredAtEach,
  isThreshold,
  SHIPPED_THRESHOLD,
  thresholdOf,
} from '../../../src/domain/refusal-threshold.ts'

describe('the threshold of a refusal', () => {
  it('is what ships where the account has set none', () => {
    expect(thresholdOf({})).to.equal(SHIPPED_THRESHOLD)
    expect(thresholdOf({ refusalThreshold: 0.6 })).to.equal(0.6)
    expect(isThreshold(SHIPPED_THRESHOLD)).to.equal(true)
  })

  const wrong = {
    'below the least': 0.049,
    'above the most': 0.991,
    'too fine': 0.3851,
    none: Number.NaN,
    zero: 0,
  }
  for (const [name, value] of Object.entries(wrong))
    it(`cannot be ${name}`, () => {
      expect(isThreshold(value)).to.equal(false)
    })

  it('is counted at each hundredth, the question at its very probability included', () => {
    const counts = answeredAtEach([0.9, 0.5, 0.5, 0.12])
    expect(counts).to.have.length(101)
    expect([0, 12, 13, 50, 51, 90, 91, 100].map((step) => counts[step])).to.deep.equal([
      4, 4, 3, 3, 1, 1, 0, 0,
    ])
    expect(answeredAtEach([]).every((count) => count === 0)).to.equal(true)
  })
})

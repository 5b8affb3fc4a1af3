import { expect } from 'chai'
import { NO_NUMBERS, NO_TIMES, quantile, sumNumbers, timesOf } from '../../../src/domain/report-numbers.ts'

describe('the numbers of reports', () => {
  it('add up, member by member, times too', () => {
    const one = { ...NO_NUMBERS, drafts: 2, words: 7, made: timesOf(0.2) }
    const two = { ...NO_NUMBERS, drafts: 1, sent: 1, made: timesOf(4_000) }
    const sum = sumNumbers([one, two])
    expect(sum).to.include({ drafts: 3, words: 7, sent: 1, kept: 0 })
    expect(sum.made[0]).to.equal(1)
    expect(sum.made.at(-1)).to.equal(1)
    expect(sumNumbers([])).to.deep.equal(NO_NUMBERS)
  })

  it('tell within which bound a share stayed', () => {
    const times = [1, 1, 1, 8, 5_000].map(timesOf)
    const made = sumNumbers(times.map((each) => ({ ...NO_NUMBERS, made: each }))).made
    expect(quantile(made, 0.5)).to.equal(1)
    expect(quantile(made, 0.8)).to.equal(10)
    expect(quantile(made, 0.95)).to.equal(Number.POSITIVE_INFINITY)
    expect(quantile(NO_TIMES, 0.5)).to.equal(null)
  })
})

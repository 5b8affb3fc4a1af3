import { expect } from 'chai'
import { answerDueOn, daysLeft, monthsLater } from '../../../src/domain/request-case.ts'

describe('the last day for an answer', () => {
  /** The day that the month itself gives: never rolled past a weekend or holiday. */
  const days: Readonly<Record<string, string>> = {
    '2026-03-05': '2026-04-05',
    '2026-08-31': '2026-09-30',
    '2026-01-30': '2026-02-28',
    '2026-11-25': '2026-12-25',
    '2026-12-31': '2027-01-31',
    '2027-02-28': '2027-03-28',
    '2027-01-31': '2027-02-28',
    '2028-01-31': '2028-02-29',
    '2026-04-30': '2026-05-30',
  }
  for (const [received, due] of Object.entries(days))
    it(`is ${due} for what came on ${received}, at whatever hour`, () => {
      for (const hour of ['00:00:00.000', '12:34:56.789', '23:59:59.999'])
        expect(answerDueOn(`${received}T${hour}Z`)).to.equal(due)
    })

  it('is three months later for a request that was extended', () => {
    expect(monthsLater('2028-01-31T10:00:00.000Z', 3)).to.equal('2028-04-30')
  })

  it('never comes later than thirty-one days after, and never before the day it came', () => {
    for (let day = 0; day < 4 * 366; day += 1) {
      const at = Date.UTC(2026, 0, 1) + day * 86_400_000
      const distance = (Date.parse(answerDueOn(new Date(at).toISOString())) - at) / 86_400_000
      expect(distance).to.be.within(28, 31)
    }
  })

  it('counts whole days: none on the day itself, less than none afterwards', () => {
    expect(daysLeft('2026-04-05', Date.parse('2026-03-05T23:59:00Z'))).to.equal(31)
    expect(daysLeft('2026-04-05', Date.parse('2026-04-04T00:00:00Z'))).to.equal(1)
    expect(daysLeft('2026-04-05', Date.parse('2026-04-05T23:59:59Z'))).to.equal(0)
    expect(daysLeft('2026-04-05', Date.parse('2026-04-06T00:00:00Z'))).to.equal(-1)
  })
})

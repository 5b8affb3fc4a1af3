import { expect } from 'chai'
import { isWithin, reviewPeriod } from '../../../src/domain/review-period.ts'

describe('the period of an access review', () => {
  it('is a part of the calendar year in UTC', () => {
    const cases = [
      ['2026-11-20T09:00:00Z', 3, '2026-10-01', '2026-12-31'],
      ['2026-01-01T00:00:00Z', 3, '2026-01-01', '2026-03-31'],
      ['2026-03-31T23:59:59Z', 3, '2026-01-01', '2026-03-31'],
      ['2026-04-01T00:00:00Z', 3, '2026-04-01', '2026-06-30'],
      ['2028-02-15T12:00:00Z', 1, '2028-02-01', '2028-02-29'],
      ['2026-08-15T12:00:00Z', 6, '2026-07-01', '2026-12-31'],
      ['2026-08-15T12:00:00Z', 12, '2026-01-01', '2026-12-31'],
      // Already the next day in Berlin.
      ['2026-06-30T22:30:00Z', 3, '2026-04-01', '2026-06-30'],
    ] as const
    for (const [now, months, from, to] of cases)
      expect(reviewPeriod(new Date(now), months), now).to.deep.equal({ from, to })
  })

  it('holds its first and its last moment, and nothing beside', () => {
    const period = { from: '2026-10-01', to: '2026-12-31' }
    const at = [
      '2026-09-30T23:59:59.999Z',
      '2026-10-01T00:00:00.000Z',
      '2026-12-31T23:59:59.999Z',
      '2027-01-01T00:00:00.000Z',
    ]
    expect(at.map((one) => isWithin(one, period))).to.deep.equal([false, true, true, false])
  })
})

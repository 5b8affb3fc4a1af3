import { expect } from 'chai'
import { laterOf, monthsLater } from '../../../src/domain/consent-dates.ts'

describe('consent dates', () => {
  for (const [from, months, to] of [
    ['2026-01-15T10:00:00.000Z', 6, '2026-07-15T10:00:00.000Z'],
    ['2026-08-31T23:59:59.999Z', 6, '2027-02-28T23:59:59.999Z'],
    ['2027-08-31T00:00:00.000Z', 6, '2028-02-29T00:00:00.000Z'],
    ['2026-10-31T12:00:00.000Z', 1, '2026-11-30T12:00:00.000Z'],
    ['2026-11-30T12:00:00.000Z', 0, '2026-11-30T12:00:00.000Z'],
    ['2026-12-31T12:00:00.000Z', 14, '2028-02-29T12:00:00.000Z'],
  ] as const)
    it(`find ${to.slice(0, 10)} ${months} months after ${from.slice(0, 10)}`, () => {
      expect(monthsLater(from, months)).to.equal(to)
    })

  it('take the later of two moments, and any rather than none', () => {
    const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z']
    expect([laterOf(early, late), laterOf(late, early)]).to.deep.equal([late, late])
    expect([laterOf(early, null), laterOf(null, early), laterOf(null, null)]).to.deep.equal([
      early,
      early,
      null,
    ])
  })
})

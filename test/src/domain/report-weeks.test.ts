import { expect } from 'chai'
import { addDays } from '../../../src/domain/due-dates.ts'
import {
  finishedWeeks,
  REPORT_PERIODS,
  spanAround,
  weekOf,
  weeksWithin,
} from '../../../src/domain/report-weeks.ts'

const DAYS = Array.from({ length: 1_100 }, (_, at) => addDays('2025-12-01', at))

describe('the calendar of reports', () => {
  const SPANS: Record<string, [(typeof REPORT_PERIODS)[number], string, string, string]> = {
    'a week from its Sunday': ['week', '2026-11-29', '2026-11-23', '2026-11-29'],
    'a month of five Thursdays': ['month', '2026-10-15', '2026-09-28', '2026-11-01'],
    'the month that a first of the month does not belong to': [
      'month',
      '2026-11-01',
      '2026-09-28',
      '2026-11-01',
    ],
    'a quarter over the end of a year': ['quarter', '2026-12-31', '2026-09-28', '2027-01-03'],
  }
  for (const [name, [period, day, from, to]] of Object.entries(SPANS))
    it(`finds ${name}`, () => expect(spanAround(period, day)).to.deep.equal({ from, to }))

  it('cuts no week and lets no two periods of a kind overlap, and each lies in one of the next kind', () => {
    for (const period of REPORT_PERIODS) {
      const spans = [
        ...new Map(DAYS.map((day) => [spanAround(period, day).from, spanAround(period, day)])).values(),
      ]
      for (const [at, { from, to }] of spans.entries()) {
        expect(weekOf(from)).to.equal(from)
        expect(weekOf(to)).to.equal(addDays(to, -6))
        if (at > 0) expect(from).to.equal(addDays(spans[at - 1]?.to ?? '', 1))
      }
    }
    for (const day of DAYS) {
      const [week, month, quarter] = REPORT_PERIODS.map((period) => spanAround(period, day))
      expect(week !== undefined && month !== undefined && quarter !== undefined).to.equal(true)
      expect((month?.from ?? '') <= (week?.from ?? '') && (week?.to ?? '') <= (month?.to ?? '')).to.equal(
        true,
      )
      expect(
        (quarter?.from ?? '') <= (month?.from ?? '') && (month?.to ?? '') <= (quarter?.to ?? ''),
      ).to.equal(true)
    }
  })

  it('counts whole weeks, and only those that are over', () => {
    expect(weeksWithin({ from: '2026-11-03', to: '2026-11-22' })).to.deep.equal(['2026-11-09', '2026-11-16'])
    expect(weeksWithin({ from: '2026-11-03', to: '2026-11-08' })).to.deep.equal([])
    expect(finishedWeeks('2026-11-09', '2026-11-22T23:59:59.999Z')).to.deep.equal(['2026-11-09'])
    expect(finishedWeeks('2026-11-09', '2026-11-23T00:00:00.000Z')).to.deep.equal([
      '2026-11-09',
      '2026-11-16',
    ])
    expect(finishedWeeks('2026-11-23', '2026-11-23T00:00:00.000Z')).to.deep.equal([])
  })
})

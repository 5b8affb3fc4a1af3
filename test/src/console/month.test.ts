import { expect } from 'chai'
import { dayAfterKey, monthsFrom, weeksOf } from '../../../src/console/month.ts'

describe('a month', () => {
  it('is shown in whole weeks from Monday to Sunday', () => {
    const weeks = weeksOf('2026-11-27')
    expect(weeks.map((week) => [week[0], week[6]])).to.deep.equal([
      ['2026-10-26', '2026-11-01'],
      ['2026-11-02', '2026-11-08'],
      ['2026-11-09', '2026-11-15'],
      ['2026-11-16', '2026-11-22'],
      ['2026-11-23', '2026-11-29'],
      ['2026-11-30', '2026-12-06'],
    ])
    expect(weeksOf('2027-02-01')).to.have.length(4)
    for (let month = 0; month < 240; month += 1) {
      const shown = weeksOf(monthsFrom('2024-01-15', month)).flat()
      expect(shown.length % 7).to.equal(0)
      expect(new Set(shown).size).to.equal(shown.length)
      expect(shown).to.include(monthsFrom('2024-01-15', month))
    }
  })

  const KEYS: Readonly<Record<string, string | null>> = {
    ArrowLeft: '2026-03-30',
    ArrowRight: '2026-04-01',
    ArrowUp: '2026-03-24',
    ArrowDown: '2026-04-07',
    PageUp: '2026-02-28',
    PageDown: '2026-04-30',
    Home: '2026-03-30',
    End: '2026-04-05',
    Enter: null,
    a: null,
  }
  for (const [key, day] of Object.entries(KEYS))
    it(`is walked through by ${key}`, () => {
      expect(dayAfterKey('2026-03-31', key)).to.equal(day)
    })
})

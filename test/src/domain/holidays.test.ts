import { expect } from 'chai'
import { easterOf, HOLIDAY_REGIONS, holidaysOf, isHolidayRegion } from '../../../src/domain/holidays.ts'

describe('the holidays', () => {
  /** Of the calendars that the churches have published. */
  const EASTER = [
    ['2024', '03-31'],
    ['2025', '04-20'],
    ['2026', '04-05'],
    ['2027', '03-28'],
    ['2028', '04-16'],
    ['2035', '03-25'],
    ['2038', '04-25'],
    ['2285', '03-22'],
  ]
  for (const [year = '', day = ''] of EASTER)
    it(`know Easter ${year}`, () => {
      expect(easterOf(Number(year))).to.equal(`${year}-${day}`)
    })

  it('are those of the region, and no others', () => {
    expect([...holidaysOf('DE-BE', 2026)].toSorted()).to.deep.equal([
      ...['2026-01-01', '2026-03-08', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14'],
      ...['2026-05-25', '2026-10-03', '2026-12-25', '2026-12-26'],
    ])
    expect(holidaysOf('DE-BY', 2026).has('2026-01-06')).to.equal(true)
    expect(holidaysOf('DE', 2026).has('2026-01-06')).to.equal(false)
    expect(holidaysOf('FR', 2026).has('2026-07-14')).to.equal(true)
    expect(holidaysOf('none', 2026).size).to.equal(0)
  })

  it('put the day of repentance of Saxony on the Wednesday before the 23rd of November', () => {
    const days = [2026, 2027, 2028, 2029, 2033, 2034].map((year) =>
      [...holidaysOf('DE-SN', year)].find((day) => day.slice(5, 7) === '11'),
    )
    expect(days).to.deep.equal([
      ...['2026-11-18', '2027-11-17', '2028-11-22', '2029-11-21', '2033-11-16', '2034-11-22'],
    ])
  })

  it('are real days in every region and year', () => {
    expect(HOLIDAY_REGIONS.length).to.equal(1 + 14 + 16)
    for (const region of HOLIDAY_REGIONS)
      for (let year = 2024; year < 2044; year += 1)
        for (const day of holidaysOf(region, year))
          expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10), region).to.equal(day)
  })

  it('are known of the listed regions only', () => {
    expect(isHolidayRegion('DE-NW')).to.equal(true)
    for (const odd of ['', 'de', 'DE-XX', 'toString', 'US']) expect(isHolidayRegion(odd)).to.equal(false)
  })
})

import { expect } from 'chai'
import {
  addDays,
  addMonths,
  type DueFacts,
  dayIn,
  daysBetween,
  dueOn,
  extendableUntil,
  internalDueOn,
  isWorkingDay,
  NO_CALENDAR,
  type Pause,
  reminderDays,
  remindersReached,
  type WorkCalendar,
  workingDayFrom,
} from '../../../src/domain/due-dates.ts'
import { HOLIDAY_REGIONS } from '../../../src/domain/holidays.ts'
import { dice } from '../../support/dice.ts'

const GERMANY: WorkCalendar = { region: 'DE', extraDays: [], timeZone: 'Europe/Berlin' }
const facts = (receivedOn: string, change: Partial<DueFacts> = {}): DueFacts => ({
  ...{ receivedOn, extended: false, pauses: [] },
  ...change,
})

describe('the last day for an answer', () => {
  /** received → the day of the month → the working day. */
  const VECTORS = [
    ['2026-03-05', '2026-04-05', '2026-04-07'],
    ['2026-08-31', '2026-09-30', '2026-09-30'],
    ['2026-01-30', '2026-02-28', '2026-03-02'],
    ['2026-11-25', '2026-12-25', '2026-12-28'],
    ['2026-12-31', '2027-01-31', '2027-02-01'],
    ['2027-02-28', '2027-03-28', '2027-03-30'],
    ['2027-01-31', '2027-02-28', '2027-03-01'],
  ]
  for (const [received = '', day = '', due = ''] of VECTORS)
    it(`is ${due} for what came on ${received}`, () => {
      expect(addMonths(received, 1)).to.equal(day)
      expect(dueOn(facts(received), GERMANY)).to.equal(due)
    })

  it('is three months later when it was extended, past a Sunday and a holiday', () => {
    expect(addMonths('2028-01-31', 3)).to.equal('2028-04-30')
    expect(dueOn(facts('2028-01-31', { extended: true }), GERMANY)).to.equal('2028-05-02')
    expect(extendableUntil(facts('2028-01-31', { extended: true }), GERMANY)).to.equal('2028-02-29')
  })

  it('knows leap days', () => {
    expect(dueOn(facts('2028-01-29'), NO_CALENDAR)).to.equal('2028-02-29')
    expect(dueOn(facts('2027-01-29'), NO_CALENDAR)).to.equal('2027-03-01')
    expect(dueOn(facts('2028-02-29'), NO_CALENDAR)).to.equal('2028-03-29')
  })

  it('goes by the calendar of the region and by the days that the account lists', () => {
    const due = (region: string, extraDays: readonly string[] = []) =>
      dueOn(facts('2026-10-06'), { region, extraDays, timeZone: 'UTC' })
    expect(due('none')).to.equal('2026-11-06')
    expect(due('none', ['2026-11-06', '2026-11-09'])).to.equal('2026-11-10')
    expect(dueOn(facts('2026-12-06'), { ...GERMANY, region: 'DE-BY' })).to.equal('2027-01-07')
    expect(dueOn(facts('2026-12-06'), GERMANY)).to.equal('2027-01-06')
  })

  it('ends even where nobody ever works', () => {
    const extraDays = Array.from({ length: 500 }, (_, index) => addDays('2026-01-01', index))
    expect(workingDayFrom('2026-01-01', { ...NO_CALENDAR, extraDays })).to.equal('2026-01-01')
  })

  it('is moved by as many days as the clock stood still', () => {
    const pauses = [{ from: '2026-03-10', until: '2026-03-17' }]
    expect(dueOn(facts('2026-03-05', { pauses }), GERMANY)).to.equal('2026-04-13')
    expect(internalDueOn(facts('2026-03-05', { pauses }))).to.equal('2026-04-02')
    const back = [{ from: '2026-03-17', until: '2026-03-10' }]
    expect(dueOn(facts('2026-03-05', { pauses: back }), GERMANY)).to.equal('2026-04-07')
  })

  it('has an own last day after 21 days', () => {
    expect(internalDueOn(facts('2026-03-05'))).to.equal('2026-03-26')
    expect(internalDueOn(facts('2026-03-05', { extended: true }))).to.equal('2026-05-26')
  })
})

describe('the day of a moment', () => {
  /** What came at night belongs to the day of the place, not of the machine; also when clocks are changed. */
  const DAYS = [
    ['2026-03-31T22:30:00Z', 'Europe/Berlin', '2026-04-01'],
    ['2026-03-31T21:59:59Z', 'Europe/Berlin', '2026-03-31'],
    ['2026-03-28T23:30:00Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-03-29T22:30:00Z', 'Europe/Berlin', '2026-03-30'],
    ['2026-10-24T21:30:00Z', 'Europe/Berlin', '2026-10-24'],
    ['2026-10-25T22:30:00Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-12-31T23:00:00Z', 'Europe/Berlin', '2027-01-01'],
    ['2028-02-28T23:30:00Z', 'Europe/Berlin', '2028-02-29'],
    ['2026-01-01T04:00:00Z', 'America/New_York', '2025-12-31'],
    ['2026-06-30T12:00:00Z', 'UTC', '2026-06-30'],
  ]
  for (const [at = '', zone = '', day = ''] of DAYS)
    it(`${at} in ${zone} is ${day}`, () => {
      expect(dayIn(at, zone)).to.equal(day)
    })
})

describe('whatever the day, the region, the pauses', () => {
  it('a last day is a working day, not before the month is over, and no later without a cause', () => {
    const die = dice(20_261_127)
    const regions = HOLIDAY_REGIONS
    for (let round = 0; round < 10_000; round += 1) {
      const receivedOn = addDays('2024-01-01', die.below(3_653))
      const region = regions[die.below(regions.length)] ?? 'none'
      const calendar = { region, extraDays: [], timeZone: 'UTC' }
      const plain = facts(receivedOn)
      const due = dueOn(plain, calendar)
      const told = `${receivedOn} ${region}`
      expect(dueOn(facts(receivedOn), calendar), told).to.equal(due)
      expect(isWorkingDay(due, calendar), told).to.equal(true)
      expect(due >= addMonths(receivedOn, 1), told).to.equal(true)
      expect(daysBetween(receivedOn, due), told).to.be.within(28, 37)
      expect(internalDueOn(plain) < due, told).to.equal(true)
      const from = addDays(receivedOn, die.below(25))
      const pause: Pause = { from, until: addDays(from, die.below(30)) }
      const paused = dueOn({ ...plain, pauses: [pause] }, calendar)
      expect(paused >= due, told).to.equal(true)
      const both = dueOn({ ...plain, extended: true, pauses: [pause] }, calendar)
      expect(both > paused, told).to.equal(true)
    }
  })
})

describe('the reminders', () => {
  it('are told at half of the time, a week before, and on the day', () => {
    expect(reminderDays('2026-08-31', '2026-09-30')).to.deep.equal({
      ...{ half: '2026-09-15', week: '2026-09-23', last_day: '2026-09-30' },
    })
    const reached = (today: string) => remindersReached('2026-08-31', '2026-09-30', today)
    expect(reached('2026-09-14')).to.deep.equal([])
    expect(reached('2026-09-15')).to.deep.equal(['half'])
    expect(reached('2026-09-29')).to.deep.equal(['half', 'week'])
    expect(reached('2026-10-05')).to.deep.equal(['half', 'week', 'last_day'])
  })
})

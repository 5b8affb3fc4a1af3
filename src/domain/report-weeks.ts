/**
 * The calendar of reports. Its smallest piece is a whole week of UTC, Monday to Sunday; a month and a quarter are
 * the weeks whose Thursday lies in them (as ISO 8601 counts the weeks of a year), so that no two of them overlap
 * and none is cut: the difference of two reports is always a number of whole weeks.
 */
import { addDays } from './due-dates.ts'

export const REPORT_PERIODS = ['week', 'month', 'quarter'] as const
export type ReportPeriod = (typeof REPORT_PERIODS)[number]

/** Both days within. */
export interface ReportSpan {
  readonly from: string
  readonly to: string
}

const WEEK = 7
const THURSDAY = 3

/** The Monday of the week that a day lies in; it names the week. */
export function weekOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00.000Z`).getUTCDay() + 6) % WEEK))
}

const nameOf = (period: ReportPeriod, week: string): string => {
  const thursday = addDays(week, THURSDAY)
  if (period === 'week') return week
  const month = Number(thursday.slice(5, 7))
  return period === 'month' ? thursday.slice(0, 7) : `${thursday.slice(0, 4)}-Q${Math.ceil(month / 3)}`
}

/** The period that a day's week belongs to. */
export function spanAround(period: ReportPeriod, day: string): ReportSpan {
  const name = nameOf(period, weekOf(day))
  const reach = (step: number): string => {
    let week = weekOf(day)
    while (nameOf(period, addDays(week, step)) === name) week = addDays(week, step)
    return week
  }
  return { from: reach(-WEEK), to: addDays(reach(WEEK), WEEK - 1) }
}

/** Whole weeks only: what of a span is cut off at its ends is left out. */
export function weeksWithin({ from, to }: ReportSpan): readonly string[] {
  const weeks: string[] = []
  const first = weekOf(from) === from ? from : addDays(weekOf(from), WEEK)
  for (let week = first; addDays(week, WEEK - 1) <= to; week = addDays(week, WEEK)) weeks.push(week)
  return weeks
}

/** Weeks that are over at that moment, from `first` on. */
export function finishedWeeks(first: string, now: string): readonly string[] {
  return first >= weekOf(now.slice(0, 10))
    ? []
    : weeksWithin({ from: first, to: addDays(weekOf(now.slice(0, 10)), -1) })
}

/** A month as the weeks that show it, Monday first; days are `YYYY-MM-DD`. */
import { addDays, addMonths } from '../domain/due-dates.ts'

export function firstOfMonth(day: string): string {
  return `${day.slice(0, 8)}01`
}

export function monthsFrom(day: string, months: number): string {
  return addMonths(firstOfMonth(day), months)
}

/** Whole weeks: the days before the first and after the last belong to other months. */
export function weeksOf(month: string): readonly (readonly string[])[] {
  const first = firstOfMonth(month)
  const back = (new Date(first).getUTCDay() + 6) % 7
  const next = addMonths(first, 1)
  const weeks: (readonly string[])[] = []
  for (let monday = addDays(first, -back); monday < next; monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(monday, index)))
  return weeks
}

const STEP: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
}

/** Where a key leads in a calendar (ARIA grid pattern); `null`: it is no key of the calendar. */
export function dayAfterKey(day: string, key: string): string | null {
  const step = STEP[key]
  if (step !== undefined) return addDays(day, step)
  if (key === 'PageUp') return addMonths(day, -1)
  if (key === 'PageDown') return addMonths(day, 1)
  const weekday = (new Date(day).getUTCDay() + 6) % 7
  if (key === 'Home') return addDays(day, -weekday)
  if (key === 'End') return addDays(day, 6 - weekday)
  return null
}

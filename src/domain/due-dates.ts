/**
 * By when a request must be answered: GDPR Art. 12(3), counted by Regulation (EEC, Euratom) 1182/71, Art. 3, as
 * EDPB 01/2022 reads it. All days are `YYYY-MM-DD` on the controller's own calendar; nothing here knows a clock.
 */
import { holidaysOf } from './holidays.ts'

export interface WorkCalendar {
  /** Of `HOLIDAY_REGIONS`. */
  readonly region: string
  /** Days on which the account does not work, besides weekends and the region's holidays. */
  readonly extraDays: readonly string[]
  /** IANA name: in which place a moment becomes a day. */
  readonly timeZone: string
}

export const NO_CALENDAR: WorkCalendar = { region: 'none', extraDays: [], timeZone: 'UTC' }

/** The clock stood still from `from` until the day it went on; the requester's identity was not clear. */
export interface Pause {
  readonly from: string
  readonly until: string
}

export interface DueFacts {
  readonly receivedOn: string
  readonly extended: boolean
  readonly pauses: readonly Pause[]
}

/** Art. 12(3) sentence 1, and what sentence 2 adds once. */
const ANSWER_MONTHS = 1
const EXTENSION_MONTHS = 2
/** By then the answer should be ready, so that the last day is not the first one on which somebody looks. */
const INTERNAL_DAYS = 21
const WEEK = 7
/** More days in a row on which nobody works are not a calendar, but a mistake. */
const MOST_IDLE_DAYS = 366
const DAY_MS = 86_400_000

const dayFrom = (ms: number) => new Date(ms).toISOString().slice(0, 10)

export function addDays(day: string, count: number): string {
  return dayFrom(Date.parse(day) + count * DAY_MS)
}

/** Whole days from one to the other; negative when `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** The day with the same number so many months later, or the last of that month (Art. 3(2)(c)). */
export function addMonths(day: string, months: number): string {
  const from = new Date(day)
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months]
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return dayFrom(Date.UTC(year, month, Math.min(from.getUTCDate(), lastOfMonth)))
}

/** On which day of the controller's calendar a moment lies. */
export function dayIn(at: string | number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(at))
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

export function isWorkingDay(day: string, calendar: WorkCalendar): boolean {
  const weekday = new Date(day).getUTCDay()
  if (weekday === 0 || weekday === 6) return false
  return !calendar.extraDays.includes(day) && !holidaysOf(calendar.region, Number(day.slice(0, 4))).has(day)
}

/** The day itself, or the first working day after it (Art. 3(4)). */
export function workingDayFrom(day: string, calendar: WorkCalendar): string {
  for (let after = 0; after < MOST_IDLE_DAYS; after += 1) {
    const each = addDays(day, after)
    if (isWorkingDay(each, calendar)) return each
  }
  return day
}

function pausedDays(pauses: readonly Pause[]): number {
  return pauses.reduce((sum, { from, until }) => sum + Math.max(0, daysBetween(from, until)), 0)
}

/** The last day on which the answer is in time. */
export function dueOn(facts: DueFacts, calendar: WorkCalendar): string {
  const months = ANSWER_MONTHS + (facts.extended ? EXTENSION_MONTHS : 0)
  const end = addDays(addMonths(facts.receivedOn, months), pausedDays(facts.pauses))
  return workingDayFrom(end, calendar)
}

/** The account's own last day, well before the law's. */
export function internalDueOn(facts: DueFacts): string {
  const day = addDays(facts.receivedOn, INTERNAL_DAYS + pausedDays(facts.pauses))
  return facts.extended ? addMonths(day, EXTENSION_MONTHS) : day
}

/** The last day on which an extension can still be told: it must be within the first month. */
export function extendableUntil(facts: DueFacts, calendar: WorkCalendar): string {
  return dueOn({ ...facts, extended: false }, calendar)
}

export const REMINDERS = ['half', 'week', 'last_day'] as const
export type Reminder = (typeof REMINDERS)[number]

/** From which day on each reminder holds. */
export function reminderDays(receivedOn: string, due: string): Readonly<Record<Reminder, string>> {
  return {
    half: addDays(receivedOn, Math.ceil(daysBetween(receivedOn, due) / 2)),
    week: addDays(due, -WEEK),
    last_day: due,
  }
}

export function remindersReached(receivedOn: string, due: string, today: string): readonly Reminder[] {
  const days = reminderDays(receivedOn, due)
  return REMINDERS.filter((reminder) => days[reminder] <= today)
}

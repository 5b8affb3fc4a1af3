/**
 * What a person asks about their own data, and the last day for the answer.
 * GDPR Art. 12(3), 15, 16, 17; the month is counted by Regulation (EEC, Euratom) 1182/71, Art. 3(2)(c).
 */
export const REQUEST_KINDS = ['access', 'rectification', 'erasure'] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]

export const REQUEST_STATUSES = ['received', 'answered'] as const
export type RequestStatus = (typeof REQUEST_STATUSES)[number]

const DAY_MS = 86_400_000
const ANSWER_MONTHS = 1

/**
 * The day with the same number so many months later, or the last of that month; both in UTC.
 * Never moved past a weekend or holiday, although 1182/71 would permit it: the earlier day is the safe one.
 */
export function monthsLater(at: string, months: number): string {
  const from = new Date(at)
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months]
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const day = Math.min(from.getUTCDate(), lastOfMonth)
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)
}

/** The last day on which the answer is in time. */
export function answerDueOn(receivedAt: string): string {
  return monthsLater(receivedAt, ANSWER_MONTHS)
}

/** Whole days until the last day ends: 0 on that day itself, negative when it has passed. */
export function daysLeft(dueOn: string, now: number): number {
  const today = new Date(now).toISOString().slice(0, 10)
  return Math.round((Date.parse(dueOn) - Date.parse(today)) / DAY_MS)
}

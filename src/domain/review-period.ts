/** The periods in which access is reviewed: of the calendar year, in UTC, so that everybody counts alike. */

export interface ReviewPeriod {
  /** First and last day, both within. */
  readonly from: string
  readonly to: string
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** `months` divides twelve. */
export function reviewPeriod(now: Date, months: number): ReviewPeriod {
  const year = now.getUTCFullYear()
  const first = Math.floor(now.getUTCMonth() / months) * months
  return { from: dayOf(Date.UTC(year, first, 1)), to: dayOf(Date.UTC(year, first + months, 0)) }
}

export function isWithin(at: string, { from, to }: ReviewPeriod): boolean {
  const day = at.slice(0, 10)
  return from <= day && day <= to
}

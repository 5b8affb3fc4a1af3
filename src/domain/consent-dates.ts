/** Calendar sums for consent, in UTC: months are months, not thirty days. */

/** The same day so many months later; the month's last day where it has no such day. ISO 8601. */
export function monthsLater(at: string, months: number): string {
  const start = new Date(at)
  const day = start.getUTCDate()
  const target = new Date(start)
  target.setUTCDate(1)
  target.setUTCMonth(target.getUTCMonth() + months)
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
  target.setUTCDate(Math.min(day, last))
  return target.toISOString()
}

/** The later of two moments; `null` is earlier than any. */
export function laterOf(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return Date.parse(one) < Date.parse(other) ? other : one
}

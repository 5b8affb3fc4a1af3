/** What report is wanted: a period of the calendar, or whole weeks of one's own. */
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import type { ReportFilter } from '../../src/domain/report-blocks.ts'
import { REPORT_PERIODS, type ReportSpan, spanAround, weeksWithin } from '../../src/domain/report-weeks.ts'

const MOST_WEEKS = 106
const day = z.iso.date()
const place = z.string().min(1).max(300)
export const reportQuery = z.strictObject({
  period: z.enum(REPORT_PERIODS).optional(),
  day: day.optional(),
  from: day.optional(),
  to: day.optional(),
  brand: place.optional(),
  locale: place.optional(),
})

export interface ReportOrder {
  readonly span: ReportSpan
  readonly filter: ReportFilter
}

/** @param today taken where no day is named. @throws Fault `BAD_REQUEST` when it is none. */
export function parseReportOrder(value: unknown, today: string): ReportOrder {
  const parsed = reportQuery.safeParse(value)
  if (!parsed.success) throw new Fault('BAD_REQUEST', 'no such report', parsed.error)
  const { period, day: around = today, from, to, brand, locale } = parsed.data
  const own = from === undefined || to === undefined ? null : { from, to }
  if ((from === undefined) !== (to === undefined) || (own !== null && period !== undefined))
    throw new Fault('BAD_REQUEST', 'a report has a period, or both from and to')
  const span = own ?? spanAround(period ?? 'month', around)
  const weeks = span.from > span.to ? 0 : weeksWithin(span).length
  if (weeks === 0 || weeks > MOST_WEEKS)
    throw new Fault('BAD_REQUEST', `a report is of 1 to ${MOST_WEEKS} whole weeks, Monday to Sunday`)
  return { span, filter: { brand: brand ?? null, locale: locale ?? null } }
}

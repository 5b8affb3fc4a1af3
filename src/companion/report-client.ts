/** The console's question how things go. */
import { LEGAL_BASES } from '../domain/consent.ts'
import { type ReportView, WEEK_STATES } from '../domain/report-api.ts'
import { SPLITS } from '../domain/report-blocks.ts'
import type { ReportPeriod } from '../domain/report-weeks.ts'
import { STALE_REASONS } from '../domain/stale-article.ts'
import { type Check, list, nullable, number, oneOf, record, text } from './checks.ts'
import { textFrom } from './files.ts'
import type { Line } from './session.ts'
import { spendView } from './spending-client.ts'

export interface ReportWish {
  readonly period: ReportPeriod
  /** `null`: today. */
  readonly day: string | null
  readonly brand: string | null
  readonly locale: string | null
}

export interface ReportClient {
  report(wish: ReportWish): Promise<ReportView>
  /** The table for a spreadsheet, as text. */
  reportTable(wish: ReportWish): Promise<string>
}

const time = record({ p50: nullable(number), p95: nullable(number), count: number })

export const reportView: Check<ReportView> = record({
  from: text,
  to: text,
  brand: nullable(text),
  locale: nullable(text),
  fewestPeople: number,
  weeks: list(record({ week: text, state: oneOf(WEEK_STATES) })),
  work: nullable(
    record({
      drafts: number,
      byModel: number,
      refusals: number,
      inserted: number,
      sent: number,
      unchanged: number,
      sentences: number,
      kept: number,
      words: number,
      distance: number,
      made: time,
      waited: time,
      untilInsert: time,
      reasons: list(record({ reason: text, count: number })),
      articles: list(record({ articleId: text, title: nullable(text), url: nullable(text), drafts: number })),
    }),
  ),
  split: oneOf(SPLITS),
  brands: list(text),
  locales: list(text),
  consent: record({
    asked: number,
    answered: number,
    granted: number,
    denied: number,
    withdrawn: number,
    expired: number,
    onOtherBasis: number,
    basis: text,
  }),
  providers: list(record({ provider: text, bytesOut: number })),
  spend: list(spendView),
  coverageGaps: number,
  recalls: number,
  recalledSent: number,
  consentByBasis: nullable(
    list(
      record({
        basis: nullable(oneOf(LEGAL_BASES)),
        counts: record({
          ...{ asked: number, informed: number, later: number, granted: number },
          ...{ denied: number, withdrawn: number, expired: number, objected: number },
        }),
      }),
    ),
  ),
  staleArticles: nullable(
    list(
      record({
        articleId: text,
        title: nullable(text),
        url: nullable(text),
        updatedAt: nullable(text),
        reasons: list(oneOf(STALE_REASONS)),
        drafts: number,
        draftsSince: number,
      }),
    ),
  ),
})

function queryOf({ period, day, brand, locale }: ReportWish): string {
  return new URLSearchParams({
    period,
    ...(day === null ? {} : { day }),
    ...(brand === null ? {} : { brand }),
    ...(locale === null ? {} : { locale }),
  }).toString()
}

export function reportCalls(line: Line): ReportClient {
  return {
    report: (wish) => line.ask(reportView, 'GET', `/console/reports?${queryOf(wish)}`),
    reportTable: (wish) => textFrom(line, `/console/reports/table?${queryOf(wish)}`),
  }
}

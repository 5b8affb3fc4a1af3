/** A report as a table for a spreadsheet: one number a line, each with its name. */
import { type CsvCell, csvText } from '../../src/domain/csv.ts'
import type { ReportView } from '../../src/domain/report-api.ts'

const HEAD = ['from', 'to', 'brand', 'locale', 'measure', 'of', 'value']

function workLines({ work, fewestPeople }: ReportView): readonly (readonly CsvCell[])[] {
  if (work === null) return [['work', `fewer than ${fewestPeople} people`, null]]
  const { made, waited, untilInsert, reasons, articles, ...counts } = work
  return [
    ...Object.entries(counts).map(([name, value]): CsvCell[] => [name, '', value]),
    ...Object.entries({ made, waited, untilInsert }).flatMap(([name, { p50, p95, count }]): CsvCell[][] => [
      [`${name}_seconds`, 'p50', p50],
      [`${name}_seconds`, 'p95', p95],
      [`${name}_seconds`, 'count', count],
    ]),
    ...reasons.map(({ reason, count }): CsvCell[] => ['refused', reason, count]),
    ...articles.map(({ articleId, title, drafts }): CsvCell[] => ['article', title ?? articleId, drafts]),
  ]
}

export function reportCsv(report: ReportView): string {
  const { from, to, brand, locale } = report
  const lines: readonly (readonly CsvCell[])[] = [
    ...workLines(report),
    ...report.weeks.map(({ week, state }): CsvCell[] => ['week', week, state]),
    ...Object.entries(report.consent).map(([name, value]): CsvCell[] => ['consent', name, value]),
    ...report.providers.map(({ provider, bytesOut }): CsvCell[] => ['bytes_sent', provider, bytesOut]),
    ['coverage_gaps', '', report.coverageGaps],
    ['recalls', '', report.recalls],
    ['recalled_sent', '', report.recalledSent],
  ]
  return csvText(
    HEAD,
    lines.map((line) => [from, to, brand, locale, ...line]),
  )
}

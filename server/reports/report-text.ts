/** A report as a table for a spreadsheet: one number a line, each with its name. */
import { type CsvCell, csvText } from '../../src/domain/csv.ts'
import { amountText } from '../../src/domain/money.ts'
import type { ReportView } from '../../src/domain/report-api.ts'
import type { SpendView } from '../../src/domain/spending-api.ts'

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

/** Whole months, whatever part of them the report is of. */
function spendLines(line: SpendView): readonly (readonly CsvCell[])[] {
  const of = `${line.month} ${line.provider} ${line.model}`
  return [
    ['spend_requests', of, line.calls],
    ['spend_tokens_in', of, line.inputTokens],
    ['spend_tokens_out', of, line.outputTokens],
    ['spend_requests_held', of, line.heldCalls],
    ...(line.currency === null || line.amount === null
      ? [['spend', of, 'no price stated']]
      : [
          [`spend_${line.currency}`, of, amountText(line.amount)],
          [`spend_held_${line.currency}`, of, amountText(line.heldAmount ?? 0)],
        ]),
  ]
}

function funnelLines({ consentByBasis, fewestPeople }: ReportView): readonly (readonly CsvCell[])[] {
  if (consentByBasis === null) return [['consent_by_basis', `fewer than ${fewestPeople} requesters`, null]]
  return consentByBasis.flatMap(({ basis, counts }) =>
    Object.entries(counts).map(([step, count]): CsvCell[] => [
      ...[`consent_${step}_by_basis`, basis ?? 'not told apart', count],
    ]),
  )
}

function staleLines({ staleArticles, fewestPeople }: ReportView): readonly (readonly CsvCell[])[] {
  if (staleArticles === null) return [['stale_articles', `fewer than ${fewestPeople} people`, null]]
  return staleArticles.flatMap(({ articleId, title, url, updatedAt, reasons, drafts, draftsSince }) => {
    const of = title === null ? articleId : `${title} (${articleId})`
    return [
      ['stale_article', of, drafts],
      ['stale_article_since_edit', of, draftsSince],
      ['stale_article_edited', of, updatedAt],
      ['stale_article_reasons', of, reasons.join(' ')],
      ['stale_article_url', of, url],
    ]
  })
}

export function reportCsv(report: ReportView): string {
  const { from, to, brand, locale } = report
  const lines: readonly (readonly CsvCell[])[] = [
    ...workLines(report),
    ...report.weeks.map(({ week, state }): CsvCell[] => ['week', week, state]),
    ...Object.entries(report.consent).map(([name, value]): CsvCell[] => ['consent', name, value]),
    ...report.providers.map(({ provider, bytesOut }): CsvCell[] => ['bytes_sent', provider, bytesOut]),
    ...report.spend.flatMap(spendLines),
    ['coverage_gaps', '', report.coverageGaps],
    ['recalls', '', report.recalls],
    ['recalled_sent', '', report.recalledSent],
    ...funnelLines(report),
    ...staleLines(report),
  ]
  return csvText(
    HEAD,
    lines.map((line) => [from, to, brand, locale, ...line]),
  )
}

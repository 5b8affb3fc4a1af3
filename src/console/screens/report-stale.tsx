/** Quoted articles that something speaks against, each with a link to it. */
import type { StaleArticle } from '../../domain/stale-article.ts'
import { useConsole } from '../context.ts'
import { ChartCard } from '../parts/charts.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { formatDate, formatNumber } from '../words.ts'

export function ReportStale({ articles }: { readonly articles: readonly StaleArticle[] }) {
  const { words, language } = useConsole()
  const say = words.reports
  const reasons = { ...words.recalls.cause, ...say.staleReason }
  return (
    <ChartCard title={say.stale} hint={say.staleHint}>
      {articles.length === 0 ? (
        <p class="g-muted">{say.staleNone}</p>
      ) : (
        <ScrollTable label={words.sync.problemArticle}>
          <table class="g-table">
            <thead>
              <tr>
                <th scope="col">{words.sync.problemArticle}</th>
                <th scope="col">{words.sync.problemReason}</th>
                <th scope="col">{say.staleEdited}</th>
                <th scope="col" class="g-num">
                  {say.drafts}
                </th>
                <th scope="col" class="g-num">
                  {say.staleSince}
                </th>
              </tr>
            </thead>
            <tbody>
              {articles.map(({ articleId, title, url, updatedAt, drafts, draftsSince, ...article }) => (
                <tr key={articleId}>
                  <td class="g-break">
                    {url === null ? (
                      <bdi>{title ?? articleId}</bdi>
                    ) : (
                      <a class="g-link" href={url} target="_blank" rel="noopener noreferrer">
                        <bdi>{title ?? articleId}</bdi>
                      </a>
                    )}
                  </td>
                  <td>{article.reasons.map((reason) => reasons[reason]).join(' · ')}</td>
                  <td>{updatedAt === null ? '–' : formatDate(updatedAt.slice(0, 10), language)}</td>
                  <td class="g-num">{formatNumber(drafts, language)}</td>
                  <td class="g-num">{formatNumber(draftsSince, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
    </ChartCard>
  )
}

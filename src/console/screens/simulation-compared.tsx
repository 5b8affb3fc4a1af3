/** Two runs over the same tickets: what the change does, per reason and per article. */
import type { SimulatedArticle } from '../../domain/simulation.ts'
import type { SimulationComparisonView } from '../../domain/simulation-api.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { reasonWord } from '../simulation-words.ts'
import { formatMoment, formatNumber, joinWords, plural } from '../words.ts'
import { Tile } from './simulation-result.tsx'

export function SimulationCompared(props: { readonly before: string; readonly after: string }) {
  const { client } = useConsole()
  const { before, after } = props
  const loading = useLoading(() => client.compareSimulations(before, after), `${before} ${after}`)
  return <WhenLoaded loading={loading}>{(view) => <Compared view={view} />}</WhenLoaded>
}

/** The report has all of them. */
const MOST_ARTICLES = 15
const CHANGES = ['lost', 'gained', 'moved', 'other_reason', 'same'] as const

function Compared({ view }: { readonly view: SimulationComparisonView }) {
  const { client, words, language } = useConsole()
  const say = words.simulation
  const act = useAct()
  const { comparison, before, after, titles } = view
  const number = (value: number) => formatNumber(value, language)
  const title = ({ articleId, locale }: SimulatedArticle) => titles[`${articleId} ${locale}`] ?? articleId
  const told = (side: { reasons: readonly string[]; articles: readonly SimulatedArticle[] }) =>
    joinWords(
      side.articles.length > 0
        ? side.articles.map(title)
        : side.reasons.map((reason) => reasonWord(reason, words)),
      language,
    )
  const save = () =>
    act.run(async () => {
      const html = await client.comparisonReport(before.runId, after.runId)
      downloadText('simulations-compared.html', 'text/html;charset=utf-8', html)
    })
  const head = (first: string) => (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        <th scope="col" class="g-num">
          {formatMoment(before.startedAt, language)}
        </th>
        <th scope="col" class="g-num">
          {formatMoment(after.startedAt, language)}
        </th>
      </tr>
    </thead>
  )
  return (
    <section class="g-card g-stack c-sim-card" data-gap="4" aria-labelledby="sim-compared">
      <div class="g-row" data-spread>
        <h2 class="g-h2" id="sim-compared">
          {plural(say.compared, comparison.both, language)}
        </h2>
        <button type="button" class="g-btn g-btn-small" onClick={save} aria-disabled={act.busy}>
          <Icon name="save" />
          {say.report}
        </button>
      </div>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <dl class="c-sim-tiles">
        {CHANGES.map((change) => (
          <Tile
            key={change}
            name={say.change[change]}
            value={number(comparison.changes[change])}
            hint={say.changeHint[change]}
          />
        ))}
      </dl>
      <ScrollTable label={say.refusals}>
        <table class="g-table">
          {head(say.refusals)}
          <tbody>
            {comparison.reasons.map((row) => (
              <tr key={row.reason}>
                <td>{reasonWord(row.reason, words)}</td>
                <td class="g-num">{number(row.before)}</td>
                <td class="g-num">{number(row.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
      <ScrollTable label={say.carriers}>
        <table class="g-table">
          {head(say.article)}
          <tbody>
            {comparison.articles
              .filter((row) => row.before !== row.after)
              .slice(0, MOST_ARTICLES)
              .map((row) => (
                <tr key={`${row.articleId} ${row.locale}`}>
                  <td>{title(row)}</td>
                  <td class="g-num">{number(row.before)}</td>
                  <td class="g-num">{number(row.after)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </ScrollTable>
      {comparison.examples.length === 0 ? null : (
        <ul class="c-run-lines">
          {comparison.examples.map((row, at) => (
            <li key={`${row.change} ${at}`}>
              <strong>{say.change[row.change]}</strong>: {told(row.before)} → {told(row.after)}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

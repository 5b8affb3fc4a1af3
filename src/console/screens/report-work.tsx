/** What five people or more did together. */
import type { TimeView, WorkView } from '../../domain/report-api.ts'
import { FEWEST_PEOPLE } from '../../domain/report-blocks.ts'
import { useConsole } from '../context.ts'
import { Bars, ChartCard } from '../parts/charts.tsx'
import { reasonLines } from '../reason-lines.ts'
import { fill, formatNumber } from '../words.ts'

const MOST_LINES = 8

export function ReportWork({ work }: { readonly work: WorkView }) {
  const { words, language } = useConsole()
  const say = words.reports
  const rare = fill(words.chart.rare, { people: FEWEST_PEOPLE })
  const number = (value: number) => formatNumber(value, language)
  const percent = (part: number, whole: number) =>
    whole === 0 ? '–' : new Intl.NumberFormat(language, { style: 'percent' }).format(part / whole)
  const unit = (value: number, of: 'second' | 'hour') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: of, unitDisplay: 'short' }).format(value)
  // The last bound is an hour.
  const seconds = (value: number | null) =>
    value === null ? `> ${unit(1, 'hour')}` : `≤ ${unit(value, 'second')}`
  const time = ({ p50, p95, count }: TimeView) =>
    count === 0 ? '–' : fill(say.within, { half: seconds(p50), most: seconds(p95) })
  const figures = [
    {
      title: say.drafts,
      value: number(work.drafts),
      note: fill(say.byModel, { count: number(work.byModel) }),
    },
    { title: say.refusals, value: number(work.refusals), note: say.refusalsHint },
    {
      title: say.sent,
      value: number(work.sent),
      note: fill(say.unchanged, { share: percent(work.unchanged, work.sent) }),
    },
    {
      title: say.kept,
      value: percent(work.kept, work.sentences),
      note: fill(say.edited, { share: percent(work.distance, work.words) }),
    },
  ]
  return (
    <>
      <div class="c-figures">
        {figures.map(({ title, value, note }) => (
          <section key={title} class="g-card c-figure">
            <h2 class="c-figure-title">{title}</h2>
            <p class="c-figure-value">{value}</p>
            <p class="g-small g-muted">{note}</p>
          </section>
        ))}
      </div>
      <div class="c-charts">
        <ChartCard title={say.reasons} hint={say.reasonsHint}>
          <Bars
            lines={reasonLines(work.reasons, MOST_LINES, words)}
            empty={work.refusals > 0 ? rare : say.nothing}
          />
        </ChartCard>
        <ChartCard title={say.articles} hint={say.articlesHint}>
          <Bars
            lines={work.articles.slice(0, MOST_LINES).map(({ articleId, title, drafts }) => ({
              key: articleId,
              label: title ?? articleId,
              value: drafts,
            }))}
            empty={work.drafts > 0 ? rare : say.nothing}
          />
        </ChartCard>
        <ChartCard title={say.times} hint={say.timesHint}>
          <dl class="g-stack" data-gap="2">
            {(['made', 'waited', 'untilInsert'] as const).map((name) => (
              <div key={name}>
                <dt class="g-small g-muted">{say.time[name]}</dt>
                <dd>{time(work[name])}</dd>
              </div>
            ))}
          </dl>
        </ChartCard>
      </div>
    </>
  )
}

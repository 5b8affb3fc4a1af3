/** How things went as pictures, with the same numbers in words: of nobody in particular. */
import type { FiguresView } from '../../domain/attention-api.ts'
import { addDays } from '../../domain/due-dates.ts'
import { FEWEST_PEOPLE } from '../../domain/report-blocks.ts'
import { useConsole } from '../context.ts'
import { Bars, ChartCard, Columns } from '../parts/charts.tsx'
import { reasonLines } from '../reason-lines.ts'
import { fill, formatDay, formatDayMonth } from '../words.ts'

const MOST_REASONS = 6
/** The way of a question, from being put to its end. */
const FUNNEL = ['requested', 'granted', 'denied', 'withdrawn', 'expired', 'not_required'] as const

const SUNDAY = 6
const formatWeeks = (first: string, last: string, language: string) =>
  `${formatDay(first, language)} – ${formatDay(addDays(last, SUNDAY), language)}`

export function OverviewCharts({ figures }: { readonly figures: FiguresView }) {
  const { words, language } = useConsole()
  const say = words.chart
  const untold = fill(say.untold, { people: FEWEST_PEOPLE })
  const rare = fill(say.rare, { people: FEWEST_PEOPLE })
  // Refusals that no reason stands beside are not none.
  const refused = figures.work.some(({ refusals }) => refusals > 0)
  const count = (status: string) => figures.consent.find((each) => each.status === status)?.count ?? 0
  return (
    <div class="c-charts">
      <ChartCard title={say.work} hint={fill(say.workHint, { people: FEWEST_PEOPLE })}>
        <Columns
          columns={figures.work.map(({ first, last, drafts, refusals }) => ({
            key: first,
            label: formatWeeks(first, last, language),
            ...{ first: drafts, second: refusals },
          }))}
          names={{ column: say.weeks, first: say.drafts, second: say.refusals }}
          empty={untold}
        />
      </ChartCard>
      <ChartCard title={say.reasons} hint={say.reasonsHint}>
        <Bars
          lines={reasonLines(figures.reasons, MOST_REASONS, words)}
          empty={figures.work.length === 0 ? untold : refused ? rare : say.noRefusal}
        />
      </ChartCard>
      <ChartCard title={say.consent} hint={say.consentHint}>
        <Bars
          lines={FUNNEL.map((status) => ({ key: status, label: say.status[status], value: count(status) }))}
          empty={say.noConsent}
        />
      </ChartCard>
      <ChartCard title={say.cases} hint={say.casesHint}>
        <Bars
          lines={[
            { key: 'late', label: say.late, value: figures.late, tone: 'danger' },
            ...figures.weeks.map(({ week, count: value }) => ({
              ...{ key: week, label: fill(say.week, { day: formatDayMonth(week, language) }), value },
            })),
          ]}
          empty={say.noCases}
        />
      </ChartCard>
    </div>
  )
}

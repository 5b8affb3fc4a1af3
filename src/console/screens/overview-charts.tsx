/** The last thirty days as pictures, with the same numbers in words: of nobody in particular. */
import type { FiguresView } from '../../domain/attention-api.ts'
import { useConsole } from '../context.ts'
import { Bars, ChartCard, Columns } from '../parts/charts.tsx'
import { fill, formatDay, formatDayMonth } from '../words.ts'

const MOST_REASONS = 6
/** The way of a question, from being put to its end. */
const FUNNEL = ['requested', 'granted', 'denied', 'withdrawn', 'expired', 'not_required'] as const

export function OverviewCharts({ figures }: { readonly figures: FiguresView }) {
  const { words, language } = useConsole()
  const say = words.chart
  const reasons: Readonly<Record<string, string>> = say.reason
  const count = (status: string) => figures.consent.find((each) => each.status === status)?.count ?? 0
  return (
    <div class="c-charts">
      <ChartCard title={say.days} hint={say.daysHint}>
        <Columns
          columns={figures.days.map(({ day, drafts, refusals }) => ({
            ...{ key: day, label: formatDay(day, language), first: drafts, second: refusals },
          }))}
          names={{ column: say.day, first: say.drafts, second: say.refusals }}
          empty={say.nothing}
        />
      </ChartCard>
      <ChartCard title={say.reasons} hint={say.reasonsHint}>
        <Bars
          lines={figures.reasons.slice(0, MOST_REASONS).map(({ reason, count: value }) => ({
            ...{ key: reason, label: reasons[reason] ?? reason, value },
          }))}
          empty={say.noRefusal}
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

/** How things go, over whole weeks and of five people or more: never of one. */
import { useRef, useState } from 'preact/hooks'
import type { ReportWish } from '../../companion/report-client.ts'
import { addDays } from '../../domain/due-dates.ts'
import type { ReportView, WeekState } from '../../domain/report-api.ts'
import { REPORT_PERIODS } from '../../domain/report-weeks.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct, useLoading } from '../loading.ts'
import { Bars, ChartCard } from '../parts/charts.tsx'
import { Choice } from '../parts/choice.tsx'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { fill, formatDate, formatNumber, localeName, plural } from '../words.ts'
import { ReportFunnel } from './report-funnel.tsx'
import { ReportSpend } from './report-spend.tsx'
import { ReportStale } from './report-stale.tsx'
import { ReportWork } from './report-work.tsx'

const FIRST: ReportWish = { period: 'month', day: null, brand: null, locale: null }

const FUNNEL = ['asked', 'answered', 'granted', 'denied', 'withdrawn', 'expired', 'onOtherBasis'] as const

export function ReportsScreen() {
  const { client, words } = useConsole()
  const [wish, setWish] = useState(FIRST)
  const loading = useLoading(() => client.report(wish), JSON.stringify(wish))
  const last = useRef<ReportView | null>(null)
  if (loading.loaded.status === 'ready') last.current = loading.loaded.value
  return (
    <>
      <PageHead title={words.reports.title} lead={words.reports.lead} />
      <div class="g-stack" data-gap="4">
        <div class="c-room-kept g-stack" data-gap="4">
          {/* Stays while another report comes: who chose with the keyboard is still on the choice. */}
          {last.current === null ? null : <Filters report={last.current} wish={wish} onChange={setWish} />}
          <WhenLoaded loading={loading}>{(report) => <Report report={report} />}</WhenLoaded>
        </div>
        <ReportSpend />
      </div>
    </>
  )
}

function Filters(props: {
  readonly report: ReportView
  readonly wish: ReportWish
  readonly onChange: (wish: ReportWish) => void
}) {
  const { client, words, language } = useConsole()
  const say = words.reports
  const { report, wish, onChange } = props
  const saving = useAct()
  const save = async () => {
    const table = await client.reportTable(wish)
    downloadText(`report-${report.from}-${report.to}.csv`, 'text/csv;charset=utf-8', table)
  }
  const anyOr = (name: (value: string) => string) => (value: string) =>
    value === '' ? say.all : value === 'unknown' ? say.unknown : name(value)
  return (
    <>
      <search class="c-filters c-filters-even">
        <Choice
          id="report-period"
          label={say.period}
          value={wish.period}
          options={REPORT_PERIODS}
          nameOf={(period) => say.periods[period]}
          onChoose={(period) => onChange({ ...wish, period, day: report.from })}
        />
        {report.brands.length === 0 ? null : (
          <Choice
            id="report-brand"
            label={say.brand}
            value={wish.brand ?? ''}
            options={['', ...report.brands]}
            nameOf={anyOr((brand) => brand)}
            onChoose={(brand) => onChange({ ...wish, brand: brand === '' ? null : brand })}
          />
        )}
        {report.locales.length === 0 ? null : (
          <Choice
            id="report-locale"
            label={say.language}
            value={wish.locale ?? ''}
            options={['', ...report.locales]}
            nameOf={anyOr((locale) => localeName(locale, language))}
            onChoose={(locale) => onChange({ ...wish, locale: locale === '' ? null : locale })}
          />
        )}
      </search>
      <div class="g-row" data-spread>
        <div class="g-row">
          <button
            type="button"
            class="g-btn g-btn-small"
            onClick={() => onChange({ ...wish, day: addDays(report.from, -1) })}
          >
            {say.earlier}
          </button>
          <p class="g-strong" role="status">
            {fill(say.span, { from: formatDate(report.from, language), to: formatDate(report.to, language) })}
          </p>
          <button
            type="button"
            class="g-btn g-btn-small"
            onClick={() => onChange({ ...wish, day: addDays(report.to, 1) })}
          >
            {say.later}
          </button>
        </div>
        <div class="g-row">
          <button
            type="button"
            class="g-btn g-btn-small"
            aria-disabled={saving.busy}
            onClick={() => void saving.run(save)}
          >
            <Icon name="save" />
            {words.table.csv}
          </button>
          <button
            type="button"
            class="g-btn g-btn-small"
            onClick={() =>
              downloadText(
                `report-${report.from}-${report.to}.json`,
                'application/json',
                JSON.stringify(report, null, 2),
              )
            }
          >
            <Icon name="save" />
            {words.table.json}
          </button>
        </div>
      </div>
      {saving.setback === null ? null : <SetbackAlert setback={saving.setback} />}
    </>
  )
}

const EXPLAINED = ['beyond', 'not_split', 'too_few', 'running'] as const satisfies readonly WeekState[]

function Report({ report }: { readonly report: ReportView }) {
  const { words, language } = useConsole()
  const say = words.reports
  const { work, weeks, consent, providers } = report
  const count = (state: WeekState) => weeks.filter((week) => week.state === state).length
  const notes = EXPLAINED.flatMap((state) => (count(state) === 0 ? [] : [{ state, of: count(state) }]))
  const people = formatNumber(report.fewestPeople, language)
  return (
    <>
      {notes.length === 0 ? null : (
        <ul class="g-list g-small g-muted">
          {notes.map(({ state, of }) => (
            <li key={state}>{plural(say.state[state], of, language, { people })}</li>
          ))}
        </ul>
      )}
      {work === null ? (
        <EmptyState title={fill(say.fewer, { people })} hint={fill(say.fewerHint, { people })} />
      ) : (
        <>
          <ReportWork work={work} />
          <ReportStale articles={report.staleArticles ?? []} />
        </>
      )}
      <h2 class="g-h2">{say.whole}</h2>
      <div class="c-charts">
        <ChartCard title={say.consent} hint={say.consentHint}>
          <Bars
            lines={FUNNEL.map((name) => ({ key: name, label: say.funnel[name], value: consent[name] }))}
            empty={say.nobodyAsked}
          />
        </ChartCard>
        <ChartCard title={say.rest} hint={say.restHint}>
          <div class="g-stack" data-gap="3">
            <Bars
              lines={[
                { key: 'gaps', label: say.gaps, value: report.coverageGaps },
                { key: 'recalls', label: say.recalls, value: report.recalls },
                { key: 'sent', label: say.recalledSent, value: report.recalledSent },
                ...providers.map(({ provider, bytesOut }) => ({
                  key: provider,
                  label: fill(say.kilobytes, { provider }),
                  value: Math.round(bytesOut / 1000),
                })),
              ]}
              empty={say.nothing}
            />
            <p class="g-row g-small">
              <a class="g-link" href={routeHash('gaps')}>
                {say.openGaps}
              </a>
              <a class="g-link" href={routeHash('recalls')}>
                {say.openRecalls}
              </a>
            </p>
          </div>
        </ChartCard>
        <ReportFunnel
          bases={report.consentByBasis}
          fewestPeople={report.fewestPeople}
          someAsked={FUNNEL.some((name) => consent[name] > 0)}
        />
      </div>
    </>
  )
}

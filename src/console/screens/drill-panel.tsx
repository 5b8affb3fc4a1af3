/** The drill: run, timed, and its report to keep. */
import { useState } from 'preact/hooks'
import type { DrillReport } from '../../domain/drill.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, StateChip } from '../parts/page.tsx'
import { fill, formatNumber } from '../words.ts'
import { DrillDue, DrillList, DrillOutcome } from './drill-list.tsx'

export function DrillPanel() {
  const { client, words } = useConsole()
  const say = words.incidents.drill
  const act = useAct()
  const [really, setReally] = useState(false)
  const [report, setReport] = useState<DrillReport | null>(null)
  const { loaded, reload } = useLoading(() => client.drills(), 'drills')
  const run = () =>
    act.run(async () => {
      setReport(await client.runDrill(really))
      reload()
    })
  return (
    <div class="g-stack" data-gap="5">
      <section class="g-card" aria-labelledby="drill-title">
        <div class="g-card-head g-row" data-spread>
          <h2 class="g-h2" id="drill-title">
            {say.title}
          </h2>
          {loaded.status === 'ready' ? <DrillDue dueOn={loaded.value.dueOn} /> : null}
        </div>
        <div class="g-card-body g-stack">
          <p>{say.hint}</p>
          <label class="g-check">
            <input
              type="checkbox"
              checked={really}
              onChange={(event) => setReally(event.currentTarget.checked)}
            />
            <span>{say.really}</span>
          </label>
          {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
          <div class="g-row">
            <button type="button" class="g-btn g-btn-primary" aria-disabled={act.busy} onClick={run}>
              {act.busy ? say.running : say.run}
            </button>
          </div>
        </div>
      </section>
      <div class="c-live" aria-live="polite">
        {report === null ? null : <Report report={report} />}
      </div>
      {loaded.status === 'failed' ? <SetbackAlert setback={loaded.setback} onRetry={reload} /> : null}
      {loaded.status === 'ready' && loaded.value.drills.length > 0 ? (
        <DrillList drills={loaded.value.drills} />
      ) : null}
    </div>
  )
}

function Report({ report }: { readonly report: DrillReport }) {
  const { words, language } = useConsole()
  const say = words.incidents.drill
  const longest = Math.max(1, ...report.steps.map(({ ms }) => ms))
  const met = (name: string, value: boolean) => (
    <StateChip tone={value ? 'success' : 'danger'} icon={value ? 'check' : 'warning'}>
      {name}: {value ? say.yes : say.no}
    </StateChip>
  )
  const keep = () =>
    downloadText(`drill-${report.at.slice(0, 10)}.json`, 'application/json', JSON.stringify(report, null, 2))
  return (
    <section class="g-card">
      <div class="g-card-body g-stack">
        {report.lifted ? null : (
          <p class="g-alert" data-tone="danger" role="alert">
            <Icon name="warning" />
            <span>{say.notLiftedHint}</span>
          </p>
        )}
        <div class="g-row" data-spread>
          <div class="g-row">
            <DrillOutcome report={report} />
            {met(say.seen, report.met.seenWithin1s)}
            {met(say.report, report.met.reportWithin60s)}
          </div>
          <button type="button" class="g-btn" onClick={keep}>
            {say.download}
          </button>
        </div>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.step}</th>
              <th scope="col">{say.ms}</th>
            </tr>
          </thead>
          <tbody>
            {report.steps.map(({ step, ms }) => (
              <tr key={step}>
                <td>{say.steps[step]}</td>
                <td>
                  <span class="c-drill-bar" aria-hidden="true">
                    <span style={{ inlineSize: `${(ms / longest) * 100}%` }} />
                  </span>{' '}
                  {formatNumber(ms, language)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="g-muted">
          {report.drafts === null || report.entries === null
            ? say.uncounted
            : fill(say.summary, {
                drafts: formatNumber(report.drafts, language),
                entries: formatNumber(report.entries, language),
              })}{' '}
          {report.really ? say.stopped : say.notStopped}
        </p>
      </div>
    </section>
  )
}

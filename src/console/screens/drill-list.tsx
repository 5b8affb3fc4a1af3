/** Drills on record, each against its limits, and when the next is due. */
import { type DrillReport, type DrillsView, hasPassed } from '../../domain/drill.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct } from '../loading.ts'
import { SetbackAlert, StateChip } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { fill, formatDay, formatMoment, formatNumber } from '../words.ts'

export function DrillDue({ dueOn }: Pick<DrillsView, 'dueOn'>) {
  const { words, language, now } = useConsole()
  const say = words.incidents.drill
  if (dueOn === null)
    return (
      <StateChip tone="warning" icon="warning">
        {say.dueNow}
      </StateChip>
    )
  const late = dueOn <= new Date(now()).toISOString().slice(0, 10)
  return (
    <StateChip tone={late ? 'warning' : 'neutral'} icon={late ? 'warning' : 'info'}>
      {fill(late ? say.dueSince : say.due, { day: formatDay(dueOn, language) })}
    </StateChip>
  )
}

export function DrillOutcome({ report }: { readonly report: DrillReport }) {
  const { words } = useConsole()
  const say = words.incidents.drill
  if (!report.lifted)
    return (
      <StateChip tone="danger" icon="warning">
        {say.notLifted}
      </StateChip>
    )
  const passed = hasPassed(report)
  return (
    <StateChip tone={passed ? 'success' : 'danger'} icon={passed ? 'check' : 'warning'}>
      {report.ended === 'done' ? (passed ? say.passed : say.missed) : say.ended[report.ended]}
    </StateChip>
  )
}

export function DrillList({ drills }: Pick<DrillsView, 'drills'>) {
  const { client, words, language } = useConsole()
  const say = words.incidents.drill
  const act = useAct()
  const page = ({ incidentId, at }: DrillReport) =>
    act.run(async () => {
      downloadText(`drill-${at.slice(0, 10)}.html`, 'text/html', await client.drillPage(incidentId))
    })
  const ms = ({ steps }: DrillReport, ...names: readonly string[]) => {
    const found = steps.filter(({ step }) => names.includes(step))
    return found.length < names.length
      ? '–'
      : `${formatNumber(Math.round(found.reduce((sum, each) => sum + each.ms, 0)), language)} ms`
  }
  return (
    <section class="g-card">
      <div class="g-card-head">
        <h2 class="g-h2">{say.list}</h2>
      </div>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <ScrollTable label={say.list}>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.when}</th>
              <th scope="col">{say.outcome}</th>
              <th scope="col">{say.seen}</th>
              <th scope="col">{say.report}</th>
              <th scope="col">{say.keep}</th>
            </tr>
          </thead>
          <tbody>
            {drills.map((drill) => (
              <tr key={drill.incidentId}>
                <td class="c-nowrap">
                  {formatMoment(drill.at, language)}
                  {drill.really ? <span class="g-small g-muted c-block">{say.wasReally}</span> : null}
                </td>
                <td>
                  <DrillOutcome report={drill} />
                </td>
                <td class="c-nowrap">{ms(drill, 'pull', 'seen')}</td>
                <td class="c-nowrap">{ms(drill, 'report')}</td>
                <td>
                  <button
                    type="button"
                    class="g-btn g-btn-small c-nowrap"
                    aria-disabled={act.busy}
                    onClick={() => void page(drill)}
                  >
                    {say.page}
                    <span class="g-sr"> {formatMoment(drill.at, language)}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </section>
  )
}

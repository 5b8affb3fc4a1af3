/** Simulations on past tickets: start one, follow it, see what came of it, hold two against each other. */
import { useState } from 'preact/hooks'
import { SIMULATION_PURPOSES, type SimulationPurpose } from '../../domain/simulation.ts'
import type { SimulationList, SimulationView } from '../../domain/simulation-api.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, ReadOnlyNote, SetbackAlert, StateChip, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { fill, formatMoment, formatNumber } from '../words.ts'
import { SimulationTabs } from './provider-trial.tsx'
import { SimulationCompared } from './simulation-compared.tsx'
import { SimulationResultCard } from './simulation-result.tsx'
import { SimulationRunning } from './simulation-running.tsx'

const SIZES = [25, 50, 100, 1_000, 5_000]
const USUAL = 1_000

export function SimulationScreen() {
  const { client, words } = useConsole()
  const say = words.simulation
  const loading = useLoading(() => client.simulations(), 'simulations')
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      <ReadOnlyNote />
      <SimulationTabs current="past" />
      <div class="g-stack" data-gap="4">
        <WhenLoaded loading={loading}>{(list) => <Runs list={list} onChange={loading.put} />}</WhenLoaded>
      </div>
    </>
  )
}

function Runs(props: { readonly list: SimulationList; readonly onChange: (list: SimulationList) => void }) {
  const { client, words, mayChange } = useConsole()
  const say = words.simulation
  const { list } = props
  const [open] = list.runs
  const running = open !== undefined && (open.status === 'running' || open.status === 'paused')
  const [shown, setShown] = useState<string | null>(
    () => list.runs.find(({ status }) => status === 'finished')?.runId ?? null,
  )
  const [against, setAgainst] = useState<string | null>(null)
  const put = (view: SimulationView) => {
    const others = list.runs.filter(({ runId }) => runId !== view.runId)
    props.onChange({ ...list, runs: [view, ...others] })
    if (view.status === 'finished') {
      setShown(view.runId)
      setAgainst(null)
    }
  }
  return (
    <>
      {running ? (
        <SimulationRunning key={open.runId} run={open} onChange={put} />
      ) : mayChange ? (
        <Start list={list} onStarted={put} />
      ) : null}
      {list.runs.length === 0 ? (
        <EmptyState title={say.none} hint={say.noneHint} />
      ) : (
        <RunTable runs={list.runs} shown={shown} against={against} onShow={setShown} onAgainst={setAgainst} />
      )}
      {shown === null ? null : against === null || against === shown ? (
        <SimulationResultCard key={shown} runId={shown} load={() => client.simulation(shown)} />
      ) : (
        <SimulationCompared key={`${against} ${shown}`} before={against} after={shown} />
      )}
    </>
  )
}

function Start(props: { readonly list: SimulationList; readonly onStarted: (view: SimulationView) => void }) {
  const { client, words, language, past = null } = useConsole()
  const say = words.simulation
  const act = useAct()
  const [purpose, setPurpose] = useState<SimulationPurpose>('before_go_live')
  const [planned, setPlanned] = useState(USUAL)
  const [threshold, setThreshold] = useState('')
  const { requirement, policyVersion, runs } = props.list
  const met = runs.some((run) => run.policyVersion === policyVersion && run.passed === true)
  const start = () =>
    act.run(async () => {
      const tried = Number(threshold.replace(',', '.'))
      const { version: _version, ...policy } = await client.scopePolicy()
      props.onStarted(
        await client.startSimulation({
          purpose,
          source: 'helpdesk',
          planned,
          ...(threshold.trim() === '' ? {} : { policy: { ...policy, refusalThreshold: tried } }),
        }),
      )
    })
  return (
    <section class="g-card g-stack c-sim-card" data-gap="3" aria-labelledby="sim-start">
      <h2 class="g-h2" id="sim-start">
        {say.start}
      </h2>
      <p class="g-muted">{say.startHint}</p>
      {requirement === null ? null : (
        <p class="g-alert" data-tone={met ? 'success' : 'info'}>
          <Icon name={met ? 'check' : 'info'} />
          <span>
            {fill(met ? words.scope.gate.done : say.required, {
              version: formatNumber(policyVersion, language),
              tickets: formatNumber(requirement.minTickets, language),
              share: formatNumber(Math.round(100 * requirement.minAnsweredShare), language),
            })}
          </span>
        </p>
      )}
      <div class="c-sim-form">
        <label class="g-field">
          <span class="g-label">{say.purposeLabel}</span>
          <select
            class="g-select"
            value={purpose}
            onChange={(event) => {
              const { value } = event.currentTarget
              setPurpose(SIMULATION_PURPOSES.find((one) => one === value) ?? 'before_go_live')
            }}
          >
            {SIMULATION_PURPOSES.map((one) => (
              <option key={one} value={one}>
                {say.purpose[one]}
              </option>
            ))}
          </select>
        </label>
        <label class="g-field">
          <span class="g-label">{say.sizeLabel}</span>
          <select
            class="g-select"
            value={String(planned)}
            onChange={(event) => setPlanned(Number(event.currentTarget.value))}
          >
            {SIZES.map((size) => (
              <option key={size} value={String(size)}>
                {formatNumber(size, language)}
              </option>
            ))}
          </select>
        </label>
        <label class="g-field">
          <span class="g-label">{say.thresholdLabel}</span>
          <input
            class="g-input"
            type="text"
            inputMode="decimal"
            value={threshold}
            placeholder={say.thresholdHint}
            onInput={(event) => setThreshold(event.currentTarget.value)}
          />
        </label>
      </div>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {past === null ? (
        <p class="g-muted">{say.noHelpdesk}</p>
      ) : (
        <button type="button" class="g-btn g-btn-primary c-start" onClick={start} aria-disabled={act.busy}>
          {say.startNow}
        </button>
      )}
    </section>
  )
}

export function VerdictChip({ run }: { readonly run: SimulationView }) {
  const { words } = useConsole()
  const say = words.simulation
  if (run.status !== 'finished')
    return (
      <StateChip tone="neutral" icon={run.status === 'paused' ? 'pause' : 'clock'}>
        {say.status[run.status]}
      </StateChip>
    )
  if (run.passed === null)
    return (
      <StateChip tone="neutral" icon="info">
        {run.trial ? say.trial : say.superseded}
      </StateChip>
    )
  return run.passed ? (
    <StateChip tone="success" icon="check">
      {say.passed}
    </StateChip>
  ) : (
    <StateChip tone="danger" icon="cross">
      {say.notPassed}
    </StateChip>
  )
}

function RunTable(props: {
  readonly runs: readonly SimulationView[]
  readonly shown: string | null
  readonly against: string | null
  readonly onShow: (runId: string) => void
  readonly onAgainst: (runId: string | null) => void
}) {
  const { words, language } = useConsole()
  const say = words.simulation
  const number = (value: number) => formatNumber(value, language)
  return (
    <section class="g-card g-stack c-sim-card" data-gap="3">
      <h2 class="g-h2">{say.runs}</h2>
      <ScrollTable label={say.runs}>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.started}</th>
              <th scope="col">{say.state}</th>
              <th scope="col">{say.scope}</th>
              <th scope="col" class="g-num">
                {say.tickets}
              </th>
              <th scope="col" class="g-num">
                {say.answered}
              </th>
              <th scope="col">
                <span class="g-sr">{say.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {props.runs.map((run) => (
              <tr key={run.runId} data-current={run.runId === props.shown ? 'yes' : undefined}>
                <td>{formatMoment(run.startedAt, language)}</td>
                <td>
                  <VerdictChip run={run} />
                </td>
                <td>
                  {fill(say.scopeOf, {
                    version: number(run.policyVersion),
                    threshold: number(run.threshold),
                  })}
                </td>
                <td class="g-num">{number(run.done)}</td>
                <td class="g-num">{number(run.outcomes.answered + run.outcomes.partly)}</td>
                <td class="c-acts">
                  <div class="g-row">
                    <button
                      type="button"
                      class="g-btn g-btn-small"
                      aria-pressed={run.runId === props.shown}
                      onClick={() => {
                        props.onAgainst(null)
                        props.onShow(run.runId)
                      }}
                    >
                      {say.show}
                    </button>
                    {props.shown === null || run.runId === props.shown ? null : (
                      <button
                        type="button"
                        class="g-btn g-btn-small"
                        aria-pressed={run.runId === props.against}
                        onClick={() => props.onAgainst(run.runId)}
                      >
                        {say.compare}
                      </button>
                    )}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </section>
  )
}

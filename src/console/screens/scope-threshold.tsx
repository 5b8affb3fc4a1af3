/** How sure an answer must be: set by the account, and counted on questions that requesters have asked. */
import { useState } from 'preact/hooks'
import { SHIPPED_THRESHOLD, THRESHOLD_BOUNDS, THRESHOLD_STEPS } from '../../domain/refusal-threshold.ts'
import { REPLAY_MOST, type ReplayOrder, type ReplayResult } from '../../domain/replay-api.ts'
import type { PolicyContent } from '../../domain/scope-policy.ts'
import { useConsole } from '../context.ts'
import { SetbackAlert } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { fill, formatNumber, plural } from '../words.ts'
import { useDryRun } from './dry-run-following.ts'

export function ThresholdCard(props: {
  /** `null`: what ships. */
  readonly value: number | null
  readonly saved: number | null
  /** The policy as it is typed; `null` while something is wrong with it. */
  readonly policy: () => PolicyContent | null
  readonly onChange: (value: number | null) => void
}) {
  const { words, language } = useConsole()
  const say = words.threshold
  const [order, setOrder] = useState<ReplayOrder | null>(null)
  const value = props.value ?? SHIPPED_THRESHOLD
  const saved = props.saved ?? SHIPPED_THRESHOLD
  const number = (one: number) => formatNumber(one, language)
  const count = () => {
    const policy = props.policy()
    if (policy !== null) setOrder({ policy, last: REPLAY_MOST })
  }
  return (
    <fieldset class="g-card c-fieldset">
      <legend>
        <h2 class="g-h2">{say.title}</h2>
      </legend>
      <div class="g-stack" data-gap="3">
        <p class="g-hint" id="threshold-hint">
          {say.body}
        </p>
        <div class="c-threshold">
          <label class="g-label" for="threshold">
            {say.label}
          </label>
          <input
            id="threshold"
            type="range"
            min={THRESHOLD_BOUNDS.least}
            max={THRESHOLD_BOUNDS.most}
            step={0.005}
            value={value}
            aria-describedby="threshold-hint threshold-stands"
            aria-valuetext={number(value)}
            onInput={(event) => {
              const typed = Math.round(event.currentTarget.valueAsNumber * 1000) / 1000
              props.onChange(typed === SHIPPED_THRESHOLD ? null : typed)
            }}
          />
          <output class="c-threshold-value" for="threshold">
            {number(value)}
          </output>
          <span class="g-small g-muted" aria-hidden="true">
            {say.lax}
          </span>
          <span class="g-small g-muted" aria-hidden="true">
            {say.strict}
          </span>
        </div>
        <p class="g-small" id="threshold-stands">
          {value === saved
            ? props.value === null
              ? say.shipped
              : fill(say.own, { shipped: number(SHIPPED_THRESHOLD) })
            : fill(value < saved ? say.lower : say.higher, { saved: number(saved) })}
        </p>
        <div class="g-row g-wrap">
          {order === null ? (
            <button type="button" class="g-btn g-btn-small" onClick={count}>
              {say.count}
            </button>
          ) : null}
          {props.value === null ? null : (
            <button type="button" class="g-btn g-btn-small" onClick={() => props.onChange(null)}>
              {fill(say.useShipped, { shipped: number(SHIPPED_THRESHOLD) })}
            </button>
          )}
        </div>
        {order === null ? null : <Simulation order={order} value={value} saved={saved} />}
      </div>
    </fieldset>
  )
}

function Simulation(props: { readonly order: ReplayOrder; readonly value: number; readonly saved: number }) {
  const { words, language } = useConsole()
  const { view, setback } = useDryRun(props.order)
  const number = (one: number) => formatNumber(one, language)
  if (setback !== null) return <SetbackAlert setback={setback} />
  if (view === null || view.status === 'running')
    return (
      <p role="status" class="g-muted">
        {view === null
          ? words.common.loading
          : fill(words.dryRun.progress, { done: number(view.done), total: number(view.total) })}
      </p>
    )
  if (view.result === null) return <p role="alert">{words.dryRun.failed}</p>
  if (view.result.questions === 0) return <p class="g-well">{words.dryRun.none}</p>
  return <Counted result={view.result} value={props.value} saved={props.saved} />
}

/** What is between two counted settings is taken as the stricter one. */
function answeredWith({ answeredAt }: ReplayResult, threshold: number): number {
  return answeredAt[Math.min(THRESHOLD_STEPS - 1, Math.ceil(threshold * (THRESHOLD_STEPS - 1) - 1e-9))] ?? 0
}

const TENTHS = [10, 20, 30, 40, 50, 60, 70, 80, 90]

function Counted(props: { readonly result: ReplayResult; readonly value: number; readonly saved: number }) {
  const { words, language } = useConsole()
  const say = words.threshold
  const { result, value, saved } = props
  const { questions } = result
  const number = (one: number) => formatNumber(one, language)
  const drafted = answeredWith(result, value)
  const now = answeredWith(result, saved)
  return (
    <div class="g-stack c-threshold-count" data-gap="3">
      <p role="status">
        <strong>
          {plural(say.counted, questions, language, {
            drafted: number(drafted),
            refused: number(questions - drafted),
          })}
        </strong>{' '}
        {value === saved ? null : (
          <span class="g-muted">
            {fill(say.countedNow, { drafted: number(now), refused: number(questions - now) })}
          </span>
        )}
      </p>
      <Curve result={result} value={value} saved={saved} />
      <details class="g-details">
        <summary>{words.chart.asTable}</summary>
        <ScrollTable label={say.title}>
          <table class="g-table">
            <thead>
              <tr>
                <th scope="col" class="g-num">
                  {say.label}
                </th>
                <th scope="col" class="g-num">
                  {say.drafted}
                </th>
                <th scope="col" class="g-num">
                  {say.refused}
                </th>
              </tr>
            </thead>
            <tbody>
              {TENTHS.map((step) => (
                <tr key={step}>
                  <td class="g-num">{number(step / 100)}</td>
                  <td class="g-num">{number(result.answeredAt[step] ?? 0)}</td>
                  <td class="g-num">{number(questions - (result.answeredAt[step] ?? 0))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      </details>
      <p class="g-small g-muted">{say.countedHint}</p>
    </div>
  )
}

const WIDTH = 480
const HEIGHT = 120
const FLOOR = 96

/** What would be drafted, falling as the threshold rises; the line stands where the slider does. */
function Curve(props: { readonly result: ReplayResult; readonly value: number; readonly saved: number }) {
  const { words, language } = useConsole()
  const say = words.threshold
  const { questions, answeredAt } = props.result
  const x = (threshold: number) => WIDTH * threshold
  const y = (count: number) => FLOOR - (count / questions) * (FLOOR - 8)
  const points = answeredAt.map(
    (count, step) => `${x(step / (THRESHOLD_STEPS - 1)).toFixed(1)},${y(count).toFixed(1)}`,
  )
  return (
    <svg class="c-threshold-curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={say.curve}>
      <polygon class="c-area" points={`0,${FLOOR} ${points.join(' ')} ${WIDTH},${FLOOR}`} />
      <line class="c-axis" x1="0" x2={WIDTH} y1={FLOOR} y2={FLOOR} />
      {props.saved === props.value ? null : (
        <line class="c-saved" x1={x(props.saved)} x2={x(props.saved)} y1="4" y2={FLOOR} />
      )}
      <line class="c-here" x1={x(props.value)} x2={x(props.value)} y1="4" y2={FLOOR} />
      {[0, 0.2, 0.4, 0.6, 0.8, 1].map((tick) => (
        <text
          key={tick}
          x={x(tick)}
          y={FLOOR + 16}
          text-anchor={tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle'}
        >
          {formatNumber(tick, language)}
        </text>
      ))}
    </svg>
  )
}

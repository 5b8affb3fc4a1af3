/** Charts in two colours and a pattern, each with the same numbers as a table. Own small SVG: nothing is loaded for it. */
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { useConsole } from '../context.ts'
import { formatNumber } from '../words.ts'
import { ScrollTable } from './scroll-table.tsx'

export interface BarLine {
  readonly key: string
  readonly label: string
  readonly value: number
  readonly tone?: 'danger'
}

/** Lines with their number beside them: the bar says it again for the eye. */
export function Bars({ lines, empty }: { readonly lines: readonly BarLine[]; readonly empty: string }) {
  const { language } = useConsole()
  const most = Math.max(1, ...lines.map(({ value }) => value))
  if (lines.every(({ value }) => value === 0)) return <p class="g-muted">{empty}</p>
  return (
    <ul class="c-bars">
      {lines.map(({ key, label, value, tone }) => (
        <li key={key} class="c-bars-line">
          <span class="c-bars-label">{label}</span>
          <span class="c-bars-track" aria-hidden="true">
            <span data-tone={tone} style={{ inlineSize: `${(100 * value) / most}%` }} />
          </span>
          <span class="c-bars-value">{formatNumber(value, language)}</span>
        </li>
      ))}
    </ul>
  )
}

export interface Column2 {
  readonly key: string
  readonly label: string
  readonly first: number
  readonly second: number
}

interface ColumnsProps {
  readonly columns: readonly Column2[]
  readonly names: { readonly column: string; readonly first: string; readonly second: string }
  readonly empty: string
}

const HEIGHT = 120
const STEP = 20
const BAR = 14
/** One week alone is a column, not a wall. */
const WIDEST_REM = 6

/** Two numbers a column, one on the other; the second is striped, so that nobody needs its colour. */
export function Columns({ columns, names, empty }: ColumnsProps) {
  const { words, language } = useConsole()
  const stripes = useId()
  const most = Math.max(1, ...columns.map(({ first, second }) => first + second))
  const width = columns.length * STEP
  const high = (value: number) => (HEIGHT * value) / most
  if (columns.every(({ first, second }) => first + second === 0)) return <p class="g-muted">{empty}</p>
  return (
    <div class="g-stack">
      <ul class="c-chart-legend">
        <li class="c-chart-key" data-part="first">
          {names.first}
        </li>
        <li class="c-chart-key" data-part="second">
          {names.second}
        </li>
      </ul>
      <svg
        class="c-columns"
        style={{ maxInlineSize: `${columns.length * WIDEST_REM}rem` }}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <defs>
          <pattern
            id={stripes}
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect class="c-columns-second" width="5" height="5" />
            <rect class="c-columns-gap" width="1.6" height="5" />
          </pattern>
        </defs>
        {columns.map(({ key, first, second }, index) => {
          const x = index * STEP + (STEP - BAR) / 2
          return (
            <g key={key}>
              <rect class="c-columns-first" x={x} y={HEIGHT - high(first)} width={BAR} height={high(first)} />
              <rect
                fill={`url(#${stripes})`}
                x={x}
                y={HEIGHT - high(first + second)}
                width={BAR}
                height={high(second)}
              />
            </g>
          )
        })}
      </svg>
      <p class="c-columns-ends g-small g-muted" aria-hidden="true">
        <span>{columns[0]?.label}</span>
        {columns.length > 1 && <span>{columns.at(-1)?.label}</span>}
      </p>
      <details class="g-details">
        <summary>{words.chart.asTable}</summary>
        <ScrollTable label={words.chart.asTable}>
          <table class="g-table">
            <thead>
              <tr>
                <th scope="col">{names.column}</th>
                <th scope="col" class="g-num">
                  {names.first}
                </th>
                <th scope="col" class="g-num">
                  {names.second}
                </th>
              </tr>
            </thead>
            <tbody>
              {columns
                .filter(({ first, second }) => first + second > 0)
                .map(({ key, label, first, second }) => (
                  <tr key={key}>
                    <th scope="row">{label}</th>
                    <td class="g-num">{formatNumber(first, language)}</td>
                    <td class="g-num">{formatNumber(second, language)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </ScrollTable>
      </details>
    </div>
  )
}

export function ChartCard(props: {
  readonly title: string
  readonly hint: string
  readonly children: ComponentChildren
}) {
  const id = useId()
  return (
    <section class="g-card" aria-labelledby={id}>
      <div class="g-card-head">
        <h2 class="g-h2" id={id}>
          {props.title}
        </h2>
        <p class="g-small g-muted">{props.hint}</p>
      </div>
      <div class="g-card-body">{props.children}</div>
    </section>
  )
}

/** One month as a grid of days that the arrow keys walk through; what lies on a day is handed in. */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { readingKey } from '../arrows.ts'
import { useConsole } from '../context.ts'
import { dayAfterKey, monthsFrom, weeksOf } from '../month.ts'
import { fill, formatDay, formatMonth, formatWeekday, joinWords } from '../words.ts'
import { Icon } from './icon.tsx'

export interface DayMark {
  readonly key: string
  readonly tone: 'danger' | 'warning' | 'info' | 'neutral'
  readonly text: string
  readonly href: string
}

interface MonthGridProps {
  readonly label: string
  readonly today: string
  /** Days on which nobody works. */
  readonly isIdle: (day: string) => boolean
  readonly marksOf: (day: string) => readonly DayMark[]
  /** Below the grid: the same in words. */
  readonly children: (month: string) => ComponentChildren
}

export function MonthGrid(props: MonthGridProps) {
  const { words, language } = useConsole()
  const say = words.month
  const { today } = props
  const [chosen, setChosen] = useState(today)
  const grid = useRef<HTMLTableElement>(null)
  const moved = useRef(false)
  // Before the next key: a focus that comes late would take the choice back.
  useLayoutEffect(() => {
    if (!moved.current) return
    moved.current = false
    grid.current?.querySelector<HTMLElement>(`[data-day="${chosen}"]`)?.focus()
  }, [chosen])
  const walk = (event: KeyboardEvent) => {
    const next = dayAfterKey(chosen, readingKey(event.key, language))
    if (next === null) return
    event.preventDefault()
    moved.current = true
    setChosen(next)
  }
  const month = chosen.slice(0, 7)
  return (
    <section class="g-card c-month" aria-label={props.label}>
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" aria-live="polite">
          {formatMonth(chosen, language)}
        </h2>
        <div class="g-row">
          <button
            type="button"
            class="g-btn g-btn-small g-btn-icon c-turned-back"
            aria-label={say.before}
            onClick={() => setChosen(monthsFrom(chosen, -1))}
          >
            <Icon name="chevron" />
          </button>
          <button type="button" class="g-btn g-btn-small" onClick={() => setChosen(today)}>
            {say.today}
          </button>
          <button
            type="button"
            class="g-btn g-btn-small g-btn-icon c-points-on"
            aria-label={say.after}
            onClick={() => setChosen(monthsFrom(chosen, 1))}
          >
            <Icon name="chevron" />
          </button>
        </div>
      </div>
      <div class="c-month-scroll">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern of ARIA, on a table */}
        <table class="c-month-grid" role="grid" aria-label={formatMonth(chosen, language)} ref={grid}>
          <thead>
            <tr>
              {weeksOf(chosen)[0]?.map((day) => (
                <th key={day} scope="col">
                  {formatWeekday(day, language)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(chosen).map((week) => (
              <tr key={week[0]}>
                {week.map((day) => (
                  <DayCell
                    key={day}
                    day={day}
                    chosen={day === chosen}
                    other={day.slice(0, 7) !== month}
                    grid={props}
                    onKey={walk}
                    onChoose={setChosen}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="c-data-foot g-small g-muted">{fill(say.keys, { day: formatDay(chosen, language) })}</p>
      {props.children(month)}
    </section>
  )
}

const MOST_MARKS = 3

function DayCell(props: {
  readonly day: string
  readonly chosen: boolean
  readonly other: boolean
  readonly grid: MonthGridProps
  readonly onKey: (event: KeyboardEvent) => void
  readonly onChoose: (day: string) => void
}) {
  const { words, language } = useConsole()
  const { day, chosen, grid } = props
  const marks = grid.marksOf(day)
  const rest = marks.length - MOST_MARKS
  return (
    <td
      class="c-month-day"
      data-day={day}
      data-other={props.other ? 'yes' : undefined}
      data-idle={grid.isIdle(day) ? 'yes' : undefined}
      aria-current={day === grid.today ? 'date' : undefined}
      tabIndex={chosen ? 0 : -1}
      onKeyDown={props.onKey}
      onFocus={() => props.onChoose(day)}
    >
      <span class="c-month-number" aria-hidden="true">
        {Number(day.slice(8))}
      </span>
      <span class="g-sr">{formatDay(day, language)}</span>
      {marks.slice(0, MOST_MARKS).map((mark) => (
        <a
          key={mark.key}
          class="c-month-mark"
          data-tone={mark.tone}
          href={mark.href}
          tabIndex={-1}
          title={mark.text}
        >
          {mark.text}
        </a>
      ))}
      {rest > 0 ? (
        <span class="g-small g-muted">
          {fill(words.month.more, { count: rest })}
          <span class="g-sr">
            {' '}
            {joinWords(
              marks.slice(MOST_MARKS).map(({ text }) => text),
              language,
            )}
          </span>
        </span>
      ) : null}
    </td>
  )
}

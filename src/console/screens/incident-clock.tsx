/** The clock of an incident: hours and minutes, without seconds, so that nothing flickers for a screen reader. */
import { useEffect, useState } from 'preact/hooks'
import { clockOf, type IncidentClock, type IncidentStatus } from '../../domain/incident.ts'
import type { IncidentView } from '../../domain/incident-api.ts'
import { useConsole } from '../context.ts'
import { StateChip } from '../parts/page.tsx'
import { type ConsoleWords, fill, formatMoment } from '../words.ts'

type Tone = Parameters<typeof StateChip>[0]['tone']

export const STATUS_TONE: Readonly<Record<IncidentStatus, Tone>> = {
  suspected: 'warning',
  confirmed: 'danger',
  contained: 'info',
  notified: 'info',
  closed: 'success',
  false_alarm: 'neutral',
}

const EVERY_MS = 20_000
const WHOLE_MINUTES = 72 * 60

function useMinutes(): number {
  const { now } = useConsole()
  const [moment, setMoment] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setMoment(now()), EVERY_MS)
    return () => clearInterval(timer)
  }, [now])
  return moment
}

function lasting(minutes: number, words: ConsoleWords): string {
  const say = words.incidents.clock
  const hours = Math.floor(minutes / 60)
  const rest = fill(say.minutes, { count: minutes % 60 })
  return hours === 0 ? rest : `${fill(say.hours, { count: hours })} ${rest}`
}

export function clockWords(clock: IncidentClock, incident: IncidentView, words: ConsoleWords): string {
  const say = words.incidents.clock
  switch (clock.clock) {
    case 'none':
      return incident.awareAt === null ? say.none : say.noneProcessor
    case 'running':
    case 'running_out':
    case 'late':
      return fill(say[clock.clock], { time: lasting(clock.minutes, words) })
    case 'stopped':
      return incident.notifiedAt === null ? say.over : clock.inTime ? say.inTime : say.stoppedLate
    default:
      return clock satisfies never
  }
}

function toneOf(clock: IncidentClock): Tone {
  if (clock.clock === 'late') return 'danger'
  if (clock.clock === 'running_out') return 'warning'
  if (clock.clock === 'stopped') return clock.inTime ? 'neutral' : 'warning'
  return clock.clock === 'none' ? 'neutral' : 'info'
}

export function ClockChip({ incident }: { readonly incident: IncidentView }) {
  const { words } = useConsole()
  const clock = clockOf(incident, useMinutes())
  return (
    <StateChip
      tone={toneOf(clock)}
      icon={clock.clock === 'late' || clock.clock === 'running_out' ? 'warning' : 'info'}
    >
      {clockWords(clock, incident, words)}
    </StateChip>
  )
}

export function BigClock({ incident }: { readonly incident: IncidentView }) {
  const { words, language } = useConsole()
  const say = words.incidents.clock
  const clock = clockOf(incident, useMinutes())
  // What is left; past the deadline the whole of it, in the colour of danger, for an empty bar reads as nothing.
  const share = clock.clock === 'late' ? 1 : 'minutes' in clock ? clock.minutes / WHOLE_MINUTES : 0
  const runs = clock.clock === 'running' || clock.clock === 'running_out' || clock.clock === 'late'
  return (
    <section class="g-card c-clock" data-tone={toneOf(clock)} aria-labelledby="clock-title">
      <div class="g-card-body g-stack" data-gap="3">
        <h2 class="g-h3" id="clock-title">
          {say.title}
        </h2>
        <p class="c-clock-time" role="timer" aria-labelledby="clock-title">
          {clockWords(clock, incident, words)}
        </p>
        {runs ? (
          <div class="c-clock-bar" aria-hidden="true">
            <span style={{ inlineSize: `${Math.min(1, share) * 100}%` }} />
          </div>
        ) : null}
        {incident.dueAt === null ? null : (
          <p class="g-muted">
            {fill(say.due, {
              local: formatMoment(incident.dueAt, language),
              utc: incident.dueAt.slice(0, 16).replace('T', ' '),
            })}
          </p>
        )}
      </div>
    </section>
  )
}

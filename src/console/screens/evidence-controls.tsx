/** The control map: each criterion, what proves it in the period, and plainly what only the customer can bring. */
import { useState } from 'preact/hooks'
import type { EvidencePeriod } from '../../companion/evidence-client.ts'
import {
  type ControlMapView,
  type ControlView,
  EVIDENCE_LEVELS,
  type EvidenceLevel,
} from '../../domain/evidence-api.ts'
import { staffLanguageOf } from '../../domain/staff-language.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, StateChip, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { fill, formatMoment, formatNumber, plural } from '../words.ts'
import { SpanNote } from './evidence-span.tsx'

const TONE = { full: 'success', part: 'info', none: 'neutral' } as const
const ICON = { full: 'check', part: 'minus', none: 'bar' } as const

export function EvidenceControls({ period }: { readonly period: EvidencePeriod }) {
  const { client, language } = useConsole()
  const loading = useLoading(
    () => client.controlMap(period, staffLanguageOf(language)),
    `controls-${period.from}-${period.to}`,
  )
  return <WhenLoaded loading={loading}>{(map) => <ControlMap map={map} period={period} />}</WhenLoaded>
}

function ControlMap({ map, period }: { readonly map: ControlMapView; readonly period: EvidencePeriod }) {
  const { words, client } = useConsole()
  const say = words.evidence
  const [only, setOnly] = useState<EvidenceLevel | null>(null)
  const act = useAct()
  const save = (criterion: string | null, format: 'csv' | 'jsonl') =>
    act.run(async () => {
      const text = await client.population(period, criterion, format)
      const name = `population-${criterion ?? 'all'}-${period.from}-${period.to}.${format}`
      downloadText(name, format === 'csv' ? 'text/csv' : 'application/x-ndjson', text)
    })
  const shown = map.controls.filter(({ level }) => only === null || level === only)
  return (
    <div class="g-stack" data-gap="4">
      <LevelTiles map={map} only={only} onChange={setOnly} />
      <SpanNote span={map.span} />
      {map.unreadable === 0 ? null : (
        <p class="g-alert" data-tone="danger" role="alert">
          <Icon name="warning" />
          <span>{fill(say.unreadable, { count: map.unreadable })}</span>
        </p>
      )}
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <div class="g-row" data-spread>
        <p class="g-small g-muted">{say.populationHint}</p>
        <button
          type="button"
          class="g-btn g-btn-small"
          aria-disabled={act.busy}
          onClick={() => save(null, 'jsonl')}
        >
          <Icon name="save" />
          {say.wholeLog}
        </button>
      </div>
      <div class="g-card">
        <ScrollTable label={say.controlsTitle}>
          <table class="g-table c-controls">
            <caption class="g-sr">{say.controlsTitle}</caption>
            <thead>
              <tr>
                <th scope="col">{say.criterion}</th>
                <th scope="col">{say.asks}</th>
                <th scope="col">{say.level}</th>
                <th scope="col">{say.entries}</th>
                <th scope="col">{say.take}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((control) => (
                <ControlRow key={control.criterion} control={control} busy={act.busy} onSave={save} />
              ))}
            </tbody>
          </table>
        </ScrollTable>
      </div>
      <Operational map={map} />
    </div>
  )
}

function LevelTiles(props: {
  readonly map: ControlMapView
  readonly only: EvidenceLevel | null
  readonly onChange: (level: EvidenceLevel | null) => void
}) {
  const { words, language } = useConsole()
  const say = words.evidence
  return (
    <fieldset class="c-evidence-tiles">
      <legend class="g-sr">{say.filterLevel}</legend>
      {EVIDENCE_LEVELS.map((level) => {
        const count = props.map.controls.filter((control) => control.level === level).length
        const on = props.only === level
        return (
          <button
            key={level}
            type="button"
            class="g-card c-evidence-tile"
            aria-pressed={on}
            onClick={() => props.onChange(on ? null : level)}
          >
            <span class="c-evidence-figure">{formatNumber(count, language)}</span>
            <span>{say.levelTile[level]}</span>
          </button>
        )
      })}
    </fieldset>
  )
}

function ControlRow(props: {
  readonly control: ControlView
  readonly busy: boolean
  readonly onSave: (criterion: string, format: 'csv' | 'jsonl') => void
}) {
  const { words, language } = useConsole()
  const say = words.evidence
  const { control, busy, onSave } = props
  const { criterion, level } = control
  return (
    <tr>
      <th scope="row" class="c-nowrap">
        {criterion}
      </th>
      <td class="c-controls-words">
        <p>
          <bdi>{control.title}</bdi>
        </p>
        {control.shows === null ? null : (
          <p class="g-small">
            <bdi>{control.shows}</bdi>
          </p>
        )}
        {control.bring === null ? null : (
          <p class="g-small g-muted">
            <strong>{say.bring}</strong> <bdi>{control.bring}</bdi>
          </p>
        )}
      </td>
      <td class="c-nowrap">
        <StateChip tone={TONE[level]} icon={ICON[level]}>
          {say.levels[level]}
        </StateChip>
      </td>
      <td class="c-nowrap">
        {control.types.length === 0 ? (
          '–'
        ) : (
          <span title={control.types.join(', ')}>
            {formatNumber(control.count, language)}
            {control.newest === null ? null : (
              <span class="g-small g-muted c-evidence-newest">{formatMoment(control.newest, language)}</span>
            )}
          </span>
        )}
      </td>
      <td class="c-nowrap">
        {control.types.length === 0 ? null : (
          <span class="g-row">
            {(['csv', 'jsonl'] as const).map((format) => (
              <button
                key={format}
                type="button"
                class="g-btn g-btn-small"
                aria-disabled={busy}
                aria-label={fill(say.takeOne, { criterion, format: format.toUpperCase() })}
                onClick={() => onSave(criterion, format)}
              >
                {format.toUpperCase()}
              </button>
            ))}
          </span>
        )}
      </td>
    </tr>
  )
}

function Operational({ map }: { readonly map: ControlMapView }) {
  const { words, language } = useConsole()
  const say = words.evidence
  if (map.operational.length === 0) return null
  const total = map.operational.reduce((sum, { count }) => sum + count, 0)
  return (
    <details class="g-details">
      <summary>{plural(say.operational, total, language)}</summary>
      <ul class="g-small">
        {map.operational.map(({ type, count }) => (
          <li key={type}>
            <code class="g-mono">{type}</code> {formatNumber(count, language)}
          </li>
        ))}
      </ul>
    </details>
  )
}

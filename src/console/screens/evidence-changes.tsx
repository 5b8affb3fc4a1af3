/** What was changed of everything that decides: by whom, approved by whom, when, and what became different. */
import { useState } from 'preact/hooks'
import type { EvidencePeriod } from '../../companion/evidence-client.ts'
import type { DiffLine } from '../../domain/change.ts'
import {
  type ChangeLogView,
  type ChangeRow,
  LOGGED_CHANGES,
  type LoggedChange,
} from '../../domain/evidence-api.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { fill, formatMoment, formatNumber, plural } from '../words.ts'
import { SpanNote } from './evidence-span.tsx'

/** Longer values are whole in the file that is taken along. */
const SHOWN_CHARS = 240
const SHOWN_LINES = 8
const PAGE = 25

export function EvidenceChanges({ period }: { readonly period: EvidencePeriod }) {
  const { client, words } = useConsole()
  const say = words.evidence
  const [what, setWhat] = useState<LoggedChange | null>(null)
  const loading = useLoading(
    () => client.changeLog(period, what),
    `changes-${period.from}-${period.to}-${what}`,
  )
  const act = useAct()
  const save = () =>
    act.run(async () => {
      const text = await client.changesExport(period, what)
      downloadText(`changes-${period.from}-${period.to}.csv`, 'text/csv', text)
    })
  return (
    <div class="g-stack" data-gap="4">
      <div class="g-row" data-spread>
        <label class="g-field">
          <span class="g-label">{say.whatChanged}</span>
          <select
            class="g-select"
            value={what ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget
              setWhat(LOGGED_CHANGES.find((one) => one === value) ?? null)
            }}
          >
            <option value="">{say.everything}</option>
            {LOGGED_CHANGES.map((one) => (
              <option key={one} value={one}>
                {say.change[one]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="g-btn g-btn-small" aria-disabled={act.busy} onClick={save}>
          <Icon name="save" />
          {words.table.csv}
        </button>
      </div>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <WhenLoaded loading={loading}>{(view) => <ChangeList view={view} />}</WhenLoaded>
    </div>
  )
}

function ChangeList({ view }: { readonly view: ChangeLogView }) {
  const { words, language } = useConsole()
  const say = words.evidence
  const [most, setMost] = useState(PAGE)
  const shown = view.rows.slice(0, most)
  if (view.rows.length === 0) return <EmptyState title={say.noChanges} hint={say.noChangesHint} />
  return (
    <div class="g-stack" data-gap="3">
      <SpanNote span={view.span} />
      {shown.map((row) => (
        <ChangeCard key={row.index} row={row} />
      ))}
      <div class="g-row" data-spread>
        <p class="g-small g-muted" role="status">
          {plural(say.changesShown, shown.length, language, {
            total: formatNumber(view.rows.length, language),
          })}
        </p>
        {shown.length < view.rows.length ? (
          <button type="button" class="g-btn g-btn-small" onClick={() => setMost(most + PAGE)}>
            {say.more}
          </button>
        ) : null}
      </div>
    </div>
  )
}

function person(ref: string, system: string): string {
  return /^(?:system|helpdesk|requester):/.test(ref) ? system : ref.slice(0, 12)
}

function ChangeCard({ row }: { readonly row: ChangeRow }) {
  const { words, language } = useConsole()
  const say = words.evidence
  const by = person(row.author, say.bySystem)
  return (
    <article class="g-card" aria-label={say.change[row.what]}>
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h3">{say.change[row.what]}</h2>
        <p class="g-small g-muted">{formatMoment(row.at, language)}</p>
      </div>
      <div class="g-card-body g-stack" data-gap="2">
        <p class="g-small" title={row.author}>
          {row.approver === null
            ? fill(say.changedBy, { by })
            : fill(say.changedByTwo, { by, approver: person(row.approver, say.bySystem) })}{' '}
          <span class="g-muted">
            {fill(say.entryIs, { index: row.index })} <code class="g-mono">{row.type}</code>
          </span>
        </p>
        <Diff lines={row.diff} />
      </div>
    </article>
  )
}

function Diff({ lines }: { readonly lines: readonly DiffLine[] }) {
  const { words, language } = useConsole()
  const say = words.evidence
  const [whole, setWhole] = useState(false)
  if (lines.length === 0) return <p class="g-small g-muted">{say.noDiff}</p>
  const shown = whole ? lines : lines.slice(0, SHOWN_LINES)
  return (
    <>
      <ul class="c-evidence-diff">
        {shown.map(({ sign, path, value }) => (
          <li key={`${sign}${path}${value}`} data-sign={sign === '+' ? 'in' : 'out'}>
            <span class="g-sr">{sign === '+' ? say.added : say.removed}</span>
            <code class="g-mono">
              <span aria-hidden="true">{sign}</span> {path}{' '}
              {value.length > SHOWN_CHARS ? `${value.slice(0, SHOWN_CHARS)}…` : value}
            </code>
          </li>
        ))}
      </ul>
      {shown.length < lines.length ? (
        <button type="button" class="g-btn g-btn-small" onClick={() => setWhole(true)}>
          {plural(say.moreLines, lines.length - shown.length, language)}
        </button>
      ) : null}
    </>
  )
}

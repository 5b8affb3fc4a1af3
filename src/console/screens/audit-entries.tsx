/** The entries of the log, newest first, loaded page by page down to the start. */
import { useState } from 'preact/hooks'
import type { AuditEntryView } from '../../domain/api.ts'
import type { AuditFilter } from '../../domain/audit-copies-api.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { ShortHash } from '../parts/copy.tsx'
import { EmptyState, SetbackAlert, StateChip } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { fill, formatMoment, formatNumber, plural } from '../words.ts'

export function Entries({
  newest,
  filter,
}: {
  readonly newest: readonly AuditEntryView[]
  readonly filter: AuditFilter
}) {
  const { client, words, language } = useConsole()
  const say = words.audit
  const act = useAct()
  const [older, setOlder] = useState<readonly AuditEntryView[]>([])
  const entries = [...newest, ...older]
  const last = entries.at(-1)
  const [ended, setEnded] = useState(false)
  const atStart = ended || last === undefined || last.index === 0
  if (last === undefined)
    return filter.type + filter.from + filter.to === '' ? (
      <EmptyState title={say.empty} hint={say.emptyHint} />
    ) : (
      <EmptyState title={say.nothing} hint={say.nothingHint} />
    )
  const loadOlder = () =>
    act.run(async () => {
      const page = await client.auditEntries(last.index, filter)
      setOlder([...older, ...page])
      setEnded(page.length === 0)
    })
  return (
    <div class="g-card">
      <ScrollTable label={say.tableCaption}>
        <table class="g-table c-audit">
          <caption class="g-sr">{say.tableCaption}</caption>
          <thead>
            <tr>
              <th scope="col" class="g-num">
                {say.index}
              </th>
              <th scope="col">{say.at}</th>
              <th scope="col">{say.act}</th>
              <th scope="col">{say.actor}</th>
              <th scope="col">{say.object}</th>
              <th scope="col">{say.decision}</th>
              <th scope="col">{say.hash}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.index}>
                <td class="g-num">{formatNumber(entry.index, language)}</td>
                <td class="c-nowrap">
                  <time dateTime={entry.at}>{formatMoment(entry.at, language)}</time>
                </td>
                <td>
                  <ActWords type={entry.type} />
                </td>
                <td>
                  <Reference text={entry.actor} />
                </td>
                <td>
                  <Reference text={entry.object} />
                </td>
                <td class="c-decision">{entry.decision}</td>
                <td>
                  <ShortHash hash={entry.hash} label={fill(say.copyHash, { index: entry.index })} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
      <div class="g-card-body g-stack">
        {act.setback === null ? null : <SetbackAlert setback={act.setback} onRetry={loadOlder} />}
        <div class="g-row" data-spread>
          <p class="g-muted" role="status">
            {plural(say.shownCount, entries.length, language)}
            {atStart ? ` · ${say.end}` : ''}
          </p>
          {atStart ? null : (
            <button type="button" class="g-btn g-btn-small" onClick={loadOlder} disabled={act.busy}>
              {act.busy ? say.loadingMore : say.more}
            </button>
          )}
        </div>
        <p class="g-small g-muted">{say.actorHint}</p>
      </div>
    </div>
  )
}

/** What the companion calls an entry whose stored bytes it can no longer read. */
const UNREADABLE = 'unreadable'

function ActWords({ type }: { readonly type: string }) {
  const { words } = useConsole()
  const types: Readonly<Record<string, string>> = words.audit.types
  if (type === UNREADABLE) {
    return (
      <StateChip tone="danger" icon="warning">
        {words.audit.unreadable}
      </StateChip>
    )
  }
  return (
    <>
      {types[type.replaceAll('.', '_')] ?? type}
      <div class="g-mono g-muted">{type}</div>
    </>
  )
}

/** A pseudonym is long and means nothing by itself: cut for the eye, whole for selecting and searching. */
function Reference({ text }: { readonly text: string }) {
  return (
    <span class="g-mono c-reference" title={text}>
      {text}
    </span>
  )
}

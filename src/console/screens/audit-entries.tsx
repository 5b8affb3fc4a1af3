/** The entries of the log, newest first, loaded page by page down to the start. */
import { Fragment } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { AuditEntryView } from '../../domain/api.ts'
import type { AuditFilter } from '../../domain/audit-copies-api.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct } from '../loading.ts'
import { ShortHash } from '../parts/copy.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, SetbackAlert, StateChip } from '../parts/page.tsx'
import { fill, formatMoment, formatNumber, plural } from '../words.ts'

/** A long code may break after its joints, nowhere else. */
const brokenAfterJoints = (code: string) =>
  code.split(/(?<=_)/).map((part, at) => (
    <Fragment key={`${at} ${part}`}>
      {at === 0 ? null : <wbr />}
      {part}
    </Fragment>
  ))

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
  const saving = useAct()
  const failed = useRef(0)
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
  const saveProof = (index: number) => {
    failed.current = index
    return saving.run(async () => {
      downloadText(`entry-${index}.tlog-proof`, 'text/plain;charset=utf-8', await client.auditProof(index))
    })
  }
  const columns: readonly Column<AuditEntryView>[] = [
    {
      ...{ key: 'index', title: say.index, value: ({ index }) => index },
      cell: ({ index }) => formatNumber(index, language),
    },
    {
      ...{ key: 'at', title: say.at, value: ({ at }) => at, nowrap: true },
      cell: ({ at }) => <time dateTime={at}>{formatMoment(at, language)}</time>,
    },
    { key: 'act', title: say.act, value: ({ type }) => type, cell: ({ type }) => <ActWords type={type} /> },
    {
      ...{ key: 'actor', title: say.actor, value: ({ actor }) => actor },
      cell: ({ actor }) => <Reference text={actor} />,
    },
    {
      ...{ key: 'object', title: say.object, value: ({ object }) => object },
      cell: ({ object }) => <Reference text={object} />,
    },
    {
      ...{ key: 'decision', title: say.decision, value: ({ decision }) => decision },
      cell: ({ decision }) => <span class="c-decision">{brokenAfterJoints(decision)}</span>,
    },
    {
      ...{ key: 'hash', title: say.hash, nowrap: true },
      cell: ({ hash, index }) => (
        <span class="c-hash">
          <ShortHash hash={hash} label={fill(say.copyHash, { index })} />
          <button
            type="button"
            class="g-btn g-btn-ghost g-btn-icon"
            aria-label={fill(say.saveProof, { index })}
            title={fill(say.saveProof, { index })}
            aria-disabled={saving.busy}
            onClick={() => saveProof(index)}
          >
            <Icon name="save" />
          </button>
        </span>
      ),
    },
  ]
  return (
    <div class="g-stack c-audit">
      <DataTable
        label={say.tableCaption}
        rows={entries}
        rowKey={({ index }) => String(index)}
        columns={columns}
        sorting={{ key: 'index', descending: true }}
        file="audit-entries"
        empty={say.nothing}
      />
      <div class="g-stack">
        {act.setback === null ? null : <SetbackAlert setback={act.setback} onRetry={loadOlder} />}
        <div class="g-row" data-spread>
          <p class="g-muted" role="status">
            {plural(say.shownCount, entries.length, language)}
            {atStart ? ` · ${say.end}` : ''}
          </p>
          {atStart ? null : (
            <button type="button" class="g-btn g-btn-small" onClick={loadOlder} aria-disabled={act.busy}>
              {act.busy ? say.loadingMore : say.more}
            </button>
          )}
        </div>
        {saving.setback === null ? null : (
          <SetbackAlert setback={saving.setback} onRetry={() => saveProof(failed.current)} />
        )}
        <p class="g-small g-muted">
          {say.actorHint} {say.proofHint}
        </p>
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

/** Every draft and sent reply that quoted a version that left, each with the way to its ticket. */
import type { QuoteFate } from '../../domain/recall.ts'
import type { RecallDraft, RecallView } from '../../domain/recall-api.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { StateChip, WhenLoaded } from '../parts/page.tsx'
import { fill, formatMoment, formatNumber } from '../words.ts'

export function SeverityChip({ severity }: { readonly severity: QuoteFate }) {
  const { words } = useConsole()
  const sentence = words.recalls.severity[severity]
  return severity === 'same' ? (
    <StateChip tone="success" icon="check">
      {sentence}
    </StateChip>
  ) : (
    <StateChip tone="danger" icon="warning">
      {sentence}
    </StateChip>
  )
}

export function DraftsOfRecall({ recall }: { readonly recall: RecallView }) {
  const { client, words } = useConsole()
  const say = words.recalls
  const loading = useLoading(() => client.recallDrafts(recall.recallId), recall.recallId)
  return (
    <WhenLoaded loading={loading}>
      {({ drafts, more }) => (
        <div class="g-stack" data-gap="2">
          <DraftTable drafts={drafts} />
          {more ? <p class="g-small g-muted">{say.more}</p> : null}
          <p class="g-small g-muted">{words.audit.actorHint}</p>
        </div>
      )}
    </WhenLoaded>
  )
}

function DraftTable({ drafts }: { readonly drafts: readonly RecallDraft[] }) {
  const { words, language } = useConsole()
  const say = words.recalls
  const kept = ({ kept, sentences }: RecallDraft) =>
    kept === null || sentences === null
      ? '–'
      : fill(say.kept, { kept: formatNumber(kept, language), sentences: formatNumber(sentences, language) })
  const columns: readonly Column<RecallDraft>[] = [
    {
      ...{ key: 'ticket', title: say.ticket, value: ({ ticketId }) => ticketId },
      cell: (draft) => (
        <a class="g-link" href={draft.ticketUrl} target="_blank" rel="noopener noreferrer">
          #{draft.ticketId}
          <span class="g-sr"> ({say.newTab})</span>
        </a>
      ),
    },
    {
      ...{ key: 'status', title: say.status, value: ({ status }) => say.draftStatus[status] },
      cell: ({ status }) => (
        <span class={status === 'sent' ? 'g-strong' : ''}>{say.draftStatus[status]}</span>
      ),
    },
    {
      ...{ key: 'when', title: say.when, value: ({ at }) => at, nowrap: true },
      cell: ({ at }) => <time dateTime={at}>{formatMoment(at, language)}</time>,
    },
    {
      ...{ key: 'quoted', title: say.quoted, value: ({ severity }) => severity },
      cell: ({ severity }) =>
        severity === null ? (
          <span class="g-muted">{say.severityUnknown}</span>
        ) : (
          <SeverityChip severity={severity} />
        ),
    },
    { key: 'kept', title: say.keptHead, value: (draft) => draft.kept, cell: kept, nowrap: true },
    {
      ...{ key: 'agent', title: say.agent },
      cell: ({ agent }) => (
        <span class="g-mono c-reference" title={agent}>
          {agent}
        </span>
      ),
    },
  ]
  return (
    <DataTable
      label={say.showDrafts}
      rows={drafts}
      rowKey={({ draftId }) => draftId}
      columns={columns}
      sorting={{ key: 'when', descending: true }}
      empty={say.noDrafts}
    />
  )
}

/** Every draft and sent reply that quoted a version that left, each with the way to its ticket. */
import type { QuoteFate } from '../../domain/recall.ts'
import type { RecallDraft, RecallView } from '../../domain/recall-api.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { StateChip, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
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
  return (
    <ScrollTable label={say.showDrafts}>
      <table class="g-table">
        <thead>
          <tr>
            <th scope="col">{say.ticket}</th>
            <th scope="col">{say.status}</th>
            <th scope="col">{say.when}</th>
            <th scope="col">{say.quoted}</th>
            <th scope="col">{say.keptHead}</th>
            <th scope="col">{say.agent}</th>
          </tr>
        </thead>
        <tbody>
          {drafts.map((draft) => (
            <tr key={draft.draftId}>
              <td>
                <a class="g-link" href={draft.ticketUrl} target="_blank" rel="noopener noreferrer">
                  #{draft.ticketId}
                  <span class="g-sr"> ({say.newTab})</span>
                </a>
              </td>
              <td class={draft.status === 'sent' ? 'g-strong' : ''}>{say.draftStatus[draft.status]}</td>
              <td class="c-nowrap">
                <time dateTime={draft.at}>{formatMoment(draft.at, language)}</time>
              </td>
              <td>
                {draft.severity === null ? (
                  <span class="g-muted">{say.severityUnknown}</span>
                ) : (
                  <SeverityChip severity={draft.severity} />
                )}
              </td>
              <td class="c-nowrap">
                {draft.kept === null || draft.sentences === null
                  ? '–'
                  : fill(say.kept, {
                      kept: formatNumber(draft.kept, language),
                      sentences: formatNumber(draft.sentences, language),
                    })}
              </td>
              <td>
                <span class="g-mono c-reference" title={draft.agent}>
                  {draft.agent}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

/** The drafts of one recall as a table for a spreadsheet, in which no cell can become a formula. */
import { csvText } from '../../src/domain/csv.ts'
import type { RecallDraft, RecallView } from '../../src/domain/recall-api.ts'

const HEAD = [
  'ticket',
  'ticket_url',
  'status',
  'at',
  'quoted_sentences',
  'sentences_inserted',
  'sentences_sent_unchanged',
  'agent',
  'draft',
  'article',
  'locale',
  'cause',
  'recalled_at',
  'from_version',
  'to_version',
]

export function recallCsv(recall: RecallView, drafts: readonly RecallDraft[]): string {
  const rows = drafts.map((draft) => [
    draft.ticketId,
    draft.ticketUrl,
    draft.status,
    draft.at,
    draft.severity ?? 'not_known',
    draft.sentences,
    draft.kept,
    draft.agent,
    draft.draftId,
    recall.title,
    recall.locale,
    recall.cause,
    recall.at,
    recall.fromVersion,
    recall.toVersion,
  ])
  return csvText(HEAD, rows)
}

/** The drafts of one recall as a table for a spreadsheet, in which no cell can become a formula. */
import type { RecallDraft, RecallView } from '../../src/domain/recall-api.ts'

/** What a spreadsheet reads as the beginning of a formula, also behind blanks (OWASP: CSV injection). */
const FORMULA = /^\s*[=+\-@\t\r|%]/

function cell(value: string | number | null): string {
  const text = String(value ?? '')
  const safe = FORMULA.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

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

/** RFC 4180, with a byte-order mark so that spreadsheets read it as UTF-8. */
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
  return `\uFEFF${[HEAD, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** The calls about recalls: a sidebar's about its own draft, and the console's. */
import type {
  DraftStanding,
  RecallDrafts,
  RecallView,
  ReviewsView,
  SendReport,
  SetReviewDate,
  UnusedReport,
} from '../domain/recall-api.ts'
import { textFrom } from './files.ts'
import { draftStanding, recallDrafts, recallView, recallViews, reviewsView } from './recall-answers.ts'
import type { Line } from './session.ts'

export interface DraftLife {
  standing(draftId: string): Promise<DraftStanding>
  /** Counts of a sent reply; saying it twice changes nothing. */
  reportSend(draftId: string, report: SendReport): Promise<void>
  /** Words that were let go are in no reply. */
  reportUnused(draftId: string, report: UnusedReport): Promise<void>
  /** The agent has taken it out of the reply; saying it twice changes nothing. */
  confirmRemoval(draftId: string): Promise<void>
}

export function draftLife(line: Line): DraftLife {
  const draft = (draftId: string) => `/drafts/${encodeURIComponent(draftId)}`
  return {
    standing: (draftId) => line.ask(draftStanding, 'GET', `${draft(draftId)}/standing`),
    async reportSend(draftId, report) {
      await line.send('POST', `${draft(draftId)}/sends`, report)
    },
    async reportUnused(draftId, report) {
      await line.send('POST', `${draft(draftId)}/unused`, report)
    },
    async confirmRemoval(draftId) {
      await line.send('POST', `${draft(draftId)}/removals`)
    },
  }
}

export interface RecallClient {
  /** Newest first; `before` is the last one already shown. */
  recalls(wanted: { before: string | null; quotedOnly: boolean }): Promise<readonly RecallView[]>
  recallDrafts(recallId: string): Promise<RecallDrafts>
  handleRecall(recallId: string, handled: boolean): Promise<RecallView>
  /** The table for a spreadsheet, as text. */
  recallExport(recallId: string): Promise<string>
  reviews(): Promise<ReviewsView>
  setReviewDate(order: SetReviewDate): Promise<ReviewsView>
}

export function recallCalls(line: Line): RecallClient {
  const recall = (recallId: string) => `/console/recalls/${encodeURIComponent(recallId)}`
  return {
    recalls({ before, quotedOnly }) {
      const query = new URLSearchParams({
        ...(quotedOnly ? { quoted: '1' } : {}),
        ...(before === null ? {} : { before }),
      }).toString()
      return line.ask(recallViews, 'GET', `/console/recalls${query === '' ? '' : `?${query}`}`)
    },
    recallDrafts: (recallId) => line.ask(recallDrafts, 'GET', `${recall(recallId)}/drafts`),
    handleRecall: (recallId, handled) =>
      line.ask(recallView, 'PUT', `${recall(recallId)}/handling`, { handled }),
    recallExport: (recallId) => textFrom(line, `${recall(recallId)}/export`),
    reviews: () => line.ask(reviewsView, 'GET', '/console/reviews'),
    setReviewDate: (order) => line.ask(reviewsView, 'PUT', '/console/reviews', order),
  }
}

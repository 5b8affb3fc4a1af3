/** The console's questions about dry runs and the questions they are made over. */

import type { RecordedQuestionsView } from '../domain/recorded-question.ts'
import type { NearArticle } from '../domain/refusal.ts'
import { REPLAY_KINDS, type ReplayOrder, type ReplayView } from '../domain/replay-api.ts'
import { type Check, flag, list, nullable, number, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

export interface ReplayClient {
  recordedQuestions(): Promise<RecordedQuestionsView>
  keepQuestions(kept: boolean): Promise<RecordedQuestionsView>
  startReplay(order: ReplayOrder): Promise<ReplayView>
  replay(replayId: string): Promise<ReplayView>
  cancelReplay(replayId: string): Promise<ReplayView>
}

const near: Check<NearArticle> = record({ articleId: text, locale: text, title: text, url: nullable(text) })

const recordedQuestions: Check<RecordedQuestionsView> = record({ kept: flag, days: number, count: number })

export const replayView: Check<ReplayView> = record({
  replayId: text,
  status: oneOf(['running', 'done', 'cancelled', 'failed']),
  done: number,
  total: number,
  result: nullable(
    record({
      questions: number,
      answeredBefore: number,
      answeredAfter: number,
      answeredAt: list(number),
      counts: record({ lost: number, gained: number, restricted: number, moved: number }),
      lines: list(
        record({
          kinds: list(oneOf(REPLAY_KINDS)),
          ticketId: text,
          at: text,
          locale: text,
          question: nullable(text),
          before: nullable(near),
          after: nullable(near),
          restricted: nullable(near),
        }),
      ),
    }),
  ),
})

export function replayClient(line: Line): ReplayClient {
  const at = (replayId: string) => `/console/replays/${encodeURIComponent(replayId)}`
  return {
    recordedQuestions: () => line.ask(recordedQuestions, 'GET', '/console/recorded-questions'),
    keepQuestions: (kept) => line.ask(recordedQuestions, 'PUT', '/console/recorded-questions', { kept }),
    startReplay: (order) => line.ask(replayView, 'POST', '/console/replays', order),
    replay: (replayId) => line.ask(replayView, 'GET', at(replayId)),
    cancelReplay: (replayId) => line.ask(replayView, 'POST', `${at(replayId)}/cancellations`, {}),
  }
}

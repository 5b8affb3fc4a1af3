/** The console's question about what no allowed article answers. */
import { type GapsView, QUESTION_KINDS } from '../domain/gap-api.ts'
import type { NearArticle } from '../domain/refusal.ts'
import { type Check, flag, list, nullable, number, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

export interface GapClient {
  gaps(): Promise<GapsView>
}

const near: Check<NearArticle> = record({ articleId: text, locale: text, title: text, url: nullable(text) })

export const gapsView: Check<GapsView> = record({
  kept: flag,
  days: number,
  questions: number,
  uncovered: number,
  unnamed: number,
  cut: flag,
  topics: list(
    record({
      topicId: text,
      language: text,
      words: list(text),
      questions: number,
      requesters: nullable(number),
      spans: list(number),
      examples: list(text),
      kinds: list(record({ kind: oneOf(QUESTION_KINDS), questions: number, examples: list(text) })),
      nearest: list(near),
      answeredBy: nullable(near),
    }),
  ),
})

export function gapClient(line: Line): GapClient {
  return { gaps: () => line.ask(gapsView, 'GET', '/console/gaps') }
}

/** The console's questions about what needs somebody, and how things went. */
import { ATTENTION_KINDS, type AttentionItem, type FiguresView } from '../domain/attention-api.ts'
import { type Check, list, number, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

const attention: Check<readonly AttentionItem[]> = list(
  record({ kind: oneOf(ATTENTION_KINDS), count: number }),
)

const figures: Check<FiguresView> = record({
  work: list(record({ first: text, last: text, drafts: number, refusals: number })),
  reasons: list(record({ reason: text, count: number })),
  consent: list(record({ status: text, count: number })),
  weeks: list(record({ week: text, count: number })),
  late: number,
})

export interface OverviewClient {
  attention(): Promise<readonly AttentionItem[]>
  figures(): Promise<FiguresView>
}

export function overviewCalls(line: Line): OverviewClient {
  return {
    attention: () => line.ask(attention, 'GET', '/console/attention'),
    figures: () => line.ask(figures, 'GET', '/console/figures'),
  }
}

/** Reasons as lines of a chart: the most frequent in words, and everything else in one line, so that none is lost. */
import { OTHERS } from '../domain/report-blocks.ts'
import type { ConsoleWords } from './words.ts'

export interface ReasonCount {
  readonly reason: string
  readonly count: number
}

/** @param counts most frequent first; a reason of a newer server has no words here and counts among the others */
export function reasonLines(
  counts: readonly ReasonCount[],
  most: number,
  words: ConsoleWords,
): readonly { readonly key: string; readonly label: string; readonly value: number }[] {
  const known: Readonly<Record<string, string>> = words.chart.reason
  const told = counts.filter(({ reason }) => reason !== OTHERS && known[reason] !== undefined).slice(0, most)
  const rest = counts.filter((each) => !told.includes(each)).reduce((sum, { count }) => sum + count, 0)
  return [
    ...told.map(({ reason, count }) => ({ key: reason, label: known[reason] ?? reason, value: count })),
    ...(rest === 0 ? [] : [{ key: OTHERS, label: words.reports.other, value: rest }]),
  ]
}

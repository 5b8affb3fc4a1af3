/** A reason in words: why a draft is refused, or why a ticket is not looked at. */
import { SKIP_REASONS } from '../domain/simulation.ts'
import type { ConsoleWords } from './words.ts'

export function reasonWord(reason: string, words: ConsoleWords): string {
  const skip = SKIP_REASONS.find((one) => one === reason)
  if (skip !== undefined) return words.simulation.skip[skip]
  const known: Readonly<Record<string, string>> = words.chart.reason
  return known[reason] ?? words.reports.other
}

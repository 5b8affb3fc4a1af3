/** A reason in words: why a draft is refused, or why a ticket is not looked at. */
import { SKIP_REASONS } from '../domain/simulation.ts'
import type { ConsoleWords } from './words.ts'

export function reasonWord(reason: string, words: ConsoleWords): string {
  const skip = SKIP_REASONS.find((one) => one === reason)
  if (skip !== undefined) return words.simulation.skip[skip]
  const known: Readonly<Record<string, string>> = words.chart.reason
  return known[reason] ?? words.reports.other
}

/** Why a question of a provider trial was not answered: by us, or because the provider failed. */
export function trialReason(reason: string, words: ConsoleWords): string {
  if (reason === 'RECIPIENT_NOT_IN_SCOPE') return words.providerTrial.notInScope
  const failed: Readonly<Record<string, string>> = words.setup.failure
  const known: Readonly<Record<string, string>> = words.chart.reason
  return known[reason] ?? failed[reason] ?? words.reports.other
}

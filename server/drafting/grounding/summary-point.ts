/** Whether a point of a summary says what its comment says. Looser than for a reply: the agent reads it beside the quote. */

import type { DropRule } from '../../../src/domain/draft.ts'
import { disagreement, withCues } from './agreement.ts'
import { checkFacts } from './facts.ts'
import { groundOf, readAfresh } from './ground.ts'
import { withoutPlaceholders } from './markup.ts'
import { readWords } from './reading.ts'
import { checkForm } from './safety.ts'
import { pairsOf, supportIn } from './support.ts'

/** "The customer wants a refund": half of it are words about the comment, not of it. */
const SUMMED_UP_FROM = 0.3

export interface PointQuestion {
  readonly text: string
  /** Verbatim words of the comment. */
  readonly quote: string
  readonly comment: string
  readonly locale: string
}

/** @returns the rule that the point breaks, or `null` when it holds. Keeps nothing of the comment. */
export function checkSummaryPoint({ text, quote, comment, locale }: PointQuestion): DropRule | null {
  const source = { text: comment, title: '', headings: [] }
  const question = { sentence: text, locale, sources: [source], quotes: [quote], ticket: comment }
  const form = checkForm(question)
  if (form !== null) return form
  const ground = groundOf([source], [quote], locale, readAfresh)
  if (ground === null) return 'NOT_VERBATIM'
  const own = readWords(text, locale)
  const facts = checkFacts(own, ground, readWords(withoutPlaceholders(comment), locale))
  if (facts.rule !== null) return facts.rule
  if (disagreement(withCues(own), ground.cited.map(withCues)) === 'NEGATION_DIFFERS')
    return 'NEGATION_DIFFERS'
  const pairs = new Set(ground.cited.flatMap(({ words }) => pairsOf(words)))
  return supportIn(own, ground, pairs, null) < SUMMED_UP_FROM ? 'NOT_SUPPORTED' : null
}

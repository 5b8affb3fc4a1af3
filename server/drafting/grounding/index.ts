/** Decides in code whether a model's sentence is carried by the passages that it cites. Never asks a model. */

import type { DropRule } from '../../../src/domain/draft.ts'
import { addressesIn } from './addresses.ts'
import { carried } from './carrier.ts'
import { type GroundingSource, groundOf } from './ground.ts'
import { withoutNumbering, withoutPlaceholders, withoutPoliteOpening } from './markup.ts'
import { readWords } from './reading.ts'
import { checkSafety } from './safety.ts'

export { type Address, addressesIn, addressKey } from './addresses.ts'
export { SUPPORTED_FROM } from './carrier.ts'
export { supportOf } from './claim-support.ts'
export { type Figure, figuresIn } from './figures.ts'
export { announcementOf, type GroundingSource } from './ground.ts'
export { checkSummaryPoint } from './summary-point.ts'
export { quoteIn } from './typography.ts'

export interface GroundingQuestion {
  /** Plain text as the model worded it. */
  readonly sentence: string
  readonly locale: string
  /** The cited passages, already known to be in scope. */
  readonly sources: readonly GroundingSource[]
  /** Verbatim quotes the model gave; each must lie in a source. */
  readonly quotes: readonly string[]
  /** Minimised: placeholders in the place of personal data. */
  readonly ticket: string
  /** Addresses of allowlisted articles, besides those in the sources. */
  readonly allowedLinks?: readonly string[]
}

export type GroundingVerdict =
  | { readonly verdict: 'verified'; readonly support: number; readonly fromTicket: readonly string[] }
  | { readonly verdict: 'dropped'; readonly rule: DropRule; readonly support: number }

/** The verdict on one sentence. What could harm is looked at first; only then what the sources say. */
export function checkGrounding(question: GroundingQuestion): GroundingVerdict {
  const unsafe = checkSafety(question)
  if (unsafe !== null) return { verdict: 'dropped', rule: unsafe, support: 0 }
  const { sources, quotes, locale } = question
  if (sources.length === 0 || quotes.length === 0)
    return { verdict: 'dropped', rule: 'NO_CITATION', support: 0 }
  const ground = groundOf(sources, quotes, locale)
  if (ground === null) return { verdict: 'dropped', rule: 'NOT_VERBATIM', support: 0 }
  const sentence = withoutNumbering(question.sentence)
  const ticket = readWords(withoutPlaceholders(question.ticket), locale)
  const named = addressesIn(question.sentence).length + (question.sentence.match(/⟦/g)?.length ?? 0)
  const verdictOn = (text: string) => carried({ own: readWords(text, locale), named, ticket, locale, ground })
  const bare = withoutPoliteOpening(sentence)
  const verdict = verdictOn(sentence)
  return verdict.verdict === 'verified' || bare === sentence ? verdict : verdictOn(bare)
}

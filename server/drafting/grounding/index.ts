/** Decides in code whether a model's sentence is carried by the passages that it cites. Never asks a model. */

import type { DropRule } from '../../../src/domain/draft.ts'
import { addressesIn } from './addresses.ts'
import { checkFacts } from './facts.ts'
import { type Ground, type GroundingSource, groundOf } from './ground.ts'
import { withoutNumbering, withoutPlaceholders } from './markup.ts'
import { checkMeaning, isCopy } from './meaning.ts'
import { type Reading, readWords } from './reading.ts'
import { checkSafety } from './safety.ts'
import { foreignRuns, pairsOf, supportIn } from './support.ts'

export { supportOf } from './claim-support.ts'
export type { GroundingSource } from './ground.ts'
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

/** Least share of a sentence that its sources must say; `vouch eval grounding` shows what it lets through. */
export const SUPPORTED_FROM = 0.6

/** Of content words in a row that no source says: 2 in 100 true sentences of BEGIN have one, a planted clause nearly always. */
const FOREIGN_RUN = 3
/** Of words that the ticket brought, or in a question: neither adds what a source could say. */
const SHORT_FOREIGN_RUN = 2

/** With less it says nothing that could be checked, unless it stands in the passage as it is. */
const TOLD_MIN = 2

function saysTooLittle(sentence: string, { words }: Reading): boolean {
  const told = words.filter(({ weight, figure }) => weight > 0 || figure !== null).length
  return told + addressesIn(sentence).length + (sentence.match(/⟦/g)?.length ?? 0) < TOLD_MIN
}

/** A true half must not carry a foreign one: the share alone would let a clause ride along. */
function bringsForeignWords(own: Reading, ground: Ground, ticket: Reading): boolean {
  const asks = own.text.includes('?')
  return foreignRuns(own, ground).some((run) => {
    if (run.length >= FOREIGN_RUN) return true
    return run.length >= SHORT_FOREIGN_RUN && (asks || run.every(({ stem }) => ticket.stems.has(stem)))
  })
}

/** The verdict on one sentence. What could harm is looked at first; only then what the sources say. */
export function checkGrounding(question: GroundingQuestion): GroundingVerdict {
  const unsafe = checkSafety(question)
  if (unsafe !== null) return { verdict: 'dropped', rule: unsafe, support: 0 }
  const { sources, quotes, locale } = question
  if (sources.length === 0 || quotes.length === 0)
    return { verdict: 'dropped', rule: 'NO_CITATION', support: 0 }
  const ground = groundOf(sources, quotes, locale)
  if (ground === null) return { verdict: 'dropped', rule: 'NOT_VERBATIM', support: 0 }
  const own = readWords(withoutNumbering(question.sentence), locale)
  const ticket = readWords(withoutPlaceholders(question.ticket), locale)
  const pairs = new Set([...ground.cited, ...ground.heads].flatMap(({ words }) => pairsOf(words)))
  const support = supportIn(own, ground, pairs, ticket.stems)
  const facts = checkFacts(own, ground, ticket)
  const rule = facts.rule ?? checkMeaning(own, ground)
  if (rule !== null) return { verdict: 'dropped', rule, support }
  if (
    support < SUPPORTED_FROM ||
    bringsForeignWords(own, ground, ticket) ||
    (saysTooLittle(question.sentence, own) && !isCopy(own, ground))
  )
    return { verdict: 'dropped', rule: 'NOT_SUPPORTED', support }
  return { verdict: 'verified', support, fromTicket: facts.fromTicket }
}

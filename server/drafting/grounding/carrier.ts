/** Finds the one cited sentence that carries a sentence, or one for each of its clauses. Two never share a clause. */

import { checkFacts } from './facts.ts'
import { coverageOf, unfaithful, withoutTelling } from './faithful.ts'
import { type Ground, onOneSentence } from './ground.ts'
import type { GroundingVerdict } from './index.ts'
import { checkMeaning, isCopy } from './meaning.ts'
import { type Reading, readWords } from './reading.ts'
import { foreignRuns, pairsOf, supportIn } from './support.ts'

/** Least share of a sentence that its sources must say; `vouch eval grounding` shows what it lets through. */
export const SUPPORTED_FROM = 0.6
/** Of content words in a row that no source says: 2 in 100 true sentences of BEGIN have one, a planted clause nearly always. */
const FOREIGN_RUN = 3
/** Of words that the ticket brought, or in a question: neither adds what a source could say. */
const SHORT_FOREIGN_RUN = 2
/** With less it says nothing that could be checked, unless it stands in the passage as it is. */
const TOLD_MIN = 2
/** More clauses, or more cited sentences, than a reply needs: what is tried grows with their product. */
const CLAUSES_MAX = 8
const CITED_MAX = 12

export interface Carried {
  readonly own: Reading
  /** Addresses and placeholders, which say something, too. */
  readonly named: number
  readonly ticket: Reading
  readonly locale: string
  readonly ground: Ground
}

function saysTooLittle({ own: { words }, named }: Carried): boolean {
  return words.filter(({ weight, figure }) => weight > 0 || figure !== null).length + named < TOLD_MIN
}

/** A true half must not carry a foreign one: the share alone would let a clause ride along. */
function bringsForeignWords({ own, ground, ticket }: Carried): boolean {
  const asks = own.text.includes('?')
  return foreignRuns(own, ground).some((run) => {
    if (run.length >= FOREIGN_RUN) return true
    return run.length >= SHORT_FOREIGN_RUN && (asks || run.every(({ stem }) => ticket.stems.has(stem)))
  })
}

function carriedBy(question: Carried, reading: Reading): GroundingVerdict {
  const { own: whole, ticket } = question
  const own = withoutTelling(whole, ticket)
  const ground = onOneSentence(question.ground, reading)
  const pairs = new Set([...ground.cited, ...ground.heads].flatMap(({ words }) => pairsOf(words)))
  const said = supportIn(own, ground, pairs, ticket.stems)
  const facts = checkFacts(whole, ground, ticket)
  const isWord = isCopy(own, ground)
  // Order and grammar may change in a sentence whose every topic one sentence has.
  const support = Math.max(said, facts.rule === null ? coverageOf(own, reading, ground) : 0)
  const rule = facts.rule ?? checkMeaning(own, ground) ?? (isWord ? null : unfaithful(own, reading, ground))
  if (rule !== null) return { verdict: 'dropped', rule, support }
  if (isWord) return { verdict: 'verified', support, fromTicket: facts.fromTicket }
  if (
    support < SUPPORTED_FROM ||
    bringsForeignWords({ ...question, own, ground }) ||
    saysTooLittle({ ...question, own })
  )
    return { verdict: 'dropped', rule: 'NOT_SUPPORTED', support }
  return { verdict: 'verified', support, fromTicket: facts.fromTicket }
}

/** A question carries a question only: "Do I have to pay? No." */
function carriersFor({ own, ground }: Carried): readonly Reading[] {
  const asks = own.text.includes('?')
  const isCarrier = ({ text }: Reading) => asks === text.endsWith('?') || isCopy(own, ground)
  return ground.cited.filter(isCarrier).slice(0, CITED_MAX)
}

/** The first sentence that carries it all; of refusals, that of the sentence that says most of it. */
function byOneSentence(question: Carried): GroundingVerdict {
  let nearest: GroundingVerdict = { verdict: 'dropped', rule: 'NOT_SUPPORTED', support: 0 }
  for (const reading of carriersFor(question)) {
    const verdict = carriedBy(question, reading)
    if (verdict.verdict === 'verified') return verdict
    if (verdict.support > nearest.support) nearest = verdict
  }
  return nearest
}

/** Where each clause begins, and where the last one ends: no sign of the text is outside of them. */
function clauseBounds({ text, words }: Reading): readonly number[] {
  const starts = words.flatMap(({ clause, start }, at) => (words[at - 1]?.clause === clause ? [] : [start]))
  return [0, ...starts.slice(1), text.length]
}

/** Clauses in a row that one sentence carries, then those that another one carries, to the end. */
function byClauses(question: Carried, whole: GroundingVerdict): GroundingVerdict {
  const { own, locale } = question
  const bounds = clauseBounds(own)
  const clauses = bounds.length - 1
  if (clauses < 2 || clauses > CLAUSES_MAX) return whole
  const fromTicket = new Map<number, readonly string[]>([[0, []]])
  for (let from = 0; from < clauses; from += 1) {
    const before = fromTicket.get(from)
    if (before === undefined) continue
    for (let to = from + 1; to <= clauses; to += 1) {
      if (fromTicket.has(to) || to - from === clauses) continue
      const text = own.text.slice(bounds[from], bounds[to]).trim()
      const verdict = byOneSentence({ ...question, own: readWords(text, locale), named: 0 })
      if (verdict.verdict === 'verified') fromTicket.set(to, [...before, ...verdict.fromTicket])
    }
  }
  const told = fromTicket.get(clauses)
  if (told === undefined) return whole
  return { verdict: 'verified', support: whole.support, fromTicket: told }
}

export function carried(question: Carried): GroundingVerdict {
  const whole = byOneSentence(question)
  if (whole.verdict === 'verified' || carriersFor(question).length < 2) return whole
  return byClauses(question, whole)
}

/**
 * Whether a reworded sentence adds nothing to its one carrier and leaves nothing out of what it takes: each word
 * that came is grammar, politeness or the carrier's own, and a clause is kept whole or left out whole.
 */

import type { DropRule } from '../../../src/domain/draft.ts'
import { withCues } from './agreement.ts'
import { AS_WRITTEN } from './as-written.ts'
import type { Cue } from './cue-words.ts'
import { cuesIn, knowsCues, RANGE } from './cues.ts'
import { sameFigure } from './figure-values.ts'
import { freeWordsOf } from './free-words.ts'
import type { Ground } from './ground.ts'
import { compareWords } from './hunks.ts'
import { isPartOfWord } from './near-words.ts'
import { pairingDiffers } from './pairings.ts'
import type { Reading, Word } from './reading.ts'
import { rolesDiffer } from './roles.ts'
import { clausesOf, stepsTurned, takenClauses } from './taken-clauses.ts'
import { smallWordTurned } from './turned-words.ts'

/** In the carrier's order: from here on every change was made on purpose. */
const NEAR_COPY_FROM = 0.5
/** Foreign words that a freer wording may have: "lasts" for "is valid". */
const FREER_FOREIGN = 1
/** A list line of fewer words is no sentence. */
const SENTENCE_WORDS = 4
/** Fewer topics cover nothing. */
const COVERED_MIN = 2
const TELLS =
  /^(?:wrote|write|say|said|mention|mentioned|told|schreiben|schrieben|nennen|nannten|erwähnen|erwähnten|schreibst|according|message|mail|laut|nachricht)$/u
/** The rules of agreement weigh these against each other. */
const MODAL: ReadonlySet<Cue> = new Set(['MUST', 'SHOULD', 'MAY'])
/** They limit what stays behind when they go alone. */
const LIMITS: ReadonlySet<Cue> = new Set([
  'USUALLY',
  'SOME',
  'FEW',
  'WITHIN',
  'AT_MOST',
  'AT_LEAST',
  'MORE',
  'LESS',
  'NOT',
  'WITHOUT',
])

interface Carrier {
  readonly reading: Reading
  readonly known: readonly Word[]
  readonly stems: ReadonlySet<string>
}

function carrierOf(reading: Reading, { heads }: Ground): Carrier {
  const known = [...reading.words, ...heads.flatMap(({ words }) => words)]
  return { reading, known, stems: new Set([...known.map(({ stem }) => stem), ...rejoined(reading)]) }
}

const PARTICLE = /^(?:zurück|heraus|herunter|ab|an|auf|aus|ein|mit|nach|vor|weg|um|zu|los|bei|fest)$/u

/** German tears verbs apart: "setzen Sie es zurück" has `zurücksetzen`. */
function rejoined({ words, language }: Reading): readonly string[] {
  if (language.code !== 'de') return []
  return words.flatMap((last, at) => {
    const isLast = words[at + 1]?.clause !== last.clause
    if (!isLast || !PARTICLE.test(last.text)) return []
    const verbs = words.filter(({ clause, weight }) => clause === last.clause && weight > 0)
    return [last.stem, ...verbs.map(({ stem }) => last.stem + stem)]
  })
}

/** Words inside a cue that both have, or that other rules compare. */
function cued(own: Reading, other: Reading): ReadonlySet<Word> {
  const theirs = new Set(cuesIn(other.words, other.language.code).map(({ cue }) => cue))
  const words = new Set<Word>()
  for (const { cue, from, to } of cuesIn(own.words, own.language.code))
    if (MODAL.has(cue) || theirs.has(cue)) for (const word of own.words.slice(from, to)) words.add(word)
  own.words.forEach((word, at) => {
    const isBetween = at > 0 && own.words[at - 1]?.figure !== null && own.words[at + 1]?.figure != null
    if (isBetween && RANGE.has(word.text)) words.add(word)
  })
  return words
}

function topicStems(words: readonly Word[]): readonly string[] {
  return words.filter(({ weight, figure }) => weight > 0 && figure === null).map(({ stem }) => stem)
}

function isExplained(word: Word, own: Reading, carrier: Carrier): boolean {
  if (word.figure !== null || carrier.stems.has(word.stem)) return true
  const last = own.words.findLast(({ clause }) => clause === word.clause)
  if (own.language.code === 'de' && last !== undefined && PARTICLE.test(last.text)) {
    // Torn apart: only the whole verb can be explained.
    const joined = own.words.filter(({ clause, weight }) => clause === word.clause && weight > 0)
    if (word === last) return joined.some(({ stem }) => carrier.stems.has(last.stem + stem))
    if (carrier.stems.has(last.stem + word.stem)) return true
  }
  return isPartOfWord(word.stem, topicStems(carrier.known), own.language)
}

function foreignWords(own: Reading, carrier: Carrier): readonly Word[] {
  const { added } = freeWordsOf(own.language.code)
  const inCue = cued(own, carrier.reading)
  return own.words.filter(
    (word) => !added.has(word.text) && !inCue.has(word) && !isExplained(word, own, carrier),
  )
}

/** Words that promise much, or take it all back, and that only a source may say. */
function bringsUnsourced(own: Reading, { known }: Carrier): boolean {
  const { sourced } = freeWordsOf(own.language.code)
  const has = (words: readonly Word[], row: ReadonlySet<string>) => words.some(({ text }) => row.has(text))
  return sourced.some((row) => has(own.words, row) && !has(known, row))
}

/** "on" for "off". */
function isTurned(own: Reading, { reading }: Carrier): boolean {
  const { opposites } = freeWordsOf(own.language.code)
  const mine = new Set(own.words.map(({ text }) => text))
  const theirs = new Set(reading.words.map(({ text }) => text))
  return [...mine].some(
    (text) =>
      !theirs.has(text) &&
      (opposites.get(text)?.some((other) => theirs.has(other) && !mine.has(other)) ?? false),
  )
}

function isSaid(word: Word, own: Reading): boolean {
  const { figure } = word
  if (figure !== null) return own.figures.some((mine) => sameFigure(mine, figure))
  return own.stems.has(word.stem) || isPartOfWord(word.stem, topicStems(own.words), own.language)
}

/** Said as one word here and as two there: `zurücksetzen` and "setzen … zurück". */
function isTorn(
  word: Word,
  { reading }: Carrier,
  torn: ReadonlySet<string>,
  own: ReadonlySet<string>,
): boolean {
  if (torn.has(word.stem)) return true
  return rejoined(reading).some((stem) => own.has(stem) && stem.endsWith(word.stem) && stem !== word.stem)
}

function lostWords(own: Reading, carrier: Carrier): readonly Word[] {
  const { lost, added } = freeWordsOf(own.language.code)
  const inCue = cued(carrier.reading, own)
  const torn = new Set(rejoined(own))
  const whole = new Set(own.stems)
  const gone = takenClauses(own, carrier.reading)
    .flatMap(({ topics }) => topics)
    .filter(
      (word) =>
        !lost.has(word.text) &&
        !added.has(word.text) &&
        !inCue.has(word) &&
        !isSaid(word, own) &&
        !isTorn(word, carrier, torn, whole),
    )
  return [...new Set(gone)]
}

/** A hedge or a limit of a clause that the sentence took. */
function losesLimit(own: Reading, carrier: Carrier): boolean {
  const words = new Set(takenClauses(own, carrier.reading).flatMap((clause) => clause.words))
  const mine = new Set(withCues(own).cues.map(({ cue }) => cue))
  return withCues(carrier.reading).cues.some(
    ({ cue, isWeak, from }) =>
      LIMITS.has(cue) && !isWeak && !mine.has(cue) && words.has(carrier.reading.words[from] as Word),
  )
}

/** "You wrote that your parcel came on 5 May": the clause is the ticket's, if the ticket has all of it. */
export function withoutTelling(own: Reading, ticket: Reading): Reading {
  if (!AS_WRITTEN.test(own.text)) return own
  const told = new Set<number>()
  let isAfterTelling: boolean = false
  for (const { words, topics } of clausesOf(own)) {
    const tells = AS_WRITTEN.test(own.text.slice(words[0]?.start, words.at(-1)?.end))
    const goesOn: boolean = isAfterTelling && /^(?:that|dass)$/.test(words[0]?.text ?? '')
    const isTheirs = topics.every(({ stem, text }) => ticket.stems.has(stem) || TELLS.test(text))
    isAfterTelling = (tells || goesOn) && isTheirs
    if (isAfterTelling) told.add(words[0]?.clause ?? -1)
  }
  const words = own.words.filter(({ clause }) => !told.has(clause))
  return { ...own, words, stems: new Set(words.map(({ stem }) => stem)) }
}

/** Share of the sentence's topics that this one cited sentence has. */
export function coverageOf(own: Reading, reading: Reading, ground: Ground): number {
  const carrier = carrierOf(reading, ground)
  const topics = own.words.filter(({ weight, figure }) => weight > 0 && figure === null)
  const { added } = freeWordsOf(own.language.code)
  const told = topics.filter((word) => !added.has(word.text))
  if (told.length < COVERED_MIN) return 0
  return told.filter((word) => isExplained(word, own, carrier)).length / told.length
}

/** A list line that is a sentence denies for itself: the "not" of its announcing line is no other's. */
function deniesMore(own: Reading, item: Reading | undefined): boolean {
  if (item === undefined || item.words.length < SENTENCE_WORDS || !/[.!]$/u.test(item.text)) return false
  const denies = (reading: Reading) =>
    withCues(reading).cues.some(({ cue }) => cue === 'NOT' || cue === 'WITHOUT')
  return denies(own) && !denies(item)
}

/** @returns the rule by which a sentence that is no copy says more or less than this one cited sentence. */
export function unfaithful(own: Reading, reading: Reading, ground: Ground): DropRule | null {
  if (!knowsCues(own.language.code)) return null
  const carrier = carrierOf(reading, ground)
  if (bringsUnsourced(own, carrier) || isTurned(own, carrier)) return 'NOT_SUPPORTED'
  if (deniesMore(own, ground.items.get(reading))) return 'NEGATION_DIFFERS'
  if (rolesDiffer(own, reading)) return 'NAME_DIFFERS'
  if (pairingDiffers(own, reading) || stepsTurned(own, reading) || smallWordTurned(own, reading))
    return 'ORDER_DIFFERS'
  if (losesLimit(own, carrier)) return 'CONDITION_DROPPED'
  const kept = compareWords(own, [reading])?.kept ?? 1
  const foreign = foreignWords(own, carrier)
  const topics = foreign.filter(({ weight }) => weight > 0).length
  if (kept >= NEAR_COPY_FROM ? foreign.length > 0 : topics > FREER_FOREIGN) return 'NOT_SUPPORTED'
  const lost = lostWords(own, carrier)
  const isFigureLost = lost.some(({ figure }) => figure !== null)
  return isFigureLost || lost.length > topics ? 'CONDITION_DROPPED' : null
}

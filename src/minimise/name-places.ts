/** What the place of a word says: who speaks, who is spoken to, where a line or a sentence begins. */
import { ALSO_WORD, FAMILY, GIVEN, ORDINARY } from './lexicon.ts'
import { alsoWord, isOrdinary, type Reading, type Run } from './name-reading.ts'
import { BEFORE_NAMES, KIN, LAST_OF_NAME_SAID, NAME_SAID, NEIGHBOURS, OWN, TITLES } from './name-signs.ts'
import type { Word } from './words.ts'

/** ", Mark!" and "Danial, can I …": somebody is spoken to. */
export function addressed({ text, words }: Reading, at: number): boolean {
  const word = words[at]
  const before = words[at - 1]
  if (word === undefined || before === undefined) return false
  return text.slice(before.end, word.start) === ', ' && /^[!?]/.test(text.slice(word.end, word.end + 1))
}

export function asks({ text, words }: Reading, at: number): boolean {
  const word = words[at]
  const next = words[at + 1]
  if (word === undefined || next === undefined || text.slice(word.end, next.start) !== ', ') return false
  return (
    /^(?:can|could|would|will|please|thank|thanks)$/.test(next.lower) && !/(?:ly|ing|ed)$/.test(word.lower)
  )
}

export function opensSentence({ text, words }: Reading, at: number): boolean {
  const word = words[at]
  const before = words[at - 1]
  if (word === undefined || before === undefined) return true
  return /[.!?:\n"“”„«>]/.test(text.slice(before.end, word.start)) && !TITLES.has(before.lower)
}

export function followedBy({ text, words }: Reading, last: number, verbs: ReadonlySet<string>): boolean {
  const next = words[last + 1]
  const word = words[last]
  if (next === undefined || word === undefined) return false
  return text.slice(word.end, next.start) === ' ' && verbs.has(next.lower)
}

export function linked({ text, words }: Reading, at: number): boolean {
  const before = words[at - 1]
  const word = words[at]
  if (before === undefined || word === undefined) return false
  return BEFORE_NAMES.has(before.lower) && text.slice(before.end, word.start) === ' '
}

/** "Roman Catholic", "Christian Aid": the name is part of a longer one. */
export function ordinaryCapitalAfter({ text, words }: Reading, last: number): boolean {
  const next = words[last + 1]
  const word = words[last]
  if (next === undefined || word === undefined || !next.capital || next.lower === 'i') return false
  return text.slice(word.end, next.start) === ' ' && isOrdinary(next) && alsoWord(word)
}

/** Title Case all around: a heading or a product, where capitals say nothing. */
export function inHeading({ text, words }: Reading, at: number, last: number): boolean {
  const before = words[at - 1]
  const after = words[last + 1]
  const near = (left: Word | undefined, right: Word | undefined) =>
    left !== undefined && right !== undefined && /^[ \u00a0]{1,2}$/.test(text.slice(left.end, right.start))
  const capitalBefore = before?.capital === true && before.lower !== 'i' && at > 1 && near(before, words[at])
  return (
    capitalBefore ||
    (near(words[last], after) && ((after?.capital === true && after.lower !== 'i') || after?.number === true))
  )
}

export function introduced({ text, words, careless }: Reading, at: number): boolean {
  const word = words[at]
  const before = words[at - 1]
  if (word === undefined || before === undefined) return false
  const between = text.slice(before.end, word.start)
  if (
    TITLES.has(before.lower) &&
    (before.capital || careless || between.startsWith('.')) &&
    /^\.?[ \u00a0]{1,2}$/.test(between)
  )
    return true
  const owner = words[at - 2]
  if (KIN.has(before.lower) && owner !== undefined && OWN.has(owner.lower) && between === ' ') return true
  if (isListed(word) && NEIGHBOURS.has(before.lower) && /^\.?[ \u00a0]$/.test(between)) return true
  return saidName(text, words, at)
}

const isListed = ({ capital, signs }: Word) =>
  capital && (signs & (GIVEN | FAMILY | ALSO_WORD)) !== 0 && (signs & ORDINARY) === 0

export function saidName(text: string, words: readonly Word[], at: number): boolean {
  const start = words[at]?.start ?? 0
  const before = words[at - 1]?.lower ?? ''
  return LAST_OF_NAME_SAID.has(before) && NAME_SAID.test(text.slice(Math.max(0, start - 40), start))
}

/** The only words of their line, in a text that holds lines of contact data: a letterhead, a signature. */
export function ownLine(reading: Reading, { at, last, kinds }: Run): boolean {
  const { text, words, contact, careless } = reading
  const many = kinds.filter((kind) => kind !== 'initial' && kind !== 'none').length
  if (!contact || many < 2 || kinds.length > 5) return false
  const before = at === 0 ? text.slice(0, words[0]?.start) : text.slice(words[at - 1]?.end, words[at]?.start)
  if (at > 0 && !/\n[^\p{L}\p{N}\n]{0,5}$/u.test(before)) return false
  const next = words[last + 1]
  const after = text.slice(words[last]?.end, next?.start)
  if (next !== undefined && !/^[ .,]{0,2}\r?\n/.test(after)) return false
  if (careless) return kinds.includes('given') || kinds.includes('family')
  return kinds.includes('given') || kinds.includes('family') || kinds.includes('initial') || at === 0
}

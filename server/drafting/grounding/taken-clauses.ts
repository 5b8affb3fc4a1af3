/** Which clauses of its one carrier a sentence takes its words from, and what those clauses are nothing without. */
import { withCues } from './agreement.ts'
import { isSameWord } from './near-words.ts'
import type { Reading, Word } from './reading.ts'

interface Clause {
  readonly words: readonly Word[]
  readonly topics: readonly Word[]
}

export function clausesOf({ words }: Reading): readonly Clause[] {
  const clauses = new Map<number, Word[]>()
  for (const word of words) clauses.set(word.clause, [...(clauses.get(word.clause) ?? []), word])
  return [...clauses.values()].map((all) => ({ words: all, topics: all.filter(({ weight }) => weight > 0) }))
}

/** The carrier's clause that says most of this one. */
function closest(clause: Clause, clauses: readonly Clause[], language: Reading['language']): Clause | null {
  let best: Clause | null = null
  let most = 0
  for (const other of clauses) {
    const told = clause.topics.filter((word) =>
      other.topics.some(({ stem }) => isSameWord(word.stem, stem, language)),
    ).length
    const score = told + told / (other.topics.length + 1)
    if (told > 0 && score > most) {
      best = other
      most = score
    }
  }
  return best
}

const OPENS_LIMIT =
  /^(?:from|in|for|at|on|with|without|during|under|by|upon|after|before|ab|für|bei|mit|ohne|am|unter|nach|vor|beim|im|pour|dans|avec|para|en|con|per|voor|met|myth|mythos|not|never)$/
const OPENING_WORDS = 6

/** What a clause says nothing true without: "avoid" before "opening it", "from 2025" before a price. */
function leansOn(at: number, clauses: readonly Clause[], language: string): boolean {
  const before = clauses[at - 1]
  const words = clauses[at]?.words ?? []
  if (before === undefined) return false
  const isInfinitive =
    language === 'de' &&
    words.some(({ text }) => text === 'zu' || /^(?:ab|an|auf|aus|ein|zurück|um|vor)zu/.test(text))
  const isPurpose = words[0]?.text === 'um'
  if ((isInfinitive && !isPurpose) || /^(?:dass|that|que|che|dat)$/.test(words[0]?.text ?? '')) return true
  const opens = at === 1 && before.words.length <= OPENING_WORDS
  return opens && OPENS_LIMIT.test(before.words[0]?.text ?? '')
}

const LABEL_WORDS = 4
const TAIL_TOPICS = 2

/** "Members only: free returns": what stands before the colon limits what stands behind it. */
function isLabelled(at: number, clauses: readonly Clause[], text: string): boolean {
  const before = clauses[at - 1]?.words ?? []
  const from = before.at(-1)?.end ?? 0
  const between = text.slice(from, clauses[at]?.words[0]?.start ?? from)
  return before.length > 0 && before.length <= LABEL_WORDS && between.includes(':')
}

/** "must be unused and in its box": a duty goes on in the short clauses behind it. */
function tailOf(at: number, clauses: readonly Clause[], text: string): readonly Clause[] {
  const isAside = ({ words }: Clause) => {
    const before = text.slice(0, words[0]?.start ?? 0)
    return before.lastIndexOf('(') > before.lastIndexOf(')')
  }
  const rest = clauses.slice(at + 1).filter((clause) => !isAside(clause))
  const end = rest.findIndex(({ topics }) => topics.length === 0 || topics.length > TAIL_TOPICS)
  return end < 0 ? rest : rest.slice(0, end)
}

/** The clauses that the sentence takes its words from, with what they lean on. */
export function takenClauses(own: Reading, reading: Reading): readonly Clause[] {
  const clauses = clausesOf(reading)
  const mine = clausesOf(own).flatMap((clause) => closest(clause, clauses, own.language) ?? [])
  const binds = withCues(reading).cues.some(({ cue }) => cue === 'MUST')
  const leaned = mine.flatMap((clause) => {
    const at = clauses.indexOf(clause)
    const leans = leansOn(at, clauses, own.language.code) || isLabelled(at, clauses, reading.text)
    const before = leans ? (clauses[at - 1] ?? []) : []
    return [before, binds ? tailOf(at, clauses, reading.text) : []].flat()
  })
  return [...mine, ...leaned]
}

const SEQUENCE =
  /^(?:then|afterwards|next|finally|dann|danach|anschließend|puis|ensuite|luego|después|poi|daarna)$/u
const TURNS_ORDER = /^(?:before|after|once|bevor|nachdem|sobald|avant|après|antes|prima|dopo|voordat|nadat)$/u

/** "A, then B" told as "B, then A". */
export function stepsTurned(own: Reading, reading: Reading): boolean {
  if (!reading.words.some(({ text }) => SEQUENCE.test(text))) return false
  if (own.words.some(({ text }) => TURNS_ORDER.test(text))) return false
  const clauses = clausesOf(reading)
  const places = clausesOf(own).flatMap((clause) => {
    const from = closest(clause, clauses, own.language)
    return from === null ? [] : clauses.indexOf(from)
  })
  return places.some((place, at) => at > 0 && place < (places[at - 1] ?? 0))
}

import { genericStems } from './generic-words.ts'
import type { Language } from './language.ts'

interface Pronouns {
  /** Always stand for something named elsewhere. */
  readonly always: RegExp
  /** Only where no noun follows: `this offer` says itself what it means. */
  readonly pointing: ReadonlySet<string>
  /** Stand for nothing: `Is it possible to …?`, `Gibt es …?` */
  readonly empty: RegExp
}

const PRONOUNS: ReadonlyMap<string, Pronouns> = new Map([
  [
    'en',
    {
      always: /^(?:it|its|they|them|their|one|ones|him|her|she|he)$/iu,
      pointing: new Set(['that', 'this', 'these', 'those']),
      empty:
        /\b(?:is|was) it \w{1,20} (?:to|that|if)\b|\bit (?:cost|mean|take) to\b|\bhow (?:long|much time|many days) (?:does|will|did) it take\b|\bone of\b|\b(?:can|could|should|may|must|does|would) one\b/giu,
    },
  ],
  [
    'de',
    {
      // `Sie` is the reader; `sie` was named before.
      always:
        /^(?:sie|er|ihn|ihm|dort|dabei|dafür|dagegen|damit|danach|daran|darauf|daraus|darin|darüber|davon|dazu)$/u,
      pointing: new Set(
        'das die der den dem es eine einen einer eins dieses diese diesen dieser diesem'.split(' '),
      ),
      empty:
        /\b(?:gibt|gibt's|ist|geht|funktioniert|kann|muss|dauert|kommt|bedeutet|heißt) es\b|\bes gibt\b|\b(?:dafür|damit|darauf|daran), dass\b/giu,
    },
  ],
])

const CHARS_READ = 600
const CAPITAL = /^\p{Lu}/u
/** A word with the comma before it, or another mark. */
const TOKEN = /(,\s{0,9})?([\p{L}\p{M}\p{N}]+)|[.!?;:,]/gu
/** `das alte rote Zelt`: an article and its noun stand so close. */
const WORDS_TO_NOUN = 3
/** Once the question has named so much itself, its pronouns mean that. */
const NAMED_MIN = 2

/** Whether it points at something said outside of it: "Can that be changed?", "Wie lange dauert sie?" */
export function leansBack(language: Language, text: string): boolean {
  const pronouns = PRONOUNS.get(language.code)
  if (pronouns === undefined) return false
  const tokens = [...text.slice(0, CHARS_READ).replace(pronouns.empty, ' ').matchAll(TOKEN)]
  let named = 0
  for (const [at, { 2: word }] of tokens.entries()) {
    if (word === undefined) continue
    if (pronouns.always.test(word) || points(language, pronouns, tokens, at)) return true
    named += namesBy(language, word, at)
    if (named >= NAMED_MIN) return false
  }
  return false
}

/** A German noun is a name for sure; an English word may be a verb, so it takes two. */
function namesBy(language: Language, word: string, at: number): number {
  const lower = word.toLowerCase()
  if (language.weight(lower) < 1) return 0
  if (language.code === 'de') return at > 0 && CAPITAL.test(word) ? NAMED_MIN : 0
  return genericStems(language).has(language.stem(lower)) ? 0 : 1
}

function points(
  language: Language,
  { pointing }: Pronouns,
  tokens: readonly RegExpExecArray[],
  at: number,
): boolean {
  const comma = tokens[at]?.[1]
  const word = tokens[at]?.[2] ?? ''
  // Behind a comma it joins two clauses: `the jacket, that …`, `der Zug, der …`.
  if (comma !== undefined || !pointing.has(word.toLowerCase())) return false
  for (const { 1: nextComma, 2: next } of tokens.slice(at + 1, at + 1 + WORDS_TO_NOUN)) {
    if (next === undefined || nextComma !== undefined) return true
    if (language.code === 'de' && CAPITAL.test(next)) return false
    const weight = language.weight(next.toLowerCase())
    if (weight === 0) return true
    if (language.code !== 'de') return weight < 1
  }
  return true
}

import type { Language } from './language.ts'
import { wordsOf } from './words.ts'

/**
 * Words that open an English noun phrase. What stands last in the phrase is the thing itself: `a fishing licence`,
 * `of stainless steel`. `to` also opens a verb, so it is not here.
 */
const OPENS = new Set(
  `a an the any some no my your our his her their this these those which what another each every
  of with from for in into on at by via without about`.split(/\s+/),
)
const SOUGHT: ReadonlyMap<string, RegExp> = new Map([
  ['en', /\b(?:what (?:is|are|was) (?:the|your|its|my)|which|what|whose|how many)\s+/giu],
  [
    'de',
    /(?<!\p{L})(?:welche[nrms]?|wie ?viele?|was für(?: eine?[nrms]?)?|was (?:ist|sind) (?:der|die|das|ihre?|eine?))\s+/giu,
  ],
])
const SOUGHT_CHARS = 80
const PHRASE_WORDS = 4
const CLAUSE = /[^.!?;:,\n]+/gu
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu
const CAPITAL = /^\p{Lu}/u

/** The nouns of a question, lower case: German writes them with a capital, English puts them at a phrase's end. */
export function nounsIn(text: string, language: Language): ReadonlySet<string> {
  if (language.code !== 'de' && language.code !== 'en') return new Set()
  const read = text.normalize('NFKC')
  const found = [...read.matchAll(CLAUSE)].flatMap(([clause]) => {
    const words = wordsWritten(clause)
    return language.code === 'de'
      ? words.filter((word, at) => at > 0 && CAPITAL.test(word))
      : phraseEnds(words, language)
  })
  return new Set(found.flatMap(wordsOf))
}

/** The noun right behind `which`, `how many`, `wie viel`: the very thing that the answer has to name. */
export function soughtIn(text: string, language: Language): ReadonlySet<string> {
  const pattern = SOUGHT.get(language.code)
  const read = text.normalize('NFKC')
  const found = pattern === undefined ? [] : [...read.matchAll(pattern)]
  return new Set(
    found.flatMap(({ 0: asked, index }) => {
      const from = index + asked.length
      const phrase = contentRun(wordsWritten(read.slice(from, from + SOUGHT_CHARS)), language)
      return wordsOf(phrase.find((word) => language.code !== 'de' || CAPITAL.test(word)) ?? '')
    }),
  )
}

function phraseEnds(words: readonly string[], language: Language): readonly string[] {
  const ends = words.flatMap((word, at) =>
    OPENS.has(word.toLowerCase())
      ? contentRun(words.slice(at + 1, at + 1 + PHRASE_WORDS), language).slice(-1)
      : [],
  )
  return [...ends, ...(words.length > 2 ? words.slice(-1) : [])]
}

/** The words up to the next one that carries grammar alone. */
function contentRun(words: readonly string[], language: Language): readonly string[] {
  const end = words.findIndex((word) => language.weight(word.toLowerCase()) === 0)
  return end < 0 ? words : words.slice(0, end)
}

function wordsWritten(text: string): readonly string[] {
  return [...text.matchAll(WORD)].map(([word]) => word)
}

/** What a question is about, as words that can be compared, and how they were written. */
import { type Language, languageFor, synonymsOf } from '../articles/index.ts'

export interface AskedWords {
  /** Stem to its weight; of unit length, so that the product of two is how alike they are. */
  readonly weights: ReadonlyMap<string, number>
  /** Stem to the word as it was written first. */
  readonly written: ReadonlyMap<string, string>
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu
/** Placeholders of what was replaced: `⟦ORDER_1⟧`. They name nothing that an article could be about. */
const PLACEHOLDER = /⟦[^⟧]{0,60}⟧/gu
const WORD_CHARS = 40
/** A vague word of a general list says a little; grammar says nothing. */
const LEAST_WEIGHT = 0.2
/** Where several words name the same thing, the thing counts in full and the word that was chosen for less. */
const CHOSEN_WORD = 0.5

interface Read {
  readonly stem: string
  readonly weight: number
}

/** Each word is read once, however many questions hold it. */
function reader(language: Language): (word: string) => Read {
  const known = new Map<string, Read>()
  return (word) => {
    const read = known.get(word) ?? { stem: language.stem(word), weight: language.weight(word) }
    known.set(word, read)
    return read
  }
}

function topicWords(read: (word: string) => Read, text: string): ReadonlyMap<string, string> {
  const written = new Map<string, string>()
  for (const [found] of text.replace(PLACEHOLDER, ' ').normalize('NFKC').matchAll(WORD)) {
    const word = found.toLowerCase().slice(0, WORD_CHARS)
    if (word.length < 2 || /^\p{N}+$/u.test(word)) continue
    const { stem, weight } = read(word)
    if (weight < LEAST_WEIGHT) continue
    if (!written.has(stem)) written.set(stem, found.slice(0, WORD_CHARS))
  }
  return written
}

/** The words of one question count by how rare they are among all that was asked in the language. */
export function askedWords(texts: readonly string[], locale: string): readonly AskedWords[] {
  const language = languageFor(locale)
  const same = synonymsOf(language)
  const readWord = reader(language)
  const read = texts.map((text) => topicWords(readWord, text))
  const features = read.map((written) => {
    const found = new Map<string, number>()
    for (const [stem, word] of written) {
      const { weight } = readWord(word.toLowerCase())
      const group = same.get(stem)
      found.set(stem, group === undefined ? weight : weight * CHOSEN_WORD)
      // One name for the whole group: the first of its stems.
      if (group !== undefined) found.set(`=${[stem, ...group].toSorted()[0]}`, weight)
    }
    return found
  })
  const holders = new Map<string, number>()
  for (const found of features) for (const key of found.keys()) holders.set(key, (holders.get(key) ?? 0) + 1)
  return features.map((found, at) => {
    const weighed = [...found].map(
      ([key, weight]) => [key, weight * Math.log(1 + texts.length / (holders.get(key) ?? 1))] as const,
    )
    const length = Math.sqrt(weighed.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1
    return {
      weights: new Map(weighed.map(([key, weight]) => [key, weight / length])),
      written: read[at] ?? new Map(),
    }
  })
}

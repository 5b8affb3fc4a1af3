import type { LanguageIndex } from './language-index.ts'
import type { AskedWords } from './question.ts'

/** Words this far apart are worth half of neighbours. */
const HALF_AT_WORDS = 3
/** Below this a word is only like the one asked. */
const MEANT_FROM = 0.6
/** One bit a word of the question. */
const CONCEPTS_MAX = 31
/** In the stream of an article's words: a sentence ends. */
export const SENTENCE_END = -1

const NO_WORDS = new Int32Array(0)

/** How closely an article's own words follow the question's. */
export interface Nearness {
  /** 0…1: words that stand side by side in the question do so in one sentence of the article. */
  readonly close: number
  /** 0…1: how much of the title the question names. */
  readonly titled: number
}

/** Marks the words of the question once, so that reading an article costs one look at each of its words. */
export function nearnessTo(index: LanguageIndex, asked: AskedWords): (article: number) => Nearness {
  const concepts = asked.concepts.slice(0, CONCEPTS_MAX)
  const marks = new Int32Array(index.lexicon.words.length)
  concepts.forEach((concept, at) => {
    for (const word of concept.words())
      if (concept.strengthOf(word) >= MEANT_FROM) marks[word] = (marks[word] as number) | (1 << at)
  })
  const pairs = concepts.slice(1).map((concept, at) => Math.min(concept.weight, concepts[at]?.weight ?? 0))
  const total = pairs.reduce((sum, weight) => sum + weight, 0)
  return (article) => ({
    close: total === 0 ? 0 : closeness(index.articles[article]?.words ?? NO_WORDS, marks, pairs) / total,
    titled: titled(index, asked, article),
  })
}

function closeness(words: Int32Array, marks: Int32Array, pairs: readonly number[]): number {
  const best = new Float64Array(pairs.length)
  const last = new Int32Array(pairs.length + 1).fill(-1)
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as number
    if (word === SENTENCE_END) {
      last.fill(-1)
      continue
    }
    const mark = marks[word] as number
    if (mark === 0) continue
    for (let concept = 0; concept <= pairs.length; concept += 1) {
      if ((mark & (1 << concept)) === 0) continue
      for (const [pair, other] of [
        [concept - 1, concept - 1],
        [concept, concept + 1],
      ] as const) {
        const seen = last[other] ?? -1
        if (pair < 0 || pair >= pairs.length || seen < 0) continue
        const apart = Math.max(0, at - seen - 1)
        best[pair] = Math.max(best[pair] as number, 1 / (1 + apart / HALF_AT_WORDS))
      }
      last[concept] = at
    }
  }
  return pairs.reduce((sum, weight, pair) => sum + weight * (best[pair] as number), 0)
}

function titled(index: LanguageIndex, asked: AskedWords, article: number): number {
  let total = 0
  let named = 0
  for (const id of new Set(index.articles[article]?.title)) {
    const word = index.lexicon.words[id]
    const weight = (word?.weight ?? 0) * (word === undefined ? 0 : index.byArticle.rarity(word.term))
    if (weight === 0) continue
    let best = 0
    for (const concept of asked.concepts) best = Math.max(best, concept.strengthOf(id))
    total += weight
    named += weight * best
  }
  return total === 0 ? 0 : named / total
}

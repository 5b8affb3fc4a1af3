import type { LanguageIndex } from './language-index.ts'
import type { AskedWords } from './question.ts'

/** So much of a question is read for what stands together. */
const CONCEPTS_MAX = 31
const NO_WORDS = new Int32Array(0)

/** How closely an article's own words follow the question's. */
export interface Nearness {
  /** 0…1: words that stand side by side in the question do so in one sentence of the article. */
  readonly close: number
  /** 0…1: how much of the title the question names. */
  readonly titled: number
}

export function nearnessTo(index: LanguageIndex, asked: AskedWords): (article: number) => Nearness {
  const { meant } = asked
  const strongest = strongestOf(asked)
  const concepts = asked.concepts.slice(0, CONCEPTS_MAX)
  const pairs = concepts.slice(1).map((concept, at) => Math.min(concept.weight, concepts[at]?.weight ?? 0))
  const total = pairs.reduce((sum, weight) => sum + weight, 0)
  const closeness = (article: number) =>
    meant.meetings.sum(article, index.articles[article]?.words ?? NO_WORDS, pairs, asked.first)
  return (article) => ({
    close: total === 0 ? 0 : closeness(article) / total,
    titled: titled(index, meant.rowOf, strongest, article),
  })
}

/** For each row of words how well they stand for the best of all concepts. */
function strongestOf({ meant, first, concepts }: AskedWords): Float64Array {
  const strongest = new Float64Array(meant.rows)
  for (let row = 1; row < meant.rows; row += 1) {
    const from = row * meant.width + first
    let most = 0
    for (let at = 0; at < concepts.length; at += 1) {
      const strength = meant.strengths[from + at] as number
      if (strength > most) most = strength
    }
    strongest[row] = most
  }
  return strongest
}

function titled(index: LanguageIndex, rowOf: Int32Array, strongest: Float64Array, article: number): number {
  const { words, weights, total } = index.titleWords(article)
  if (total === 0) return 0
  let named = 0
  for (let at = 0; at < words.length; at += 1)
    named += (weights[at] as number) * (strongest[rowOf[words[at] as number] as number] as number)
  return named / total
}

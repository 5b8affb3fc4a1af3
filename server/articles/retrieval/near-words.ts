import type { LanguageIndex } from './language-index.ts'
import type { AskedWords } from './question.ts'

/** Words this far apart are worth half of neighbours. */
const HALF_AT_WORDS = 3
/** Below this a word is only like the one asked. */
const MEANT_FROM = 0.6
/** One bit a word of the question. */
const CONCEPTS_MAX = 31

/** How closely an article's own words follow the question's. */
export interface Nearness {
  /** 0…1: words that stand side by side in the question do so in one sentence of the article. */
  readonly close: number
  /** 0…1: how much of the title the question names. */
  readonly titled: number
}

export function nearnessTo(index: LanguageIndex, asked: AskedWords): (article: number) => Nearness {
  const { meant } = asked
  const { marks, strongest } = rowsFor(asked)
  const concepts = asked.concepts.slice(0, CONCEPTS_MAX)
  const pairs = concepts.slice(1).map((concept, at) => Math.min(concept.weight, concepts[at]?.weight ?? 0))
  const total = pairs.reduce((sum, weight) => sum + weight, 0)
  const best = new Float64Array(pairs.length)
  const last = new Int32Array(pairs.length + 1)
  const closeness = (article: number) =>
    closenessIn(meant.placesIn(article), marks, pairs, { best: best.fill(0), last: last.fill(-1) })
  return (article) => ({
    close: total === 0 ? 0 : closeness(article) / total,
    titled: titled(index, meant.rowOf, strongest, article),
  })
}

/** For each row of words: a bit for each concept that they mean, and how well they stand for the best of all. */
function rowsFor({ meant, first, concepts }: AskedWords): { marks: Int32Array; strongest: Float64Array } {
  const marks = new Int32Array(meant.rows)
  const strongest = new Float64Array(meant.rows)
  for (let row = 1; row < meant.rows; row += 1) {
    const from = row * meant.width + first
    let mark = 0
    let most = 0
    for (let at = 0; at < concepts.length; at += 1) {
      const strength = meant.strengths[from + at] as number
      if (strength > most) most = strength
      if (strength >= MEANT_FROM && at < CONCEPTS_MAX) mark |= 1 << at
    }
    marks[row] = mark
    strongest[row] = most
  }
  return { marks, strongest }
}

/** @param room for the nearest meeting of each pair, and for where each word was last. */
function closenessIn(
  places: Int32Array,
  marks: Int32Array,
  pairs: readonly number[],
  { best, last }: { readonly best: Float64Array; readonly last: Int32Array },
): number {
  const meet = (pair: number, at: number, seen: number) => {
    const near = 1 / (1 + Math.max(0, at - seen - 1) / HALF_AT_WORDS)
    if (near > (best[pair] as number)) best[pair] = near
  }
  for (let place = 0; place < places.length; place += 2) {
    const row = places[place + 1] as number
    if (row === 0) {
      last.fill(-1)
      continue
    }
    const at = places[place] as number
    for (let left = marks[row] as number; left !== 0; left &= left - 1) {
      const concept = 31 - Math.clz32(left & -left)
      const before = concept === 0 ? -1 : (last[concept - 1] as number)
      if (before >= 0) meet(concept - 1, at, before)
      const after = concept === pairs.length ? -1 : (last[concept + 1] as number)
      if (after >= 0) meet(concept, at, after)
      last[concept] = at
    }
  }
  let sum = 0
  for (let pair = 0; pair < pairs.length; pair += 1) sum += (pairs[pair] as number) * (best[pair] as number)
  return sum
}

function titled(index: LanguageIndex, rowOf: Int32Array, strongest: Float64Array, article: number): number {
  const { words, weights, total } = index.titleWords(article)
  if (total === 0) return 0
  let named = 0
  for (let at = 0; at < words.length; at += 1)
    named += (weights[at] as number) * (strongest[rowOf[words[at] as number] as number] as number)
  return named / total
}

/** How near the words of a question stand together in an article: read once for all that ask about parts of it. */
import type { StandIns } from './meant-words.ts'

/** In the stream of an article's words: a sentence ends. */
export const SENTENCE_END = -1

/** Words this far apart are worth half of neighbours. */
const HALF_AT_WORDS = 3
/** Below this a word is only like the one asked. */
const MEANT_FROM = 0.6
/** So many articles are looked at for most questions. */
const ARTICLES = 64

export interface Meetings {
  /** Sums, over concepts and their successors from `first` on, what each pair weighs × its nearest meeting, 0…1. */
  sum(article: number, words: Int32Array, pairs: readonly number[], first: number): number
}

/**
 * @param rowOf by word of the articles: 0 for one that stands for nothing asked.
 * @param rows how many rows there are, the empty one among them.
 */
export function startMeetings(
  rowOf: Int32Array,
  rows: number,
  concepts: readonly { readonly stands: StandIns }[],
): Meetings {
  const pairs = Math.max(0, concepts.length - 1)
  const { from, meant } = conceptsByRow(rowOf, rows, concepts)
  const last = new Int32Array(concepts.length)
  const known = new Map<number, number>()
  let table = new Float64Array(ARTICLES * pairs)

  function read(words: Int32Array, start: number): void {
    last.fill(-1)
    let isFresh = true
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] as number
      if (word === SENTENCE_END) {
        if (!isFresh) last.fill(-1)
        isFresh = true
        continue
      }
      const row = rowOf[word] as number
      if (row === 0) continue
      const end = from[row + 1] as number
      for (let next = from[row] as number; next < end; next += 1) {
        const concept = meant[next] as number
        isFresh = false
        if (concept > 0) meet(start + concept - 1, at, last[concept - 1] as number)
        if (concept < pairs) meet(start + concept, at, last[concept + 1] as number)
        last[concept] = at
      }
    }
  }
  function meet(pair: number, at: number, seen: number): void {
    if (seen < 0) return
    const near = 1 / (1 + Math.max(0, at - seen - 1) / HALF_AT_WORDS)
    if (near > (table[pair] as number)) table[pair] = near
  }
  function startOf(article: number, words: Int32Array): number {
    const held = known.get(article)
    if (held !== undefined) return held
    const start = known.size * pairs
    if (start + pairs > table.length) {
      const grown = new Float64Array(2 * table.length)
      grown.set(table)
      table = grown
    }
    known.set(article, start)
    read(words, start)
    return start
  }
  return {
    sum(article, words, weights, first) {
      const start = startOf(article, words) + first
      let sum = 0
      for (let pair = 0; pair < weights.length; pair += 1)
        sum += (weights[pair] as number) * (table[start + pair] as number)
      return sum
    },
  }
}

/** The concepts that the words of each row mean, in their order. */
function conceptsByRow(
  rowOf: Int32Array,
  rows: number,
  concepts: readonly { readonly stands: StandIns }[],
): { readonly from: Int32Array; readonly meant: Int32Array } {
  const from = new Int32Array(rows + 2)
  const each = (take: (row: number, concept: number) => void) => {
    for (let at = 0; at < concepts.length; at += 1) {
      const { words, strengths } = (concepts[at] as { readonly stands: StandIns }).stands
      for (let next = 0; next < words.length; next += 1)
        if ((strengths[next] as number) >= MEANT_FROM) take(rowOf[words[next] as number] as number, at)
    }
  }
  each((row) => {
    from[row + 2] = (from[row + 2] as number) + 1
  })
  for (let row = 2; row < from.length; row += 1) from[row] = (from[row] as number) + (from[row - 1] as number)
  const meant = new Int32Array(from[rows + 1] as number)
  each((row, concept) => {
    const at = from[row + 1] as number
    meant[at] = concept
    from[row + 1] = at + 1
  })
  return { from, meant }
}

/**
 * The words of the articles that stand for the concepts of a question, laid out once: reading an article then costs
 * one look at each of its words, whatever is asked.
 */
import type { LanguageIndex } from './language-index.ts'

/** In the stream of an article's words: a sentence ends. */
export const SENTENCE_END = -1

export interface MeantWords {
  /** How many concepts there are. */
  readonly width: number
  /** How many rows there are, the empty one among them. */
  readonly rows: number
  /** By word: 0 for one that stands for nothing asked, otherwise the number of its row. */
  readonly rowOf: Int32Array
  /** Row by row how well its word stands for each concept, 0…1. Row 0 is empty. */
  readonly strengths: Float64Array
  /**
   * Where the words that stand for something are in an article: position and row in turns, in reading order. Row 0
   * tells that a sentence ends in between.
   */
  placesIn(article: number): Int32Array
}

/** Words of the articles that stand for one that is asked, and how well: 0…1. */
export interface StandIns {
  readonly words: readonly number[]
  readonly strengths: readonly number[]
}

const NO_WORDS = new Int32Array(0)

export function meantBy(
  index: LanguageIndex,
  concepts: readonly { readonly stands: StandIns }[],
): MeantWords {
  const width = concepts.length
  const rowOf = new Int32Array(index.lexicon.words.length)
  const found: number[] = []
  let rows = 1
  concepts.forEach(({ stands }, at) => {
    for (let next = 0; next < stands.words.length; next += 1) {
      const word = stands.words[next] as number
      if (rowOf[word] === 0) {
        rowOf[word] = rows
        rows += 1
      }
      found.push((rowOf[word] as number) * width + at, stands.strengths[next] as number)
    }
  })
  const strengths = new Float64Array(rows * width)
  for (let at = 0; at < found.length; at += 2) strengths[found[at] as number] = found[at + 1] as number
  const known = new Map<number, Int32Array>()
  return {
    width,
    rows,
    rowOf,
    strengths,
    placesIn: (article) => {
      const places = known.get(article) ?? placesOf(index.articles[article]?.words ?? NO_WORDS, rowOf)
      known.set(article, places)
      return places
    },
  }
}

function placesOf(words: Int32Array, rowOf: Int32Array): Int32Array {
  const places: number[] = []
  let parted = false
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as number
    if (word === SENTENCE_END) {
      parted = true
      continue
    }
    const row = rowOf[word] as number
    if (row === 0) continue
    if (parted && places.length > 0) places.push(at, 0)
    parted = false
    places.push(at, row)
  }
  return new Int32Array(places)
}

/**
 * The words of the articles that stand for the concepts of a question, laid out once: reading an article then costs
 * one look at each of its words, whatever is asked.
 */
import type { LanguageIndex } from './language-index.ts'
import { type Meetings, startMeetings } from './meetings.ts'

export interface MeantWords {
  /** How many concepts there are. */
  readonly width: number
  /** How many rows there are, the empty one among them. */
  readonly rows: number
  /** By word: 0 for one that stands for nothing asked, otherwise the number of its row. */
  readonly rowOf: Int32Array
  /** Row by row how well its word stands for each concept, 0…1. Row 0 is empty. */
  readonly strengths: Float64Array
  /** Where they stand together. */
  readonly meetings: Meetings
}

/** Words of the articles that stand for one that is asked, and how well: 0…1. */
export interface StandIns {
  readonly words: readonly number[]
  readonly strengths: readonly number[]
}

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
  return { width, rows, rowOf, strengths, meetings: startMeetings(rowOf, rows, concepts) }
}

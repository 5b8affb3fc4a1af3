/** How a sentence was made from the cited words: what was left out, put in, or put in place of something. */
import type { Reading, Word } from './reading.ts'

export interface Hunk {
  readonly removed: readonly Word[]
  readonly added: readonly Word[]
}

export interface Comparison {
  readonly hunks: readonly Hunk[]
  /** Share of the sentence's words that stand in the cited words, in the same order. */
  readonly kept: number
}

/** More cited words than this are not compared one by one: the table would grow with the square. */
const CITED_WORDS = 400
const WORDS = 160

function same(a: Word, b: Word): boolean {
  return a.text === b.text ? a.text !== '#' || a.stem === b.stem : a.stem === b.stem && a.weight > 0
}

/** Lengths of the longest common subsequences of all tails. */
function table(a: readonly Word[], b: readonly Word[]): Uint16Array {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const wordA = a[i]
      const wordB = b[j]
      const equal = wordA !== undefined && wordB !== undefined && same(wordA, wordB)
      lengths[i * width + j] = equal
        ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
        : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
    }
  return lengths
}

function hunksOf(cited: readonly Word[], words: readonly Word[]): readonly Hunk[] {
  const lengths = table(cited, words)
  const width = words.length + 1
  const hunks: Hunk[] = []
  let removed: Word[] = []
  let added: Word[] = []
  const close = () => {
    if (removed.length + added.length > 0) hunks.push({ removed, added })
    removed = []
    added = []
  }
  let i = 0
  let j = 0
  while (i < cited.length || j < words.length) {
    const a = cited[i]
    const b = words[j]
    if (a !== undefined && b !== undefined && same(a, b)) {
      close()
      i += 1
      j += 1
    } else if (
      b === undefined ||
      (a !== undefined && (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      if (a !== undefined) removed.push(a)
      i += 1
    } else {
      added.push(b)
      j += 1
    }
  }
  close()
  return hunks
}

/** `null` where there is too much to compare. */
export function compareWords(sentence: Reading, cited: readonly Reading[]): Comparison | null {
  const theirs = cited.flatMap(({ words }) => words)
  const { words } = sentence
  if (words.length === 0 || words.length > WORDS || theirs.length > CITED_WORDS) return null
  const hunks = hunksOf(theirs, words)
  const added = hunks.reduce((sum, hunk) => sum + hunk.added.length, 0)
  return { hunks, kept: 1 - added / words.length }
}

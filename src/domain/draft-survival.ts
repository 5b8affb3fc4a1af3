/** How much of what was inserted went out. Counts only: they are all that leaves the browser. */
import type { SendReport } from './recall-api.ts'

/** Beyond it a reply is compared by its beginning: the table of the distance grows with the square. */
const MOST_WORDS = 2_000

const plain = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()
const wordsOf = (text: string) =>
  (
    plain(text)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).slice(0, MOST_WORDS)

/** Edits by words from `from` to the part of `to` that resembles it most: what stands around it costs nothing. */
function wordDistance(from: readonly string[], to: readonly string[]): number {
  let row = new Array<number>(to.length + 1).fill(0)
  for (const [at, word] of from.entries()) {
    const next = [at + 1]
    for (const [there, other] of to.entries()) {
      const replaced = (row[there] ?? 0) + (word === other ? 0 : 1)
      next.push(Math.min(replaced, (row[there + 1] ?? 0) + 1, (next[there] ?? 0) + 1))
    }
    row = next
  }
  return Math.min(...row)
}

/** `null` where too little is left for the reply to have come from the draft: then nothing is reported. */
export function survivalOf(inserted: readonly string[], reply: string): SendReport | null {
  if (inserted.length === 0) return null
  const sent = plain(reply)
  const kept = inserted.filter((sentence) => sent.includes(plain(sentence))).length
  const words = wordsOf(inserted.join(' '))
  const distance = wordDistance(words, wordsOf(reply))
  if (kept === 0 && distance * 2 > words.length) return null
  return { sentences: inserted.length, kept, words: words.length, distance }
}

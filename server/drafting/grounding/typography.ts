/** One spelling for what looks alike on paper: quotation marks, dashes, spaces, ligatures. Words stay as they are. */

const DOUBLE = /["“”„‟«»″]/u
const SINGLE = /['‘’‚‛‹›′`´]/u
const DASH = /[-‐‑‒–—―−]/u
const SPACE = /[\s\u0085]/u
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gsu
const LETTER = /[\p{L}\p{N}]/u
const PLAIN = /^[\x21-\x26\x28-\x5F\x61-\x7E]$/

/** What one letter with its marks is written as. */
function plainCluster(cluster: string): string {
  if (PLAIN.test(cluster)) return cluster
  if (cluster === '\u00AD') return ''
  if (SPACE.test(cluster)) return ' '
  if (DOUBLE.test(cluster)) return '"'
  if (SINGLE.test(cluster)) return "'"
  if (DASH.test(cluster)) return '-'
  return cluster.normalize('NFKC')
}

interface Mapped {
  readonly text: string
  /** Where in the original each character of `text` begins and ends. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

function mapped(original: string): Mapped {
  let text = ''
  const starts: number[] = []
  const ends: number[] = []
  for (const { 0: cluster, index } of original.matchAll(CLUSTER)) {
    const plain = plainCluster(cluster)
    for (const sign of plain) {
      if (sign === ' ' && (text === '' || text.endsWith(' '))) continue
      text += sign
      for (let unit = 0; unit < sign.length; unit += 1) {
        starts.push(index)
        ends.push(index + cluster.length)
      }
    }
  }
  return { text, starts, ends }
}

/** The text as sentences are compared: one line, plain quotation marks and dashes, NFKC. */
export function plainText(text: string): string {
  return mapped(text).text.trimEnd()
}

function endsInsideWord(text: string, at: number): boolean {
  return LETTER.test(text.slice(at - 1, at)) && LETTER.test(text.slice(at, at + 1))
}

export interface Place {
  readonly start: number
  readonly end: number
}

/** Where in `text` the quote stands, by the original's own positions. */
export function placeOfQuote(quote: string, text: string): Place | null {
  const wanted = plainText(quote)
  if (wanted === '') return null
  const { text: plain, starts, ends } = mapped(text)
  for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + wanted.length)) {
    const end = at + wanted.length
    const isSplit = (place: number) => starts[place - 1] === starts[place] || endsInsideWord(plain, place)
    const isCut = (at > 0 && isSplit(at)) || (end < plain.length && isSplit(end))
    if (!isCut) return { start: starts[at] ?? 0, end: ends[end - 1] ?? text.length }
  }
  return null
}

/**
 * Finds a quote whose spaces and typography may differ, and nothing else.
 * @returns the exact slice of `text`, or `null`. A part of a word is no quote: `possible` of `impossible`.
 */
export function quoteIn(quote: string, text: string): string | null {
  const place = placeOfQuote(quote, text)
  return place === null ? null : text.slice(place.start, place.end)
}

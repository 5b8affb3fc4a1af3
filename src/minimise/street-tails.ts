/** What follows street and number: unit, town, region, postcode, country. */
import { gap, PARTICLES, UNIT_WORDS } from './street-words.ts'
import type { Word } from './words.ts'

const POSTCODE =
  /^(?:(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?(?![\p{L}\p{N}])(?:[ ]?[A-Z]{2}(?![\p{L}\p{N}]))?|\d{3}[ ]\d{2}(?![\p{L}\p{N}])|\d{2}-\d{3}(?![\p{L}\p{N}])|[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}(?![\p{L}\p{N}])|[A-Z]\d[A-Z][ ]?\d[A-Z]\d(?![\p{L}\p{N}]))/u

const LINE = /^[ \u00a0]{0,2}[,;.]?[ \u00a0]{0,2}(?:\r?\n[^\p{L}\p{N}\n]{0,5}){0,2},?[ \u00a0]{0,2}$/u

interface Tail {
  readonly end: number
  /** A unit, a postcode with its town, or lines of an address: what no sentence has. */
  readonly telling: boolean
}

interface Piece {
  /** Index of its last word. */
  readonly last: number
  readonly telling: boolean
}

/** Unit, town, state, postcode and country after the street, each at most once or twice. */
export function tailFrom(text: string, words: readonly Word[], core: number): Tail {
  let end = words[core]?.end ?? 0
  let telling = false
  let at = core + 1
  for (let pieces = 0; pieces < 8; pieces++) {
    const word = words[at]
    const piece: Piece | null = word === undefined ? null : pieceAt(text, words, at, end, telling)
    if (piece === null) break
    end = words[piece.last]?.end ?? end
    telling ||= piece.telling
    at = piece.last + 1
  }
  return { end, telling }
}

function pieceAt(text: string, words: readonly Word[], at: number, end: number, told: boolean): Piece | null {
  const word = words[at]
  if (word === undefined) return null
  const between = text.slice(end, word.start).replace(/^\./, '').replace(/ ?\($/, '').replace(/^ ?\)/, '')
  const newLine = between.includes('\n') || between.includes(',')
  if (word.number && /^[/-]$/.test(between) && /^\d{1,3}\p{L}?$/u.test(word.lower))
    return { last: at, telling: false }
  if (!LINE.test(between) && between !== '#' && between !== ' #') return null
  // "springfield, il 62704": a region in small letters before its postcode.
  if (
    !word.capital &&
    !word.number &&
    word.end - word.start <= 3 &&
    told &&
    newLine &&
    words[at + 1]?.number === true
  )
    return POSTCODE.test(text.slice(words[at + 1]?.start, (words[at + 1]?.start ?? 0) + 12))
      ? { last: at + 1, telling: true }
      : null
  const code = POSTCODE.exec(text.slice(word.start, word.start + 12))
  if (code !== null)
    return {
      last: lastWithin(words, at, word.start + code[0].length),
      telling: newLine || told || townAfter(text, words, at),
    }
  const next = words[at + 1]
  if (
    UNIT_WORDS.has(word.lower) &&
    next !== undefined &&
    /^\.?[ #-]{1,3}$/.test(gap(text, words, at)) &&
    next.end - next.start <= 6
  )
    return /\d/.test(next.lower) || next.end - next.start === 1 ? { last: at + 1, telling: true } : null
  if (!newLine && !told) return null
  return townAt(text, words, at, told, between.includes('\n'))
}

function townAfter(text: string, words: readonly Word[], at: number): boolean {
  const next = words[at + 1]
  return next?.capital === true && /^[ \u00a0]{1,2}$/.test(gap(text, words, at))
}

function lastWithin(words: readonly Word[], at: number, end: number): number {
  let last = at
  while ((words[last + 1]?.end ?? Number.POSITIVE_INFINITY) <= end) last++
  return last
}

/** A run of capitalised words that fills its line or clause; a sentence would go on in small letters. */
function townAt(
  text: string,
  words: readonly Word[],
  at: number,
  told: boolean,
  line: boolean,
): Piece | null {
  let last = at - 1
  for (let index = at; index < at + 5; index++) {
    const word = words[index]
    if (word === undefined || (index > at && !/^[.]?[ \u00a0-]{1,2}$/.test(gap(text, words, index - 1))))
      break
    if (word.number || (word.mixed && POSTCODE.test(text.slice(word.start, word.start + 9)))) break
    if (!word.capital && !(index > at && PARTICLES.has(word.lower))) return null
    if (
      index === at &&
      /^(?:please|bitte|thanks|danke|i|ich|we|wir|the|is|phone|tel|email|mobile|best|kind|viele|liebe|mit|vielen|regards|grüße|mfg|lg|could|can|when|wann|my|and|or|und|you|your|it)$/.test(
        word.lower,
      )
    )
      return null
    if (word.capital) last = index
  }
  if (last < at) return null
  return { last, telling: told || line }
}

import { Fault } from '../domain/fault.ts'
import { escaped, type Span, spansOf } from './spans.ts'

/** An order number of the account: `#` is a digit, `@` a letter, everything else stands for itself. */
export interface OrderPattern {
  readonly source: string
  readonly matcher: RegExp
}

const MOST_CHARACTERS = 40
const FEWEST_DRAWN = 3
const MOST_PATTERNS = 20

/**
 * `A-######` is "A-" and six digits, in any case of letters. It becomes a pattern of fixed length, which is read
 * once at each place. `null`: empty, longer than 40 characters, fewer than 3 digits or letters to fill in
 * (`##` would take every number), or a line break or a placeholder bracket in it.
 */
export function parseOrderPattern(source: string): OrderPattern | null {
  const drawn = [...source].filter((character) => character === '#' || character === '@').length
  if (source.length > MOST_CHARACTERS || drawn < FEWEST_DRAWN) return null
  if (source !== source.trim() || !source.isWellFormed() || /[\p{Cc}⟦⟧]/u.test(source)) return null
  const body = [...source].map((character) => {
    if (character === '#') return '\\p{Nd}'
    return character === '@' ? '\\p{L}' : escaped(character)
  })
  return { source, matcher: new RegExp(`(?<![\\p{L}\\p{N}])${body.join('')}(?![\\p{L}\\p{N}])`, 'giu') }
}

/** @throws Fault BAD_REQUEST: with a pattern left out, numbers would leave that the account meant to keep. */
export function orderNumbers(sources: readonly string[]): (text: string) => Span[] {
  if (sources.length > MOST_PATTERNS) throw new Fault('BAD_REQUEST', 'more order patterns than 20')
  const patterns = sources.map((source, at) => {
    const parsed = parseOrderPattern(source)
    if (parsed === null) throw new Fault('BAD_REQUEST', `order pattern ${at + 1} cannot be read`)
    return parsed
  })
  return (text) => patterns.flatMap(({ matcher }) => spansOf(text, matcher, 'ORDER'))
}

import type { Span } from './spans.ts'

/** "Layla Qamarzad (ليلى قمرزاد)": the bracket holds letters of another script than the name, and nothing else. */
const IN_BRACKETS = /[ \u00a0]?[(（]([\p{L}\p{M}'’·. \u00a0-]{2,60})[)）]/uy
const LATIN = /\p{Script=Latin}/u

/** The same name as its bearer writes it: no list of names knows it, but its place gives it away. */
export function otherScripts(text: string, found: readonly Span[]): readonly Span[] {
  if (!text.includes('(') && !text.includes('（')) return []
  return found.flatMap(({ type, end }) => {
    if (type !== 'NAME') return []
    IN_BRACKETS.lastIndex = end
    const match = IN_BRACKETS.exec(text)
    const name = match?.[1]
    if (match === null || name === undefined || LATIN.test(name) || !/\p{L}/u.test(name)) return []
    const start = match.index + match[0].indexOf(name)
    return [{ start, end: start + name.length, type: 'NAME' }]
  })
}

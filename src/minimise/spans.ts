import { PERSONAL_DATA_TYPES, type PersonalDataType } from './personal-data.ts'

/** A claim of one detector: `text.slice(start, end)` is of this type. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly type: PersonalDataType
}

export interface Stretch {
  readonly start: number
  readonly end: number
}

const RANK = new Map(PERSONAL_DATA_TYPES.map((type, rank) => [type, rank]))
const rank = (span: Span) => RANK.get(span.type) ?? PERSONAL_DATA_TYPES.length

/**
 * Every claimed character stays claimed, once. A claim inside another belongs to the outer one; of two that
 * overlap, the type that stands first in the list keeps all of its own and the other what is left.
 */
export function withoutOverlaps(found: readonly Span[]): readonly Span[] {
  const kept: Span[] = []
  for (const span of [...found].sort((a, b) => a.start - b.start || b.end - a.end || rank(a) - rank(b))) {
    const before = kept.at(-1)
    if (before === undefined || span.start >= before.end) kept.push(span)
    else if (span.end <= before.end) continue
    else if (rank(span) === rank(before)) kept[kept.length - 1] = { ...before, end: span.end }
    else if (rank(span) > rank(before)) kept.push({ ...span, start: before.end })
    else {
      kept[kept.length - 1] = { ...before, end: span.start }
      kept.push(span)
    }
  }
  return kept
}

/** What is left of each claim outside the barriers, which are in order. */
export function around(found: readonly Span[], barriers: readonly Stretch[]): readonly Span[] {
  if (barriers.length === 0) return found
  return found.flatMap((span) => {
    const pieces: Span[] = []
    let start = span.start
    for (let index = firstAfter(barriers, start); index < barriers.length; index++) {
      const barrier = barriers[index]
      if (barrier === undefined || barrier.start >= span.end) break
      if (barrier.start > start) pieces.push({ ...span, start, end: barrier.start })
      start = barrier.end
    }
    return start < span.end ? [...pieces, { ...span, start }] : pieces
  })
}

/** Index of the first barrier that ends behind `at`: looking at all of them for each claim would be quadratic. */
function firstAfter(barriers: readonly Stretch[], at: number): number {
  let low = 0
  let high = barriers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((barriers[middle]?.end ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Not `push(...more)`: a call takes only so many arguments, and one text may hold more claims than that. */
export function append<Item>(list: Item[], more: Iterable<Item>): void {
  for (const item of more) list.push(item)
}

/**
 * All matches of a global pattern. Not `matchAll`: it makes a new pattern for each text, and with this many
 * patterns compiling them again costs more than reading the text.
 */
export function matchesOf(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  const matches: RegExpExecArray[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    matches.push(match)
    if (match[0] === '') pattern.lastIndex++
  }
  return matches
}

/** Matches of a global pattern; `group` narrows the claim and needs the `d` flag. */
export function spansOf(text: string, pattern: RegExp, type: PersonalDataType, group = 0): Span[] {
  const spans: Span[] = []
  for (const match of matchesOf(text, pattern)) {
    const at = group === 0 ? [match.index, match.index + match[0].length] : match.indices?.[group]
    const [start, end] = at ?? [0, 0]
    if (start !== undefined && end !== undefined && end > start) spans.push({ start, end, type })
  }
  return spans
}

/** Does this stand shortly before `at`? The pattern ends in `$`; only a fixed reach is read. */
export function saidBefore(text: string, at: number, pattern: RegExp, reach = 48): boolean {
  return pattern.test(text.slice(Math.max(0, at - reach), at))
}

/** Syntax characters only: under the `u` flag an escaped hyphen is itself an error. */
export const escaped = (value: string) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** Any of these spellings, longest first, where a word may begin and end. */
export function anyOf(words: string, flags: string): RegExp {
  const forms = words
    .split('|')
    .sort((a, b) => b.length - a.length)
    .map(escaped)
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join('|')})(?![\\p{L}\\p{N}])`, flags)
}

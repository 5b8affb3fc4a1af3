/** "Nachname: Schmidt", "Straße: Gartenweg 3": the label says what its value is. The label itself stays. */

import { LABEL_OF, LAST_OF_LABEL, type Label, NO_VALUE } from './label-words.ts'
import { FAMILY, GIVEN, ORDINARY, signsOf } from './lexicon.ts'
import type { PersonalDataType } from './personal-data.ts'
import { matchesOf, type Span, type Stretch } from './spans.ts'

export interface Labelled {
  readonly values: readonly Span[]
  /** The labels that were read as such: no other claim may take them. */
  readonly labels: readonly Stretch[]
}

interface Found extends Label {
  readonly start: number
  /** Behind the colon. */
  readonly end: number
}

const LONGEST_LABEL = 32
const LONGEST_WORD = 24
const LONGEST_VALUE = 120
const OPENING = /(?:^|[\n,;|/([{•·*>–—\t]|[ ]-)[ \t*>_"-]{0,6}$/
const WORD_BEFORE = /[\p{L}\p{N}]$/u
const NAME_WORD = /[\p{L}][\p{L}\p{M}'’.-]{0,40}/uy
const PARTICLE =
  /^(?:von|van|de|der|den|zu|zur|zum|di|da|del|della|la|le|du|des|dos|das|bin|al|ter|ten|y|e|d|vom)$/
const NUMBER = /[+(]{0,2}\d(?:[ \u00a0()/.–-]{0,3}\d){4,17}(?:[ ]?(?:x|ext\.?|dw)[ ]?\d{1,6})?/iy
const DATE =
  /\d{1,4}(?:[ ]?[./-][ ]?\d{1,4}){1,2}|\d{1,2}(?:\.|st|nd|rd|th)?[ ](?:de[ ])?\p{L}{3,10}\.?,?[ ](?:de[ ])?\d{2,4}|\p{L}{3,10}[ ]\d{1,2}(?:st|nd|rd|th)?,?[ ]\d{4}|\d{6,8}/uy

const TYPE: Readonly<Record<Label['kind'], PersonalDataType>> = {
  NAME: 'NAME',
  ADDRESS: 'ADDRESS',
  TOWN: 'ADDRESS',
  PHONE: 'PHONE',
  BIRTH: 'BIRTH',
}

const NOTHING: Labelled = { values: [], labels: [] }

/** Walks from colon to colon, so that a text without labels costs nothing. */
export function labelledValues(text: string): Labelled {
  const labels = labelsIn(text)
  if (labels.length === 0) return NOTHING
  const values: Span[] = []
  const told = labels.some(({ kind, plain }) => plain && kind !== 'TOWN') || labels.length > 1
  labels.forEach((label, index) => {
    const value = labelValue(text, label, labels[index + 1]?.start ?? text.length, told)
    if (value !== null) values.push({ ...value, type: TYPE[label.kind] })
  })
  return { values, labels }
}

function labelsIn(text: string): readonly Found[] {
  const found: Found[] = []
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const label = labelBefore(text, at, found.at(-1))
    if (label !== null) found.push(label)
  }
  return found
}

/** The word before a colon, in small letters; most colons follow no label, and this is quicker than a pattern. */
function wordEndingAt(text: string, colon: number): string {
  let end = colon
  while (end > colon - 6 && ' .*_"'.includes(text.charAt(end - 1))) end--
  let start = end
  while (start > end - LONGEST_WORD && isLetter(text.charCodeAt(start - 1))) start--
  return text.slice(start, end).toLowerCase()
}

const isLetter = (code: number) => code > 127 || (code > 64 && (code | 32) > 96 && (code | 32) < 123)

function labelBefore(text: string, colon: number, before: Found | undefined): Found | null {
  if (!LAST_OF_LABEL.has(wordEndingAt(text, colon))) return null
  const reach = text.slice(Math.max(before?.end ?? 0, colon - LONGEST_LABEL), colon)
  const line = reach.slice(reach.lastIndexOf('\n') + 1).replace(/[ .*_"]{1,6}$/, '')
  const lower = line.toLowerCase()
  for (let from = 0; from !== -1 && from < lower.length; from = nextStart(lower, from)) {
    const label = LABEL_OF.get(lower.slice(from))
    if (label === undefined) continue
    const start = colon - (reach.length - (reach.lastIndexOf('\n') + 1)) + from
    if (WORD_BEFORE.test(text.slice(Math.max(0, start - 1), start))) continue
    if (label.plain || opens(text, start, before)) return { ...label, start, end: colon + 1 }
  }
  return null
}

/** Where the next word of the line begins; the longest label is tried first. */
function nextStart(line: string, from: number): number {
  for (let at = from + 1; at < line.length; at++) {
    if (/[^\p{L}\p{N}]/u.test(line.charAt(at - 1)) && /[\p{L}\p{N}]/u.test(line.charAt(at))) return at
  }
  return -1
}

/** At the start of a line or after a separator, or after the value of a label on the same line. */
function opens(text: string, start: number, before: Found | undefined): boolean {
  if (OPENING.test(text.slice(Math.max(0, start - 9), start))) return true
  return (
    before !== undefined &&
    start - before.end < LONGEST_VALUE &&
    !/[\n.!?]/.test(text.slice(before.end, start))
  )
}

function labelValue(text: string, { kind, end }: Found, next: number, told: boolean): Stretch | null {
  let from = end
  while (from < next && /[ \t\u00a0*_]/.test(text.charAt(from)) && from < end + 8) from++
  if (kind === 'NAME') return nameAt(text, from, next)
  const line = text.indexOf('\n', from)
  const stop = Math.min(next, line === -1 ? text.length : line, from + LONGEST_VALUE)
  if (kind === 'PHONE') return within(NUMBER, text, from, stop)
  if (kind === 'BIRTH') return within(DATE, text, from, stop)
  return placeAt(text, from, stop, kind, told)
}

function within(pattern: RegExp, text: string, from: number, stop: number): Stretch | null {
  pattern.lastIndex = from
  return pattern.test(text) && pattern.lastIndex <= stop ? { start: from, end: pattern.lastIndex } : null
}

function nameAt(text: string, from: number, next: number): Stretch | null {
  let at = from
  let end = from
  let capitals = false
  let known = false
  for (let count = 0; count < 6; count++) {
    NAME_WORD.lastIndex = at
    const word = NAME_WORD.exec(text)?.[0]
    if (word === undefined || at + word.length > next) break
    const bare = word.replace(/\.$/, '').toLowerCase()
    const signs = signsOf(bare, /['’-]/.test(bare))
    const named = (signs & (GIVEN | FAMILY)) !== 0
    if (count === 0 && (NO_VALUE.has(bare) || (!named && (signs & ORDINARY) !== 0))) return null
    const capital = /^\p{Lu}/u.test(word)
    if (count > 0 && !capital && capitals && !PARTICLE.test(bare)) break
    capitals ||= capital
    known ||= named
    if (capital || !PARTICLE.test(bare)) end = at + word.length
    at += word.length
    // A full stop after more than an initial or a title ends the name.
    if (word.endsWith('.') && bare.length > 2 && bare !== 'prof') break
    const gap = /^(?:[ \u00a0]{1,2}|, ?(?=\p{Lu}\p{Ll}+[ .]{0,2}(?:\r?\n|$)))/u.exec(
      text.slice(at, at + 44),
    )?.[0]
    if (gap === undefined) break
    at += gap.length
  }
  if (end === from || /^[\p{N}@_/]/u.test(text.slice(end, end + 1))) return null
  if (/\.$/.test(text.slice(from, end)) && end - from > 3) end--
  // In small letters it must be all that stands there, or be known as a name.
  return capitals || known || /^[ \t.]{0,3}(?:\r?\n|$|[,;|])/.test(text.slice(end, end + 5))
    ? { start: from, end }
    : null
}

/** A street, a postcode with its town; a town alone only in a form that names somebody. */
function placeAt(
  text: string,
  from: number,
  stop: number,
  kind: Label['kind'],
  told: boolean,
): Stretch | null {
  const value = text.slice(from, stop).replace(/[ \t\r.,;|]+$/, '')
  const words = matchesOf(value, /[\p{L}\p{N}]+/gu)
  const first = words[0]?.[0].toLowerCase()
  if (first === undefined || words.length > 14 || NO_VALUE.has(first)) return null
  if (/[?!@]|:\/\/|⟦/.test(value)) return null
  const whole = { start: from, end: from + value.length }
  if (/\d/.test(value)) return /^[\p{L}\d(#]/u.test(value) && (told || words.length > 1) ? whole : null
  if (kind === 'TOWN' && !told) return null
  return /^\p{Lu}/u.test(value) && words.length <= 5 ? whole : null
}

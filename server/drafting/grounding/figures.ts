/** Reads numbers, amounts, dates and times out of a text, each in one spelling. */
import { type Calendar, calendarFor } from './calendar-words.ts'
import { makesWorkday, unitOf } from './unit-words.ts'

export interface Figure {
  readonly kind: 'number' | 'date' | 'time' | 'ordinal'
  /** Numbers without separators; dates as year-month-day with `?` for what is not said; times in minutes. */
  readonly value: string
  readonly unit: string | null
  readonly start: number
  readonly end: number
}

const SCAN =
  /(?<![\p{L}\p{N}])(?:(?<iso>\d{4}-\d{1,2}-\d{1,2})|(?<dmy>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})?)|(?<clock>\d{1,2}[:.]\d{2})(?: ?(?<half>[ap]\.?m\b\.?)| ?(?:uhr|h)(?!\p{L}))?|(?<hour>\d{1,2}) ?(?:uhr(?!\p{L})|(?<halfHour>[ap]\.?m\b\.?))|(?<number>\d{1,15}(?:[.,' ]\d{3}(?!\d))*(?:[.,]\d{1,9})?)(?<place>st|nd|rd|th|er|ère|e|º|ª|°)?)(?![\p{L}\p{N}]*\d)/giu
const COLON_CLOCK = /:/
const UHR_BEHIND = /(?:uhr|h)$/iu
const WORD = /\p{L}[\p{L}\p{M}]*/gu
/** A hyphen joins a number word: "thirty-five", "dix-sept". Of other words each part is read alone. */
const HYPHENED = /(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dix)-\p{L}+|\p{L}[\p{L}\p{M}]*/giu
const BEFORE_ORDINAL = /(?:d[aei][mnrs]|die|des|a[mn]|zum|zur|[vi]om|im|jede[nmrs]?|ihre[nmrs]?) $/iu
const SIGN_BEFORE = /([€$£]) ?$/
const CURRENCY_BEFORE = /(?<![\p{L}\p{N}])(EUR|USD|GBP|CHF) $/u
const BEHIND = /^[ -]?(%|€|\$|£|°[cf]|°|[\p{L}\p{M}]{1,20})/iu
const SECOND_WORD = /^ ?(?:[\p{L}\p{M}]{1,20})[ -]([\p{L}\p{M}]{1,20})/iu
const JOINS = /^ ?(?:-|to|bis|and|und|or|oder|à|et|ou|a|y|o|e|tot|en|of) ?$/iu

/** `1.000,50`, `1,000.50` and `1000.5` are one number. */
function plainNumber(written: string): string {
  const grouped = written.replace(/[' ]/g, '')
  const last = Math.max(grouped.lastIndexOf('.'), grouped.lastIndexOf(','))
  const decimals = last < 0 ? '' : grouped.slice(last + 1)
  const isGroup = decimals.length === 3 && last <= 3
  const whole = (last < 0 || isGroup ? grouped : grouped.slice(0, last)).replace(/[.,]/g, '')
  const fraction = isGroup ? '' : decimals.replace(/0+$/, '')
  return `${whole.replace(/^0+(?=\d)/, '')}${fraction === '' ? '' : `.${fraction}`}`
}

function dateValue(year: number | null, month: number | null, day: number | null): string {
  return [year ?? '?', month ?? '?', day ?? '?'].join('-')
}

function yearOf(digits: string | undefined): number | null {
  if (digits === undefined || digits === '') return null
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits)
}

function minutes(hours: number, rest: number, half: string | undefined): string | null {
  if (hours > 24 || rest > 59) return null
  const afternoon = half?.toLowerCase().startsWith('p') && hours < 12 ? 12 : 0
  return String((hours + afternoon) * 60 + rest)
}

function numericDate(written: string): string | null {
  const parts = written.split(/[./-]/)
  const [a = '', b = '', c] = parts
  if (written.includes('-')) return dateValue(Number(a), Number(b), Number(c))
  const day = Number(a)
  const month = Number(b)
  if (day < 1 || month < 1 || day > 31 || month > 31 || (day > 12 && month > 12)) return null
  return dateValue(yearOf(c), month, day)
}

function scanned(match: RegExpMatchArray): Pick<Figure, 'kind' | 'value'> | null {
  const { iso, dmy, clock, half, hour, halfHour, number, place } = match.groups ?? {}
  const date = iso ?? dmy
  if (date !== undefined) {
    const value = numericDate(date)
    if (value !== null) return { kind: 'date', value }
  }
  const [hours = '', rest = ''] = (clock ?? hour ?? '').split(/[:.]/)
  const isClock =
    hour !== undefined ||
    (clock !== undefined && (COLON_CLOCK.test(clock) || half !== undefined || UHR_BEHIND.test(match[0])))
  const value = isClock ? minutes(Number(hours), Number(rest), half ?? halfHour) : null
  if (value !== null) return { kind: 'time', value }
  const written = number ?? clock ?? hour ?? dmy
  if (written === undefined) return null
  return {
    kind: place === undefined ? 'number' : 'ordinal',
    value: plainNumber(written.replace(/[./]$/, '')),
  }
}

function unitBehind(text: string, end: number): { unit: string; end: number } | null {
  const tail = text.slice(end, end + 48)
  const word = BEHIND.exec(tail)
  if (word?.[1] === undefined) return null
  const first = word[1].toLowerCase()
  const next = makesWorkday(first) ? SECOND_WORD.exec(tail) : null
  if (next?.[1] !== undefined && unitOf(next[1].toLowerCase(), true) === 'day')
    return { unit: 'workday', end: end + next[0].length }
  const unit = unitOf(first, true)
  return unit === null ? null : { unit, end: end + word[0].length }
}

function withUnit(text: string, figure: Figure): Figure {
  if (figure.kind === 'date' || figure.kind === 'time') return figure
  const sign = SIGN_BEFORE.exec(text.slice(Math.max(0, figure.start - 2), figure.start))
  if (sign?.[1] !== undefined)
    return { ...figure, unit: unitOf(sign[1], true), start: figure.start - sign[0].length }
  const code = CURRENCY_BEFORE.exec(text.slice(Math.max(0, figure.start - 5), figure.start))
  if (code?.[1] !== undefined)
    return { ...figure, unit: unitOf(code[1].toLowerCase(), true), start: figure.start - code[0].length }
  const article = /^ an? (?=\p{L})/iu.exec(text.slice(figure.end, figure.end + 5))
  const isHalf = figure.value === '0.5' && article !== null
  const behind = unitBehind(text, figure.end + (isHalf ? article[0].length - 1 : 0))
  return behind === null ? figure : { ...figure, unit: behind.unit, end: behind.end }
}

const BELOW_ZERO = /(?:^|[^\d\s] |\()(?:[-−–]|minus )$/iu
const EDITION_BEFORE = /(?<!\p{L})(?:version|firmware|release|build|v|ios|android|windows|macos) ?$/iu

/** "-18 °C" is below zero; of a version each sign counts: 2.10 comes after 2.9. */
function asWritten(text: string, figure: Figure): Figure {
  if (figure.kind !== 'number' || !/^\d/.test(text.slice(figure.start))) return figure
  const before = text.slice(Math.max(0, figure.start - 12), figure.start)
  if (EDITION_BEFORE.test(before)) return { ...figure, value: text.slice(figure.start, figure.end) }
  return BELOW_ZERO.test(before) ? { ...figure, value: `-${figure.value}` } : figure
}

/** "3. Mai 2024", "May 3, 2024": a month next to a number makes both a date. */
function monthDates(text: string, calendar: Calendar): readonly Figure[] {
  const found: Figure[] = []
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const month = calendar.months.get(word.toLowerCase())
    if (month === undefined) continue
    const before = /(?:^|[^\p{L}\p{N}.,:])(\d{1,2})(?:\.|st|nd|rd|th|er|º)?(?: of| de)? $/iu.exec(
      text.slice(Math.max(0, index - 10), index),
    )
    const tail = text.slice(index + word.length, index + word.length + 16)
    const dayBehind = before === null ? /^\.? (\d{1,2})(?:st|nd|rd|th)?(?![\d:.]\d|\p{L})/iu.exec(tail) : null
    const year = /^\.?(?: \d{1,2}(?:st|nd|rd|th)?,?)?,?(?: de)? (\d{4})(?!\d)/iu.exec(tail)
    const isMay =
      word.toLowerCase() === 'may' || word.toLowerCase() === 'march' || word.toLowerCase() === 'mar'
    const introduced = /(?:in|of|until|since|from|by|to|and|every|-) $/iu.test(
      text.slice(Math.max(0, index - 8), index),
    )
    if (
      before === null &&
      dayBehind === null &&
      year === null &&
      isMay &&
      !(introduced && /^\p{Lu}/u.test(word))
    )
      continue
    const day = before?.[1] ?? dayBehind?.[1]
    const numberStart =
      before?.[1] === undefined ? index : index - before[0].length + before[0].indexOf(before[1])
    found.push({
      kind: 'date',
      value: dateValue(yearOf(year?.[1]), month, day === undefined ? null : Number(day)),
      unit: null,
      start: numberStart,
      end: index + word.length + Math.max(year?.[0].length ?? 0, dayBehind?.[0].length ?? 0),
    })
  }
  return found
}

/** "Bitte achten Sie darauf", "sieben Sie das Mehl": no figures. */
function isVerb(word: string, text: string, at: number): boolean {
  if (word === 'achten') return !BEFORE_ORDINAL.test(text.slice(Math.max(0, at - 12), at))
  if (word !== 'sieben') return false
  return /^sieben (?:sie|wir|das|die|den)(?!\p{L})/iu.test(text.slice(at, at + 12))
}

function writtenNumbers(text: string, calendar: Calendar): readonly Figure[] {
  const found: Figure[] = []
  for (const { 0: word, index } of text.matchAll(HYPHENED)) {
    const lower = word.toLowerCase()
    const number = isVerb(lower, text, index) ? undefined : calendar.numbers.get(lower)
    const ordinal = isVerb(lower, text, index) ? undefined : calendar.ordinals.get(lower)
    const day = calendar.weekdays.get(lower)
    const at = { unit: null, start: index, end: index + word.length }
    if (number !== undefined) found.push({ kind: 'number', value: String(number), ...at })
    else if (ordinal !== undefined) found.push({ kind: 'ordinal', value: String(ordinal), ...at })
    else if (day !== undefined && (lower.length > 3 || /^\p{Lu}/u.test(word)))
      found.push({ kind: 'date', value: `weekday ${day}`, ...at })
  }
  return found
}

/** "9 to 11 am": the first number is an hour, too, and of the same half of the day where that fits. */
function timeBefore(number: Figure, time: Figure): Figure {
  const value = Number(number.value) * 60
  const end = Number(time.value)
  if (!/^\d{1,2}$/.test(number.value) || value > 24 * 60) return number
  const isAfternoon = end >= 13 * 60 && value < 12 * 60 && value + 12 * 60 < end
  return { ...number, kind: 'time', value: String(isAfternoon ? value + 12 * 60 : value), unit: null }
}

/** "10 to 14 days": the first number means days, too. */
function sharedUnits(text: string, figures: readonly Figure[]): readonly Figure[] {
  const shared = [...figures]
  for (let at = shared.length - 2; at >= 0; at -= 1) {
    const one = shared[at]
    const next = shared[at + 1]
    if (one === undefined || next === undefined) continue
    const isNumber = one.kind === 'number' && next.kind === 'number'
    if (one.kind === 'number' && next.kind === 'time' && JOINS.test(text.slice(one.end, next.start)))
      shared[at] = timeBefore(one, next)
    if (isNumber && one.unit === null && next.unit !== null && JOINS.test(text.slice(one.end, next.start)))
      shared[at] = { ...one, unit: next.unit }
  }
  return shared
}

/** @returns the figures of a plain text in order, none overlapping. `taken` are stretches that mean something else. */
export function figuresIn(
  text: string,
  language: string,
  taken: readonly { readonly start: number; readonly end: number }[] = [],
): readonly Figure[] {
  const calendar = calendarFor(language)
  const dates = monthDates(text, calendar)
  const digits: Figure[] = []
  for (const match of /\d/.test(text) ? text.matchAll(SCAN) : []) {
    const value = scanned(match)
    const start = match.index
    if (value !== null) digits.push({ ...value, unit: null, start, end: start + match[0].length })
  }
  const free = (figure: Figure, others: readonly { readonly start: number; readonly end: number }[]) =>
    !others.some(({ start, end }) => figure.start < end && figure.end > start)
  const plain = digits.filter((figure) => free(figure, dates) && free(figure, taken))
  const written = writtenNumbers(text, calendar).filter(
    (figure) => free(figure, dates) && free(figure, taken),
  )
  const all = [...dates, ...[...plain, ...written].map((figure) => withUnit(text, asWritten(text, figure)))]
  return sharedUnits(
    text,
    all.sort((a, b) => a.start - b.start),
  )
}

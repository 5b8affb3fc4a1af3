/**
 * Replaces personal data by placeholders before ticket text leaves the browser, and puts it back after.
 * Pure and linear in the text: every pattern is bounded, every candidate is read a fixed number of times.
 * The server runs the same code again (`placeholders: 'keep'`) on what it receives.
 *
 * HOLE: names that appear in running text without a greeting, a signature, a title or the helpdesk's own
 * record of the requester stay in the text.
 */

import { PERSONAL_DATA_TYPES, type PersonalDataType, type PlaceholderTable } from './placeholders.ts'

export { PERSONAL_DATA_TYPES, type PersonalDataType, type PlaceholderTable, restore } from './placeholders.ts'

/** What the helpdesk already knows about the people of this ticket. */
export interface KnownPeople {
  readonly names?: readonly string[]
  readonly emails?: readonly string[]
  /** `keep`: placeholders in the text are earlier replacements and stay. Default: they were typed, replace. */
  readonly placeholders?: 'neutralise' | 'keep'
  /** Words that the agent wants out of the text, whatever they are. */
  readonly struck?: readonly string[]
  /** See `Scope.orderPatterns`. */
  readonly orderPatterns?: readonly string[]
}

export interface Minimised {
  readonly text: string
  readonly replaced: Readonly<Partial<Record<PersonalDataType, number>>>
  readonly table: PlaceholderTable
}

/** Several texts with one table: the same value has the same placeholder in all of them. */
export interface Minimiser {
  minimise(text: string): string
  placeholderOf(type: PersonalDataType, value: string): string
  readonly replaced: Readonly<Partial<Record<PersonalDataType, number>>>
  readonly table: PlaceholderTable
}

interface Span {
  readonly start: number
  readonly end: number
  readonly type: PersonalDataType
}

/**
 * Where the second run starts to count. Its texts arrive one by one, so the numbers that the first run used in
 * a later one are not known yet; the same number for two values would restore the wrong one.
 */
const SECOND_RUN = 1000

export function minimise(text: string, known: KnownPeople = {}): Minimised {
  const minimiser = openMinimiser(known)
  return { text: minimiser.minimise(text), replaced: minimiser.replaced, table: minimiser.table }
}

export function openMinimiser(known: KnownPeople = {}): Minimiser {
  const table = new Map<string, string>()
  const placeholders = new Map<string, string>()
  const replaced: Partial<Record<PersonalDataType, number>> = {}
  const last: Partial<Record<PersonalDataType, number>> = {}
  const patterns = namePatterns(known.names ?? [])
  const keep = known.placeholders === 'keep'

  function placeholderOf(type: PersonalDataType, value: string): string {
    const key = `${type}:${value}`
    const existing = placeholders.get(key)
    if (existing !== undefined) return existing
    const number = (last[type] ?? (keep ? SECOND_RUN : 0)) + 1
    last[type] = number
    const placeholder = `⟦${type}_${number}⟧`
    placeholders.set(key, placeholder)
    table.set(placeholder, value)
    return placeholder
  }

  return {
    replaced,
    table,
    placeholderOf,
    minimise(text) {
      const found = [
        ...(keep ? [] : marks(text)),
        ...(known.struck ?? []).flatMap((words) => struckWords(text, words)),
        ...emails(text, known.emails ?? []),
        ...ibans(text),
        ...cards(text),
        ...addressesOfMachines(text),
        ...streetAddresses(text),
        ...phones(text),
        ...names(text, patterns),
      ]
      let out = ''
      let from = 0
      for (const span of withoutOverlaps(found)) {
        out += text.slice(from, span.start) + placeholderOf(span.type, text.slice(span.start, span.end))
        replaced[span.type] = (replaced[span.type] ?? 0) + 1
        from = span.end
      }
      return out + text.slice(from)
    },
  }
}

/** Where two detectors claim the same text the type that stands first in the list wins. */
function withoutOverlaps(found: readonly Span[]): Span[] {
  const rank = (span: Span) => PERSONAL_DATA_TYPES.indexOf(span.type)
  const inOrder = [...found].sort((a, b) => a.start - b.start || rank(a) - rank(b) || b.end - a.end)
  const kept: Span[] = []
  for (const span of inOrder) {
    const before = kept.at(-1)
    if (before === undefined || span.start >= before.end) kept.push(span)
    // What was struck only ever adds: half of a name must not come to light because the other half was struck.
    else if (span.type === 'STRUCK' || before.type === 'STRUCK') {
      kept[kept.length - 1] = { ...before, type: 'STRUCK', end: Math.max(before.end, span.end) }
    } else if (rank(span) < rank(before)) kept[kept.length - 1] = span
    // Same rank: the longer claim covers what the shorter one left.
    else if (rank(span) === rank(before) && span.end > before.end) {
      kept[kept.length - 1] = { ...before, end: span.end }
    }
  }
  return kept
}

function spansOf(text: string, pattern: RegExp, type: PersonalDataType, group = 0): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(pattern)) {
    const at = match.indices?.[group] ?? (group === 0 ? [match.index, match.index + match[0].length] : null)
    if (at !== null && at[1] > at[0]) spans.push({ start: at[0], end: at[1], type })
  }
  return spans
}

function marks(text: string): Span[] {
  return spansOf(text, /⟦[^⟦⟧\n]{0,40}⟧|[⟦⟧]/g, 'MARK')
}

/** The words in any case and with any space between them, as whole words. */
function struckWords(text: string, words: string): Span[] {
  const parts = words.split(/\s+/).filter((part) => part !== '')
  if (parts.length === 0) return []
  const body = parts.map(escaped).join('\\s+')
  const edge = (character: string | undefined, look: string) =>
    /[\p{L}\p{N}]/u.test(character ?? '') ? look : ''
  const first = edge([...words.trim()][0], '(?<![\\p{L}\\p{N}])')
  const last = edge([...words.trim()].at(-1), '(?![\\p{L}\\p{N}])')
  return spansOf(text, new RegExp(`${first}${body}${last}`, 'giu'), 'STRUCK')
}

// ——— e-mail addresses ———

const LOCAL_PART = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}$/u
const DOMAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})(?:\.[\p{L}\p{N}-]{1,63}){1,8}/u

/** Walks from `@` to `@`: a pattern that starts anywhere would read a long run of letters again and again. */
function emails(text: string, known: readonly string[]): Span[] {
  const spans: Span[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const local = LOCAL_PART.exec(text.slice(Math.max(0, at - 64), at))
    const domain = DOMAIN.exec(text.slice(at + 1, at + 256))
    if (local !== null && domain !== null) {
      spans.push({ start: at - local[0].length, end: at + 1 + domain[0].length, type: 'EMAIL' })
    }
  }
  for (const address of known) {
    if (address.length > 2) spans.push(...spansOf(text, new RegExp(escaped(address), 'giu'), 'EMAIL'))
  }
  return spans
}

// ——— accounts and cards ———

/** ISO 13616 lengths: without them a spaced number would swallow the word that follows it. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 ' +
    'QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

function ibans(text: string): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}[ \u00a0-]?\d{2}/g)) {
    const length = IBAN_LENGTHS[match[0].slice(0, 2).toUpperCase()]
    if (length === undefined) continue
    const run = alphanumericRun(text, match.index, length)
    if (run !== null && mod97(run.value) === 1) spans.push({ start: match.index, end: run.end, type: 'IBAN' })
  }
  return spans
}

function alphanumericRun(text: string, start: number, length: number): { value: string; end: number } | null {
  let value = ''
  let end = start
  let gap = 0
  while (value.length < length && end < text.length) {
    const character = text[end] ?? ''
    if (/[A-Za-z0-9]/.test(character)) {
      value += character.toUpperCase()
      gap = 0
    } else if (!/[ \u00a0-]/.test(character) || ++gap > 1) return null
    end++
  }
  const after = text[end] ?? ''
  return value.length === length && !/[A-Za-z0-9]/.test(after) ? { value, end } : null
}

function mod97(iban: string): number {
  let rest = 0
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}

const CARD_PREFIX = /^(?:4|5[1-5]|2[2-7]|3[4-9]|30|6(?:0|2|4|5|7))/

const CARD_WORD =
  /(?:card|karte|kartennummer|visa|cc)\P{L}{0,4}(?:(?:number|nummer|nr|no|is|ist)\P{L}{0,4}){0,2}$/iu

function cards(text: string): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(/(?<!\d)\d{4,19}(?!\d)/g)) {
    let digits = match[0]
    let end = match.index + digits.length
    // Beside the word, any number with a right check digit is a card; alone, only one that a brand could issue.
    const named = CARD_WORD.test(text.slice(Math.max(0, match.index - 30), match.index))
    // Group by group, so that an order number before the card does not hide it.
    for (let groups = 0; groups < 6 && digits.length <= 19; groups++) {
      if (digits.length >= (named ? 12 : 13) && (named || CARD_PREFIX.test(digits)) && luhn(digits)) {
        spans.push({ start: match.index, end, type: 'CARD' })
        break
      }
      const next = /^[ \u00a0-](\d{1,7})(?!\d)/.exec(text.slice(end, end + 9))
      if (next === null) break
      digits += next[1] ?? ''
      end += next[0].length
    }
  }
  return spans
}

function luhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

// ——— addresses of machines ———

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d{1,2})'
const IPV4 = new RegExp(`(?<![\\w.])${OCTET}(?:\\.${OCTET}){3}(?![\\w]|\\.\\d)`, 'g')

function addressesOfMachines(text: string): Span[] {
  const spans = spansOf(text, IPV4, 'IP')
  for (const match of text.matchAll(/(?<![\w:.])[0-9a-fA-F:]{4,45}(?![\w:])/g)) {
    if (isIpv6(match[0])) spans.push({ start: match.index, end: match.index + match[0].length, type: 'IP' })
  }
  return spans
}

/** Eight groups, or fewer around one `::`. A time (10:30:45) has neither. */
function isIpv6(candidate: string): boolean {
  const halves = candidate.split('::')
  if (halves.length > 2) return false
  const groups = candidate.split(':').filter((group) => group !== '')
  if (groups.some((group) => group.length > 4)) return false
  if (halves.length === 1) return groups.length === 8 && candidate.split(':').length === 8
  return groups.length >= 2 && groups.length <= 7
}

// ——— street addresses ———

const CAPITALISED = "\\p{Lu}[\\p{L}'’.-]{0,30}"
const GERMAN_CITY =
  '(?:,?[ \\u00a0]{1,2}|,?[ ]?\\r?\\n[ ]?)(?:D-)?\\d{5}[ \\u00a0]{1,2}\\p{Lu}[\\p{L}-]{1,30}' +
  '(?:[ ](?:am|an der|im|bei)[ ]\\p{Lu}[\\p{L}-]{1,30})?'
const GERMAN_WAY = 'straße|strasse|str\\.|weg|platz|allee|gasse|ufer|damm|chaussee|stieg|ring'
const HOUSE_NUMBER = '\\d{1,4}(?:[ ]?[a-zA-Z](?![\\p{L}\\p{N}]))?(?![\\p{L}\\p{N}])(?![.,:/]\\p{N})'
const GERMAN_STREET = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:${CAPITALISED}[ ]){0,2}` +
    `(?:\\p{Lu}[\\p{L}-]{0,40}(?<=${GERMAN_WAY})\\.?|${CAPITALISED}[ -](?:Straße|Strasse|Str\\.|Weg|Platz|Allee|Gasse|Ufer|Damm|Ring))` +
    // "Am Markt 5" is a street, "Am Montag 5" is not: only places that streets are named after.
    '|(?:Am|An der|An den|Auf dem|Auf der|Im|In der|Zum|Zur|Unter den)[ ](?:\\p{Lu}[\\p{L}-]{1,30}[ ])?' +
    '\\p{Lu}?[\\p{L}-]{0,30}(?<=[Mm]arkt|[Pp]ark|[Bb]ahnhof|[Kk]irche|[Bb]erg|[Ww]ald|[Tt]or|[Gg]raben|[Aa]nger|[Ll]inden|[Bb]ach|[Ff]eld|[Gg]arten|[Hh]ang|[Mm]ühle|[Ss]ee)' +
    `)(?:[ \\u00a0]{1,2}|(?<=\\.))${HOUSE_NUMBER}(?:${GERMAN_CITY})?`,
  'gu',
)
const ENGLISH_TAIL =
  `(?:,?[ ](?:Apt|Apartment|Suite|Unit|Flat|Floor)\\.?[ ]?#?\\w{1,6})?` +
  `(?:,[ ]?\\r?\\n?[ ]?${CAPITALISED}(?:[ ]${CAPITALISED}){0,2})?` +
  `(?:,?[ ]\\p{Lu}{2})?(?:,?[ ](?:\\d{5}(?:-\\d{4})?|[A-Z]{1,2}\\d[A-Z\\d]?[ ]?\\d[A-Z]{2}))?(?![\\p{L}\\p{N}])`
const ENGLISH_STREET = new RegExp(
  `(?<![\\p{L}\\p{N}.,:#€$£-])\\d{1,5}[a-zA-Z]?,?[ ](?:(?:N|S|E|W|NE|NW|SE|SW)\\.?[ ])?` +
    `(?:(?:${CAPITALISED}|\\d{1,3}(?:st|nd|rd|th))[ ]){1,4}` +
    `(?:Street|St\\.|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd|Court|Square|Terrace|Way|Place|Close|Crescent|Gardens|Grove|Parade|Mews|Highway|Hwy)(?![\\p{L}\\p{N}])\\.?` +
    ENGLISH_TAIL,
  'gu',
)

function streetAddresses(text: string): Span[] {
  return [...spansOf(text, GERMAN_STREET, 'ADDRESS'), ...spansOf(text, ENGLISH_STREET, 'ADDRESS')]
}

// ——— phone numbers ———

const PHONE_RUN =
  /(?<![\p{L}\p{N}#€$£.,_/:-])(?:\+|\()?\d(?:[ \u00a0()/.–-]{0,2}\d){6,19}(?:[ ]?(?:x|ext\.?)[ ]?\d{1,6})?(?![\p{L}\p{N}_])/gu
const PHONE_WORD =
  /(?:phone|tel(?:efon)?|mobile?|cell|handy|fax|call|ring|text|reach|whatsapp|rufnummer|durchwahl|anrufen|unter)\P{L}{0,4}(?:(?:number|nummer|nr|no|me|us|is|ist|on|at|mich|uns|unter|lautet|auf)\P{L}{0,4}){0,3}$/iu
const OTHER_NUMBER_WORD =
  /(?:order|invoice|ticket|case|number|nummer|num|no|nr|id|ref\p{L}{0,8}|tracking|serial|sku|rechnung|bestellung|vorgang|vertrag|kunden?|sendung|artikel|iban|konto|code|pin)\P{L}{0,4}(?:(?:is|ist|lautet|nr|no|number|nummer)\P{L}{0,4}){0,2}$/iu
const DATE_FIRST =
  /^(?:\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d{2}(?![./-]\d))|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)/
const MONEY_AFTER = /^[ \u00a0]?(?:€|\$|£|EUR|USD|GBP|CHF|,\d{1,2}(?!\d)|%)/
const MONEY_BEFORE = /(?:€|\$|£|EUR|USD|GBP|CHF)[ \u00a0]?$/

function phones(text: string): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(PHONE_RUN)) {
    const before = text.slice(Math.max(0, match.index - 40), match.index)
    const end = match.index + match[0].length
    if (isPhone(match[0], before, text.slice(end, end + 6))) {
      spans.push({ start: match.index, end, type: 'PHONE' })
    }
  }
  return spans
}

function isPhone(run: string, before: string, after: string): boolean {
  const digits = run.replace(/ ?(?:x|ext).*$/, '').replace(/\D/g, '')
  if (digits.length < 7 || digits.length > 15) return false
  if (DATE_FIRST.test(run) || MONEY_AFTER.test(after) || MONEY_BEFORE.test(before)) return false
  if (/^\d{1,3}(?:\.\d{3})+$/.test(run)) return false
  if (run.startsWith('+')) return true
  if (PHONE_WORD.test(before)) return true
  if (OTHER_NUMBER_WORD.test(before)) return false
  if (/^\(?0/.test(run)) return digits.length >= 8 || /\D/.test(run)
  return /^\(\d{3}\) ?\d{3}[ .-]\d{4}$/.test(run) || /^(?:1[-.])?\d{3}[-.]\d{3}[-.]\d{4}$/.test(run)
}

// ——— names ———

/** Words that are names and also ordinary words: in lower case they are left alone. */
const ALSO_WORDS = new Set(
  (
    'will mark grace hope rose bill frank jack young long white brown green black best price page case bank ' +
    'banks king summer winter joy faith ernst wolf lang kurz klein gross groß stark sommer koch keller bauer ' +
    'weiß weiss schwarz braun roth jung alt neu reich fuchs vogel berg stein wald busch beck kunde frey'
  ).split(' '),
)
const NO_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

/** The full name in any case; its parts where they are written as a name. */
function namePatterns(known: readonly string[]): RegExp[] {
  const anyCase = new Set<string>()
  const asWritten = new Set<string>()
  for (const name of known.flatMap(spellings)) {
    const parts = name.split(/[\s,]+/).filter((part) => part !== '')
    if (parts.length === 0 || name.length > 200) continue
    if (parts.length > 1) {
      anyCase.add(parts.join(' '))
      anyCase.add([...parts].reverse().join(' '))
      anyCase.add(`${parts.at(-1)}, ${parts.slice(0, -1).join(' ')}`)
    }
    for (const part of parts) {
      const letters = part.replace(/[^\p{L}]/gu, '')
      if (NO_SPACES.test(part) ? letters.length < 1 : letters.length < 3) continue
      if (letters.length >= 4 && !ALSO_WORDS.has(part.toLowerCase())) anyCase.add(part)
      else for (const form of [part, capitalised(part), part.toUpperCase()]) asWritten.add(form)
    }
  }
  // A name all in lower case that is also a word would come back as written; only its capital forms count.
  for (const form of [...asWritten])
    if (form === form.toLowerCase() && !NO_SPACES.test(form)) asWritten.delete(form)
  return [pattern(anyCase, 'giu'), pattern(asWritten, 'gu')].filter((entry) => entry !== null)
}

function pattern(forms: ReadonlySet<string>, flags: string): RegExp | null {
  if (forms.size === 0) return null
  const longestFirst = [...forms].sort((a, b) => b.length - a.length)
  const alternatives = longestFirst.map((form) => {
    const body = escaped(form).replace(/ /g, '[ \\u00a0]{1,3}')
    // Scripts without spaces have no word boundary to look for.
    return NO_SPACES.test(form) ? body : `(?<![\\p{L}\\p{N}])${body}(?=s?(?![\\p{L}\\p{N}]))`
  })
  return new RegExp(alternatives.join('|'), flags)
}

function spellings(name: string): string[] {
  const plain = name.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue').replace(/ß/g, 'ss')
  return plain === name ? [name] : [name, plain]
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()
/** Syntax characters only: under the `u` flag an escaped hyphen is itself an error. */
const escaped = (value: string) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const NAME_WORD = "\\p{Lu}(?:\\p{Ll}[\\p{L}'’-]{0,30}|\\.)"
const NAME_RUN = `${NAME_WORD}(?:[ \\u00a0](?:(?:von|van|de|der|den|zu|di|da|del|bin|al)[ ]){0,2}${NAME_WORD}){0,3}`
const NOT_A_NAME = new Set(
  (
    'Dr Prof Herr Herrn Frau Mr Mrs Ms Team Support Service Sir Madam Damen Herren All Everyone There Zusammen Leute Customer Kundenservice ' +
    'Kundendienst Helpdesk Sent Gesendet From Von Order Thanks Danke Please Bitte Best Kind Viele Liebe The ' +
    'This Your My Ich Wir Sie Ihr We It Is Can Could How What When Where Why Wie Was Wann Wo Warum Kann Und And'
  ).split(' '),
)

const TITLE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:Herrn?|Frau|Mr|Mrs|Ms|Mx|Miss|Dr|Prof)\\.?[ \\u00a0](?:(?:Dr|Prof)\\.[ ])?(${NAME_RUN})`,
  'dgu',
)
const INTRODUCTION = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:[Mm]y name is|[Mm]y name’s|[Mm]y name's|[Mm]ein Name ist|[Ii]ch heiße|[Ii]ch heisse|[Tt]his is)[ \\u00a0](${NAME_RUN})`,
  'dgu',
)
const GREETING = new RegExp(
  `^[ \\t>]{0,4}(?:[Hh]i|HI|[Hh]ello|[Hh]ey|[Dd]ear|[Hh]allo|[Ll]iebe[rs]?|[Ll]ieber|[Gg]uten (?:Tag|Morgen|Abend)|[Ss]ervus|[Mm]oin|[Gg]ood (?:morning|afternoon|evening))[ \\u00a0](${NAME_RUN})(?=[ ]?(?:[,!.:;–-]|\\r?$))`,
  'dgmu',
)
const CLOSING_WORDS =
  '(?:(?:[Bb]est|[Kk]ind(?:est)?|[Ww]arm(?:est)?|[Mm]any)[ ](?:regards|wishes|thanks)|[Rr]egards|[Ss]incerely|[Yy]ours(?:[ ](?:sincerely|faithfully|truly))?|[Tt]hanks|[Tt]hank you|[Cc]heers|[Bb]est|' +
  '[Mm]it (?:freundlichen|besten|herzlichen|lieben) Grü(?:ß|ss)en|[Mm]it freundlichem Gru(?:ß|ss)|(?:[Vv]iele|[Ll]iebe|[Bb]este|[Ff]reundliche|[Hh]erzliche|[Ss]chöne) Grü(?:ß|ss)e|[Gg]rü(?:ß|ss)e|[Gg]ru(?:ß|ss)|MfG|[Mm]fg|LG|VG|[Dd]anke|[Vv]ielen Dank)'
const SIGNATURE = new RegExp(
  `(?<![\\p{L}\\p{N}])${CLOSING_WORDS}(?:[,.!]{0,2}[ \\t]{0,3}\\r?\\n(?:[ \\t]{0,3}\\r?\\n){0,2}[ \\t]{0,3}|[,!]{1,2}[ ]|[ ])(${NAME_RUN})[ \\t.]{0,3}(?=\\r?\\n|$)`,
  'dgu',
)

function names(text: string, known: readonly RegExp[]): Span[] {
  const spans = known.flatMap((pattern) => spansOf(text, pattern, 'NAME'))
  const found: Span[] = []
  for (const rule of [TITLE, INTRODUCTION, GREETING, SIGNATURE]) {
    for (const span of spansOf(text, rule, 'NAME', 1)) {
      const named = withoutOrdinaryWords(text, span)
      if (named !== null) found.push(named)
    }
  }
  // A name of two words or more is recognised again wherever it stands; a single word stays where it was found.
  const again = new Set(
    found.map((span) => text.slice(span.start, span.end)).filter((name) => name.includes(' ')),
  )
  const elsewhere = pattern(new Set([...again].slice(0, 20)), 'gu')
  return [...spans, ...found, ...(elsewhere === null ? [] : spansOf(text, elsewhere, 'NAME'))]
}

/** Cuts the run before the first word that is no name: "Hi Maria Please" is Maria. */
function withoutOrdinaryWords(text: string, span: Span): Span | null {
  let end = span.start
  for (const match of text.slice(span.start, span.end).matchAll(/[^ \u00a0]+/g)) {
    if (NOT_A_NAME.has(match[0].replace(/[.,]$/, ''))) break
    end = span.start + match.index + match[0].length
  }
  return end > span.start ? { ...span, end } : null
}

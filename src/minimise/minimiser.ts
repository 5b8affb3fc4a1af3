import { type SeenText, seenOf, withoutUnseen } from '../domain/unseen.ts'
import { cards, ibans } from './accounts.ts'
import { bankAccounts, cardExpiries } from './bank-accounts.ts'
import { birthDates } from './birth-dates.ts'
import { convictions } from './convictions.ts'
import { emails, knownEmails } from './emails.ts'
import { framedNames } from './framed-names.ts'
import { handles } from './handles.ts'
import {
  isPersonal,
  isTellingPart,
  knownNames,
  knownOrganizations,
  knownWords,
  sameNames,
} from './known-names.ts'
import { knownPhones } from './known-phones.ts'
import { labelledValues } from './labelled-values.ts'
import { machineAddresses } from './machine-addresses.ts'
import { names } from './names.ts'
import { nationalIds } from './national-ids.ts'
import { orderNumbers } from './order-numbers.ts'
import { otherScripts } from './other-scripts.ts'
import {
  PERSONAL_DATA_TYPES,
  type PersonalDataType,
  PLACEHOLDER,
  type PlaceholderTable,
} from './personal-data.ts'
import type { PhoneFinder } from './phone-finder.ts'
import { phones } from './phones.ts'
import { plates } from './plates.ts'
import { secrets } from './secrets.ts'
import { append, around, matchesOf, type Span, type Stretch, spansOf, withoutOverlaps } from './spans.ts'
import { sparing } from './sparing-finder.ts'
import { specialCategories } from './special-categories.ts'
import { streetAddresses } from './street-addresses.ts'
import { vatIds } from './vat-ids.ts'
import { webAddresses } from './web-addresses.ts'
import { readWords } from './words.ts'

/** What the helpdesk and the account already know about this ticket. */
export interface KnownPeople {
  /** Of the requester and of people in copy. */
  readonly names?: readonly string[]
  readonly emails?: readonly string[]
  readonly phones?: readonly string[]
  /** Names of agents: personal data of the people who answer. */
  readonly agents?: readonly string[]
  readonly organizations?: readonly string[]
  /** Words that the agent struck out. */
  readonly struck?: readonly string[]
  /** Forms of the account's order numbers: `#` a digit, `@` a letter, e.g. `A-######`. See `parseOrderPattern`. */
  readonly orderPatterns?: readonly string[]
  /** `keep`: placeholders in the text are earlier replacements and stay. Default: they were typed, replace. */
  readonly placeholders?: 'neutralise' | 'keep'
}

export interface MinimiserTools {
  /** Numbering plans; without them only numbers that the text or their form gives away are found. */
  readonly phones?: PhoneFinder
}

export interface Minimised {
  readonly text: string
  readonly replaced: Readonly<Partial<Record<PersonalDataType, number>>>
  readonly table: PlaceholderTable
}

/**
 * Several texts with one table: the same value has the same placeholder in all of them. Another spelling is
 * another value ("MAIL@x.example", "mail@x.example"): a draft must never get a spelling that its place in the
 * ticket did not have.
 */
export interface Minimiser {
  /** Nothing of it leaves that nobody sees. */
  minimise(text: string): string
  /** What would be replaced, and where; nothing is. */
  find(text: string): readonly Span[]
  placeholderOf(type: PersonalDataType, value: string): string
  readonly replaced: Readonly<Partial<Record<PersonalDataType, number>>>
  readonly table: PlaceholderTable
}

/**
 * Where the second run starts to count. Its texts arrive one by one, so the numbers that the first run used in
 * a later one are not known yet; the same number for two values would restore the wrong one.
 */
const SECOND_RUN = 1000
/** More names than this are not looked for again in the rest of a text. */
const MOST_NAMES_AGAIN = 20

type Detector = (text: string) => readonly Span[]

export function minimise(text: string, known: KnownPeople = {}, tools: MinimiserTools = {}): Minimised {
  const minimiser = openMinimiser(known, tools)
  return { text: minimiser.minimise(text), replaced: minimiser.replaced, table: minimiser.table }
}

/** @throws Fault BAD_REQUEST for an order pattern that cannot be read. */
export function openMinimiser(known: KnownPeople = {}, tools: MinimiserTools = {}): Minimiser {
  const table = new Map<string, string>()
  const placeholders = new Map<PersonalDataType, Map<string, string>>(
    PERSONAL_DATA_TYPES.map((type) => [type, new Map()]),
  )
  const replaced: Partial<Record<PersonalDataType, number>> = {}
  const last: Partial<Record<PersonalDataType, number>> = {}
  const keep = known.placeholders === 'keep'
  const knowing = knownDetectors(known)
  const finder = tools.phones === undefined ? null : sparing(tools.phones)

  function placeholderOf(type: PersonalDataType, value: string): string {
    const existing = placeholders.get(type)?.get(value)
    if (existing !== undefined) return existing
    const number = (last[type] ?? (keep ? SECOND_RUN : 0)) + 1
    last[type] = number
    const placeholder = `⟦${type}_${number}⟧`
    placeholders.get(type)?.set(value, placeholder)
    table.set(placeholder, value)
    return placeholder
  }

  function detectedIn(text: string): Span[] {
    const found = [...knowing.flatMap((detect) => detect(text)), ...detected(text, finder)]
    append(found, otherScripts(text, found))
    return found
  }

  function findIn(text: string, seen: SeenText): readonly Span[] {
    const found = detectedIn(text)
    // A sign that nobody sees parts a value for a detector, and for no reader.
    for (const { start, end, type } of seen.isLess ? detectedIn(seen.text) : [])
      found.push({ start: seen.placeOf(start), end: seen.placeOf(end - 1) + 1, type })
    if (!keep) append(found, marks(text))
    return withoutOverlaps(around(found, keep ? stretches(text) : []))
  }

  return {
    replaced,
    table,
    placeholderOf,
    find: (text) => findIn(text, seenOf(text)),
    minimise(text) {
      const seen = seenOf(text)
      let out = ''
      let from = 0
      for (const span of findIn(text, seen)) {
        const value = seen.between(span.start, span.end)
        if (value === '') continue
        out += seen.between(from, span.start) + placeholderOf(span.type, value)
        replaced[span.type] = (replaced[span.type] ?? 0) + 1
        from = span.end
      }
      return out + seen.between(from, text.length)
    },
  }
}

function knownDetectors(known: KnownPeople): readonly Detector[] {
  const seen = (values: readonly string[] = []) => values.map(withoutUnseen)
  return [
    knownNames([...seen(known.names), ...seen(known.agents).filter(isPersonal)]),
    knownEmails(seen(known.emails)),
    knownPhones(seen(known.phones)),
    knownOrganizations(seen(known.organizations)),
    knownWords(seen(known.struck), 'STRUCK'),
    orderNumbers(known.orderPatterns ?? []),
  ]
}

/** A label of a form is never part of a value, whatever another detector makes of it. */
function detected(text: string, finder: PhoneFinder | null): readonly Span[] {
  const { values, labels } = labelledValues(text)
  const found = around(unlabelled(text, finder), labels)
  return labels.length === 0 ? found : [...values, ...found.flatMap((span) => trimmed(text, span))]
}

/** What a label cut off ends in the space before it. */
function trimmed(text: string, span: Span): readonly Span[] {
  let { start, end } = span
  while (end > start && /[\s,;|/]/.test(text.charAt(end - 1))) end--
  while (start < end && /[\s,;|/]/.test(text.charAt(start))) start++
  return start < end ? [{ ...span, start, end }] : []
}

function unlabelled(text: string, finder: PhoneFinder | null): Span[] {
  const words = readWords(text)
  const people = [...framedNames(text, words), ...names(text, words)]
  const found = [
    ...emails(text),
    ...secrets(text, words),
    ...webAddresses(text),
    ...handles(text, words),
    ...people,
    ...sameNames(text, namesAgain(text, people)),
    ...specialCategories(text, words),
    ...convictions(text, words),
  ]
  if (text.includes(':')) append(found, machineAddresses(text))
  if (!words.some(({ number, mixed }) => number || mixed)) return found
  const cardNumbers = cards(text)
  append(found, cardNumbers)
  append(found, cardExpiries(text, cardNumbers))
  const numbers = [ibans, bankAccounts, vatIds, birthDates, plates] as const
  for (const detect of numbers) append(found, detect(text))
  if (!text.includes(':')) append(found, machineAddresses(text))
  append(found, nationalIds(text, words))
  append(found, streetAddresses(text, words))
  append(found, phones(text, finder))
  return found
}

/** A name of two words or more is recognised again wherever it or its last part stands as written. */
function namesAgain(text: string, people: readonly Span[]): ReadonlySet<string> {
  const again = new Set<string>()
  for (const { start, end } of people) {
    const name = text.slice(start, end)
    if (!name.includes(' ') || again.size >= MOST_NAMES_AGAIN) continue
    again.add(name)
    for (const part of name.split(/[ \u00a0.]+/)) if (isTellingPart(part)) again.add(part)
  }
  return again
}

function marks(text: string): Span[] {
  return /[⟦⟧]/.test(text) ? spansOf(text, /⟦[^⟦⟧\n]{0,40}⟧|[⟦⟧]/g, 'MARK') : []
}

function stretches(text: string): readonly Stretch[] {
  if (!text.includes('⟦')) return []
  return matchesOf(text, PLACEHOLDER).map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }))
}

/**
 * An incident: a promise of ours that failed. GDPR Art. 4(12), 33, 34. Its states are a table; its clock runs in
 * real hours from the moment of awareness, in UTC, whatever a clock on the wall does meanwhile.
 */

export const INCIDENT_STATUSES = [
  'suspected',
  'confirmed',
  'contained',
  'notified',
  'closed',
  'false_alarm',
] as const
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number]

export const INCIDENT_MOVES = ['confirm', 'contain', 'notify', 'close', 'dismiss'] as const
export type IncidentMove = (typeof INCIDENT_MOVES)[number]

/** Containing and telling may come in either order. What is closed stays closed: something new is a new incident. */
const TABLE: Readonly<Record<IncidentStatus, Readonly<Partial<Record<IncidentMove, IncidentStatus>>>>> = {
  suspected: { confirm: 'confirmed', dismiss: 'false_alarm' },
  confirmed: { contain: 'contained', notify: 'notified', dismiss: 'false_alarm' },
  contained: { notify: 'notified', close: 'closed', dismiss: 'false_alarm' },
  notified: { contain: 'notified', notify: 'notified', close: 'closed' },
  closed: {},
  false_alarm: {},
}

export const BREACH_KINDS = ['confidentiality', 'integrity', 'availability'] as const
export type BreachKind = (typeof BREACH_KINDS)[number]

export const INCIDENT_CAUSES = [
  'unknown',
  'sent_by_mistake',
  'unauthorised_access',
  'lost_or_stolen',
  'system_failure',
  'wrong_content',
  'at_provider',
  'other',
] as const
export type IncidentCause = (typeof INCIDENT_CAUSES)[number]

export const DATA_CATEGORIES = [
  'names',
  'contact',
  'ticket_text',
  'order_numbers',
  'payment',
  'credentials',
  'other',
] as const
export type DataCategory = (typeof DATA_CATEGORIES)[number]

export const INCIDENT_ROLES = ['controller', 'processor'] as const
export type IncidentRole = (typeof INCIDENT_ROLES)[number]
export const KNOWN = ['unknown', 'no', 'yes'] as const
export type Known = (typeof KNOWN)[number]
export const RISKS = ['unknown', 'low', 'medium', 'high'] as const
export type Risk = (typeof RISKS)[number]
export const TELLING = ['undecided', 'yes', 'no'] as const
export type Telling = (typeof TELLING)[number]

export interface Estimate {
  readonly min: number
  readonly max: number
}

/** What is known in one phase (Art. 33(3), 33(4)). `null`, `unknown` and empty mean: not known yet. */
export interface IncidentFacts {
  readonly role: IncidentRole
  readonly kinds: readonly BreachKind[]
  readonly cause: IncidentCause
  readonly categories: readonly DataCategory[]
  readonly persons: Estimate | null
  readonly records: Estimate | null
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[]
  readonly minors: Known
  readonly special: Known
  readonly likelihood: Risk
  readonly severity: Risk
  readonly tellAuthority: Telling
  readonly tellPersons: Telling
  readonly texts: Readonly<Record<IncidentText, string>>
}

export const INCIDENT_TEXTS = [
  'nature',
  'systems',
  'awareWhy',
  'contact',
  'consequences',
  'measures',
  'authorityWhy',
  'personsWhy',
  'lateWhy',
  'lessons',
] as const
export type IncidentText = (typeof INCIDENT_TEXTS)[number]

export const NO_TEXTS = Object.fromEntries(INCIDENT_TEXTS.map((name) => [name, ''])) as Record<
  IncidentText,
  string
>

export const NOTHING_KNOWN: IncidentFacts = {
  role: 'controller',
  kinds: [],
  cause: 'unknown',
  categories: [],
  persons: null,
  records: null,
  countries: [],
  minors: 'unknown',
  special: 'unknown',
  likelihood: 'unknown',
  severity: 'unknown',
  tellAuthority: 'undecided',
  tellPersons: 'undecided',
  texts: NO_TEXTS,
}

export interface IncidentTimes {
  readonly status: IncidentStatus
  readonly suspectedAt: string
  readonly awareAt: string | null
  readonly containedAt: string | null
  readonly dueAt: string | null
  readonly notifiedAt: string | null
}

const HOUR_MS = 3_600_000

/** From that day on, so many hours. The law of today, until a configuration names another day. */
export interface DeadlineRule {
  readonly from: string
  readonly hours: number
}
export const DEADLINES_TODAY: readonly DeadlineRule[] = [{ from: '2018-05-25', hours: 72 }]

/** The newest rule that held on the day of awareness. */
export function hoursFrom(awareAt: string, rules: readonly DeadlineRule[]): number {
  const day = awareAt.slice(0, 10)
  const held = rules
    .filter(({ from }) => from <= day)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1)
  return held?.hours ?? 72
}

export function dueAt(awareAt: string, rules: readonly DeadlineRule[] = DEADLINES_TODAY): string {
  return new Date(Date.parse(awareAt) + hoursFrom(awareAt, rules) * HOUR_MS).toISOString()
}

export type IncidentClock =
  | { readonly clock: 'none' }
  | { readonly clock: 'running' | 'running_out' | 'late'; readonly minutes: number }
  /** Told in time, told late, or over without: it does not run any more. */
  | { readonly clock: 'stopped'; readonly inTime: boolean }

/** Less than a day is left. */
const SHORT_MINUTES = 24 * 60

/** `minutes`: left, or past. */
export function clockOf(times: IncidentTimes, now: number): IncidentClock {
  const { status, dueAt: due, notifiedAt } = times
  if (due === null) return { clock: 'none' }
  if (notifiedAt !== null) return { clock: 'stopped', inTime: notifiedAt <= due }
  if (status === 'closed' || status === 'false_alarm') return { clock: 'stopped', inTime: true }
  const left = Math.floor((Date.parse(due) - now) / 60_000)
  if (left < 0) return { clock: 'late', minutes: -left }
  return { clock: left < SHORT_MINUTES ? 'running_out' : 'running', minutes: left }
}

export const MOVE_BARS = ['not_from_here', 'decision_missing', 'reason_missing', 'not_contained'] as const
export type MoveBar = (typeof MOVE_BARS)[number]

/** What the record must say before a move is made; `null`: it may be made. */
export function barOfMove(
  move: IncidentMove,
  times: IncidentTimes,
  facts: IncidentFacts,
  now: string,
): MoveBar | null {
  if (TABLE[times.status][move] === undefined) return 'not_from_here'
  const { tellAuthority, tellPersons, texts } = facts
  if (move === 'confirm') return texts.awareWhy === '' ? 'reason_missing' : null
  if (move === 'notify') {
    if (tellAuthority !== 'yes') return 'decision_missing'
    const late = times.dueAt !== null && now > times.dueAt && times.notifiedAt === null
    return late && texts.lateWhy === '' ? 'reason_missing' : null
  }
  // Whoever was aware of a breach says in writing why it was none: a clock stops at that word.
  if (move === 'dismiss')
    return times.status !== 'suspected' && texts.authorityWhy === '' ? 'reason_missing' : null
  if (move !== 'close') return null
  if (times.containedAt === null) return 'not_contained'
  if (tellAuthority === 'undecided' || tellPersons === 'undecided') return 'decision_missing'
  if (tellAuthority === 'yes' && times.notifiedAt === null) return 'decision_missing'
  return texts.authorityWhy === '' || texts.personsWhy === '' ? 'reason_missing' : null
}

/**
 * The clock of a record whose facts say `role` now: a controller's runs from awareness also when it was taken for a
 * processor's at first. One that runs is never taken away.
 */
export function dueFor(
  { awareAt, dueAt: due }: Pick<IncidentTimes, 'awareAt' | 'dueAt'>,
  { role }: Pick<IncidentFacts, 'role'>,
  rules: readonly DeadlineRule[],
): string | null {
  if (due !== null || awareAt === null || role === 'processor') return due
  return dueAt(awareAt, rules)
}

/** The status that a permitted move leads to, and the time that it sets. Times never move later or are set twice. */
export function moved(
  move: IncidentMove,
  times: IncidentTimes,
  at: string,
  { role }: Pick<IncidentFacts, 'role'>,
  rules: readonly DeadlineRule[],
): IncidentTimes {
  const status = TABLE[times.status][move] ?? times.status
  switch (move) {
    case 'confirm':
      // A processor tells its controllers without undue delay (Art. 33(2)); the hours are the controller's.
      return { ...times, status, awareAt: at, dueAt: dueFor({ awareAt: at, dueAt: null }, { role }, rules) }
    case 'contain':
      return { ...times, status, containedAt: times.containedAt ?? at }
    case 'notify':
      return { ...times, status, notifiedAt: times.notifiedAt ?? at }
    case 'close':
    case 'dismiss':
      return { ...times, status }
    default:
      return move satisfies never
  }
}

export const ART33_FIELDS = [
  'nature',
  'categories',
  'persons',
  'records',
  'contact',
  'consequences',
  'measures',
] as const
export type Art33Field = (typeof ART33_FIELDS)[number]

/** What Art. 33(3) asks for and the record does not say yet. */
export function missingOf(facts: IncidentFacts): readonly Art33Field[] {
  const { texts, persons, records, categories } = facts
  const known: Record<Art33Field, boolean> = {
    nature: texts.nature !== '',
    categories: categories.length > 0,
    persons: persons !== null,
    records: records !== null,
    contact: texts.contact !== '',
    consequences: texts.consequences !== '',
    measures: texts.measures !== '',
  }
  return ART33_FIELDS.filter((field) => !known[field])
}

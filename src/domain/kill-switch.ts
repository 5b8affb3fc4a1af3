/** What is stopped, how far each stop reaches, and what can never be known: then everything counts as stopped. */

/** Where stops are written besides the store: in the data folder, where nothing else is said. */
export const KILL_SWITCH_FILE = 'kill-switch.jsonl'

export const STOP_LEVELS = ['account', 'egress', 'provider', 'brand', 'article'] as const
/**
 * `egress`: nothing leaves the companion, drafting on its own machine goes on. `article` takes an article out
 * of what drafts may use; it is never an answer of the gate.
 */
export type StopLevel = (typeof STOP_LEVELS)[number]

export const STOP_REASONS = [
  'suspected_breach',
  'wrong_drafts',
  'wrong_article',
  'provider_incident',
  'authority_order',
  'other',
  'drill',
] as const
export type StopReason = (typeof STOP_REASONS)[number]

/** Every provider. */
export const ANY_PROVIDER = '*'
/** A brand that no ticket stands under: what a drill stops. */
export const DRILL_BRAND = 'drill'

export interface StopTarget {
  readonly level: StopLevel
  /** Name or id of what is stopped; empty for `account` and `egress`. */
  readonly ref: string
}

export interface Stop extends StopTarget {
  readonly stopId: string
  readonly reason: StopReason
  readonly pulledAt: string
  /** The agent's pseudonym in the audit log. */
  readonly pulledBy: string
}

/** Where drafting is asked about. */
export interface StopPlace {
  /** `null`: composed on this machine, nothing leaves. */
  readonly provider: string | null
  /** Every brand that was ever named for the ticket; empty or `null` in it: not known. */
  readonly brands: readonly (string | null)[]
}

/**
 * `unreadable_file`, `unreadable_store`: it cannot be seen whether something is stopped, so everything is.
 * `unsettled`: a stop stands in the file that the store could not be told yet.
 */
export const STOP_WHYS = [
  'pulled',
  'environment',
  'unreadable_file',
  'unreadable_store',
  'not_read',
  'unsettled',
] as const
export type StopWhy = (typeof STOP_WHYS)[number]

/** Where a stop is written down. The environment is nobody's to write. */
export const STOP_SOURCES = ['file', 'store'] as const
export type StopSource = (typeof STOP_SOURCES)[number]

/** Levels at which the gate says no. */
export const STOPPED_LEVELS = ['account', 'egress', 'provider', 'brand'] as const

/** One way in which the place is stopped. */
export interface StopSign {
  readonly why: StopWhy
  readonly level: (typeof STOPPED_LEVELS)[number]
}

const LONGEST_REF = 200

/** False for a name that no target of the level could have. */
export function isStopTarget({ level, ref }: StopTarget): boolean {
  if (level === 'account' || level === 'egress') return ref === ''
  return ref !== '' && ref.length <= LONGEST_REF && ref.isWellFormed()
}

function reaches({ level, ref }: StopTarget, place: StopPlace): boolean {
  switch (level) {
    case 'account':
      return true
    case 'egress':
      return place.provider !== null
    case 'provider':
      return place.provider !== null && (ref === ANY_PROVIDER || ref === place.provider)
    case 'brand':
      // A ticket whose brand nobody knows may be one of the stopped brand.
      return (
        place.brands.includes(ref) ||
        (ref !== DRILL_BRAND && (place.brands.length === 0 || place.brands.includes(null)))
      )
    case 'article':
      return false
    default:
      return level satisfies never
  }
}

/** Every level once, the widest first. */
export function signsFor(stops: readonly StopTarget[], place: StopPlace): readonly StopSign[] {
  const levels = new Set(stops.filter((stop) => reaches(stop, place)).map(({ level }) => level))
  return STOPPED_LEVELS.flatMap((level) => (levels.has(level) ? [{ why: 'pulled' as const, level }] : []))
}

/**
 * True when nothing may leave, not even what is of no ticket. What cannot be read may hold just this stop; the
 * account and the environment stop drafting alone.
 */
export function stopsEgress(signs: readonly StopSign[]): boolean {
  return signs.some(
    ({ level, why }) =>
      level === 'egress' || why === 'unreadable_file' || why === 'unreadable_store' || why === 'not_read',
  )
}

export function stoppedArticlesOf(stops: readonly StopTarget[]): ReadonlySet<string> {
  return new Set(stops.flatMap(({ level, ref }) => (level === 'article' ? [ref] : [])))
}

/** What everything else stands on: configuration, keys, store, clock, log; and what a test may replace. */
import type { ModelTuning } from '../adapters/model/open-model.ts'
import type { PlacedStore } from '../adapters/store-place.ts'
import type { ArticleShelves } from '../articles/index.ts'
import type { AuditLog, LogEnd } from '../audit/index.ts'
import type { Turnstile } from '../capability/index.ts'
import type { Config } from '../config.ts'
import type { Drafter, DraftingRooms, Model } from '../drafting/index.ts'
import type { KillSwitch } from '../incidents/index.ts'
import type { Keyring, World } from '../keys.ts'
import type { Leases } from '../leases.ts'
import { errorFields, type Log } from '../log.ts'
import type { Metrics } from '../metrics/index.ts'
import type { Setback } from '../one-by-one.ts'
import type { Traces } from '../traces/index.ts'
import type { UnderWay } from '../under-way.ts'

/** What a test may put in place of the real thing. Production hands nothing. */
export interface Replacements {
  readonly world?: World
  readonly drafter?: Drafter
  readonly model?: (turnstile: Turnstile) => Model
  readonly tuning?: ModelTuning
  readonly log?: Log
  readonly measure?: DraftingRooms['measure']
  readonly stopwatch?: () => number
  readonly rest?: (ms: number, signal: AbortSignal) => Promise<void>
  readonly sweepEveryMs?: number
  readonly lookEveryMs?: number
}

export const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref()
  })
export const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
const WATCH_MS = 250

/** What the kill switch is asked where something leaves that is of no ticket. */
export const OUTSIDE = { provider: '', brands: ['0'] } as const

export interface Ground {
  readonly config: Config
  readonly keys: Keyring
  readonly store: PlacedStore
  readonly world: World
  readonly audit: AuditLog
  readonly logEnd: LogEnd
  readonly log: Log
  readonly killSwitch: KillSwitch
  readonly leases: Leases
  readonly underWay: UnderWay
  readonly shelf: ArticleShelves
  readonly markErased: () => void
  /** `null`: no figures are kept. */
  readonly metrics: Metrics | null
  /** `null`: no traces are made. */
  readonly traces: Traces | null
  /** Opens when the store is known to be as erased as it was told to be: nobody is served before. */
  readonly gate: { open: boolean }
}

/** Written down and counted: what is due goes on without it. */
export function setbackOf({ log, metrics }: Pick<Ground, 'log' | 'metrics'>): Setback {
  return (sweep, error) => {
    metrics?.setback(sweep)
    log.error(`something due was not done and is tried again (${sweep})`, errorFields(error))
  }
}

/** A look that fails is not the end of what it watches: the next one, or the store itself, will tell. */
export function everySoOften(log: Log, everyMs = WATCH_MS): DraftingRooms['everySoOften'] {
  return (look) => {
    const timer = setInterval(() => {
      look().catch((error: unknown) => log.warn('what runs again and again has failed', errorFields(error)))
    }, everyMs)
    timer.unref()
    return () => clearInterval(timer)
  }
}

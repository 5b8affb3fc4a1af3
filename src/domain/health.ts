/** How the companion is doing: what stands out of the numbers. Counts and codes, of no person. */
import type { SyncView } from './api.ts'
import type { KeyKind } from './key-ages.ts'

export const HEALTH_FINDINGS = [
  'not_live',
  'stopped',
  'never_synced',
  'sync_failed',
  'sync_old',
  'brand_unread',
  'provider_errors',
  'checkpoint_behind',
  'copies_behind',
  'disk_low',
  'words_alone',
  'master_key_old',
  'session_key_old',
  'log_key_old',
] as const
export type HealthFinding = (typeof HEALTH_FINDINGS)[number]

interface Counted {
  readonly name: string
  readonly count: number
}

/** How old the articles of a brand are, and whether its help center could not be read of late. */
export interface BrandHealth {
  readonly brandId: string
  readonly brandName: string
  readonly failed: boolean
  readonly lastReadAt: string | null
}

export function brandHealth(sync: SyncView | null): readonly BrandHealth[] {
  return (sync?.brands ?? []).map(({ brandId, brandName, outcome, lastReadAt }) => ({
    ...{ brandId, brandName, lastReadAt },
    failed: outcome === 'failed',
  }))
}

export interface HealthFacts {
  readonly checkedAt: string
  readonly live: boolean
  readonly stopped: boolean
  readonly sync: {
    /** When the newest sync ended that was whole; `null`: none was. */
    readonly lastDoneAt: string | null
    readonly failed: boolean
    readonly unread: number
    readonly running: boolean
    /** Of an account with a help center for each brand, as the newest sync that ended told of them. */
    readonly brands: readonly BrandHealth[]
  }
  /** `null`: replies are composed on this machine. Failures of the last 24 hours by their code. */
  readonly provider: {
    readonly provider: string
    readonly region: string
    readonly troubles: readonly Counted[]
  } | null
  readonly runningDrafts: number
  readonly checkpoint: {
    readonly entries: number
    /** How many of them the newest checkpoint signs. */
    readonly signed: number
    readonly signedAt: string | null
    readonly copies: number
    readonly behind: number
  }
  readonly storage: {
    readonly bytes: number
    /** `null`: not known on this system. */
    readonly freeBytes: number | null
    readonly totalBytes: number | null
    /** Rows by table, each at most that many: see `roundedCount`. */
    readonly tables: readonly Counted[]
  }
  /** An embedding model is set up and cannot be used. */
  readonly wordsAlone: boolean
  /** Keys that are to be changed by now. */
  readonly keysDue: readonly KeyKind[]
  readonly versions: { readonly server: string; readonly node: string; readonly schema: number }
}

/** `GET /api/v1/console/health`. */
export interface HealthView extends Omit<HealthFacts, 'stopped' | 'wordsAlone' | 'keysDue'> {
  readonly findings: readonly HealthFinding[]
}

const FEWEST_TOLD = 100
/** 1, 2 and 5 times a power of ten. */
const STEPS = [1, 2, 5] as const

/**
 * As many rows at most. A live count would tell of single acts, and in a small team of whose they were; how much room
 * a table takes is told as well by its magnitude.
 */
export function roundedCount(count: number): number {
  for (let power = FEWEST_TOLD; ; power *= 10)
    for (const step of STEPS) if (count <= step * power) return step * power
}

const DAY_MS = 86_400_000
const SYNC_OLD_DAYS = 7
/** Articles may have changed meanwhile in the help center. */
export const isSyncOld = (doneAt: string, now: number): boolean =>
  now - Date.parse(doneAt) > SYNC_OLD_DAYS * DAY_MS
/** A checkpoint is signed each second: more than this behind, and something keeps it from it. */
const MOST_UNSIGNED = 1_000
const LEAST_FREE_BYTES = 1024 ** 3
const LEAST_FREE_SHARE = 0.05

function isDiskLow({ freeBytes, totalBytes }: HealthFacts['storage']): boolean {
  if (freeBytes === null || totalBytes === null) return false
  return freeBytes < Math.min(LEAST_FREE_BYTES, totalBytes * LEAST_FREE_SHARE)
}

export function findingsOf(facts: HealthFacts): readonly HealthFinding[] {
  const { sync, checkpoint } = facts
  const { lastDoneAt } = sync
  const found: Readonly<Record<HealthFinding, boolean>> = {
    not_live: !facts.live,
    stopped: facts.stopped,
    never_synced: lastDoneAt === null && !sync.running,
    sync_failed: sync.failed,
    sync_old: lastDoneAt !== null && isSyncOld(lastDoneAt, Date.parse(facts.checkedAt)),
    brand_unread: sync.brands.some(({ failed }) => failed),
    provider_errors: (facts.provider?.troubles ?? []).some(({ count }) => count > 0),
    checkpoint_behind: checkpoint.entries - checkpoint.signed > MOST_UNSIGNED,
    copies_behind: checkpoint.behind > 0,
    disk_low: isDiskLow(facts.storage),
    words_alone: facts.wordsAlone,
    master_key_old: facts.keysDue.includes('master'),
    session_key_old: facts.keysDue.includes('session'),
    log_key_old: facts.keysDue.includes('log'),
  }
  return HEALTH_FINDINGS.filter((finding) => found[finding])
}

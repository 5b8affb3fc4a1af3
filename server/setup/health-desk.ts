/** How the companion is doing, from the store and from what it knows of itself. Counts and codes, of no person. */
import type { AccountId } from '../../src/domain/account.ts'
import type { CopiesView } from '../../src/domain/audit-copies-api.ts'
import { uncopiedPlaces } from '../../src/domain/checkpoint-lag.ts'
import {
  brandHealth,
  findingsOf,
  type HealthFacts,
  type HealthFinding,
  type HealthView,
  roundedCount,
} from '../../src/domain/health.ts'
import { type KeyDates, keysDue } from '../../src/domain/key-ages.ts'
import type { Transact } from '../keys.ts'
import type { SetUpRooms, SetUpRows } from './set-up-desk.ts'

export interface HealthRooms extends Pick<SetUpRooms, 'drafting' | 'latestSync'> {
  readonly transact: Transact<SetUpRows>
  /** True where everything is stopped. */
  readonly stopped: () => boolean
  readonly runningDrafts: () => number
  /** True where an embedding model is set up and cannot be used. */
  readonly wordsAlone: () => boolean
  readonly keyDates: () => KeyDates
  /** How many entries of the log the newest checkpoint signs. */
  readonly signed: (accountId: AccountId) => Promise<number>
  readonly copies: () => CopiesView
  readonly disk: () => Promise<{
    readonly bytes: number
    readonly freeBytes: number | null
    readonly totalBytes: number | null
  }>
  readonly versions: { readonly server: string; readonly node: string }
}

const rounded = ({ name, count }: { readonly name: string; readonly count: number }) => ({
  ...{ name, count: roundedCount(count) },
})

const DAY_MS = 86_400_000

async function readFacts(rooms: HealthRooms, accountId: AccountId, counted: boolean): Promise<HealthFacts> {
  const now = rooms.drafting.world.now()
  const sync = await rooms.latestSync(accountId)
  const signed = await rooms.signed(accountId)
  const facts = rooms.drafting.worded?.model.facts ?? null
  const copies = rooms.copies()
  const disk = await rooms.disk()
  return rooms.transact(async (tx): Promise<HealthFacts> => {
    const since = new Date(now.getTime() - DAY_MS).toISOString()
    const troubles = await tx.providerTroubles(accountId, since)
    return {
      checkedAt: now.toISOString(),
      live: await tx.isLive(accountId),
      stopped: rooms.stopped(),
      sync: {
        lastDoneAt: await tx.lastWholeSync(accountId),
        failed: sync?.status === 'failed' || sync?.status === 'needs_confirmation',
        unread: sync?.problems.length ?? 0,
        running: sync?.status === 'running',
        brands: brandHealth(sync),
      },
      provider:
        facts === null
          ? null
          : {
              provider: facts.provider,
              region: facts.region,
              troubles: troubles.map(({ code, count }) => ({ name: code, count: Number(count) })),
            },
      runningDrafts: rooms.runningDrafts(),
      wordsAlone: rooms.wordsAlone(),
      keysDue: keysDue(rooms.keyDates(), now),
      checkpoint: {
        entries: (await tx.auditHead(accountId))?.tree.size ?? 0,
        signed,
        signedAt: copies.signedAt,
        copies: copies.copies.length,
        behind: uncopiedPlaces(copies, now).length,
      },
      storage: { ...disk, tables: counted ? (await tx.tableCounts()).map(rounded) : [] },
      versions: { ...rooms.versions, schema: await tx.schemaVersion() },
    }
  })
}

export async function viewHealth(rooms: HealthRooms, accountId: AccountId): Promise<HealthView> {
  const { stopped, wordsAlone, keysDue: due, ...facts } = await readFacts(rooms, accountId, true)
  return { ...facts, findings: findingsOf({ stopped, wordsAlone, keysDue: due, ...facts }) }
}

/** What anybody may be told who asks whether the companion is well: no number and no name. */
const TOLD: readonly HealthFinding[] = [
  'sync_failed',
  'sync_old',
  'brand_unread',
  'provider_errors',
  'checkpoint_behind',
  'disk_low',
]

export interface HealthWatch {
  /** Read from memory: whoever asks costs nothing. */
  notes(): readonly string[]
  /** Looks anew, and forgets failures that are too old to be told. */
  turn(accountId: AccountId): Promise<void>
}

export function createHealthWatch(rooms: HealthRooms): HealthWatch {
  let notes: readonly string[] = []
  return {
    notes: () => notes,
    async turn(accountId) {
      const facts = await readFacts(rooms, accountId, false)
      notes = findingsOf(facts)
        .filter((finding) => TOLD.includes(finding))
        .map((finding) => finding.replaceAll('_', ' '))
      const before = new Date(Date.parse(facts.checkedAt) - 2 * DAY_MS).toISOString()
      await rooms.transact((tx) => tx.forgetProviderTroubles(before))
    },
  }
}

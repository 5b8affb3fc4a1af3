/** Takes away what is past its days, in small batches, each with its entry; and says what tomorrow's run would take. */
import type { AccountId } from '../../src/domain/account.ts'
import { classCutoff, RETENTION_CLASSES, type RetentionClass } from '../../src/domain/retention.ts'
import type { RetentionPreview } from '../../src/domain/retention-api.ts'
import type { Transact } from '../keys.ts'
import type { PrivacyRooms } from './request-cases.ts'
import { daysOfRun, type RetentionSettingRows, readRetention } from './retention-settings.ts'

/** Their rows may go when nothing names them any more, which no index can tell: they are walked, a stretch at a time. */
const WALKED = ['ticket', 'person'] as const
export type WalkedClass = (typeof WALKED)[number]
const isWalked = (name: RetentionClass): name is WalkedClass => WALKED.some((each) => each === name)

export interface Stretch {
  /** Id that the last stretch ended with; empty: from the beginning. */
  readonly after: string
  readonly rows: number
}

export interface RetentionRows extends RetentionSettingRows {
  /** Ids of records that are past it, oldest first. */
  pastRetention(
    accountId: AccountId,
    name: RetentionClass,
    before: string,
    limit: number,
  ): Promise<readonly string[]>
  /** Of the next rows those that are past it; `last` is the id to go on behind, `null`: there are no more. */
  unnamedPastRetention(
    accountId: AccountId,
    name: WalkedClass,
    before: string,
    stretch: Stretch,
  ): Promise<{ readonly ids: readonly string[]; readonly last: string | null }>
  /** Of the class in all, and of those past it. */
  retentionSpan(
    accountId: AccountId,
    name: RetentionClass,
    before: string,
  ): Promise<{ readonly held: number; readonly due: number; readonly oldest: string | null }>
  removeRetained(accountId: AccountId, name: RetentionClass, ids: readonly string[]): Promise<void>
}

const AT_ONCE = 200
/** Stretches of a run: a million tickets are walked in a working day, and a run is over in some ten milliseconds. */
const STRETCHES = 25
const DAY_MS = 86_400_000

export interface RetentionRooms<Tx extends RetentionRows> extends Pick<PrivacyRooms, 'world' | 'audit'> {
  /** What still refuses something outlives the records of consent on these tickets. */
  readonly keepRefusals: (tx: Tx, accountId: AccountId, ticketRefs: readonly string[]) => Promise<void>
  /** Of what is kept in their place what refuses nothing any more goes, where it is from before. @returns how many. */
  readonly forgetNoes: (tx: Tx, accountId: AccountId, before: string) => Promise<number>
}

/** Where the next run goes on: the id of each class that the last one ended with. */
export type RetentionPlaces = Partial<Record<WalkedClass, string>>

/** @param places is brought up to date. @returns how many records went, by class. */
export async function runRetention<Tx extends RetentionRows>(
  rooms: RetentionRooms<Tx>,
  transact: Transact<Tx>,
  accountId: AccountId,
  places: RetentionPlaces = {},
): Promise<Readonly<Partial<Record<RetentionClass, number>>>> {
  const gone: Partial<Record<RetentionClass, number>> = {}
  const days = await transact((tx) => daysOfRun(tx, accountId, rooms.world.now()))
  for (const name of RETENTION_CLASSES) {
    const before = classCutoff(name, days[name], rooms.world.now())
    const count = (went: number) => {
      if (went > 0) gone[name] = (gone[name] ?? 0) + went
    }
    if (isWalked(name)) {
      await walk(rooms, transact, accountId, { name, before, places, count })
      continue
    }
    for (let last = AT_ONCE; last === AT_ONCE; ) {
      last = await transact(async (tx) => {
        const ids = await tx.pastRetention(accountId, name, before, AT_ONCE)
        await removeBatch(rooms, tx, accountId, { name, before, ids })
        return ids.length
      })
      count(last)
    }
    if (name === 'consent') await transact((tx) => forgetKept(rooms, tx, accountId, before))
  }
  return gone
}

interface Walk {
  readonly name: WalkedClass
  readonly before: string
  readonly places: RetentionPlaces
  readonly count: (went: number) => void
}

async function walk<Tx extends RetentionRows>(
  rooms: RetentionRooms<Tx>,
  transact: Transact<Tx>,
  accountId: AccountId,
  { name, before, places, count }: Walk,
): Promise<void> {
  for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
    const after = places[name] ?? ''
    const { ids, last } = await transact(async (tx) => {
      const found = await tx.unnamedPastRetention(accountId, name, before, { after, rows: AT_ONCE })
      await removeBatch(rooms, tx, accountId, { name, before, ids: found.ids })
      return found
    })
    count(ids.length)
    places[name] = last ?? ''
    if (last === null) return
  }
}

async function forgetKept<Tx extends RetentionRows>(
  rooms: RetentionRooms<Tx>,
  tx: Tx,
  accountId: AccountId,
  before: string,
): Promise<void> {
  const count = await rooms.forgetNoes(tx, accountId, before)
  if (count === 0) return
  await rooms.audit.append(tx, accountId, {
    type: 'retention.executed',
    actor: { kind: 'system', ref: 'retention' },
    object: { kind: 'retention', ref: 'refusal' },
    decision: 'deleted',
    detail: { class: 'refusal', count, before, kids: [] },
  })
}

async function kidsOf(
  tx: RetentionRows,
  accountId: AccountId,
  requesterRefs: readonly string[],
): Promise<readonly string[]> {
  const kids = new Set<string>()
  for (const requesterRef of requesterRefs)
    for (const kid of await tx.auditPayloadKids(accountId, requesterRef)) kids.add(kid)
  return [...kids]
}

interface Batch {
  readonly name: RetentionClass
  readonly before: string
  readonly ids: readonly string[]
}

async function removeBatch<Tx extends RetentionRows>(
  rooms: RetentionRooms<Tx>,
  tx: Tx,
  accountId: AccountId,
  { name, before, ids }: Batch,
): Promise<void> {
  if (ids.length === 0) return
  await rooms.audit.append(tx, accountId, {
    type: 'retention.executed',
    actor: { kind: 'system', ref: 'retention' },
    object: { kind: 'retention', ref: name },
    decision: 'deleted',
    // Of people the names of their keys: what was sealed beside the log for them is gone with them, and nothing else.
    // Of receipts the places of their entries: whoever checks the log misses these, and no others.
    detail: {
      class: name,
      count: ids.length,
      before,
      kids: name === 'person' ? await kidsOf(tx, accountId, ids) : [],
      ...(name === 'receipt' ? { receipts: ids } : {}),
    },
  })
  if (name === 'consent') await rooms.keepRefusals(tx, accountId, ids)
  await tx.removeRetained(accountId, name, ids)
}

export async function previewRetention(
  rooms: Pick<PrivacyRooms, 'world'>,
  tx: RetentionRows,
  accountId: AccountId,
): Promise<readonly RetentionPreview[]> {
  const { rules } = await readRetention(tx, accountId)
  const tomorrow = new Date(rooms.world.now().getTime() + DAY_MS)
  const previews: RetentionPreview[] = []
  for (const name of RETENTION_CLASSES) {
    const before = classCutoff(name, rules[name].days, tomorrow)
    previews.push({ class: name, before, ...(await tx.retentionSpan(accountId, name, before)) })
  }
  return previews
}

/** Takes away what is past its days, in small batches, each with its entry; and says what tomorrow's run would take. */
import type { AccountId } from '../../src/domain/account.ts'
import { classCutoff, RETENTION_CLASSES, type RetentionClass } from '../../src/domain/retention.ts'
import type { RetentionPreview } from '../../src/domain/retention-api.ts'
import type { Transact } from '../keys.ts'
import { allOrEach, type Failed, forgetOthers, type Setback } from '../one-by-one.ts'
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
  readonly setback: Setback
}

/** Where the next run goes on: the id of each class that the last one ended with. */
type RetentionPlaces = Partial<Record<WalkedClass, string>>

/** What a process remembers from one run to the next. */
export interface RetentionState {
  readonly places: RetentionPlaces
  /** Records that could not go, by class. */
  readonly failed: Partial<Record<RetentionClass, Failed>>
}

/**
 * A record that cannot go keeps no other, and a class none behind it.
 * @param state is brought up to date. @returns how many records went, by class.
 */
export async function runRetention<Tx extends RetentionRows>(
  rooms: RetentionRooms<Tx>,
  transact: Transact<Tx>,
  accountId: AccountId,
  state: RetentionState = { places: {}, failed: {} },
): Promise<Readonly<Partial<Record<RetentionClass, number>>>> {
  const gone: Partial<Record<RetentionClass, number>> = {}
  const days = await transact((tx) => daysOfRun(tx, accountId, rooms.world.now()))
  for (const name of RETENTION_CLASSES) {
    const before = classCutoff(name, days[name], rooms.world.now())
    const failed = state.failed[name] ?? new Set<string>()
    state.failed[name] = failed
    const count = (went: number) => {
      if (went > 0) gone[name] = (gone[name] ?? 0) + went
    }
    try {
      if (isWalked(name)) await walk(rooms, transact, accountId, { name, before, state, failed, count })
      else await takeAll(rooms, transact, accountId, { name, before, failed, count })
      if (name === 'consent') await transact((tx) => forgetKept(rooms, tx, accountId, before))
    } catch (error) {
      rooms.setback('retention', error)
    }
  }
  return gone
}

interface Taking {
  readonly name: RetentionClass
  readonly before: string
  readonly failed: Failed
  readonly count: (went: number) => void
}

type Find<Tx> = (tx: Tx) => Promise<readonly string[]>

/** What is found is looked for again where it goes: meanwhile somebody may have agreed anew, or named it. */
function remove<Tx extends RetentionRows>(
  rooms: RetentionRooms<Tx>,
  transact: Transact<Tx>,
  accountId: AccountId,
  { name, before, failed }: Taking,
  found: readonly string[],
  find: Find<Tx>,
): Promise<number> {
  const act = (some: readonly string[]) =>
    transact(async (tx) => {
      const due = new Set(await find(tx))
      const ids = some.filter((id) => due.has(id))
      await removeBatch(rooms, tx, accountId, { name, before, ids })
      return ids.length
    })
  return allOrEach(found, failed, act, (error) => rooms.setback('retention', error))
}

async function takeAll<Tx extends RetentionRows>(
  rooms: RetentionRooms<Tx>,
  transact: Transact<Tx>,
  accountId: AccountId,
  taking: Taking,
): Promise<void> {
  const { name, before, failed, count } = taking
  let [more, first] = [true, true]
  while (more) {
    // Those that could not go come first each time: they must not fill the batch.
    const asked = AT_ONCE + failed.size
    const find: Find<Tx> = (tx) => tx.pastRetention(accountId, name, before, asked)
    const found = await transact(find)
    if (found.length < asked) forgetOthers(failed, found)
    const tried = first ? found : found.filter((id) => !failed.has(id))
    const went = await remove(rooms, transact, accountId, taking, tried, find)
    count(went)
    more = found.length === asked && went > 0
    first = false
  }
}

interface Walk extends Taking {
  readonly name: WalkedClass
  readonly state: RetentionState
}

async function walk<Tx extends RetentionRows>(
  rooms: RetentionRooms<Tx>,
  transact: Transact<Tx>,
  accountId: AccountId,
  taking: Walk,
): Promise<void> {
  const { name, before, count } = taking
  const { places } = taking.state
  for (let stretch = 0; stretch < STRETCHES; stretch += 1) {
    const after = places[name] ?? ''
    const look = (tx: Tx) => tx.unnamedPastRetention(accountId, name, before, { after, rows: AT_ONCE })
    const find: Find<Tx> = async (tx) => (await look(tx)).ids
    const { ids, last } = await transact(look)
    count(await remove(rooms, transact, accountId, taking, ids, find))
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

/**
 * Wraps people's keys under the key of the month, and destroys the keys of months that no backup may need any
 * more. Whatever moment it is cut off at, every live key can be read: a month's key goes only when nothing live
 * has been wrapped with it for as long as backups are kept.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { AuditLog, AuditRows } from '../audit/index.ts'
import { type Keyring, monthOf, type Transact, type World } from '../keys.ts'
import { eachApart, type Setback } from '../one-by-one.ts'

export interface KeyEpoch {
  readonly epoch: string
  /** Since when nothing live is wrapped with its key. */
  readonly retiredAt: string | null
  readonly destroyedAt: string | null
}

export interface WrappedUnder {
  readonly keyEpoch: string
  readonly requesterRef: string
}

export interface PersonKeyRows extends AuditRows {
  /** Wrapped with the key of an earlier month, by month and reference, behind the one that is named. */
  keysBefore(
    accountId: AccountId,
    epoch: string,
    after: WrappedUnder | null,
    limit: number,
  ): Promise<readonly (WrappedUnder & { readonly wrappedKey: string })[]>
  setPersonKey(accountId: AccountId, requesterRef: string, wrappedKey: string): Promise<void>
  hasKeysUnder(accountId: AccountId, epoch: string): Promise<boolean>
  /** How many keys are under which month, as each of them says itself, in every account that is seen. */
  keysByEpoch(): Promise<
    readonly { readonly accountId: AccountId; readonly epoch: string; readonly count: number }[]
  >
  keyEpochs(accountId: AccountId): Promise<readonly KeyEpoch[]>
  setKeyEpoch(accountId: AccountId, state: KeyEpoch): Promise<void>
}

export interface KeyEpochRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  /** How long a backup of the store is kept at most. */
  readonly backupDays: number
}

const AT_ONCE = 500
const DAY_MS = 86_400_000
const SYSTEM = { kind: 'system', ref: 'keys' } as const

/** The first moment at which the key of a month may be destroyed; counted from its retirement. */
export function destroyedFrom(retiredAt: string, backupDays: number): string {
  return new Date(Date.parse(retiredAt) + backupDays * DAY_MS).toISOString()
}

/**
 * When the backups hold nothing readable any more of a person whose key was last wrapped in `epoch`: their month
 * ends, its key is retired, and the backups of that month run out. One day more, for the hour of the sweep.
 */
export function backupsFinalBy(epoch: string, erasedAt: string, backupDays: number): string {
  const [year = 0, month = 1] = monthOf(epoch).split('-').map(Number)
  const monthEnds = new Date(Date.UTC(year, month, 1)).toISOString()
  const retired = epoch === '' || monthEnds < erasedAt ? erasedAt : monthEnds
  return destroyedFrom(retired, backupDays + 1)
}

export interface KeySweep {
  readonly rewrapped: number
  /** Left as they are: they do not open, so the key of their month stays too. */
  readonly unreadable: number
  readonly destroyed: readonly string[]
}

/** Every key under an earlier month is wrapped anew, in batches, each whole or not at all. */
export async function rewrapKeys(
  rooms: Omit<KeyEpochRooms, 'backupDays'>,
  transact: Transact<PersonKeyRows>,
  accountId: AccountId,
): Promise<Omit<KeySweep, 'destroyed'>> {
  const current = rooms.keys.epochs.current(accountId)
  let [rewrapped, unreadable] = [0, 0]
  let after: WrappedUnder | null = null
  do {
    const from: WrappedUnder | null = after
    const batch: Rewrapped = await transact((tx) => rewrapBatch(rooms, tx, accountId, current, from))
    after = batch.last
    rewrapped += batch.rewrapped
    unreadable += batch.unreadable
  } while (after !== null)
  return { rewrapped, unreadable }
}

/** One turn: what is under an earlier month is wrapped anew; then what may go is destroyed. */
export async function sweepKeyEpochs(
  rooms: KeyEpochRooms,
  transact: Transact<PersonKeyRows>,
  accountId: AccountId,
): Promise<KeySweep> {
  const current = rooms.keys.epochs.current(accountId)
  const { rewrapped, unreadable } = await rewrapKeys(rooms, transact, accountId)
  const destroyed: string[] = []
  for (const epoch of rooms.keys.epochs.list().filter((month) => month < current)) {
    const may = await transact((tx) => retire(rooms, tx, accountId, epoch))
    // After the entry is durable: a key that is gone without a word would look like a loss.
    if (may && (await isDestroyed(rooms, epoch, accountId))) destroyed.push(epoch)
  }
  await transact((tx) => noteGone(rooms, tx, accountId))
  return { rewrapped, unreadable, destroyed }
}

/**
 * The same for every other account that the store shows. A month's key is everybody's: an account that no server runs
 * any more would keep it for good, and with it what older backups hold of those whom the others have erased. While its
 * people's keys are under that month they need it, so they are wrapped anew first. An account that runs sweeps itself
 * too, and finds it done. A database shows a server its own account alone: there the key waits until that one is run.
 */
export async function sweepOtherAccounts(
  rooms: Omit<KeyEpochRooms, 'backupDays'> & {
    /** As the account itself keeps its backups. */
    readonly backupDaysOf: (accountId: AccountId) => Promise<number>
    /** Signs its log as it stands. False for one that does not continue what was signed: nothing is added to that. */
    readonly sign: (accountId: AccountId) => Promise<boolean>
    /** One account that cannot be swept keeps no other. */
    readonly setback: Setback
  },
  transact: Transact<PersonKeyRows>,
  accountId: AccountId,
): Promise<void> {
  const { epochs } = rooms.keys
  const current = epochs.current(accountId)
  const isKept = epochs.list().some((epoch) => epoch < current && epochs.othersUnder(epoch, accountId) > 0)
  if (!isKept) return
  let told = false
  const audit: AuditLog = {
    append(tx, other, act) {
      told = true
      return rooms.audit.append(tx, other, act)
    },
  }
  const sweep = async (other: AccountId) => {
    // One that came back from a backup waits for somebody's word on it: after one more entry nobody could give it.
    if (!(await rooms.sign(other))) return false
    told = false
    const backupDays = await rooms.backupDaysOf(other)
    await sweepKeyEpochs({ ...rooms, audit, backupDays }, transact, other)
    if (told) await rooms.sign(other)
    return true
  }
  const others = (await transact((tx) => tx.auditedAccounts())).filter((each) => each !== accountId)
  await eachApart(others, sweep, (error) => rooms.setback('keys', error))
}

async function isDestroyed({ keys }: KeyEpochRooms, epoch: string, accountId: AccountId): Promise<boolean> {
  try {
    return await keys.epochs.destroy(epoch, accountId)
  } catch (error) {
    // Somebody changes keys this very moment: the next turn comes in a minute.
    if (error instanceof Fault && error.code === 'CONFLICT') return false
    throw error
  }
}

interface Rewrapped extends Omit<KeySweep, 'destroyed'> {
  /** `null`: there are no more. */
  readonly last: WrappedUnder | null
}

async function rewrapBatch(
  rooms: Omit<KeyEpochRooms, 'backupDays'>,
  tx: PersonKeyRows,
  accountId: AccountId,
  current: string,
  after: WrappedUnder | null,
): Promise<Rewrapped> {
  const rows = await tx.keysBefore(accountId, current, after, AT_ONCE)
  const fresh: { requesterRef: string; wrappedKey: string }[] = []
  for (const { requesterRef, wrappedKey } of rows) {
    try {
      fresh.push({ requesterRef, wrappedKey: rooms.keys.rewrap(wrappedKey, `${accountId}/${requesterRef}`) })
    } catch (error) {
      // One broken row must not keep everybody else's key under an old month.
      if (!(error instanceof Fault)) throw error
    }
  }
  if (fresh.length > 0)
    await rooms.audit.append(tx, accountId, {
      type: 'keys.rewrapped',
      actor: SYSTEM,
      object: { kind: 'key_epoch', ref: current },
      decision: 'rewrapped',
      detail: { keys: fresh.length },
    })
  for (const { requesterRef, wrappedKey } of fresh) await tx.setPersonKey(accountId, requesterRef, wrappedKey)
  const last = rows.length < AT_ONCE ? null : (rows.at(-1) ?? null)
  return { last, rewrapped: fresh.length, unreadable: rows.length - fresh.length }
}

/** @returns true when the key of the month may be destroyed now. */
async function retire(
  rooms: KeyEpochRooms,
  tx: PersonKeyRows,
  accountId: AccountId,
  epoch: string,
): Promise<boolean> {
  const known = (await tx.keyEpochs(accountId)).find((state) => state.epoch === epoch)
  const now = rooms.world.now().toISOString()
  if (await tx.hasKeysUnder(accountId, epoch)) {
    // A restored store brings back what was wrapped with it.
    rooms.keys.epochs.claim(epoch, accountId)
    if (known !== undefined) await tx.setKeyEpoch(accountId, { epoch, retiredAt: null, destroyedAt: null })
    return false
  }
  if (known?.destroyedAt != null) return true
  const retiredAt = known?.retiredAt ?? now
  if (known?.retiredAt == null) await tx.setKeyEpoch(accountId, { epoch, retiredAt, destroyedAt: null })
  if (destroyedFrom(retiredAt, rooms.backupDays) > now) return false
  // It is given up without a word: the entry follows when the last account has.
  if (rooms.keys.epochs.othersUnder(epoch, accountId) === 0)
    await tellDestroyed(rooms, tx, accountId, { epoch, retiredAt })
  return true
}

async function tellDestroyed(
  rooms: KeyEpochRooms,
  tx: PersonKeyRows,
  accountId: AccountId,
  { epoch, retiredAt }: { readonly epoch: string; readonly retiredAt: string },
): Promise<void> {
  await rooms.audit.append(tx, accountId, {
    type: 'key.destroyed',
    actor: SYSTEM,
    object: { kind: 'key_epoch', ref: epoch },
    decision: 'destroyed',
    detail: { retired: retiredAt, backupDays: rooms.backupDays },
  })
  await tx.setKeyEpoch(accountId, { epoch, retiredAt, destroyedAt: rooms.world.now().toISOString() })
}

/** What this account had given up, and another has taken away since. */
async function noteGone(rooms: KeyEpochRooms, tx: PersonKeyRows, accountId: AccountId): Promise<void> {
  const [there, now] = [rooms.keys.epochs.list(), rooms.world.now().toISOString()]
  for (const { epoch, retiredAt, destroyedAt } of await tx.keyEpochs(accountId)) {
    if (retiredAt === null || destroyedAt !== null || there.includes(epoch)) continue
    if (destroyedFrom(retiredAt, rooms.backupDays) > now || (await tx.hasKeysUnder(accountId, epoch)))
      continue
    await tellDestroyed(rooms, tx, accountId, { epoch, retiredAt })
  }
}

/**
 * Servers of one store share one data folder: keys of months, checkpoints and the journal of erasures are in it, and
 * not in the store. A server with a folder of its own would wrap what no other opens, so it is told before it adds
 * anything: by the keys that the store was first written with, and by the marks that running servers leave.
 */
import type { AccountId } from '../src/domain/account.ts'
import type { Keyring } from './keys.ts'
import { isLivePresence, type LeaseRows } from './leases.ts'

export interface FolderMarks {
  /** This server sees the folder, now. */
  put(holder: string): void
  has(holder: string): boolean
  drop(holder: string): void
  /** Those of servers that are gone for long. */
  clear(): void
}

export const FOLDER_PROBLEMS = ['other_keys', 'other_folder'] as const
export type FolderProblem = (typeof FOLDER_PROBLEMS)[number]

const KEYS = 'keys'
/** The store belongs to its keys for good. */
const FOR_GOOD = '9999-12-31T23:59:59.999Z'

/** What is said of it, with the next step. */
export const FOLDER_SAYS: Readonly<Record<FolderProblem, string>> = {
  other_keys:
    'the keys in the data folder are not those that this store was written with: bring its own back from their copy, or use the folder of its other servers (docs/operations/keys.md#a-key-is-lost)',
  other_folder:
    'another server of this database runs with another data folder: give every server the same one, on a shared volume (docs/postgresql.md)',
}

const fingerprintOf = (keys: Pick<Keyring, 'digest'>, accountId: AccountId) =>
  keys.digest('data-folder', accountId)

const claimOf = async (tx: LeaseRows, accountId: AccountId) =>
  (await tx.leases(accountId)).find(({ name }) => name === KEYS)

/** Whether these keys are the store's. A store that nobody has claimed yet is anybody's. */
export async function hasOtherKeys(
  tx: LeaseRows,
  accountId: AccountId,
  keys: Pick<Keyring, 'digest'>,
): Promise<boolean> {
  const claim = await claimOf(tx, accountId)
  return claim !== undefined && claim.holder !== fingerprintOf(keys, accountId)
}

interface NamedRows {
  allRoles(accountId: AccountId): Promise<readonly { readonly agentId: string }[]>
  auditEntries(
    accountId: AccountId,
    from: number,
    limit: number,
  ): Promise<readonly { readonly index: number; readonly header: string }[]>
}

const PAGE = 250

/**
 * Whether these keys wrote a store that nobody has claimed: whoever holds a role got it by an entry under the pseudonym
 * that these keys make. One of before may have come back without its keys: claimed by others, it would be shut to its own.
 */
async function wroteStore(
  tx: NamedRows,
  accountId: AccountId,
  keys: Pick<Keyring, 'digest'>,
): Promise<boolean> {
  const holders = await tx.allRoles(accountId)
  if (holders.length === 0) return true
  const named = holders.map(({ agentId }) => `"ref":"${keys.digest('agent', accountId, agentId)}"`)
  let next = 0
  for (;;) {
    const page = await tx.auditEntries(accountId, next, PAGE)
    const last = page.at(-1)
    if (last === undefined) return false
    if (page.some(({ header }) => named.some((ref) => header.includes(ref)))) return true
    next = last.index + 1
  }
}

/** @returns what is wrong with the folder; `null` when every running server sees it too. */
export async function folderProblem(
  tx: LeaseRows & NamedRows,
  given: {
    readonly accountId: AccountId
    readonly keys: Pick<Keyring, 'digest'>
    readonly marks: Pick<FolderMarks, 'has'>
    readonly now: Date
  },
): Promise<FolderProblem | null> {
  const { accountId, keys, marks, now } = given
  if (await hasOtherKeys(tx, accountId, keys)) return 'other_keys'
  if ((await claimOf(tx, accountId)) === undefined && !(await wroteStore(tx, accountId, keys)))
    return 'other_keys'
  const servers = (await tx.leases(accountId)).filter((lease) => isLivePresence(lease, now))
  return servers.every(({ holder }) => marks.has(holder)) ? null : 'other_folder'
}

interface MonthRows {
  auditedAccounts(): Promise<readonly AccountId[]>
  hasKeysUnder(accountId: AccountId, epoch: string): Promise<boolean>
}

/**
 * A lost month's key is not made anew: what people's keys are under would be shut to it when it comes back. The people
 * of every account that shares the folder count, by the store or by the mark that their server left.
 */
export async function passLostMonth(
  tx: MonthRows,
  accountId: AccountId,
  { epochs }: Pick<Keyring, 'epochs'>,
): Promise<void> {
  const isNeeded = async (epoch: string) => {
    if (epochs.isMarkedByOthers(epoch, accountId)) return true
    for (const each of new Set([accountId, ...(await tx.auditedAccounts())]))
      if (await tx.hasKeysUnder(each, epoch)) return true
    return false
  }
  let isPassed = false
  // The one that took its place may be lost as well.
  for (let epoch = epochs.unmade(); epoch !== null && (await isNeeded(epoch)); epoch = epochs.unmade()) {
    epochs.passOver(epoch)
    isPassed = true
  }
  // Whoever else is at work here finds it, and asks no more.
  if (isPassed) epochs.current(accountId)
}

/** From now on the store is these keys'. */
export async function claimStore(
  tx: LeaseRows,
  accountId: AccountId,
  keys: Pick<Keyring, 'digest'>,
): Promise<void> {
  await tx.setLease(accountId, { name: KEYS, holder: fingerprintOf(keys, accountId), until: FOR_GOOD })
}

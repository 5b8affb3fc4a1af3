/**
 * Servers of one store share one data folder: keys of months, checkpoints and the journal of erasures are in it, and
 * not in the store. A server with a folder of its own would wrap what no other opens, so it is told before it adds
 * anything: by the keys that the store was first written with, and by the marks that running servers leave.
 */
import type { AccountId } from '../src/domain/account.ts'
import { Fault } from '../src/domain/fault.ts'
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

/** Whether these keys are the store's. A store that nobody has claimed yet is anybody's. */
export async function hasOtherKeys(
  tx: LeaseRows,
  accountId: AccountId,
  keys: Pick<Keyring, 'digest'>,
): Promise<boolean> {
  const claim = (await tx.leases(accountId)).find(({ name }) => name === KEYS)
  return claim !== undefined && claim.holder !== fingerprintOf(keys, accountId)
}

/** @returns what is wrong with the folder; `null` when every running server sees it too. */
export async function folderProblem(
  tx: LeaseRows,
  given: {
    readonly accountId: AccountId
    readonly keys: Pick<Keyring, 'digest'>
    readonly marks: Pick<FolderMarks, 'has'>
    readonly now: Date
  },
): Promise<FolderProblem | null> {
  const { accountId, keys, marks, now } = given
  if (await hasOtherKeys(tx, accountId, keys)) return 'other_keys'
  const servers = (await tx.leases(accountId)).filter((lease) => isLivePresence(lease, now))
  return servers.every(({ holder }) => marks.has(holder)) ? null : 'other_folder'
}

interface PeopleRows {
  keysBefore(
    accountId: AccountId,
    epoch: string,
    after: string,
    limit: number,
  ): Promise<readonly { readonly requesterRef: string; readonly wrappedKey: string }[]>
}

const ALL_MONTHS = '9999-12'
const MOST_ASKED = 5

/**
 * Whether these keys open what a store holds that nobody has claimed. One of before may have come back without its keys:
 * claimed by others, it would be shut to its own.
 */
export async function opensPeople(
  tx: PeopleRows,
  accountId: AccountId,
  keys: Pick<Keyring, 'personKey'>,
): Promise<boolean> {
  const people = await tx.keysBefore(accountId, ALL_MONTHS, '', MOST_ASKED)
  const opens = ({ requesterRef, wrappedKey }: (typeof people)[number]) => {
    try {
      keys.personKey(wrappedKey, `${accountId}/${requesterRef}`)
      return true
    } catch (error) {
      if (error instanceof Fault) return false
      throw error
    }
  }
  return people.length === 0 || people.some(opens)
}

/** From now on the store is these keys'. */
export async function claimStore(
  tx: LeaseRows,
  accountId: AccountId,
  keys: Pick<Keyring, 'digest'>,
): Promise<void> {
  await tx.setLease(accountId, { name: KEYS, holder: fingerprintOf(keys, accountId), until: FOR_GOOD })
}

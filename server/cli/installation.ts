/**
 * The command line's one door to the store of an installation: the database that `DATABASE_URL` names, as the servers
 * see it, or else the file of the data folder. Keys and checkpoints are in the folder either way.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import { KILL_SWITCH_FILE } from '../../src/domain/kill-switch.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { openKeyring } from '../adapters/keyring.ts'
import { type StorePlace, storePlace } from '../adapters/store-address.ts'
import type { PlacedStore } from '../adapters/store-place.ts'
import { accountIdIn, accountNameIn, databaseProblem, dataDirIn } from '../config.ts'
import type { Keyring } from '../keys.ts'
import { FOLDER_SAYS, hasOtherKeys, passLostMonth } from '../shared-folder.ts'
import type { Terminal } from './main.ts'

export interface Installation extends PlacedStore {
  readonly keys: Keyring
  /** The one account that is meant. `undefined`: none was named, and the file may have several. */
  readonly account: string | undefined
}

interface Wanted {
  readonly data: string
  readonly account: string | undefined
  readonly env: Terminal['env']
  readonly readonly?: boolean
  /** A file and keys that are not there are made. A database is never without the keys of its servers. */
  readonly fresh?: boolean
  /** Of a file with several accounts all are meant, also where one is configured. */
  readonly every?: boolean
}

export interface Beside {
  /** Folder of the journal of erasures. */
  readonly journal: string
  /** File of stops. */
  readonly stops: string
}

/** In the folder itself, or where the environment has them. */
export function besideOf(data: string, env: Terminal['env']): Beside {
  return {
    journal: resolve(env['VOUCH_ERASURE_JOURNAL'] ?? join(data, 'erasures')),
    stops: resolve(env['VOUCH_KILL_SWITCH_FILE'] ?? join(data, KILL_SWITCH_FILE)),
  }
}

/** Of a rehearsal elsewhere nothing may come to the server's own journal. */
export function journalOf(data: string, env: Terminal['env']): string {
  return data === dataDirIn(env) ? besideOf(data, env).journal : join(data, 'erasures')
}

/**
 * The account that is named or configured, or the only one whose log was signed in this folder: whoever stops something
 * in a hurry has another shell than the server. @throws Fault `BAD_REQUEST`.
 */
export async function accountMeant(
  named: string | undefined,
  env: Terminal['env'],
  data: string,
): Promise<string> {
  const account = named ?? accountIdIn(env)
  if (account !== undefined) return account
  const signed = (await checkpointFiles(data).origins()).map((origin) => /^vouch\/(.+)$/.exec(origin)?.[1])
  const [only, ...more] = signed.filter((one) => one !== undefined)
  if (only !== undefined && more.length === 0) return only
  throw new Fault(
    'BAD_REQUEST',
    `which account? Name it with --account ID, or give the command with the server's environment (VOUCH_ACCOUNT_ORIGIN is not set, and ${data} has ${only === undefined ? 'none' : 'several'})`,
  )
}

/** @throws Fault `CONFIG_INVALID` for an address that a server would not take. It is printed nowhere. */
export function placeIn(data: string, env: Terminal['env']): StorePlace {
  const place = storePlace(data, env['DATABASE_URL'])
  const problem =
    place.kind === 'sqlite' ? null : databaseProblem(place.url, env['NODE_ENV'] === 'production')
  if (problem !== null) throw new Fault('CONFIG_INVALID', problem)
  return place
}

/** Without its keys the folder would be given new ones, and those nobody vouches for. */
function requireParts(place: StorePlace, { data, fresh }: Wanted): void {
  const keys = ['master.key', 'checkpoint.key'].every((name) => existsSync(join(data, name)))
  if (place.kind === 'postgres' && !keys)
    throw new Fault(
      'SOURCE_UNREADABLE',
      `the keys of this installation are not in ${data}: with a database too the data folder of its servers is needed (--data or VOUCH_DATA_DIR)`,
    )
  if (place.kind === 'sqlite' && fresh !== true && !(keys && existsSync(place.file)))
    throw new Fault('SOURCE_UNREADABLE', `store and keys of this installation are not in ${data}`)
}

/** @throws Fault; then no store was opened, and none was made. */
export async function openInstallation(wanted: Wanted): Promise<Installation> {
  const { data, env, readonly = false } = wanted
  const place = placeIn(data, env)
  requireParts(place, wanted)
  const keys = openKeyring(data)
  // Whoever has named another may stop something although the variable is wrong.
  const configured = wanted.account === undefined ? accountIdIn(env) : accountNameIn(env)
  // The engine, and with it the rows of every room, is loaded where there is something to open.
  const { openStoreAt } = await import('../adapters/store-place.ts')
  if (place.kind === 'sqlite') {
    const store = await openStoreAt(place, { account: wanted.account ?? '', readonly })
    const preferred = wanted.every === true ? undefined : configured
    return withItsKeys(store, keys, { account: wanted.account, preferred, writes: !readonly })
  }
  // A role of a database sees one account: there it must be named.
  const account = wanted.account ?? configured
  if (account === undefined)
    throw new Fault('BAD_REQUEST', 'with a database name the account: --account ID, or VOUCH_ACCOUNT_ORIGIN')
  // What writes connects as a server does.
  const strict = env['NODE_ENV'] === 'production' && !readonly
  // A name that somebody has typed or set may be none. Articles may be there before the first server is.
  const known = wanted.fresh !== true || account !== configured
  return withItsKeys(await openStoreAt(place, { account, readonly, strict, known }), keys, {
    account,
    writes: !readonly,
  })
}

/** What was written with other keys would be taken for tampering, or for strangers. */
async function withItsKeys(
  store: PlacedStore,
  keys: Keyring,
  {
    account,
    preferred,
    writes,
  }: Pick<Wanted, 'account'> & { readonly preferred?: string | undefined; readonly writes: boolean },
): Promise<Installation> {
  try {
    const accounts = account === undefined ? await store.transact((tx) => tx.auditedAccounts()) : [account]
    for (const each of accounts) {
      if (await store.transact((tx) => hasOtherKeys(tx, each, keys)))
        throw new Fault('SOURCE_UNREADABLE', FOLDER_SAYS.other_keys)
      if (writes) await store.transact((tx) => passLostMonth(tx, each, keys))
    }
    // Of several in one file the servers' own is meant.
    const several = accounts.length > 1 && preferred !== undefined && accounts.includes(preferred)
    return { ...store, keys, account: several ? preferred : account }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** As a verifier opens it: of what cannot be read nothing is said. @throws Fault `SOURCE_UNREADABLE`. */
export async function readInstallation(
  wanted: Omit<Wanted, 'readonly' | 'fresh' | 'every'>,
): Promise<Installation> {
  try {
    return await openInstallation({ ...wanted, readonly: true, every: true })
  } catch (cause) {
    if (!(cause instanceof Fault) || !cause.code.startsWith('STORE_')) throw cause
    throw new Fault('SOURCE_UNREADABLE', `the store cannot be read: ${cause.message} (${cause.code})`, cause)
  }
}

/** For what works on files alone. @throws Fault `BAD_REQUEST` where the store is a database: then nothing happened. */
export function requireFile(data: string, env: Terminal['env'], instead: string): void {
  if (storePlace(data, env['DATABASE_URL']).kind === 'postgres')
    throw new Fault(
      'BAD_REQUEST',
      `DATABASE_URL names the store, and this command knows files alone: ${instead}`,
    )
}

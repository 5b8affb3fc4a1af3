/** The store of a data folder, whichever engine the tests of this run use: as the product opens it, or behind its back. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { openPostgresStore } from '../../server/adapters/postgres-store.ts'
import { signingKeys } from '../../server/adapters/signing-key.ts'
import { type OpenStore, openSqliteStore } from '../../server/adapters/sqlite-store.ts'
import {
  asServer,
  databaseIn,
  dumpOfPostgres,
  giveBackDatabase,
  knownUrl,
  POSTGRES,
  postgresDatabase,
  type TestDatabase,
} from './test-database.ts'

function urlOf(folder: string): string {
  const url = knownUrl(folder)
  if (url === undefined) throw new Error(`no database belongs to ${folder}`)
  return url
}

const ORIGIN = 'https://acme.zendesk.com'

/** As another server of the account, or a command, opens it. One that is not there is made. */
export async function openStoreOf(
  folder: string,
  account = 'acme',
  settled?: (kept: boolean) => void,
): Promise<OpenStore> {
  const told = settled === undefined ? {} : { settled }
  if (POSTGRES === null) return openSqliteStore(join(folder, 'vouch.sqlite'), told)
  const url = await databaseIn(folder)
  const store = await openPostgresStore(asServer(url), { account, ...told })
  return { ...store, close: () => store.close().finally(() => giveBackDatabase(url)) }
}

/** A hand behind the product's back: no wall and no foreign key holds it. */
export function handOn(folder: string): TestDatabase {
  if (POSTGRES !== null) return postgresDatabase(urlOf(folder))
  const database = new Database(join(folder, 'vouch.sqlite'))
  database.pragma('foreign_keys = OFF')
  return database
}

/** As if it had been swept all the while: a clock that has leapt destroys nothing before a person confirms it. */
export function sweptSince(database: Pick<TestDatabase, 'exec'>): void {
  database.exec("delete from lease where name = 'clock'")
}

/** What a command must be told to find the store of that folder; nothing where none was made there. */
export function envOf(folder: string, origin: string = ORIGIN): Record<string, string> {
  const url = POSTGRES === null ? undefined : knownUrl(folder)
  return url === undefined ? {} : { DATABASE_URL: asServer(url), VOUCH_ACCOUNT_ORIGIN: origin }
}

/** The same for the folder that is named after `--data`. */
export function commandEnv(args: readonly string[], origin: string = ORIGIN): Record<string, string> {
  const folder = args.includes('--data') ? args[args.indexOf('--data') + 1] : undefined
  return folder === undefined ? {} : envOf(folder, origin)
}

/** A folder with a store and the keys of a server that has not started yet: of an account of that name. */
export async function newPlace(folder: string): Promise<void> {
  if (POSTGRES === null) return
  openKeyring(folder)
  signingKeys(folder)
  giveBackDatabase(await databaseIn(folder))
}

/** All that is stored there: equal texts are equal stores. */
export function storedIn(folder: string): string {
  if (POSTGRES !== null) return dumpOfPostgres(urlOf(folder), [])
  return readFileSync(join(folder, 'vouch.sqlite')).toString('latin1')
}

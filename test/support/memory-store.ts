/** Real stores for tests: in memory, or as a file that a test can open behind the product's back. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, before, beforeEach } from 'mocha'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { openPostgresStore, type PostgresStore } from '../../server/adapters/postgres-store.ts'
import { snapshotsOf } from '../../server/adapters/snapshot.ts'
import { type OpenStore, openSqliteStore } from '../../server/adapters/sqlite-store.ts'
import type { Keyring, Transact } from '../../server/keys.ts'
import type { StoreRows } from '../../server/store.ts'
import { freshFile } from './fresh-file.ts'
import { tempFolder } from './temp-folder.ts'
import {
  databaseIn,
  giveBackDatabase,
  newDatabase,
  POSTGRES,
  postgresDatabase,
  rowsAreTold,
  type TestDatabase,
} from './test-database.ts'

/** On PostgreSQL it sees every account, as its operator does: tests of rooms are about several at once. */
async function postgresStore(url: string): Promise<PostgresStore> {
  const store = await openPostgresStore(url)
  const close = async () => {
    opened.delete(close)
    await store.close()
    giveBackDatabase(url)
  }
  if (inTest) opened.add(close)
  const transact: PostgresStore['transact'] = (act) => {
    const told = rowsAreTold(url)
    return told === undefined ? store.transact(act) : told.then(() => store.transact(act))
  }
  return { ...store, transact, close }
}

const opened = new Set<() => Promise<void>>()
let inTest = false
/** Stores that a test has opened for itself and left open. */
if (POSTGRES !== null) {
  before(() => {
    inTest = false
  })
  beforeEach(() => {
    inTest = true
  })
  afterEach(async () => {
    inTest = false
    for (const close of [...opened]) await close()
  })
}

export async function memoryStore(): Promise<OpenStore> {
  return POSTGRES === null ? openSqliteStore(':memory:') : postgresStore(await newDatabase())
}

export interface FileStore extends OpenStore {
  readonly file: string
  readonly snapshot: Transact<StoreRows>
  /** Another program's hand on the file: runs statements that the product would never run. */
  tamper(act: (database: TestDatabase) => void): void
  /** Rows of a query, as the file holds them. */
  rows(query: string): readonly Record<string, unknown>[]
}

export async function fileStore(folder: string = tempFolder()): Promise<FileStore> {
  const file = join(folder, 'vouch.sqlite')
  if (POSTGRES !== null) {
    const url = await databaseIn(folder)
    const database = postgresDatabase(url)
    return {
      ...(await postgresStore(url)),
      file,
      tamper: (act) => act(database),
      rows: (query) => database.prepare(query).all() as Record<string, unknown>[],
    }
  }
  // A store is made after its keys.
  if (!existsSync(file)) openKeyring(folder)
  await freshFile(folder)
  const store = await openSqliteStore(file)
  const withDatabase = <T>(act: (database: Database.Database) => T): T => {
    const database = new Database(file)
    try {
      database.pragma('foreign_keys = OFF')
      return act(database)
    } finally {
      database.close()
    }
  }
  return {
    ...store,
    file,
    snapshot: snapshotsOf(file),
    tamper: withDatabase,
    rows: (query) => withDatabase((database) => database.prepare(query).all() as Record<string, unknown>[]),
  }
}

export function tempKeyring(folder: string = tempFolder()): Keyring {
  return openKeyring(folder)
}

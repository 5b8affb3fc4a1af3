/** Real stores for tests: in memory, or as a file that a test can open behind the product's back. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { type OpenStore, openSqliteStore } from '../../server/adapters/sqlite-store.ts'
import type { Keyring } from '../../server/keys.ts'
import { tempFolder } from './temp-folder.ts'

export function memoryStore(): Promise<OpenStore> {
  return openSqliteStore(':memory:')
}

export interface FileStore extends OpenStore {
  readonly file: string
  /** Another program's hand on the file: runs statements that the product would never run. */
  tamper(act: (database: Database.Database) => void): void
  /** Rows of a query, as the file holds them. */
  rows(query: string): readonly Record<string, unknown>[]
}

export async function fileStore(folder: string = tempFolder()): Promise<FileStore> {
  const file = join(folder, 'vouch.sqlite')
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
    tamper: withDatabase,
    rows: (query) => withDatabase((database) => database.prepare(query).all() as Record<string, unknown>[]),
  }
}

export function tempKeyring(folder: string = tempFolder()): Keyring {
  return openKeyring(folder)
}

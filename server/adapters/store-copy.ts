/** A copy of the store while it is written to: one file, as it was at one moment, without a journal beside it. */
import { chmodSync, existsSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Fault } from '../../src/domain/fault.ts'
import { MIGRATIONS } from './schema.ts'

/** All pages in one step: between two, somebody else's write would begin the copy anew. */
const ALL_PAGES = 0x7fffffff

export interface CopyFacts {
  readonly schema: number
  /** Months whose keys wrap the keys of people in it (`2026-11`), oldest first. */
  readonly months: readonly string[]
}

/** The newest schema that this version can open. */
export const NEWEST_SCHEMA = MIGRATIONS.length

function factsOf(database: Database.Database): CopyFacts {
  const sound = database.pragma('integrity_check', { simple: true })
  if (sound !== 'ok') throw new Fault('STORE_UNAVAILABLE', 'the pages of the store are damaged')
  const schema = database.prepare<[], { version: number }>('select version from schema_version').get()
  const months = database
    .prepare<[], { month: string }>(
      `select distinct substr(wrapped_key, 1, 7) as month from requester where substr(wrapped_key, 8, 1) = ':'
       union select distinct substr(wrapped_key, 1, 11) from requester where substr(wrapped_key, 12, 1) = ':'`,
    )
    .all()
  return { schema: schema?.version ?? 0, months: months.map(({ month }) => month).sort() }
}

/** @throws Fault `SOURCE_UNREADABLE` when it is no store, `STORE_UNAVAILABLE` when its pages are damaged. */
export function readCopy(file: string): CopyFacts {
  let database: Database.Database | undefined
  try {
    database = new Database(file, { readonly: true, fileMustExist: true })
    return factsOf(database)
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('SOURCE_UNREADABLE', `${file} cannot be read as a store`, cause)
  } finally {
    database?.close()
  }
}

/** @throws Fault; then there is no copy. */
export async function copyStore(from: string, to: string): Promise<CopyFacts> {
  if (!existsSync(from)) throw new Fault('SOURCE_UNREADABLE', `there is no store at ${from}`)
  let source: Database.Database | undefined
  try {
    source = new Database(from, { readonly: true, fileMustExist: true })
    // One view for the whole copy; the writer goes on beside it.
    source.exec('begin')
    source.prepare('select version from schema_version').get()
    await source.backup(to, { progress: () => ALL_PAGES })
    source.exec('commit')
    chmodSync(to, 0o600)
    const copy = new Database(to)
    try {
      copy.pragma('journal_mode = DELETE')
      return factsOf(copy)
    } finally {
      copy.close()
    }
  } catch (cause) {
    rmSync(to, { force: true })
    if (cause instanceof Fault) throw cause
    throw new Fault('STORE_UNAVAILABLE', `the store ${from} cannot be copied`, cause)
  } finally {
    source?.close()
  }
}

/**
 * Which servers there are on one SQLite file: each holds a lock on `<data>/servers/<id>`, and the system takes it away
 * with the process, however that ends. The locks are SQLite's own: where they were not kept, the store would not be.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Fault } from '../../src/domain/fault.ts'

/** A file is there a moment before its lock: a younger one may be of a server that comes just now. */
const LEFT_BEHIND_MS = 86_400_000
const NAME = /^[0-9a-f-]{36}$/

export interface ServerLocks {
  /** Says that this server is there. Again changes nothing. */
  hold(): void
  others(): ReadonlySet<string>
  release(): void
}

function isLocked(path: string): boolean {
  let look: Database.Database | undefined
  try {
    look = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 })
    look.prepare('select count(*) from sqlite_master').get()
    return false
  } catch (cause) {
    // Whoever ends takes its file along.
    return cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY')
  } finally {
    look?.close()
  }
}

export function serverLocks(dataDir: string, server: string): ServerLocks {
  const folder = join(dataDir, 'servers')
  const pathOf = (name: string) => join(folder, name)
  let held: Database.Database | null = null
  const namesOfOthers = () => readdirSync(folder).filter((name) => NAME.test(name) && name !== server)
  return {
    hold() {
      if (held !== null) return
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        const lock = new Database(pathOf(server))
        lock.exec('pragma journal_mode = memory; begin exclusive')
        held = lock
      } catch (cause) {
        throw new Fault('STORE_UNAVAILABLE', `the folder ${folder} cannot be written`, cause)
      }
      for (const name of namesOfOthers()) {
        const { mtimeMs } = statSync(pathOf(name), { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
        if (Date.now() - mtimeMs > LEFT_BEHIND_MS && !isLocked(pathOf(name)))
          rmSync(pathOf(name), { force: true })
      }
    },
    others: () => new Set(held === null ? [] : namesOfOthers().filter((name) => isLocked(pathOf(name)))),
    release() {
      held?.close()
      held = null
      rmSync(pathOf(server), { force: true })
    },
  }
}

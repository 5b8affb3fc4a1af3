/**
 * Which servers there are on one SQLite file: each holds a lock on `<data>/servers/<id>`, and the system takes it away
 * with the process, however that ends. What only one process may be at has a lock of its own beside them. The locks are
 * SQLite's own: where they were not kept, the store would not be.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointName } from './checkpoint-files.ts'

/** A file is there a moment before its lock: a younger one may be of a server that comes just now. */
const LEFT_BEHIND_MS = 86_400_000
const NAME = /^[0-9a-f-]{36}$/

export interface ServerLocks {
  /** Says that this server is there. Again changes nothing. */
  hold(): void
  others(): ReadonlySet<string>
  /** Ours from now on, or still. @returns false while another process has it. */
  take(what: string): boolean
  drop(what: string): void
  isElsewhere(what: string): boolean
  /** Gives everything back. */
  release(): void
}

/** Whoever looks whether a server is there holds its lock for a moment. */
const LOOK_MS = 1_000

/** @throws `SQLITE_BUSY` while another one has it, for so long. */
function lockOn(path: string, timeout: number): Database.Database {
  const lock = new Database(path, { timeout })
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive')
    return lock
  } catch (cause) {
    lock.close()
    throw cause
  }
}

const isBusy = (cause: unknown) =>
  cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY')

function isLocked(path: string): boolean {
  let look: Database.Database | undefined
  try {
    look = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 })
    look.prepare('select count(*) from sqlite_master').get()
    return false
  } catch (cause) {
    // Whoever ends takes its file along.
    return isBusy(cause)
  } finally {
    look?.close()
  }
}

/** Accounts may share a folder: what one of them is at keeps no other from it. */
export function serverLocks(dataDir: string, server: string, accountId: string): ServerLocks {
  const folder = join(dataDir, 'servers')
  const pathOf = (name: string) => join(folder, name)
  // Never removed: whoever has opened one must find the lock that everybody else looks at.
  const pathFor = (what: string) => join(folder, `${checkpointName(accountId)}.${what}.lock`)
  const taken = new Map<string, Database.Database>()
  let held: Database.Database | null = null
  const locked = (path: string, timeout: number) => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      return lockOn(path, timeout)
    } catch (cause) {
      if (isBusy(cause)) return null
      throw new Fault('STORE_UNAVAILABLE', `the folder ${folder} cannot be written`, cause)
    }
  }
  const drop = (what: string) => {
    taken.get(what)?.close()
    taken.delete(what)
  }
  const namesOfOthers = () => readdirSync(folder).filter((name) => NAME.test(name) && name !== server)
  return {
    hold() {
      if (held !== null) return
      held = locked(pathOf(server), LOOK_MS)
      // Its name is nobody else's: others look at it, and do not stay.
      if (held === null) throw new Fault('STORE_UNAVAILABLE', `the folder ${folder} is held by others`)
      for (const name of namesOfOthers()) {
        const { mtimeMs } = statSync(pathOf(name), { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
        if (Date.now() - mtimeMs > LEFT_BEHIND_MS && !isLocked(pathOf(name)))
          rmSync(pathOf(name), { force: true })
      }
    },
    others: () => new Set(held === null ? [] : namesOfOthers().filter((name) => isLocked(pathOf(name)))),
    take(what) {
      if (taken.has(what)) return true
      const lock = locked(pathFor(what), 0)
      if (lock !== null) taken.set(what, lock)
      return lock !== null
    },
    drop,
    isElsewhere: (what) => !taken.has(what) && isLocked(pathFor(what)),
    release() {
      for (const what of [...taken.keys()]) drop(what)
      held?.close()
      held = null
      rmSync(pathOf(server), { force: true })
    },
  }
}

/**
 * One process at a time changes the key files of a data folder. The system takes the lock back when its holder is
 * killed, so nothing is ever left to be unlocked by hand.
 */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { Fault } from '../../src/domain/fault.ts'

const LOOK_AGAIN_MS = 100

/** Never waits inside the database's own call: a server that waited there would serve nobody. */
function taken(dataDir: string): Database.Database | null {
  const lock = new Database(join(dataDir, 'keys.lock'), { timeout: 0 })
  try {
    lock.exec('begin exclusive')
    return lock
  } catch (cause) {
    lock.close()
    if (cause instanceof Database.SqliteError && cause.code === 'SQLITE_BUSY') return null
    throw cause
  }
}

/** @throws Fault `CONFLICT` when another process, or another act of this one, holds it for longer than that. */
export async function withKeyLock<T>(dataDir: string, patienceMs: number, act: () => Promise<T>): Promise<T> {
  let lock = taken(dataDir)
  for (let waited = 0; lock === null && waited < patienceMs; waited += LOOK_AGAIN_MS) {
    await wait(LOOK_AGAIN_MS)
    lock = taken(dataDir)
  }
  if (lock === null)
    throw new Fault('CONFLICT', 'the keys are being changed by somebody else: try again in a moment')
  try {
    return await act()
  } finally {
    lock.close()
  }
}

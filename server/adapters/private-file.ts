/** Files of keys: their owner alone reads them, and a crash leaves the old file, the new one or none, never half of one. */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'

/** A name of its own: two processes that write at once do not take each other's half. */
function writtenBeside(path: string, text: string): string {
  const own = `${path}.${randomBytes(6).toString('hex')}.new`
  writeFileSync(own, text, { mode: 0o600, flush: true, flag: 'wx' })
  return own
}

/** Before anything rests on the key: a name that is lost in a crash would take with it what was sealed or signed. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** On the disk, and not yet in its place: what is left to be done needs no room. */
export function preparePrivate(path: string, text: string): { place(): void; forget(): void } {
  const own = writtenBeside(path, text)
  return {
    place() {
      renameSync(own, path)
      syncFolder(dirname(path))
    },
    forget: () => unlinkSync(own),
  }
}

/** Takes the place of what is there. */
export function writePrivate(path: string, text: string): void {
  preparePrivate(path, text).place()
}

/** Whoever comes second, in this process or another, leaves what the first one made: there are never two keys. */
export function makePrivate(path: string, text: string): void {
  const own = writtenBeside(path, text)
  try {
    linkSync(own, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    unlinkSync(own)
  }
  syncFolder(dirname(path))
}

/** What is said of a key that was there, with the next step. */
export function lostKey(path: string): string {
  return `${path} is gone, and what lies beside it needs it: bring it back from the copy of the keys (docs/operations/keys.md#a-key-is-lost)`
}

/** @throws Fault `CONFIG_INVALID` when others may read it. */
export function readPrivate(path: string): string {
  if ((statSync(path).mode & 0o077) !== 0)
    throw new Fault('CONFIG_INVALID', `${path} can be read by others: run chmod 600 on it`)
  return readFileSync(path, 'utf8')
}

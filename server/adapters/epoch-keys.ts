/**
 * The keys that wrap people's data keys: one a month, each a file outside the store (`keys/epoch-2026-11.key`,
 * mode 0600). A backup of the store is read with the files of its months; when such a file is destroyed, what
 * older backups hold of anybody cannot be read any more.
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import { makePrivate, readPrivate, syncFolder } from './private-file.ts'

const KEY_BYTES = 32
const NAME = /^epoch-(\d{4}-(?:0[1-9]|1[0-2]))\.key$/

export interface EpochFiles {
  /** The month whose key wraps now: this one, or a later one if the clock was set back. Makes its file. */
  current(): string
  /** @throws Fault `STORE_UNAVAILABLE` when the month's key is not there (any more). */
  keyOf(epoch: string): Buffer
  /** Months whose key is there, oldest first. */
  list(): readonly string[]
  /** Overwrites and removes; nothing happens when it is gone already. */
  destroy(epoch: string): void
}

function readKey(path: string): Buffer {
  const text = readPrivate(path).trim()
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new Fault('CONFIG_INVALID', `${path} holds no 32-byte key in hex`)
  return Buffer.from(text, 'hex')
}

export function epochFiles(folder: string, master: Buffer, now: () => Date): EpochFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const opened = new Map<string, Buffer>()
  const pathOf = (epoch: string) => join(folder, `epoch-${epoch}.key`)
  const list = () =>
    readdirSync(folder)
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .sort()
  const keyOf = (epoch: string): Buffer => {
    const known = opened.get(epoch)
    if (known !== undefined) return known
    const path = pathOf(epoch)
    if (!existsSync(path))
      throw new Fault('STORE_UNAVAILABLE', `the key of ${epoch} that a value was wrapped with is not there`)
    // Neither the file nor the master key alone opens anything.
    const wrap = Buffer.from(hkdfSync('sha256', readKey(path), master, 'vouch/epoch-wrap/v1', KEY_BYTES))
    opened.set(epoch, wrap)
    return wrap
  }
  return {
    list,
    keyOf,
    current() {
      const month = now().toISOString().slice(0, 7)
      const newest = [...opened.keys()].sort().at(-1)
      if (newest !== undefined && newest >= month) return newest
      const found = list().at(-1)
      if (found !== undefined && found >= month) {
        keyOf(found)
        return found
      }
      makePrivate(pathOf(month), `${randomBytes(KEY_BYTES).toString('hex')}\n`)
      keyOf(month)
      return month
    },
    destroy(epoch) {
      opened.get(epoch)?.fill(0)
      opened.delete(epoch)
      const path = pathOf(epoch)
      if (!existsSync(path)) return
      const handle = openSync(path, 'r+')
      try {
        writeSync(handle, '0'.repeat(KEY_BYTES * 2), 0)
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      unlinkSync(path)
      syncFolder(folder)
    },
  }
}

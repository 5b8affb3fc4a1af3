/**
 * The keys that wrap people's data keys: one a month, each a file outside the store (`keys/epoch-2026-11.key`,
 * mode 0600). A backup of the store is read with the files of its months; when such a file is destroyed, what
 * older backups hold of anybody cannot be read any more. A new master key begins a month anew
 * (`keys/epoch-2026-11.002.key`), so that everything is wrapped afresh.
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import { epochNamed, generationOf, monthOf } from '../keys.ts'
import { deriveFrom, type Master, type MasterRing, type WatchedRing } from './master-keys.ts'
import { makePrivate, readPrivate, syncFolder, writePrivate } from './private-file.ts'
import { seal, unseal } from './sealing.ts'

const KEY_BYTES = 32
const NAME = /^epoch-(\d{4}-(?:0[1-9]|1[0-2])(?:\.\d{3})?)\.key$/
/** As it was made, to be mixed with the master key of its time; or what came of that, sealed under a later one. */
const FORM = /^(?:([0-9a-f]{64})|sealed (\d{3}) ([A-Za-z0-9+/=]+))$/i

export interface EpochFiles {
  /** The month whose key wraps now: this one, or a later one if the clock was set back. Makes its file. */
  current(): string
  /** @throws Fault `STORE_UNAVAILABLE` when the month's key is not there (any more). */
  keyOf(epoch: string): Buffer
  /** Months whose key is there, oldest first. */
  list(): readonly string[]
  /** Overwrites and removes; nothing happens when it is gone already. */
  destroy(epoch: string): void
  /** Every month from before this master key is sealed under it, so that the old one is needed by none. */
  sealOlder(): readonly string[]
}

function masterOf(ring: MasterRing, generation: number): Master | null {
  return [ring.current, ring.old].find((master) => master?.generation === generation) ?? null
}

const sealingKey = ({ secret }: Master) => deriveFrom(secret, 'epoch-seal')

function openFile(path: string, epoch: string, ring: MasterRing): Buffer | null {
  const [, raw, by, sealed = ''] = FORM.exec(readPrivate(path).trim()) ?? []
  if (raw === undefined && by === undefined)
    throw new Fault('CONFIG_INVALID', `${path} holds no 32-byte key in hex`)
  const master = masterOf(ring, raw === undefined ? Number(by) : generationOf(epoch))
  if (master === null) return null
  // Neither the file nor the master key alone opens anything.
  if (raw !== undefined)
    return Buffer.from(
      hkdfSync('sha256', Buffer.from(raw, 'hex'), master.secret, 'vouch/epoch-wrap/v1', KEY_BYTES),
    )
  return Buffer.from(unseal(sealingKey(master), sealed, `epoch:${epoch}`), 'hex')
}

export function epochFiles(folder: string, ring: WatchedRing, now: () => Date): EpochFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const opened = new Map<string, Buffer>()
  let last = ''
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
    // Between the two reads somebody may have rotated the master key: then the file is another too.
    const wrap = openFile(path, epoch, ring.now()) ?? openFile(path, epoch, ring.anew())
    if (wrap === null)
      throw new Fault('STORE_UNAVAILABLE', `the master key that the key of ${epoch} needs is not there`)
    opened.set(epoch, wrap)
    return wrap
  }
  const wanted = (generation: number, atLeast: string) => {
    const month = now().toISOString().slice(0, 7)
    return epochNamed(atLeast > month ? atLeast : month, generation)
  }
  return {
    list,
    keyOf,
    current() {
      const { generation } = ring.now().current
      if (last !== '' && last === wanted(generation, monthOf(last))) return last
      const newest = monthOf(list().at(-1) ?? '')
      let epoch = wanted(generation, newest)
      if (!existsSync(pathOf(epoch))) {
        // A file that is mixed with a master key of before could soon be opened by nobody.
        epoch = wanted(ring.anew().current.generation, newest)
        makePrivate(pathOf(epoch), `${randomBytes(KEY_BYTES).toString('hex')}\n`)
      }
      keyOf(epoch)
      last = epoch
      return epoch
    },
    destroy(epoch) {
      opened.get(epoch)?.fill(0)
      opened.delete(epoch)
      if (last === epoch) last = ''
      const path = pathOf(epoch)
      if (!existsSync(path)) return
      const handle = openSync(path, 'r+')
      try {
        writeSync(handle, '0'.repeat(statSync(path).size), 0)
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      unlinkSync(path)
      syncFolder(folder)
    },
    sealOlder() {
      const { current } = ring.anew()
      const older = list().filter((epoch) => generationOf(epoch) !== current.generation)
      for (const epoch of older) {
        const by = `sealed ${String(current.generation).padStart(3, '0')} `
        if (readPrivate(pathOf(epoch)).startsWith(by)) continue
        const sealed = seal(sealingKey(current), keyOf(epoch).toString('hex'), `epoch:${epoch}`)
        writePrivate(pathOf(epoch), `${by}${sealed}\n`)
      }
      return older
    },
  }
}

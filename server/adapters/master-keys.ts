/**
 * The master key and its generations, as files of the data folder: `master.key` wraps now; while a rotation is under
 * way `master.old.key` opens what is not wrapped anew yet. What must outlive a rotation lies in `master.keys`, sealed
 * under the master key: the key of the pseudonyms, which never changes, and those that sealed what staff wrote.
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { lostKey, makePrivate, readPrivate } from './private-file.ts'
import { seal, unseal } from './sealing.ts'
import { STORE_FILE } from './store-file.ts'

const KEY_BYTES = 32
export const MASTER_FILES = {
  current: 'master.key',
  old: 'master.old.key',
  next: 'master.next.key',
  gone: 'master.gone.key',
  kept: 'master.keys',
} as const
/** The first one is bare hex, as ever; the later ones say which they are and since when. */
const FORM = /^(?:([2-9]|[1-9]\d{1,2}) (\d{4}-\d\d-\d\dT[\d:.]+Z) )?([0-9a-f]{64})$/i
const ABOUT_KEPT = 'vouch/master-keys/v1'
/** A reader may meet the moment between two files that change together. */
const READS = 5

export interface Master {
  readonly generation: number
  /** Names it, and gives nothing of it away. */
  readonly kid: string
  /** ISO; `null` for the first one, whose file does not say. */
  readonly since: string | null
  readonly secret: Buffer
}

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const keptSchema = z.strictObject({
  digest: hex,
  /** What wrapped people's keys before there were months. */
  firstWrap: hex,
  /** By generation. */
  house: z.record(z.string().regex(/^[1-9]\d{0,2}$/), hex),
})
export type Kept = z.infer<typeof keptSchema>
const fileSchema = z.strictObject({
  v: z.literal(1),
  sealed: z.record(z.string().regex(/^[1-9]\d{0,2}$/), z.base64()),
})

export interface MasterRing {
  readonly current: Master
  /** Still there, because something may be wrapped with it. */
  readonly old: Master | null
  readonly kept: Kept
}

export function deriveFrom(secret: Buffer, purpose: string, bytes = KEY_BYTES): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `vouch/${purpose}/v1`, bytes))
}

export function newMaster(generation: number, since: string): string {
  return `${generation} ${since} ${randomBytes(KEY_BYTES).toString('hex')}\n`
}

/** `null`: there is none. @throws Fault `CONFIG_INVALID` for a file that holds no key. */
export function readMaster(path: string): Master | null {
  if (!existsSync(path)) return null
  const [, generation, since = null, text] = FORM.exec(readPrivate(path).trim()) ?? []
  // `Buffer.from` would take the part before the first character that is no hex digit.
  if (text === undefined) throw new Fault('CONFIG_INVALID', `${path} holds no 32-byte key in hex`)
  const secret = Buffer.from(text, 'hex')
  const kid = deriveFrom(secret, 'master-id', 8).toString('hex')
  return { generation: Number(generation ?? 1), since, kid, secret }
}

/** What the first master key stood for by itself. */
function derivedKept({ secret }: Master): Kept {
  const key = (purpose: string) => deriveFrom(secret, purpose).toString('hex')
  return { digest: key('digest'), firstWrap: key('wrap'), house: { '1': key('house') } }
}

const keptKey = ({ secret }: Master) => deriveFrom(secret, 'master-keys')

export function keptText(kept: Kept, masters: readonly Master[]): string {
  const text = JSON.stringify(kept)
  const sealed = masters.map((master) => [String(master.generation), seal(keptKey(master), text, ABOUT_KEPT)])
  return `${JSON.stringify({ v: 1, sealed: Object.fromEntries(sealed) })}\n`
}

function readKept(path: string, master: Master): Kept {
  if (!existsSync(path)) {
    if (master.generation === 1) return derivedKept(master)
    throw new Fault('CONFIG_INVALID', lostKey(path))
  }
  try {
    const { sealed } = fileSchema.parse(JSON.parse(readPrivate(path)))
    const own = sealed[String(master.generation)] ?? ''
    return keptSchema.parse(JSON.parse(unseal(keptKey(master), own, ABOUT_KEPT)))
  } catch (cause) {
    if (cause instanceof Fault && cause.code === 'CONFIG_INVALID') throw cause
    // No cause: a parser's complaint could quote a key.
    throw new Fault(
      'CONFIG_INVALID',
      `${path} does not open with the master key beside it: bring both back from one copy of the keys (docs/operations/keys.md#a-key-is-lost)`,
    )
  }
}

function readRing(dataDir: string): MasterRing {
  const at = (name: string) => join(dataDir, name)
  const current = readMaster(at(MASTER_FILES.current))
  if (current === null) throw new Fault('CONFIG_INVALID', `${at(MASTER_FILES.current)} is gone`)
  const old = readMaster(at(MASTER_FILES.old))
  const kept = readKept(at(MASTER_FILES.kept), current)
  return { current, old: old?.generation === current.generation ? null : old, kept }
}

/** @throws Fault `CONFIG_INVALID` when the files do not belong together. */
export function readMasterRing(dataDir: string): MasterRing {
  for (let read = 1; ; read += 1)
    try {
      return readRing(dataDir)
    } catch (error) {
      if (read === READS) throw error
    }
}

export interface WatchedRing {
  /** As it is at this moment: another process may have rotated the key. */
  now(): MasterRing
  /** Whatever the folder's own cache says. */
  anew(): MasterRing
}

/** Made after the first master key, and kept as long as it is. */
const BESIDE = ['checkpoint.key', MASTER_FILES.kept, STORE_FILE]

/** Makes the first master key when there is none. @throws Fault `CONFIG_INVALID` when there was one. */
export function masterRing(dataDir: string): WatchedRing {
  const path = join(dataDir, MASTER_FILES.current)
  // Before the look for the key itself: another process may be making all of them just now.
  const isUsed = BESIDE.some((name) => existsSync(join(dataDir, name)))
  // A new one would recognise nobody, whatever they had refused, and open nothing.
  if (isUsed && !existsSync(path)) throw new Fault('CONFIG_INVALID', lostKey(path))
  if (!existsSync(path)) makePrivate(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`)
  const stampOf = () => {
    const there = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (there === undefined) throw new Fault('CONFIG_INVALID', `${path} is gone`)
    return `${there.ino}:${there.mtimeNs}`
  }
  const read = () => ({ stamp: stampOf(), ring: readMasterRing(dataDir) })
  let held = read()
  return {
    now() {
      if (stampOf() !== held.stamp) held = read()
      return held.ring
    },
    anew() {
      held = read()
      return held.ring
    },
  }
}

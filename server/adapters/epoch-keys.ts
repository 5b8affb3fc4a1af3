/**
 * The keys that wrap people's data keys: one a month, each a file outside the store (`keys/epoch-2026-11.key`,
 * mode 0600). A backup of the store is read with the files of its months; when such a file is destroyed, what
 * older backups hold of anybody cannot be read any more. A new master key begins a month anew
 * (`keys/epoch-2026-11.002.key`), so that everything is wrapped afresh. Beside it lies an empty file for each account
 * that has wrapped with it (`keys/epoch-2026-11.of.acme`): it goes when the last of them needs it no more. An account
 * that no server runs needs it as long as keys of its people are wrapped with it; where its rows can be seen, another's
 * server wraps those anew. A month whose key is lost is passed over: the next one wraps, and the file can be brought
 * back, or two keys would have one name. What another process destroys is forgotten here when it is next asked for: a
 * key is kept in memory only while its file is there.
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import { type Epochs, epochNamed, generationOf, monthAfter, monthOf } from '../keys.ts'
import { checkpointName, checkpointNames } from './checkpoint-files.ts'
import { withKeyLock } from './key-lock.ts'
import { deriveFrom, type Master, type MasterRing, type WatchedRing } from './master-keys.ts'
import { makePrivate, readPrivate, syncFolder, writePrivate } from './private-file.ts'
import { seal, unseal } from './sealing.ts'

const KEY_BYTES = 32
const EPOCH = String.raw`\d{4}-(?:0[1-9]|1[0-2])(?:\.\d{3})?`
const NAME = new RegExp(`^epoch-(${EPOCH})\\.key(?:\\.going)?$`)
const MARK = new RegExp(`^epoch-(${EPOCH})\\.of\\.([a-z0-9_-]+)$`)
/** Whoever rotates the master key has the lock for a moment; a sweep comes again in a minute. */
const PATIENCE_MS = 1_000
/** As it was made, to be mixed with the master key of its time; or what came of that, sealed under a later one. */
const FORM = /^(?:([0-9a-f]{64})|sealed (\d{3}) ([A-Za-z0-9+/=]+))$/i

export interface EpochFiles extends Epochs {
  /** @throws Fault `STORE_UNAVAILABLE` when the month's key is not there (any more). */
  keyOf(epoch: string): Buffer
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

function overwriteAndRemove(path: string): void {
  const handle = openSync(path, 'r+')
  try {
    writeSync(handle, '0'.repeat(statSync(path).size), 0)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  unlinkSync(path)
}

/** Which accounts have wrapped with the key of which month. */
function marksIn(dataDir: string, folder: string) {
  const pathOf = (epoch: string, account: string) => join(folder, `epoch-${epoch}.of.${account}`)
  const markedFor = (epoch: string) =>
    readdirSync(folder).flatMap((name) => {
      const [, month, account = ''] = MARK.exec(name) ?? []
      return month === epoch ? [account] : []
    })
  const of = (epoch: string) => {
    const marked = markedFor(epoch)
    // From before there were marks: whoever has a log in this folder may need it.
    return marked.length > 0 ? marked : checkpointNames(dataDir)
  }
  const put = (epoch: string, accounts: readonly string[]) => {
    for (const account of accounts) writeFileSync(pathOf(epoch, account), '', { mode: 0o600 })
    syncFolder(folder)
  }
  const others = (epoch: string, account: string) =>
    of(epoch).filter((each) => each !== checkpointName(account))
  return {
    others,
    isOfOthers: (epoch: string, account: string) =>
      markedFor(epoch).some((each) => each !== checkpointName(account)),
    /** The first one, before there is a key. */
    begin: (epoch: string, account: string) => put(epoch, [checkpointName(account)]),
    claim(epoch: string, account: string) {
      const name = checkpointName(account)
      if (!existsSync(pathOf(epoch, name))) put(epoch, [...others(epoch, account), name])
    },
    drop(epoch: string, account: string) {
      put(epoch, others(epoch, account))
      rmSync(pathOf(epoch, checkpointName(account)), { force: true })
      syncFolder(folder)
    },
  }
}

export function epochFiles(dataDir: string, ring: WatchedRing, now: () => Date): EpochFiles {
  const folder = join(dataDir, 'keys')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const opened = new Map<string, { readonly stamp: string; readonly wrap: Buffer }>()
  const marks = marksIn(dataDir, folder)
  let last = ''
  const pathOf = (epoch: string) => join(folder, `epoch-${epoch}.key`)
  /** No key opens under this name any more; the file is there until nobody is seen to need it. */
  const goingOf = (epoch: string) => `${pathOf(epoch)}.going`
  const forget = (epoch: string) => {
    opened.get(epoch)?.wrap.fill(0)
    opened.delete(epoch)
    if (last === epoch) last = ''
  }
  const stampOf = (epoch: string) => {
    const there = statSync(pathOf(epoch), { bigint: true, throwIfNoEntry: false })
    return there === undefined ? null : `${there.ino}:${there.mtimeNs}`
  }
  const list = () => {
    const names = readdirSync(folder).flatMap((name) => NAME.exec(name)?.[1] ?? [])
    const epochs = [...new Set(names)].sort()
    for (const epoch of opened.keys()) if (!epochs.includes(epoch)) forget(epoch)
    return epochs
  }
  const keyOf = (epoch: string): Buffer => {
    const known = opened.get(epoch)
    const stamp = stampOf(epoch)
    if (known !== undefined && known.stamp === stamp) return known.wrap
    forget(epoch)
    if (stamp === null)
      throw new Fault('STORE_UNAVAILABLE', `the key of ${epoch} that a value was wrapped with is not there`)
    const path = pathOf(epoch)
    // Between the two reads somebody may have rotated the master key: then the file is another too.
    const wrap = openFile(path, epoch, ring.now()) ?? openFile(path, epoch, ring.anew())
    if (wrap === null)
      throw new Fault('STORE_UNAVAILABLE', `the master key that the key of ${epoch} needs is not there`)
    opened.set(epoch, { stamp, wrap })
    return wrap
  }
  /** Nobody destroys the key that wraps: one that was used here and is gone may be brought back. */
  const [used, lost] = [new Set<string>(), new Set<string>()]
  const wanted = (generation: number, atLeast: string): string => {
    const month = now().toISOString().slice(0, 7)
    const later = atLeast > month ? atLeast : month
    const epoch = epochNamed(later, generation)
    return lost.has(epoch) ? wanted(generation, monthAfter(later)) : epoch
  }
  const wantedNow = () => wanted(ring.now().current.generation, monthOf(list().at(-1) ?? ''))
  const currentEpoch = (account: string) => {
    const { generation } = ring.now().current
    if (last !== '' && last === wanted(generation, monthOf(last)) && stampOf(last) !== null) return last
    const newest = monthOf(list().at(-1) ?? '')
    let epoch = wanted(generation, newest)
    if (used.has(epoch) && !existsSync(pathOf(epoch))) {
      lost.add(epoch)
      epoch = wanted(generation, newest)
    }
    if (!existsSync(pathOf(epoch))) {
      // A file that is mixed with a master key of before could soon be opened by nobody.
      epoch = wanted(ring.anew().current.generation, newest)
      if (!existsSync(pathOf(epoch))) marks.begin(epoch, account)
      makePrivate(pathOf(epoch), `${randomBytes(KEY_BYTES).toString('hex')}\n`)
    }
    return epoch
  }
  return {
    list,
    keyOf,
    current(account) {
      const epoch = currentEpoch(account)
      // The mark first, then the look: whoever destroys takes the key away first, and looks for marks then.
      marks.claim(epoch, account)
      keyOf(epoch)
      used.add(epoch)
      last = epoch
      return epoch
    },
    unmade() {
      const epoch = wantedNow()
      return existsSync(pathOf(epoch)) ? null : epoch
    },
    passOver: (epoch) => void lost.add(epoch),
    claim: marks.claim,
    isMarkedByOthers: marks.isOfOthers,
    othersUnder: (epoch, account) => marks.others(epoch, account).length,
    // With the lock: a rotation writes these files anew, and would bring this one back.
    destroy: (epoch, account) =>
      withKeyLock(dataDir, PATIENCE_MS, async () => {
        forget(epoch)
        used.delete(epoch)
        const [path, going] = [pathOf(epoch), goingOf(epoch)]
        if (existsSync(path)) renameSync(path, going)
        const isNeeded = marks.others(epoch, account).length > 0
        if (isNeeded && existsSync(going)) renameSync(going, path)
        if (!isNeeded && existsSync(going)) overwriteAndRemove(going)
        marks.drop(epoch, account)
        return !isNeeded
      }),
    sealOlder() {
      const { current } = ring.anew()
      const older = list().filter(
        (epoch) => generationOf(epoch) !== current.generation && stampOf(epoch) !== null,
      )
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

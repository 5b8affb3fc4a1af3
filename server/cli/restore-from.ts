/**
 * `vouch restore --from`: puts a backup and the copy of the keys together into a new data folder. Everything is
 * checked beside its place and takes it in one step: a restore that breaks off leaves nothing that could be started.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import { KILL_SWITCH_FILE } from '../../src/domain/kill-switch.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { addStops, bringBeside, placeKeys } from '../adapters/key-copy.ts'
import { openKeyring } from '../adapters/keyring.ts'
import { syncFolder } from '../adapters/private-file.ts'
import { openSqliteStore } from '../adapters/sqlite-store.ts'
import type { StorePlace } from '../adapters/store-address.ts'
import { NEWEST_SCHEMA, readCopy } from '../adapters/store-copy.ts'
import { STORE_FILE } from '../adapters/store-file.ts'
import {
  type Checkpoint,
  logSigner,
  openCheckpoint,
  verifierOf,
  verifyAudit,
  widened,
} from '../audit/index.ts'
import type { Keyring } from '../keys.ts'
import { type BackupManifest, digestOf, readManifest, requireOwn } from './backup-manifest.ts'
import type { Beside } from './installation.ts'
import type { Terminal } from './main.ts'

export interface RestoreKeysOrder {
  readonly data: string
  /** A copy of the keys, or what is left of the data folder. */
  readonly keys: string
  readonly passphrase: string | null
  /** Where the server of this folder looks for its journal and its stops; left out: in the folder. */
  readonly beside?: Beside
}

export interface RestoreFromOrder extends RestoreKeysOrder {
  readonly from: string
}

/** Told after each step; a test stops there. */
export type Step = 'keys placed' | 'files placed' | 'checked'

function requireRoom(data: string): void {
  if (existsSync(data) && readdirSync(data).length > 0)
    throw new Fault('CONFLICT', `${data} is not empty: lay it aside first, nothing is written over`)
}

const FILE_CODES: Readonly<Record<string, true>> = { ENOENT: true, EACCES: true, EISDIR: true }

async function placeFile(from: string, into: string, file: BackupManifest['files'][number]): Promise<void> {
  const path = join(into, file.name)
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    copyFileSync(join(from, file.name), path)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (FILE_CODES[code] !== true) throw cause
    throw new Fault('SOURCE_UNREADABLE', `the backup is not whole: ${file.name} cannot be read`, cause)
  }
  const found = await digestOf(path)
  if (found.sha256 !== file.sha256 || found.bytes !== file.bytes)
    throw new Fault('SOURCE_UNREADABLE', `${file.name} is not as its manifest has it`)
}

/** Of the backup's checkpoint and the one that lay with the keys the newer: a store is told what was signed. */
async function newestCheckpoints(from: string, half: string, keys: Keyring, manifest: BackupManifest) {
  const [older, kept] = [checkpointFiles(from), checkpointFiles(half)]
  for (const { accountId } of manifest.logs) {
    const [then, now] = [await older.read(accountId), await kept.read(accountId)]
    const records = await older.rotations(accountId)
    if (records.length > (await kept.rotations(accountId)).length)
      await kept.writeRotations(accountId, records)
    const verifier = widened(verifierOf(logSigner(keys, accountId)), await kept.rotations(accountId))
    const sizeOf = (note: string | null): number =>
      note === null ? -1 : (openCheckpoint({ note, verifier })?.size ?? -1)
    if (then !== null && sizeOf(then) > sizeOf(now)) await kept.write(accountId, then)
  }
}

/** What lies beside the store is read by its name: a file that nobody vouches for would come in with it. */
function requireNamed(from: string, { files }: BackupManifest): void {
  const folder = join(from, 'audit')
  const there = existsSync(folder) ? readdirSync(folder).map((name) => `audit/${name}`) : []
  const stray = there.find(
    (name) => /\.(?:checkpoint|keys)$/.test(name) && !files.some((file) => file.name === name),
  )
  if (stray !== undefined) throw new Fault('SOURCE_UNREADABLE', `${stray} is not in the backup's manifest`)
}

/** @throws Fault `SOURCE_UNREADABLE` when the copy of the keys is from before the master key that the backup needs. */
function requireMaster({ master }: BackupManifest, { master: held }: Pick<Keyring, 'master'>): void {
  const serves =
    master === undefined ||
    held.generation > master.generation ||
    (held.generation === master.generation && held.kid === master.kid)
  if (!serves)
    throw new Fault(
      'SOURCE_UNREADABLE',
      `the backup needs master key ${master.generation} (${master.kid}), the copy of the keys holds ${held.generation} (${held.kid}): take a newer copy of the keys`,
    )
}

interface Standing {
  readonly accountId: string
  readonly entries: number
  readonly signed: Checkpoint | null
}

async function checkLogs(
  half: string,
  keys: Keyring,
  manifest: BackupManifest,
): Promise<readonly Standing[]> {
  const shelf = checkpointFiles(half)
  const store = await openSqliteStore(join(half, STORE_FILE), { readonly: true })
  try {
    const found: Standing[] = []
    for (const { accountId, entries, root } of manifest.logs) {
      const alone = await store.transact((tx) => verifyAudit(tx, accountId, null))
      const whole = alone.verdict === 'intact' || alone.problem === 'CHECKPOINT_MISSING'
      if (!whole || alone.entries !== entries || alone.rootHash !== root)
        throw new Fault('AUDIT_CHAIN_BROKEN', `the log of ${accountId} is not as the manifest has it`)
      const note = await shelf.read(accountId)
      const verifier = widened(verifierOf(logSigner(keys, accountId)), await shelf.rotations(accountId))
      const signed = note === null ? null : openCheckpoint({ note, verifier })
      if (note !== null && signed === null)
        throw new Fault('AUDIT_CHAIN_BROKEN', `the checkpoint of ${accountId} is not signed by these keys`)
      if (note !== null && signed !== null && signed.size <= entries) {
        const held = await store.transact((tx) => verifyAudit(tx, accountId, { note, verifier }))
        if (held.verdict !== 'intact')
          throw new Fault('AUDIT_CHAIN_BROKEN', `the log of ${accountId} does not hold: ${held.problem}`)
      }
      found.push({ accountId, entries, signed })
    }
    return found
  } finally {
    await store.close()
    for (const end of ['-wal', '-shm']) rmSync(join(half, `${STORE_FILE}${end}`), { force: true })
  }
}

function takePlace(half: string, data: string): void {
  if (existsSync(data)) rmdirSync(data)
  try {
    renameSync(half, data)
  } catch (cause) {
    throw new Fault(
      'CONFIG_INVALID',
      `${data} cannot be put in place: name a folder below a mount, not the mount itself`,
      cause,
    )
  }
  syncFolder(dirname(data))
}

/** What will lie in the folder lies in the half of it until it takes its place. */
function placesIn(half: string, data: string, { journal, stops }: Beside): Beside {
  const at = (path: string) => (path.startsWith(data + sep) ? join(half, relative(data, path)) : path)
  return { journal: at(journal), stops: at(stops) }
}

function missingMonths(half: string, months: readonly string[]): readonly string[] {
  return months.filter((month) => !existsSync(join(half, 'keys', `epoch-${month}.key`)))
}

/** @returns 0 done, 3 done and behind what was signed: it waits for a word. @throws Fault; then nothing was placed. */
export async function restoreFrom(
  { data, from, keys: keyFolder, passphrase, beside }: RestoreFromOrder,
  terminal: Terminal,
  after: (step: Step) => Promise<void> = async () => undefined,
): Promise<number> {
  requireRoom(data)
  const written = readManifest(from)
  const { manifest } = written
  if (manifest.schema > NEWEST_SCHEMA)
    throw new Fault(
      'STORE_NEWER_SCHEMA',
      `the backup has schema ${manifest.schema}, this version knows ${NEWEST_SCHEMA}: restore with the newer version`,
    )
  const half = `${data}.half`
  // Of a restore that broke off: nothing else has this name.
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true, mode: 0o700 })
  try {
    placeKeys(keyFolder, passphrase, half)
    const keys = openKeyring(half)
    requireOwn(written, keys)
    requireMaster(manifest, keys)
    requireNamed(from, manifest)
    await after('keys placed')
    for (const file of manifest.files.filter(({ name }) => !name.startsWith('audit/')))
      await placeFile(from, half, file)
    addStops(join(keyFolder, KILL_SWITCH_FILE), join(half, KILL_SWITCH_FILE))
    for (const file of manifest.files.filter(({ name }) => name.startsWith('audit/'))) {
      const found = await digestOf(join(from, file.name)).catch(() => null)
      if (found?.sha256 !== file.sha256)
        throw new Fault('SOURCE_UNREADABLE', `${file.name} is not as its manifest has it`)
    }
    await newestCheckpoints(from, half, keys, manifest)
    await after('files placed')
    readCopy(join(half, STORE_FILE))
    const logs = await checkLogs(half, keys, manifest)
    await after('checked')
    requireRoom(data)
    if (beside !== undefined) bringBeside(half, placesIn(half, data, beside))
    takePlace(half, data)
    return report(logs, missingMonths(data, manifest.months), { data, manifest }, terminal)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    throw error
  }
}

const NEXT: Readonly<Record<StorePlace['kind'], string>> = {
  postgres: 'next: vouch verify, and vouch restore for how far the database is behind',
  sqlite:
    'next: take from here what is lost, and remove the rest (docs/operations/keys.md#a-key-is-lost); a backup comes back with --from',
}

/** Keys, journal and checkpoints alone. @throws Fault; then nothing was placed. */
export function restoreKeys(
  { data, keys, passphrase, beside }: RestoreKeysOrder,
  kind: StorePlace['kind'],
  terminal: Terminal,
): number {
  requireRoom(data)
  const half = `${data}.half`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true, mode: 0o700 })
  try {
    const placed = placeKeys(keys, passphrase, half)
    openKeyring(half)
    if (beside !== undefined) bringBeside(half, placesIn(half, data, beside))
    takePlace(half, data)
    terminal.out(`${data}: ${placed.length} files of keys, journal and checkpoints`)
    terminal.out(NEXT[kind])
    return 0
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    throw error
  }
}

function report(
  logs: readonly Standing[],
  missing: readonly string[],
  { data, manifest }: { readonly data: string; readonly manifest: BackupManifest },
  terminal: Terminal,
): number {
  terminal.out(`${data}: the store of ${manifest.made}, schema ${manifest.schema}; every log holds`)
  for (const month of missing)
    terminal.out(`the key of ${month} is gone: what was sealed for people under it stays unreadable`)
  const behind = logs.filter(({ entries, signed }) => signed !== null && signed.size > entries)
  for (const { accountId, entries, signed } of logs)
    terminal.out(`${accountId}: ${entries} entries, signed up to ${signed?.size ?? 0}`)
  if (behind.length === 0) {
    terminal.out('start the server: it carries out again what this store does not know of erasures')
    return 0
  }
  terminal.out(
    `this store is behind what was signed: vouch restore --data ${data} --acknowledge --as AGENT_ID, then start`,
  )
  return 3
}

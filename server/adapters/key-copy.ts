/**
 * A copy of the keys that follows the data folder: a month's key that is destroyed there is gone here at the next
 * turn, or what it wraps in old backups could still be read. With it lie the journal of erasures, the newest
 * checkpoints, the file of stops and which account is connected, which are no secrets: whatever a backup does not know
 * is told from here.
 */
import { randomBytes, scryptSync } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { KILL_SWITCH_FILE } from '../../src/domain/kill-switch.ts'
import { readPrivate, writePrivate } from './private-file.ts'
import { seal, unseal } from './sealing.ts'

const KEY_NAME =
  /^(?:(?:master|master\.old|checkpoint|checkpoint\.retiring)\.key|session\.keys|master\.keys|keys\/epoch-\d{4}-(?:0[1-9]|1[0-2])(?:\.\d{3})?\.key)$/
const MONTH = /^keys\/epoch-(.+)\.key$/
const BESIDE_NAME = /^(?:erasures\/[a-z0-9_-]+\.journal|audit\/[a-z0-9_-]+\.(?:checkpoint|keys))$/
const CONNECTION = 'connection.json'
const SEALED_FILE = 'keys.sealed'
const INSTALLATION_FILE = 'installation.id'
const LEAST_PASSPHRASE = 16
/** 128 MiB and about half a second for each guess (RFC 7914). */
const WORK = { N: 131_072, r: 8, p: 1 } as const
const ABOUT = 'vouch/key-copy/v1'

const sealedSchema = z.strictObject({
  v: z.literal(1),
  kdf: z.literal('scrypt'),
  N: z.literal(WORK.N),
  r: z.literal(WORK.r),
  p: z.literal(WORK.p),
  salt: z.base64(),
  sealed: z.base64(),
})
const filesSchema = z.record(z.string().regex(KEY_NAME), z.string())

type Files = ReadonlyMap<string, string>

export interface KeyPlaces {
  readonly dataDir: string
  /** It may lie elsewhere than in the data folder. */
  readonly journal: string
  /** So may the file of stops. */
  readonly stops: string
  /** Names the installation, and gives nothing of its keys away. */
  readonly installation: string
}

function namesIn(folder: string, below: string, pattern: RegExp): readonly string[] {
  const path = join(folder, below)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .map((name) => (below === '' ? name : `${below}/${name}`))
    .filter((name) => pattern.test(name))
}

function keyFilesIn(folder: string): Files {
  const names = [...namesIn(folder, '', KEY_NAME), ...namesIn(folder, 'keys', KEY_NAME)]
  return new Map(names.map((name) => [name, readPrivate(join(folder, name))]))
}

function sealingKey(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase.normalize('NFC'), salt, 32, { ...WORK, maxmem: 256 * 1024 * 1024 })
}

/** @throws Fault `SOURCE_UNREADABLE` without the file, `BAD_REQUEST` for a passphrase that could be guessed. */
export function readPassphrase(file: string): string {
  if (!existsSync(file))
    throw new Fault('SOURCE_UNREADABLE', `the file of the passphrase is not there: ${file}`)
  const passphrase = readPrivate(file).replace(/\r?\n$/, '')
  if (passphrase.length < LEAST_PASSPHRASE)
    throw new Fault('BAD_REQUEST', `the passphrase needs at least ${LEAST_PASSPHRASE} characters`)
  return passphrase
}

function putFile(folder: string, name: string, text: string): void {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writePrivate(path, text)
}

function overwriteAndRemove(path: string): void {
  writeFileSync(path, '0'.repeat(statSync(path).size), { flush: true })
  rmSync(path)
}

/** What it held is overwritten once the new one is in its place: a disk that is full leaves the only copy as it is. */
function putOver(path: string, text: string): void {
  const before = existsSync(path) ? openSync(path, 'r+') : null
  try {
    writePrivate(path, text)
    if (before !== null) writeFileSync(before, '0'.repeat(fstatSync(before).size), { flush: true })
  } finally {
    if (before !== null) closeSync(before)
  }
}

/** Lines only ever come to it: one that does not begin as the copy does has lost some. */
function copyJournal(folder: string, name: string, bytes: Buffer): void {
  const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1).toString('utf8')
  const path = join(folder, name)
  if (existsSync(path) && !whole.startsWith(readFileSync(path, 'utf8')))
    throw new Fault(
      'ERASURE_JOURNAL_BROKEN',
      `${path} holds erasures that the journal does not hold any more`,
    )
  putFile(folder, name, whole)
}

const linesOf = (path: string) =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : []

/** What stops there stops here as well: a stop is lifted by two people, and not by a file that comes back. */
export function addStops(from: string, into: string): void {
  const lines = new Set([...linesOf(into), ...linesOf(from)])
  if (lines.size > 0) putFile(dirname(into), basename(into), `${[...lines].join('\n')}\n`)
}

/**
 * Journal and stops of a folder to where its server looks for them. What lies there already may be the newer.
 * @throws Fault `ERASURE_JOURNAL_BROKEN` when each journal holds what the other does not; then that one is as it was.
 */
export function bringBeside(folder: string, { journal, stops }: Pick<KeyPlaces, 'journal' | 'stops'>): void {
  for (const name of namesIn(folder, 'erasures', BESIDE_NAME)) {
    const path = join(journal, basename(name))
    const brought = readFileSync(join(folder, name), 'utf8')
    const there = existsSync(path) ? readFileSync(path, 'utf8') : ''
    if (there.startsWith(brought)) continue
    if (!brought.startsWith(there))
      throw new Fault(
        'ERASURE_JOURNAL_BROKEN',
        `${path} holds erasures that ${name} of the keys does not hold, and the other way round: lay it aside`,
      )
    putFile(journal, basename(name), brought)
  }
  addStops(join(folder, KILL_SWITCH_FILE), stops)
}

/** `null`: it is sealed, and does not open with this. */
function heldIn(folder: string, passphrase: string | null): Files | null {
  const sealed = join(folder, SEALED_FILE)
  if (!existsSync(sealed)) return keyFilesIn(folder)
  try {
    return openSealed(sealed, passphrase)
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

/**
 * Keys of months that the copy holds and the folder does not: destroyed there, or lost. `null`: nobody knows, of a copy
 * that is to be sealed with another passphrase from now on.
 */
export function monthsOnlyIn(
  folder: string,
  passphrase: string | null,
  dataDir: string,
): readonly string[] | null {
  const months = (names: Iterable<string>) => [...names].flatMap((name) => MONTH.exec(name)?.[1] ?? [])
  const there = new Set(months(namesIn(dataDir, 'keys', KEY_NAME)))
  const held = heldIn(folder, passphrase)
  return held === null ? null : months(held.keys()).filter((month) => !there.has(month))
}

/** By one of the two keys that every installation has, as it is or as it was before it was exchanged. */
function isOwnBefore(held: Files, own: Files): boolean {
  const either = [
    ['master.key', 'master.old.key'],
    ['checkpoint.key', 'checkpoint.retiring.key'],
  ] as const
  return either.some(([name, before]) => [own.get(name), own.get(before)].includes(held.get(name)))
}

/** What was copied into another's copy would take the place of what may be nowhere else. */
function requireOwnCopy(folder: string, installation: string, own: Files, passphrase: string | null): void {
  const path = join(folder, INSTALLATION_FILE)
  // A copy of before says of nobody that it is theirs.
  const held = existsSync(path) ? null : heldIn(folder, passphrase)
  const isOwn = existsSync(path)
    ? readFileSync(path, 'utf8').trim() === installation
    : held === null || held.size === 0 || isOwnBefore(held, own)
  if (!isOwn)
    throw new Fault(
      'CONFLICT',
      `${folder} holds the keys of another installation, maybe their only copy: name another folder, or restore from it`,
    )
}

/**
 * @throws Fault `SOURCE_UNREADABLE` without keys, `ERASURE_JOURNAL_BROKEN` when the journal lost lines, `CONFLICT` for
 * another installation's copy.
 */
export function copyKeys(
  { dataDir, journal, stops, installation }: KeyPlaces,
  folder: string,
  passphrase: string | null,
): number {
  const keys = keyFilesIn(dataDir)
  if (!keys.has('master.key') || !keys.has('checkpoint.key'))
    throw new Fault('SOURCE_UNREADABLE', `the keys of this installation are not in ${dataDir}`)
  requireOwnCopy(folder, installation, keys, passphrase)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  putFile(folder, INSTALLATION_FILE, `${installation}\n`)
  const journals = existsSync(journal) ? readdirSync(journal).map((name) => `erasures/${name}`) : []
  for (const name of journals.filter((each) => BESIDE_NAME.test(each)))
    copyJournal(folder, name, readFileSync(join(journal, name.slice('erasures/'.length))))
  for (const name of namesIn(dataDir, 'audit', BESIDE_NAME))
    putFile(folder, name, readFileSync(join(dataDir, name), 'utf8'))
  addStops(stops, join(folder, KILL_SWITCH_FILE))
  if (existsSync(join(dataDir, CONNECTION)))
    putFile(folder, CONNECTION, readPrivate(join(dataDir, CONNECTION)))
  else rmSync(join(folder, CONNECTION), { force: true })
  if (passphrase === null) for (const [name, text] of keys) putFile(folder, name, text)
  else {
    const salt = randomBytes(16)
    const sealed = seal(sealingKey(passphrase, salt), JSON.stringify(Object.fromEntries(keys)), ABOUT)
    const written = { v: 1, kdf: 'scrypt', ...WORK, salt: salt.toString('base64'), sealed }
    putOver(join(folder, SEALED_FILE), `${JSON.stringify(written)}\n`)
  }
  // What is not there any more, and what a copy of the other kind has left behind.
  for (const name of keyFilesIn(folder).keys())
    if (passphrase !== null || !keys.has(name)) overwriteAndRemove(join(folder, name))
  if (passphrase === null && existsSync(join(folder, SEALED_FILE)))
    overwriteAndRemove(join(folder, SEALED_FILE))
  return keys.size
}

function openSealed(path: string, passphrase: string | null): Files {
  if (passphrase === null)
    throw new Fault(
      'BAD_REQUEST',
      `${path} is sealed: name the file of its passphrase with --passphrase-file`,
    )
  try {
    const { salt, sealed } = sealedSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    const text = unseal(sealingKey(passphrase, Buffer.from(salt, 'base64')), sealed, ABOUT)
    return new Map(Object.entries(filesSchema.parse(JSON.parse(text))))
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${path} does not open with this passphrase`, cause)
  }
}

/** Puts the copy, or what is left of a data folder, into a new one. @returns names of what was put there. */
export function placeKeys(folder: string, passphrase: string | null, into: string): readonly string[] {
  const sealed = join(folder, SEALED_FILE)
  const keys = existsSync(sealed) ? openSealed(sealed, passphrase) : keyFilesIn(folder)
  if (!keys.has('master.key') || !keys.has('checkpoint.key'))
    throw new Fault('SOURCE_UNREADABLE', `there are no keys of an installation in ${folder}`)
  const beside = ['erasures', 'audit'].flatMap((below) => namesIn(folder, below, BESIDE_NAME))
  for (const [name, text] of keys) putFile(into, name, text)
  for (const name of beside) putFile(into, name, readFileSync(join(folder, name), 'utf8'))
  addStops(join(folder, KILL_SWITCH_FILE), join(into, KILL_SWITCH_FILE))
  if (existsSync(join(folder, CONNECTION))) putFile(into, CONNECTION, readPrivate(join(folder, CONNECTION)))
  return [...keys.keys(), ...beside]
}

/**
 * The log's key hands over to another: the old one vouches for the new one, the new one accepts, and an entry of the
 * log holds both signatures. Whoever knows one key of the line can follow to all of them. docs/audit-format.md §9.
 */
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import type { Act, EntryActor } from './entry.ts'
import {
  type NoteSigner,
  type NoteVerifier,
  noteLine,
  parseVerifierKey,
  publicKeyOf,
  verifierKeyText,
  verifierOf,
} from './signed-note.ts'

const FORMAT = 'vouch-key-rotation/v1'
const SIGNATURE_BYTES = 64

/** As it is kept beside the checkpoint and packed into bundles: the place of its entry, and the signed note. */
export interface KeyRotation {
  readonly index: number
  readonly note: string
}

const rotationSchema = z.strictObject({ index: z.int().min(0), note: z.string().max(2_000) })
export const keyRotationSchema: z.ZodType<KeyRotation> = rotationSchema

function textOf(from: NoteVerifier, to: NoteVerifier): string {
  return `${FORMAT}\n${from.name}\n${verifierKeyText(from)}\n${verifierKeyText(to)}\n`
}

function noteOf(from: NoteVerifier, to: NoteVerifier, vouched: Buffer, accepted: Buffer): string {
  return `${textOf(from, to)}\n${noteLine(from, vouched)}${noteLine(to, accepted)}`
}

/** What the log is told when the key of `from` hands over to `to`, and the note that says the same. */
export function rotationAct(
  from: NoteSigner,
  to: KeyObject,
  actor: EntryActor,
): { readonly act: Act; readonly note: string } {
  const [old, next] = [
    verifierOf({ name: from.name, privateKey: from.privateKey }),
    verifierOf({ name: from.name, privateKey: to }),
  ]
  const text = Buffer.from(textOf(old, next), 'utf8')
  const [vouched, accepted] = [sign(null, text, from.privateKey), sign(null, text, to)]
  const detail = {
    ...{ old: verifierKeyText(old), new: verifierKeyText(next) },
    ...{ vouched: vouched.toString('base64'), accepted: accepted.toString('base64') },
  }
  const object = { kind: 'log_key', ref: verifierKeyText(next) }
  return {
    act: { type: 'key.rotated', actor, object, decision: 'rotated', detail },
    note: noteOf(old, next, vouched, accepted),
  }
}

/** The key that handed over is destroyed: from here on it signs nothing of this log. */
export function retirementAct(retired: NoteVerifier, actor: EntryActor): Act {
  const object = { kind: 'log_key', ref: verifierKeyText(retired) }
  return { type: 'key.retired', actor, object, decision: 'destroyed' }
}

const rotatedEntry = z.looseObject({
  type: z.literal('key.rotated'),
  detail: z.looseObject({ old: z.string(), new: z.string(), vouched: z.string(), accepted: z.string() }),
})
const retiredEntry = z.looseObject({
  type: z.literal('key.retired'),
  object: z.looseObject({ ref: z.string() }),
})

function keyIn(text: string): NoteVerifier | null {
  try {
    return parseVerifierKey(text)
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

/** What an entry says of the log's keys. A rotation that it does not hold rightly has no note. */
export type KeyEntry =
  | { readonly act: 'rotated'; readonly note: string | null }
  | { readonly act: 'retired'; readonly key: Buffer | null }

/** `null` for an entry of any other kind: almost all, and they are not even parsed. */
export function keyEntryOf(header: string): KeyEntry | null {
  if (!header.includes('"type":"key.r')) return null
  let value: unknown = null
  try {
    value = JSON.parse(header)
  } catch {
    // The log's own check tells of it.
    return null
  }
  const retired = retiredEntry.safeParse(value)
  if (retired.success) return { act: 'retired', key: keyIn(retired.data.object.ref)?.rawPublicKey ?? null }
  const type: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'type') : null
  if (type !== 'key.rotated') return null
  const rotated = rotatedEntry.safeParse(value)
  if (!rotated.success) return { act: 'rotated', note: null }
  const { detail } = rotated.data
  const [from, to] = [keyIn(detail.old), keyIn(detail.new)]
  if (from === null || to === null) return { act: 'rotated', note: null }
  const [vouched, accepted] = [Buffer.from(detail.vouched, 'base64'), Buffer.from(detail.accepted, 'base64')]
  return { act: 'rotated', note: noteOf(from, to, vouched, accepted) }
}

interface ReadRotation {
  readonly from: NoteVerifier
  readonly to: NoteVerifier
}

/** `null` unless both keys signed exactly this. */
function readRotation(note: string): ReadRotation | null {
  const [format, origin, old = '', next = ''] = note.split('\n')
  const [from, to] = [keyIn(old), keyIn(next)]
  if (format !== FORMAT || from === null || to === null) return null
  if (from.name !== origin || to.name !== origin || from.rawPublicKey.equals(to.rawPublicKey)) return null
  const text = Buffer.from(textOf(from, to), 'utf8')
  const [lineOld = '', lineNew = '', ...more] = note.slice(text.length + 1).split('\n')
  const [vouched, accepted] = [signatureIn(lineOld), signatureIn(lineNew)]
  const whole = more.join('') === '' && note === noteOf(from, to, vouched, accepted)
  const signed = (key: NoteVerifier, signature: Buffer) =>
    signature.length === SIGNATURE_BYTES && verify(null, text, publicKeyOf(key.rawPublicKey), signature)
  return whole && signed(from, vouched) && signed(to, accepted) ? { from, to } : null
}

/** The key that a record hands over to; `null` for one that does not hold. */
export function newestKeyIn({ note }: KeyRotation): NoteVerifier | null {
  return readRotation(note)?.to ?? null
}

function signatureIn(line: string): Buffer {
  return Buffer.from(/^— \S+ ([A-Za-z0-9+/]+={0,2})$/.exec(line)?.[1] ?? '', 'base64').subarray(4)
}

export interface KeyLine {
  /** `false`: a record is not signed by both keys, or does not continue the one before. Then none is followed. */
  readonly whole: boolean
  /** The last key of the line, which signs now; the others are in `also`. */
  readonly verifier: NoteVerifier
}

/**
 * From a key that the reader knows along the records, in both directions: the old key vouches for the new one, and
 * the new one says whom it follows. A key that is in no record is followed nowhere.
 */
export function followKeys(
  known: readonly NoteVerifier[],
  rotations: readonly KeyRotation[],
): KeyLine | null {
  const [first] = known
  if (first === undefined) return null
  if (rotations.length === 0) return { whole: true, verifier: first }
  const line: NoteVerifier[] = []
  let last = -1
  for (const { index, note } of rotations) {
    const read = readRotation(note)
    const before = line.at(-1)
    const follows =
      read !== null &&
      index > last &&
      read.from.name === first.name &&
      (before === undefined || before.rawPublicKey.equals(read.from.rawPublicKey))
    if (!follows) return { whole: false, verifier: first }
    if (before === undefined) line.push(read.from)
    line.push(read.to)
    last = index
  }
  const newest = line.at(-1)
  const isKnown = line.some((key) => known.some((one) => one.rawPublicKey.equals(key.rawPublicKey)))
  if (newest === undefined || !isKnown) return { whole: true, verifier: first }
  const also = line.slice(0, -1).map(({ rawPublicKey }) => rawPublicKey)
  return { whole: true, verifier: { ...newest, also } }
}

/** The key, and every other that the records tie to it; the key alone where they do not hold. */
export function widened(known: NoteVerifier, rotations: readonly KeyRotation[]): NoteVerifier {
  const line = followKeys([known], rotations)
  const { also = [], rawPublicKey } = line?.whole === true ? line.verifier : known
  const others = [rawPublicKey, ...also, ...(known.also ?? [])].filter(
    (raw) => !raw.equals(known.rawPublicKey),
  )
  return others.length === 0 ? known : { ...known, also: others }
}

/** True when the two are halves of one key. */
export function isKeyOf(verifier: NoteVerifier, privateKey: KeyObject): boolean {
  return publicKeyOf(verifier.rawPublicKey).equals(createPublicKey(privateKey))
}

export interface KeyRecords {
  /** `false`: the entry rotates the key, and no record says the same of this place. */
  matches(index: number, said: KeyEntry): boolean
  /** Places at which a record says that an entry stands, and none was met. */
  unmet(from: number, to: number): readonly number[]
}

/** Holds the records against the entries while these are read. */
export function keyRecords(rotations: readonly KeyRotation[]): KeyRecords {
  const left = new Map(rotations.map(({ index, note }) => [index, note]))
  return {
    matches(index, said) {
      if (said.act !== 'rotated') return true
      const same = said.note !== null && left.get(index) === said.note
      left.delete(index)
      return same
    },
    unmet: (from, to) => [...left.keys()].filter((index) => index >= from && index < to),
  }
}

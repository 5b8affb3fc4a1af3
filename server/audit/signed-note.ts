/**
 * Signed notes and checkpoints. C2SP signed-note and tlog-checkpoint (https://c2sp.org/signed-note,
 * https://c2sp.org/tlog-checkpoint), Ed25519 (signature type 0x01).
 */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { Fault } from '../../src/domain/fault.ts'

const ED25519 = 1
/** DER prefix of an Ed25519 SubjectPublicKeyInfo (RFC 8410): the raw 32 bytes follow. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

export interface NoteSigner {
  readonly name: string
  readonly privateKey: KeyObject
  /** The key that handed over to this one and still signs beside it, for readers who know only that one. */
  readonly retiring?: KeyObject | null
}
export interface NoteVerifier {
  readonly name: string
  readonly rawPublicKey: Buffer
  /** Keys of the same log from before or after, as far as they are vouched for (`key-rotation.ts`). */
  readonly also?: readonly Buffer[]
}
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly rootHash: string
}

function keyId(name: string, raw: Buffer): Buffer {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([ED25519]))
    .update(raw)
    .digest()
    .subarray(0, 4)
}

/** @param raw 32 bytes. */
export function publicKeyOf(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
}

function rawPublicKeyOf(privateKey: KeyObject): Buffer {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  return der.subarray(SPKI.length)
}

export function verifierOf({ name, privateKey, retiring }: NoteSigner): NoteVerifier {
  const rawPublicKey = rawPublicKeyOf(privateKey)
  if (retiring === undefined || retiring === null) return { name, rawPublicKey }
  return { name, rawPublicKey, also: [rawPublicKeyOf(retiring)] }
}

/** Every key that the verifier takes, the one that signs now first. */
export function keysOf({ rawPublicKey, also = [] }: NoteVerifier): readonly Buffer[] {
  return [rawPublicKey, ...also]
}

/** `name+hex(key id)+base64(0x01 ‖ key)`: what a verifier is given. */
export function verifierKeyText(verifier: NoteVerifier): string {
  const key = Buffer.concat([Buffer.from([ED25519]), verifier.rawPublicKey])
  return `${verifier.name}+${keyId(verifier.name, verifier.rawPublicKey).toString('hex')}+${key.toString('base64')}`
}

/** @throws Fault `BAD_REQUEST` when the text is no Ed25519 verifier key or its id does not match. */
export function parseVerifierKey(text: string): NoteVerifier {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim())
  const key = Buffer.from(match?.[3] ?? '', 'base64')
  const verifier = { name: match?.[1] ?? '', rawPublicKey: key.subarray(1) }
  if (
    match === null ||
    key.length !== 33 ||
    key[0] !== ED25519 ||
    keyId(verifier.name, verifier.rawPublicKey).toString('hex') !== match[2]
  )
    throw new Fault('BAD_REQUEST', 'not an Ed25519 verifier key')
  return verifier
}

/** One signature line of a note, with its line break. */
export function noteLine({ name, rawPublicKey }: NoteVerifier, signature: Buffer): string {
  return `— ${name} ${Buffer.concat([keyId(name, rawPublicKey), signature]).toString('base64')}\n`
}

export function signNote(text: string, { name, privateKey, retiring }: NoteSigner): string {
  const lineOf = (key: KeyObject) =>
    noteLine({ name, rawPublicKey: rawPublicKeyOf(key) }, sign(null, Buffer.from(text, 'utf8'), key))
  return `${text}\n${lineOf(privateKey)}${retiring === undefined || retiring === null ? '' : lineOf(retiring)}`
}

/** The note's text when it carries a good signature of one of the verifier's keys, otherwise `null`. */
export function openNote(note: string, verifier: NoteVerifier): string | null {
  const split = note.lastIndexOf('\n\n')
  if (split < 0) return null
  const text = note.slice(0, split + 1)
  const keys = keysOf(verifier).map((raw) => ({ id: keyId(verifier.name, raw), raw }))
  for (const line of note.slice(split + 2).split('\n')) {
    const match = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line)
    if (match === null || match[1] !== verifier.name) continue
    const bytes = Buffer.from(match[2] as string, 'base64')
    const named = keys.find(({ id }) => bytes.subarray(0, 4).equals(id))
    if (named === undefined) continue
    if (verify(null, Buffer.from(text, 'utf8'), publicKeyOf(named.raw), bytes.subarray(4))) return text
  }
  return null
}

export function checkpointText(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${Buffer.from(checkpoint.rootHash, 'hex').toString('base64')}\n`
}

/** The checkpoint in a signed text, or `null` when it is none. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin, size, root, ...rest] = text.split('\n')
  if (origin === undefined || origin === '' || rest.join('') !== '') return null
  if (size === undefined || !/^(0|[1-9][0-9]{0,15})$/.test(size) || root === undefined) return null
  const bytes = Buffer.from(root, 'base64')
  if (bytes.length !== 32 || bytes.toString('base64') !== root) return null
  return { origin, size: Number(size), rootHash: bytes.toString('hex') }
}

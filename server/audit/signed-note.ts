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
}
export interface NoteVerifier {
  readonly name: string
  readonly rawPublicKey: Buffer
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

export function verifierOf(signer: NoteSigner): NoteVerifier {
  const der = createPublicKey(signer.privateKey).export({ type: 'spki', format: 'der' })
  return { name: signer.name, rawPublicKey: der.subarray(SPKI.length) }
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

export function signNote(text: string, signer: NoteSigner): string {
  const id = keyId(signer.name, verifierOf(signer).rawPublicKey)
  const signature = sign(null, Buffer.from(text, 'utf8'), signer.privateKey)
  return `${text}\n— ${signer.name} ${Buffer.concat([id, signature]).toString('base64')}\n`
}

/** The note's text when it carries a good signature of that verifier, otherwise `null`. */
export function openNote(note: string, verifier: NoteVerifier): string | null {
  const split = note.lastIndexOf('\n\n')
  if (split < 0) return null
  const text = note.slice(0, split + 1)
  const key = publicKeyOf(verifier.rawPublicKey)
  const id = keyId(verifier.name, verifier.rawPublicKey)
  for (const line of note.slice(split + 2).split('\n')) {
    const match = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line)
    if (match === null || match[1] !== verifier.name) continue
    const bytes = Buffer.from(match[2] as string, 'base64')
    if (!bytes.subarray(0, 4).equals(id)) continue
    if (verify(null, Buffer.from(text, 'utf8'), key, bytes.subarray(4))) return text
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

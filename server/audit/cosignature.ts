/** A witness's word over a checkpoint: C2SP tlog-cosignature, Ed25519 (https://c2sp.org/tlog-cosignature). */
import { createHash, verify } from 'node:crypto'
import { Fault } from '../../src/domain/fault.ts'
import { publicKeyOf } from './signed-note.ts'

const COSIGNATURE = 4
const BYTES = { id: 4, time: 8, signature: 64 }

export interface WitnessKey {
  readonly name: string
  readonly rawPublicKey: Buffer
}

function keyId({ name, rawPublicKey }: WitnessKey): Buffer {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([COSIGNATURE]))
    .update(rawPublicKey)
    .digest()
    .subarray(0, BYTES.id)
}

/** `name+hex(key id)+base64(0x04 ‖ key)`. */
export function witnessKeyText(witness: WitnessKey): string {
  const key = Buffer.concat([Buffer.from([COSIGNATURE]), witness.rawPublicKey])
  return `${witness.name}+${keyId(witness).toString('hex')}+${key.toString('base64')}`
}

/** @throws Fault `BAD_REQUEST` when the text is no Ed25519 cosigner key or its id does not match. */
export function parseWitnessKey(text: string): WitnessKey {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim())
  const key = Buffer.from(match?.[3] ?? '', 'base64')
  const witness = { name: match?.[1] ?? '', rawPublicKey: key.subarray(1) }
  const fits = key.length === 33 && key[0] === COSIGNATURE && keyId(witness).toString('hex') === match?.[2]
  if (!fits) throw new Fault('BAD_REQUEST', 'not an Ed25519 witness key')
  return witness
}

/** What is signed: the checkpoint's text, and when it was seen. */
export function cosignedText(text: string, seconds: bigint): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`, 'utf8')
}

export function cosignatureLine(witness: WitnessKey, seconds: bigint, signature: Buffer): string {
  const time = Buffer.alloc(BYTES.time)
  time.writeBigUInt64BE(seconds)
  return `— ${witness.name} ${Buffer.concat([keyId(witness), time, signature]).toString('base64')}\n`
}

export interface Cosigned {
  /** The signature line as it stands, with its line break. */
  readonly line: string
  /** When the witness says that it saw the checkpoint: seconds since 1970. */
  readonly seconds: bigint
}

/** The witness's good signature among the lines, or `null`. Lines of others are left alone. */
export function cosignatureIn(lines: string, text: string, witness: WitnessKey): Cosigned | null {
  const key = publicKeyOf(witness.rawPublicKey)
  for (const line of lines.split('\n')) {
    const match = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line)
    if (match === null || match[1] !== witness.name) continue
    const bytes = Buffer.from(match[2] ?? '', 'base64')
    if (bytes.length !== BYTES.id + BYTES.time + BYTES.signature) continue
    if (!bytes.subarray(0, BYTES.id).equals(keyId(witness))) continue
    const seconds = bytes.readBigUInt64BE(BYTES.id)
    if (verify(null, cosignedText(text, seconds), key, bytes.subarray(BYTES.id + BYTES.time)))
      return { line: `${line}\n`, seconds }
  }
  return null
}

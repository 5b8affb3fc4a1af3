/**
 * What one requester's own data key does for the audit log. Each entry has keys of its own (HKDF-SHA-256,
 * RFC 5869): to hand one entry's commitment key to an auditor opens no other.
 */
import { createHmac } from 'node:crypto'
import type { PersonKey } from '../keys.ts'
import { seal, unseal } from './sealing.ts'

const KEY_BYTES = 32
const KID_BYTES = 16

const hmac = (key: Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer =>
  parts.reduce((mac, part) => mac.update(part), createHmac('sha256', key)).digest()

/** HKDF-SHA-256 without salt, of at most one block: the extraction is done once for all that a key is used for. */
function deriving(dataKey: Uint8Array): (info: string, bytes: number) => Buffer {
  const extracted = hmac(Buffer.alloc(KEY_BYTES), dataKey)
  return (info, bytes) => hmac(extracted, info, Buffer.from([1])).subarray(0, bytes)
}

export function personKeyOf(dataKey: Uint8Array): PersonKey {
  const derived = deriving(dataKey)
  const commitKey = (entryId: string) => derived(`commit/${entryId}`, KEY_BYTES)
  const sealKey = (entryId: string) => derived(`enc/${entryId}`, KEY_BYTES)
  return {
    kid: derived('vouch/person-key-id/v1', KID_BYTES).toString('hex'),
    commitKey: (entryId) => commitKey(entryId).toString('hex'),
    commit: (entryId, text) => createHmac('sha256', commitKey(entryId)).update(text, 'utf8').digest('hex'),
    seal: (entryId, text, about) => seal(sealKey(entryId), text, about),
    unseal: (entryId, sealed, about) => unseal(sealKey(entryId), sealed, about),
  }
}

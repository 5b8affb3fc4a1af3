/**
 * What one requester's own data key does for the audit log. Each entry has keys of its own (HKDF-SHA-256,
 * RFC 5869): to hand one entry's commitment key to an auditor opens no other.
 */
import { createHmac, hkdfSync } from 'node:crypto'
import type { PersonKey } from '../keys.ts'
import { seal, unseal } from './sealing.ts'

const KEY_BYTES = 32
const KID_BYTES = 16

function derived(dataKey: Uint8Array, info: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), info, bytes))
}

export function personKeyOf(dataKey: Uint8Array): PersonKey {
  const commitKey = (entryId: string) => derived(dataKey, `commit/${entryId}`, KEY_BYTES)
  const sealKey = (entryId: string) => derived(dataKey, `enc/${entryId}`, KEY_BYTES)
  return {
    kid: derived(dataKey, 'vouch/person-key-id/v1', KID_BYTES).toString('hex'),
    commitKey: (entryId) => commitKey(entryId).toString('hex'),
    commit: (entryId, text) => createHmac('sha256', commitKey(entryId)).update(text, 'utf8').digest('hex'),
    seal: (entryId, text, about) => seal(sealKey(entryId), text, about),
    unseal: (entryId, sealed, about) => unseal(sealKey(entryId), sealed, about),
  }
}

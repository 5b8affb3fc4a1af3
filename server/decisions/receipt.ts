/** The receipt's bytes, their hash and their signature. */
import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import type { DecisionReceipt } from '../../src/domain/decision.ts'
import { canonicalJson, publicKeyOf } from '../audit/index.ts'

/** The key signs checkpoints too: neither can pass for the other, because no checkpoint begins so. */
const DOMAIN = 'vouch-decision/v1\n'

function bytesOf(receipt: DecisionReceipt): Buffer {
  return Buffer.from(DOMAIN + canonicalJson(receipt), 'utf8')
}

/** SHA-256 (hex) of what is signed: the audit entry names it. */
export function decisionHash(receipt: DecisionReceipt): string {
  return createHash('sha256').update(bytesOf(receipt)).digest('hex')
}

/** Ed25519, base64. */
export function signDecision(receipt: DecisionReceipt, key: KeyObject): string {
  return sign(null, bytesOf(receipt), key).toString('base64')
}

export function verifyDecision(receipt: DecisionReceipt, signature: string, rawPublicKey: Buffer): boolean {
  return verify(null, bytesOf(receipt), publicKeyOf(rawPublicKey), Buffer.from(signature, 'base64'))
}

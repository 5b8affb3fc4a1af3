/** The receipt's bytes, their hash and their signature. */
import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import type { DecisionReceipt } from '../../src/domain/decision.ts'
import { canonicalJson, publicKeyOf } from '../audit/index.ts'

/** The key signs checkpoints too: neither can pass for the other, because no checkpoint begins so. */
const DOMAIN = 'vouch-decision/v1\n'

/** As it is kept, hashed and signed: canonical JSON. */
const textOf = (receipt: DecisionReceipt): string => canonicalJson(receipt)
const bytesOf = (text: string): Buffer => Buffer.from(DOMAIN + text, 'utf8')
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const signatureOf = (bytes: Buffer, key: KeyObject): string => sign(null, bytes, key).toString('base64')

/** All that is written of a receipt, over one text. */
export function sealDecision(receipt: DecisionReceipt, key: KeyObject) {
  const text = textOf(receipt)
  const bytes = bytesOf(text)
  return { text, hash: hashOf(bytes), signature: signatureOf(bytes, key) }
}

/** SHA-256 (hex) of what is signed: the audit entry names it. */
export function decisionHash(receipt: DecisionReceipt): string {
  return hashOf(bytesOf(textOf(receipt)))
}

/**
 * A receipt as it is kept, in its one spelling. It has that already where its entry names exactly these bytes.
 * @throws SyntaxError when it is no JSON.
 */
export function keptReceipt(text: string, named: string): { readonly text: string; readonly value: unknown } {
  const value: unknown = JSON.parse(text)
  return { text: hashOf(bytesOf(text)) === named ? text : canonicalJson(value), value }
}

/** Ed25519, base64. */
export function signDecision(receipt: DecisionReceipt, key: KeyObject): string {
  return signatureOf(bytesOf(textOf(receipt)), key)
}

export function verifyDecision(receipt: DecisionReceipt, signature: string, rawPublicKey: Buffer): boolean {
  return verify(null, bytesOf(textOf(receipt)), publicKeyOf(rawPublicKey), Buffer.from(signature, 'base64'))
}

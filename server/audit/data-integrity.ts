/**
 * Signs a JSON document so that anyone can check it with the public key alone: W3C Data Integrity,
 * cryptosuite `eddsa-jcs-2022` (https://www.w3.org/TR/vc-di-eddsa/), the key named as `did:key`.
 */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { canonicalJson } from './canonical-json.ts'
import { verifierOf } from './signed-note.ts'

export type JsonDocument = Readonly<Record<string, unknown>>

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** Multicodec of an Ed25519 public key. */
const ED25519_PUB = Buffer.from([0xed, 0x01])
/** DER prefix of an Ed25519 SubjectPublicKeyInfo (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const SIGNATURE_BYTES = 64

/** Multibase base58btc: `z`, then the digits; each leading zero byte is a `1`. */
export function multibase(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
  let digits = ''
  for (; value > 0n; value /= 58n) digits = BASE58.charAt(Number(value % 58n)) + digits
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return `z${'1'.repeat(zeros < 0 ? bytes.length : zeros)}${digits}`
}

/** The bytes, or `null` when the text is no base58btc. Bounded, for the text comes from outside. */
export function fromMultibase(text: string): Buffer | null {
  if (!/^z[1-9A-HJ-NP-Za-km-z]{1,200}$/.test(text)) return null
  const digits = text.slice(1)
  let value = 0n
  for (const digit of digits) value = value * 58n + BigInt(BASE58.indexOf(digit))
  const hex = value === 0n ? '' : value.toString(16)
  const zeros = /^1*/.exec(digits)?.[0].length ?? 0
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')])
}

/** `did:key:z6Mk…` of a private key's public half: the name under which a receipt says who signed it. */
export function didKeyOf(privateKey: KeyObject): string {
  return didKeyOfVerifier(verifierOf({ name: '', privateKey }))
}

/** The same for whoever has only the public half. */
export function didKeyOfVerifier({ rawPublicKey }: { readonly rawPublicKey: Uint8Array }): string {
  return `did:key:${multibase(Buffer.concat([ED25519_PUB, rawPublicKey]))}`
}

function publicKeyOf(fragment: string): KeyObject | null {
  const bytes = fromMultibase(fragment)
  if (bytes === null || bytes.length !== 34 || !bytes.subarray(0, 2).equals(ED25519_PUB)) return null
  return createPublicKey({ key: Buffer.concat([SPKI, bytes.subarray(2)]), format: 'der', type: 'spki' })
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest()

function signedBytes(unsecured: JsonDocument, options: JsonDocument): Buffer {
  return Buffer.concat([sha256(canonicalJson(options)), sha256(canonicalJson(unsecured))])
}

/** @returns the document with its `proof`. */
export function signDocument(document: JsonDocument, privateKey: KeyObject, created: string): JsonDocument {
  const did = didKeyOf(privateKey)
  const options = {
    ...(document['@context'] === undefined ? {} : { '@context': document['@context'] }),
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    created,
    verificationMethod: `${did}#${did.slice('did:key:'.length)}`,
    proofPurpose: 'assertionMethod',
  }
  const proofValue = multibase(sign(null, signedBytes(document, options), privateKey))
  return { ...document, proof: { ...options, proofValue } }
}

const signed = z.looseObject({
  proof: z.looseObject({
    type: z.literal('DataIntegrityProof'),
    cryptosuite: z.literal('eddsa-jcs-2022'),
    created: z.string(),
    verificationMethod: z.string().regex(/^[^#]{1,300}#z[1-9A-HJ-NP-Za-km-z]{1,200}$/),
    proofPurpose: z.literal('assertionMethod'),
    proofValue: z.string(),
  }),
})

/**
 * @returns the `did:key` of the key that signed exactly this document, or `null` when the signature is not
 * good. Whose key it is, the caller must know from elsewhere: anyone can sign with some key.
 * @throws Fault `BAD_REQUEST` when it is no signed document at all.
 */
export function signerOfDocument(document: unknown): string | null {
  const parsed = signed.safeParse(document)
  if (!parsed.success) throw new Fault('BAD_REQUEST', 'not a document with an eddsa-jcs-2022 proof')
  const { proof, ...unsecured } = parsed.data
  const { proofValue, ...options } = proof
  // The proof speaks of the document's own context, or it was made for another reading of it.
  const ownContext =
    canonicalJson([options['@context'] ?? null]) === canonicalJson([unsecured['@context'] ?? null])
  const fragment = options.verificationMethod.split('#')[1] ?? ''
  const key = publicKeyOf(fragment)
  const signature = fromMultibase(proofValue)
  if (!ownContext || key === null || signature?.length !== SIGNATURE_BYTES) return null
  return verify(null, signedBytes(unsecured, options), key, signature) ? `did:key:${fragment}` : null
}

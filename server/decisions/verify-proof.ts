/** Checks a receipt without the store: signature, the entry that names it, and the entry's place in the signed log. */
import { z } from 'zod'
import { CONSENT_OVERLAYS, CONSENT_STATUSES } from '../../src/domain/consent.ts'
import { DECISION_SUBJECTS, type DecisionProof, type DecisionReceipt } from '../../src/domain/decision.ts'
import { NEXT_STEPS, type RefusalReason } from '../../src/domain/refusal.ts'
import { ACTIONS } from '../../src/domain/scope.ts'
import {
  keyRotationSchema,
  keysOf,
  type NoteVerifier,
  openCheckpoint,
  rootFromPath,
  storedLeafHash,
  widened,
} from '../audit/index.ts'
import { decisionHash, verifyDecision } from './receipt.ts'

const REASONS = Object.keys(NEXT_STEPS) as RefusalReason[]
const hex = z.string().regex(/^[0-9a-f]{64}$/)

/** Strict: what nobody checks must not stand there as if somebody had. */
export const receiptSchema: z.ZodType<DecisionReceipt> = z.strictObject({
  v: z.literal(1),
  id: z.string(),
  account: z.string(),
  at: z.iso.datetime(),
  action: z.enum(ACTIONS),
  about: z.strictObject({ kind: z.enum(DECISION_SUBJECTS), ref: z.string() }),
  ticket: z.string(),
  agent: z.string(),
  decision: z.enum(['allow', 'refuse']),
  reasons: z.array(z.enum(REASONS)),
  consent: z.strictObject({
    status: z.enum(CONSENT_STATUSES),
    overlays: z.array(z.enum(CONSENT_OVERLAYS)),
    epoch: z.int(),
    noticeVersion: z.int().nullable(),
    noticeLocale: z.string().nullable(),
  }),
  scope: z.strictObject({ hash: z.string(), policyVersion: z.int(), policy: hex }),
  articles: z.strictObject({
    allowlistVersion: z.int(),
    snapshot: hex,
    allowed: z.int(),
    of: z.int(),
    digest: hex,
  }),
  fields: z.array(z.string()),
  recipient: z.strictObject({ provider: z.string(), region: z.string(), host: z.string().nullable() }),
  capability: hex.nullable(),
  code: z.string(),
})

const proofSchema: z.ZodType<DecisionProof, unknown> = z.strictObject({
  format: z.literal('vouch-decision/v1'),
  receipt: receiptSchema,
  signature: z.base64(),
  entry: z.strictObject({ index: z.int().min(0), header: z.string() }),
  inclusion: z.array(hex).max(64),
  checkpoint: z.string(),
  key: z.string(),
  rotations: z.array(keyRotationSchema).max(100).exactOptional(),
})

/** `null` when it is no proof of this version. */
export function parseProof(value: unknown): DecisionProof | null {
  const parsed = proofSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}

export const PROOF_PROBLEMS = [
  'SIGNATURE_INVALID',
  'ENTRY_OF_ANOTHER',
  'CHECKPOINT_INVALID',
  'NOT_IN_LOG',
] as const
export type ProofVerdict =
  | { readonly verdict: 'good' }
  | { readonly verdict: 'bad'; readonly problem: (typeof PROOF_PROBLEMS)[number] }

const entrySchema = z.object({
  type: z.literal('gate.decided'),
  index: z.int(),
  object: z.object({ kind: z.literal('ticket'), ref: z.string() }),
  decision: z.string(),
  detail: z.looseObject({ receipt: z.string() }),
})

function namesReceipt({ entry, receipt }: DecisionProof): boolean {
  let header: unknown = null
  try {
    header = JSON.parse(entry.header)
  } catch {
    return false
  }
  const parsed = entrySchema.safeParse(header)
  return (
    parsed.success &&
    parsed.data.index === entry.index &&
    parsed.data.object.ref === receipt.ticket &&
    parsed.data.decision === (receipt.decision === 'allow' ? 'allow' : 'refused') &&
    parsed.data.detail.receipt === decisionHash(receipt)
  )
}

/** @param known whose key the reader trusts, or one before or after it: the proof's own says only that it fits together. */
export function verifyProof(proof: DecisionProof, known: NoteVerifier): ProofVerdict {
  const bad = (problem: (typeof PROOF_PROBLEMS)[number]): ProofVerdict => ({ verdict: 'bad', problem })
  const { receipt, signature, entry, inclusion, checkpoint } = proof
  const verifier = widened(known, proof.rotations ?? [])
  if (!keysOf(verifier).some((raw) => verifyDecision(receipt, signature, raw)))
    return bad('SIGNATURE_INVALID')
  if (!namesReceipt(proof)) return bad('ENTRY_OF_ANOTHER')
  const signed = openCheckpoint({ note: checkpoint, verifier })
  // The key signs the logs of all accounts: the receipt must be of the log that it is proved in.
  if (signed === null || signed.origin !== `vouch/${receipt.account}`) return bad('CHECKPOINT_INVALID')
  const path = inclusion.map((hash) => Buffer.from(hash, 'hex'))
  const root = rootFromPath(storedLeafHash(entry.header), entry.index, signed.size, path)
  return root?.toString('hex') === signed.rootHash ? { verdict: 'good' } : bad('NOT_IN_LOG')
}

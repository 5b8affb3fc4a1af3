/** The certificate of an erasure: what a reader without the store can check, and no personal data. */
import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import { ERASURE_ABOUTS, ERASURE_EXCEPTIONS, ERASURE_SOURCES } from '../../src/domain/erasure.ts'
import { type ErasureCertificate, EXCEPTION_ARTICLES } from '../../src/domain/erasure-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { HELD_CLASSES } from '../../src/domain/held.ts'
import {
  type AuditRows,
  type Checkpoints,
  createInclusionProofs,
  didKeyOfVerifier,
  keyRotationSchema,
  keysOf,
  type NoteVerifier,
  openCheckpoint,
  rootFromPath,
  rotationsIn,
  signDocument,
  signerOfDocument,
  storedLeafHash,
  verifierKeyText,
  widened,
} from '../audit/index.ts'
import type { Transact } from '../keys.ts'
import { factsDigest } from './erasure.ts'
import { type ErasureRecord, erasureRecipientSchema } from './erasure-records.ts'
import type { KeyEpoch } from './key-epochs.ts'

const DAY_MS = 86_400_000
const LOG_DAYS = 30
const STATEMENT =
  'Deleted. Residual ciphertext in backups is unreadable once the key of its month is destroyed, at the latest at backupsFinalBy.'
const TICKET_STATEMENT =
  'Deleted. The person stays, and their key: copies in backups end with the backups, at backupsFinalBy when none is kept for longer.'

export interface CertificateRows extends AuditRows {
  erasureById(accountId: AccountId, erasureId: string): Promise<ErasureRecord | null>
  keyEpochs(accountId: AccountId): Promise<readonly KeyEpoch[]>
}

/** When the key that wrapped theirs was destroyed. */
export function finalAt(record: Pick<ErasureRecord, 'keyEpoch'>, epochs: readonly KeyEpoch[]): string | null {
  return epochs.find(({ epoch }) => epoch === record.keyEpoch)?.destroyedAt ?? null
}

export interface Certificates {
  /** @throws Fault `NOT_FOUND`. */
  of(accountId: AccountId, erasureId: string): Promise<ErasureCertificate>
}

export function createCertificates(given: {
  readonly transact: Transact<CertificateRows>
  readonly checkpoints: Checkpoints
  readonly privateKey: KeyObject
  now(): Date
}): Certificates {
  const proofs = createInclusionProofs()

  async function anchorOver(accountId: AccountId, index: number) {
    for (const last of [false, true]) {
      const anchor = await given.checkpoints.anchor(accountId)
      const signed = anchor === null ? null : openCheckpoint(anchor)
      if (anchor !== null && signed !== null && signed.size > index) return { anchor, size: signed.size }
      if (!last) await given.checkpoints.sign(accountId)
    }
    throw new Fault('AUDIT_UNAVAILABLE', 'the log has no checkpoint over this erasure')
  }

  return {
    async of(accountId, erasureId) {
      const record = await given.transact((tx) => tx.erasureById(accountId, erasureId))
      if (record === null) throw new Fault('NOT_FOUND', 'there is no such erasure')
      const { anchor, size } = await anchorOver(accountId, record.auditIndex)
      const inclusion = await proofs.pathTo(given.transact, accountId, record.auditIndex, size)
      return given.transact(async (tx) => {
        const [entry] = await tx.auditEntries(accountId, record.auditIndex, 1)
        if (entry === undefined) throw new Fault('AUDIT_CHAIN_BROKEN', 'the entry of an erasure is gone')
        const unsigned = {
          ...bodyOf(accountId, record, finalAt(record, await tx.keyEpochs(accountId))),
          entry: { index: entry.index, header: entry.header },
          inclusion,
          checkpoint: anchor.note,
          key: verifierKeyText(anchor.verifier),
          ...rotationsIn(anchor),
        }
        const signed = signDocument(unsigned, given.privateKey, given.now().toISOString())
        return { ...unsigned, proof: signed.proof }
      })
    },
  }
}

function bodyOf(accountId: AccountId, record: ErasureRecord, backupsFinalAt: string | null) {
  const { facts } = record
  return {
    format: 'vouch-erasure/v1' as const,
    erasure: record.erasureId,
    about: record.about.kind,
    account: accountId,
    case: record.caseId,
    source: record.source,
    by: record.actorRef,
    liveErasedAt: record.at,
    backupsFinalBy: record.backupsFinalBy,
    backupsFinalAt,
    erased: facts.erased,
    kept: facts.kept.map((kept) => ({ ...kept, article: EXCEPTION_ARTICLES[kept.exception] })),
    keys: { destroyed: facts.kids, wrappedIn: record.keyEpoch },
    recipients: facts.recipients.map((recipient) => ({
      ...recipient,
      heldUntil:
        recipient.retention === '30d'
          ? new Date(Date.parse(recipient.lastSentAt) + LOG_DAYS * DAY_MS).toISOString()
          : null,
    })),
    statement: record.about.kind === 'ticket' ? TICKET_STATEMENT : STATEMENT,
  }
}

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)
/** Strict: what nobody checks must not stand there as if somebody had. */
const certificateSchema = z.strictObject({
  format: z.literal('vouch-erasure/v1'),
  erasure: z.string(),
  // Certificates of before are about a person.
  about: z.enum(ERASURE_ABOUTS).optional(),
  account: z.string(),
  case: z.string().nullable(),
  source: z.enum(ERASURE_SOURCES),
  by: z.string(),
  liveErasedAt: z.iso.datetime(),
  backupsFinalBy: z.iso.datetime(),
  backupsFinalAt: z.iso.datetime().nullable(),
  erased: z.array(z.strictObject({ class: z.enum(HELD_CLASSES), count })),
  kept: z.array(
    z.strictObject({
      class: z.enum(HELD_CLASSES),
      count,
      exception: z.enum(ERASURE_EXCEPTIONS),
      article: z.string(),
    }),
  ),
  keys: z.strictObject({ destroyed: z.array(z.string()), wrappedIn: z.string() }),
  recipients: z.array(erasureRecipientSchema.extend({ heldUntil: z.iso.datetime().nullable() })),
  statement: z.string(),
  entry: z.strictObject({ index: count, header: z.string() }),
  inclusion: z.array(hex).max(64),
  checkpoint: z.string(),
  key: z.string(),
  rotations: z.array(keyRotationSchema).max(100).exactOptional(),
  proof: z.unknown(),
})

/** `null` when it is no certificate of this version. */
export function parseCertificate(value: unknown): ErasureCertificate | null {
  const parsed = certificateSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}

export const CERTIFICATE_PROBLEMS = [
  'SIGNATURE_INVALID',
  'ENTRY_OF_ANOTHER',
  'CHECKPOINT_INVALID',
  'NOT_IN_LOG',
] as const
export type CertificateVerdict =
  | { readonly verdict: 'good' }
  | { readonly verdict: 'bad'; readonly problem: (typeof CERTIFICATE_PROBLEMS)[number] }

const entrySchema = z.looseObject({
  type: z.literal('erasure.executed'),
  index: z.int(),
  actor: z.looseObject({ ref: z.string() }),
  object: z.looseObject({ kind: z.string() }),
  detail: z.looseObject({
    erasure: z.string(),
    case: z.string(),
    facts: z.string(),
    backups_final_by: z.string(),
  }),
})

function namesCertificate(certificate: ErasureCertificate): boolean {
  let header: unknown = null
  try {
    header = JSON.parse(certificate.entry.header)
  } catch {
    return false
  }
  const parsed = entrySchema.safeParse(header)
  if (!parsed.success) return false
  const { index, actor, object, detail } = parsed.data
  const facts = factsDigest({
    erased: [...certificate.erased],
    kept: certificate.kept.map(({ article: _article, ...kept }) => kept),
    kids: [...certificate.keys.destroyed],
    recipients: certificate.recipients.map(({ heldUntil: _until, ...recipient }) => recipient),
  })
  return (
    index === certificate.entry.index &&
    actor.ref === certificate.by &&
    object.kind === (certificate.about ?? 'requester') &&
    detail.erasure === certificate.erasure &&
    detail.case === (certificate.case ?? 'none') &&
    detail.backups_final_by === certificate.backupsFinalBy &&
    detail.facts === facts
  )
}

/** @param known whose key the reader trusts, or one before or after it: the certificate's own says only that it fits together. */
export function verifyCertificate(certificate: ErasureCertificate, known: NoteVerifier): CertificateVerdict {
  const bad = (problem: (typeof CERTIFICATE_PROBLEMS)[number]): CertificateVerdict => ({
    verdict: 'bad',
    problem,
  })
  const verifier = widened(known, certificate.rotations ?? [])
  const signer = signerOfDocument(certificate)
  if (!keysOf(verifier).some((rawPublicKey) => signer === didKeyOfVerifier({ rawPublicKey })))
    return bad('SIGNATURE_INVALID')
  if (!namesCertificate(certificate)) return bad('ENTRY_OF_ANOTHER')
  const signed = openCheckpoint({ note: certificate.checkpoint, verifier })
  if (signed === null || signed.origin !== `vouch/${certificate.account}`) return bad('CHECKPOINT_INVALID')
  const path = certificate.inclusion.map((hash) => Buffer.from(hash, 'hex'))
  const { index, header } = certificate.entry
  const root = rootFromPath(storedLeafHash(header), index, signed.size, path)
  return root?.toString('hex') === signed.rootHash ? { verdict: 'good' } : bad('NOT_IN_LOG')
}

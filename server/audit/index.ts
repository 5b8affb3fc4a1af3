/** Keeps the audit log. Never stores ticket text or names; never rewrites an entry. */
export { type AuditDesk, createAuditDesk, type EntryFilter } from './audit-desk.ts'
export { canonicalDigest, canonicalFormOf, canonicalJson } from './canonical-json.ts'
export {
  type CheckpointCopies,
  type CheckpointPlace,
  type Copied,
  type Copying,
  createCheckpointCopies,
} from './checkpoint-copies.ts'
export { type CheckpointShelf, type Checkpoints, createCheckpoints, logSigner } from './checkpoints.ts'
export { consistencyPath, isConsistent } from './consistency.ts'
export {
  type Cosigned,
  cosignatureIn,
  cosignatureLine,
  cosignedText,
  parseWitnessKey,
  type WitnessKey,
  witnessKeyText,
} from './cosignature.ts'
export {
  didKeyOf,
  didKeyOfVerifier,
  type JsonDocument,
  signDocument,
  signerOfDocument,
} from './data-integrity.ts'
export {
  type Act,
  type AuditEntry,
  ENTRY_TYPES,
  type EntryActor,
  type EntryType,
  type PayloadSubject,
  storedLeafHash,
} from './entry.ts'
export { createEntryProofs, type EntryProof, type EntryProofs } from './entry-proofs.ts'
export { createInclusionProofs, type InclusionProofs, rootFromPath } from './inclusion.ts'
export {
  followKeys,
  isKeyOf,
  type KeyRotation,
  keyEntryOf,
  keyRecords,
  keyRotationSchema,
  newestKeyIn,
  retirementAct,
  rotationAct,
  widened,
} from './key-rotation.ts'
export {
  type AuditHead,
  type AuditLog,
  type AuditRows,
  createAuditLog,
  rootHash,
  type StoredEntry,
} from './log.ts'
export { createLogEnd, type LogEnd } from './log-end.ts'
export { coveringSpans, type GrowingTree, growingTree, hashNode } from './merkle.ts'
export { openPayload, type StoredPayload } from './payload.ts'
export { type ReadHeader, readHeader } from './read-entry.ts'
export { type RecentEntry, wasDoneSince } from './recent-entries.ts'
export {
  type Checkpoint,
  checkpointText,
  keysOf,
  type NoteSigner,
  type NoteVerifier,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  publicKeyOf,
  signNote,
  verifierKeyText,
  verifierOf,
} from './signed-note.ts'
export { storedDigest } from './stored-digest.ts'
export { parseTlogProof, provesLeaf, type TlogProof, tlogProofText } from './tlog-proof.ts'
export {
  parseTrustPolicy,
  type TrustPolicy,
  trustPolicyText,
  type Witnessed,
  witnessedBy,
} from './trust-policy.ts'
export {
  type Anchor,
  type AuditProblem,
  type AuditVerdict,
  openCheckpoint,
  rotationsIn,
  verifyAudit,
} from './verification.ts'

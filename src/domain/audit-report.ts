/** What a check of the audit log found: whether anything was tampered with, and whether everything is there. */
export const TAMPERED_CODES = [
  'ENTRY_CHANGED',
  'ENTRY_MISSING',
  'ENTRY_OUT_OF_ORDER',
  'HEAD_MISMATCH',
  'TRUNCATED',
  'CHECKPOINT_MISMATCH',
  'CHECKPOINT_SIGNATURE_INVALID',
  'CHECKPOINT_MISSING',
  'MANIFEST_SIGNATURE_INVALID',
  'FILE_CHANGED',
  'FILE_MISSING',
  'FILE_UNEXPECTED',
  'PAYLOAD_CHANGED',
  'PAYLOAD_MISSING',
  'PAYLOAD_UNEXPECTED',
  'RECEIPT_MISSING',
  'RECEIPT_CHANGED',
  'RECEIPT_UNEXPECTED',
  'SIGNATURE_INVALID',
  'EVIDENCE_MISSING',
  'ARTICLES_DIFFER',
  'CONSENT_DIFFERS',
  'ROLES_DIFFER',
  'NOTICE_DIFFERS',
  'SCOPE_POLICY_DIFFERS',
  'LIVE_STATE_DIFFERS',
  'OLDER_CHECKPOINT_DIFFERS',
  'KEY_ROTATION_INVALID',
  'KEY_ROTATION_DIFFERS',
] as const
export type TamperedCode = (typeof TAMPERED_CODES)[number]

export const INCOMPLETE_CODES = [
  'START_LEFT_OUT',
  'END_LEFT_OUT',
  'PAYLOADS_LEFT_OUT',
  'RECEIPTS_LEFT_OUT',
  'KEY_NOT_TRUSTED',
  'WITNESS_QUORUM_MISSING',
  'OLDER_CHECKPOINT_UNCHECKED',
] as const
export type IncompleteCode = (typeof INCOMPLETE_CODES)[number]

/** `index`: the entry at which it shows; `file`: the file of a bundle. */
export interface Finding<Code> {
  readonly code: Code
  readonly index: number | null
  readonly file: string | null
}

export interface PayloadCounts {
  /** Opened, and as its entry has it. */
  readonly ok: number
  /** There, but nobody here has the person's key. */
  readonly sealed: number
  /** Gone, and a later entry says that the person was erased or the time was over. */
  readonly shredded: number
  /** Gone without a word. */
  readonly missing: number
}

export interface AuditReport {
  readonly account: string
  /** Which entries were read, of how many that the checkpoint signs. */
  readonly entries: { readonly from: number; readonly to: number; readonly size: number }
  readonly rootHash: string
  readonly integrity: 'intact' | 'tampered'
  readonly completeness: 'complete' | 'incomplete'
  readonly tampered: readonly Finding<TamperedCode>[]
  readonly incomplete: readonly Finding<IncompleteCode>[]
  readonly payloads: PayloadCounts
  /** Decisions that have their receipt, those whose receipt's days were over, and those worked out again. */
  readonly decisions: { readonly receipts: number; readonly removed: number; readonly recomputed: number }
  /** Names of the witnesses that signed the checkpoint too. */
  readonly witnesses: readonly string[]
}

/** 0 intact and complete, 2 tampered with, 3 intact as far as it goes. 4 is for what cannot be read at all. */
export function exitCodeOf({ integrity, completeness }: AuditReport): 0 | 2 | 3 {
  if (integrity === 'tampered') return 2
  return completeness === 'incomplete' ? 3 : 0
}

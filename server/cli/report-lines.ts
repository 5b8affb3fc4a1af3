/** A report of a check, in words: integrity and completeness are two things. */
import type { AuditReport, Finding, IncompleteCode, TamperedCode } from '../../src/domain/audit-report.ts'

export const TAMPERED_MEANING: Record<TamperedCode, string> = {
  ENTRY_CHANGED: 'an entry was changed',
  ENTRY_MISSING: 'an entry is missing',
  ENTRY_OUT_OF_ORDER: 'an entry does not follow the one before it',
  HEAD_MISMATCH: 'the head does not match the entries',
  TRUNCATED: 'entries at the end are missing',
  CHECKPOINT_MISMATCH: 'the entries contradict the signed checkpoint',
  CHECKPOINT_SIGNATURE_INVALID: 'the checkpoint is not signed by this installation',
  CHECKPOINT_MISSING: 'the signed checkpoint is missing',
  MANIFEST_SIGNATURE_INVALID: 'the list of files is not signed by the log',
  FILE_CHANGED: 'a file is not the one that was packed',
  FILE_MISSING: 'a file that was packed is not there',
  FILE_UNEXPECTED: 'a file is there that was not packed',
  PAYLOAD_CHANGED: 'sealed words are not those that the entry was made with',
  PAYLOAD_MISSING: 'sealed words are gone, and no entry says why',
  PAYLOAD_UNEXPECTED: 'sealed words are there that no entry knows of',
  RECEIPT_MISSING: 'the receipt of a decision is gone',
  RECEIPT_CHANGED: 'the receipt of a decision was changed',
  RECEIPT_UNEXPECTED: 'a receipt is there that no entry knows of',
  SIGNATURE_INVALID: 'the receipt of a decision is not signed by this installation',
  EVIDENCE_MISSING: 'the scope or the articles that a decision rests on are gone or changed',
  ARTICLES_DIFFER: 'scope and articles do not give the list that a decision names',
  CONSENT_DIFFERS: 'what is stored of a consent is not what the log has of it',
  ROLES_DIFFER: 'the roles that are stored are not those that the log has given',
  KEY_ROTATION_INVALID: 'the log changed its key without a record that both keys signed',
  KEY_ROTATION_DIFFERS: 'the record of a change of the key is not what the log has of it',
  LIVE_STATE_DIFFERS: 'whether the account is live is stored otherwise than it was decided',
  NOTICE_DIFFERS: 'a stored notice is not the one that was activated',
  SCOPE_POLICY_DIFFERS: 'a stored version of the scope policy is not the one that was set',
  OLDER_CHECKPOINT_DIFFERS: 'the log does not continue the checkpoint that was kept elsewhere',
}

export const INCOMPLETE_MEANING: Record<IncompleteCode, string> = {
  START_LEFT_OUT: 'the entries before the first one are not in it',
  END_LEFT_OUT: 'the entries after the last one are not in it',
  PAYLOADS_LEFT_OUT: 'words that were sealed beside entries are not in it',
  RECEIPTS_LEFT_OUT: 'the receipts of decisions are not in it',
  KEY_NOT_TRUSTED: 'its key came with it: give the key that was made known (--policy or --key)',
  WITNESS_QUORUM_MISSING: 'not as many witnesses signed as the policy asks for',
  OLDER_CHECKPOINT_UNCHECKED: 'it does not prove that it continues the older checkpoint',
}

const MOST_SHOWN = 5

function findingLines<Code extends string>(
  findings: readonly Finding<Code>[],
  meaning: Readonly<Record<Code, string>>,
): readonly string[] {
  const lines = findings.slice(0, MOST_SHOWN).map(({ code, index, file }) => {
    const where = file ?? (index === null ? null : `entry ${index}`)
    return `  - ${meaning[code]} (${where === null ? code : `${code}, ${where}`})`
  })
  const more = findings.length - MOST_SHOWN
  return more > 0 ? [...lines, `  - and ${more} more`] : lines
}

export function reportLines(report: AuditReport): readonly string[] {
  const { account, entries, rootHash, payloads, decisions, witnesses } = report
  const last = entries.to - 1
  const range = entries.from < entries.to ? `entries ${entries.from} to ${last}` : 'no entry'
  return [
    report.integrity === 'intact'
      ? `${account}: integrity INTACT, ${range} of ${entries.size}, root ${rootHash}`
      : `${account}: integrity BROKEN, ${range} of ${entries.size}`,
    ...findingLines(report.tampered, TAMPERED_MEANING),
    report.completeness === 'complete' ? `${account}: COMPLETE` : `${account}: INCOMPLETE`,
    ...findingLines(report.incomplete, INCOMPLETE_MEANING),
    `${account}: sealed words: ${payloads.ok} opened and right, ${payloads.sealed} still sealed, ${payloads.shredded} erased and said so, ${payloads.missing} missing`,
    `${account}: ${decisions.receipts} decisions with their receipt (${decisions.removed} more past their days), ${decisions.recomputed} of them allowed and worked out again`,
    `${account}: ${witnesses.length === 0 ? 'no witness' : `witnesses ${witnesses.join(', ')}`}`,
  ]
}

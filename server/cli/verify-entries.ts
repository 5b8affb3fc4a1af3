/** Reads the log of a store once more and holds what lies beside it against what its entries say. */
import type { AuditReport } from '../../src/domain/audit-report.ts'
import type { OpenStore } from '../adapters/sqlite-store.ts'
import { followKeys, type KeyRotation, keyEntryOf, keyRecords, type NoteVerifier } from '../audit/index.ts'
import { createFindings } from '../bundle/index.ts'

const PAGE = 1_000

/** Of a log whose entries hold. */
export async function checkEntries(
  store: OpenStore,
  accountId: string,
  { rotations, verifier }: { readonly rotations: readonly KeyRotation[]; readonly verifier: NoteVerifier },
): Promise<Pick<AuditReport, 'tampered'>> {
  const findings = createFindings()
  const records = keyRecords(rotations)
  const line = followKeys([verifier], rotations)
  // The key at hand is the last of the line: it would be another's that nobody handed over to.
  const last = line?.verifier.rawPublicKey.equals(verifier.rawPublicKey) === true
  if (line?.whole === false || !last)
    findings.tampered('KEY_ROTATION_INVALID', { index: rotations.at(-1)?.index ?? 0 })
  for (let from = 0; ; from += PAGE) {
    const entries = await store.transact((tx) => tx.auditEntries(accountId, from, PAGE))
    for (const { index, header } of entries) {
      const ofKeys = keyEntryOf(header)
      if (ofKeys !== null && !records.matches(index, ofKeys))
        findings.tampered('KEY_ROTATION_DIFFERS', { index })
    }
    if (entries.length < PAGE) break
  }
  for (const index of records.unmet(0, Number.MAX_SAFE_INTEGER))
    findings.tampered('KEY_ROTATION_DIFFERS', { index })
  return { tampered: findings.verdict.tampered }
}

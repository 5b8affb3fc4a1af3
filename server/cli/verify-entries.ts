/** Reads the log of a store once more and holds the rows that lie beside it against what its entries say. */
import type { TamperedCode } from '../../src/domain/audit-report.ts'
import type { OpenStore } from '../adapters/sqlite-store.ts'
import { followKeys, type KeyRotation, keyEntryOf, keyRecords, type NoteVerifier } from '../audit/index.ts'
import { createConsentCheck, type RowTrouble, standingTroubles } from '../consent/index.ts'
import type { Keyring } from '../keys.ts'
import { createSettingsCheck } from './verify-settings.ts'

const PAGE = 1_000
const MOST_SHOWN = 20

/** `table` and `ref`: which row of the store, by an opaque reference; `null` where it is of the log alone. */
export interface RowFinding {
  readonly code: TamperedCode
  readonly index: number | null
  readonly table: string | null
  readonly ref: string | null
}

export interface BesideVerdict {
  /** The first of them; one is enough to say that the store was tampered with. */
  readonly tampered: readonly RowFinding[]
  /** Consent events as their entries have them, those that erasure or retention took, and statuses. */
  readonly consents: { readonly events: number; readonly removed: number; readonly standings: number }
}

/** Of a log whose entries hold. */
export async function checkEntries(
  store: OpenStore,
  keys: Pick<Keyring, 'digest'>,
  accountId: string,
  { rotations, verifier }: { readonly rotations: readonly KeyRotation[]; readonly verifier: NoteVerifier },
): Promise<BesideVerdict> {
  const tampered: RowFinding[] = []
  const found = (code: TamperedCode, index: number | null, row?: { table: string; ref: string }) => {
    if (tampered.length < MOST_SHOWN)
      tampered.push({ code, index, table: row?.table ?? null, ref: row?.ref ?? null })
  }
  const consentTrouble = (trouble: RowTrouble) => found('CONSENT_DIFFERS', trouble.index, trouble)
  const records = keyRecords(rotations)
  const line = followKeys([verifier], rotations)
  // The key at hand is the last of the line: it would be another's that nobody handed over to.
  const last = line?.verifier.rawPublicKey.equals(verifier.rawPublicKey) === true
  if (line?.whole === false || !last) found('KEY_ROTATION_INVALID', rotations.at(-1)?.index ?? 0)
  const consents = createConsentCheck(accountId)
  const settings = createSettingsCheck(accountId)
  for (let from = 0; ; from += PAGE) {
    const read = await store.transact(async (tx) => {
      const entries = await tx.auditEntries(accountId, from, PAGE)
      for (const trouble of await consents.page(tx, from, entries)) consentTrouble(trouble)
      return entries
    })
    for (const { index, header } of read) {
      const ofKeys = keyEntryOf(header)
      if (ofKeys !== null && !records.matches(index, ofKeys)) found('KEY_ROTATION_DIFFERS', index)
      settings.note(index, header)
    }
    if (read.length < PAGE) break
  }
  for (const index of records.unmet(0, Number.MAX_SAFE_INTEGER)) found('KEY_ROTATION_DIFFERS', index)
  await store.transact(async (tx) => {
    for (const trouble of await consents.finish(tx)) consentTrouble(trouble)
    for (const trouble of await settings.finish(tx, keys)) found(trouble.code, trouble.index, trouble)
  })
  const standings = await standingTroubles(store.transact, accountId, consentTrouble)
  return { tampered, consents: { ...consents.counts, standings } }
}

/**
 * Holds the store against the journal of erasures before anybody is served: a store that came back from a backup
 * is told again whom it had erased, and a journal that was lost is made whole from the store.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { Transact } from '../keys.ts'
import { type ErasureRooms, type ErasureRows, erasePerson, factsDigest, whoIs } from './erasure.ts'
import { type JournalLine, journalLineSchema } from './erasure-records.ts'

const ALL = Number.MAX_SAFE_INTEGER
const SYSTEM = { kind: 'system', ref: 'restore' } as const

/** @returns how many erasures the store did not know. @throws Fault `ERASURE_JOURNAL_BROKEN`. */
export async function replayErasures<Tx extends ErasureRows>(
  rooms: ErasureRooms<Tx>,
  transact: Transact<Tx>,
  accountId: AccountId,
  /** Between two of them: health is answered meanwhile. */
  pause: () => Promise<void> = async () => undefined,
): Promise<number> {
  const lines = rooms.journal.lines(accountId)
  const stored = await transact((tx) => tx.erasures(accountId, ALL))
  const known = new Set(stored.map(({ erasureId }) => erasureId))
  const written = new Set(lines.map(({ erasureId }) => erasureId))
  for (const { erasureId, line } of [...stored].reverse())
    if (!written.has(erasureId)) rooms.journal.append(accountId, journalLineSchema.parse(JSON.parse(line)))
  const missing = lines.filter(({ erasureId }) => !known.has(erasureId))
  for (const line of missing) {
    await transact((tx) => replay(rooms, tx, accountId, line))
    await pause()
  }
  if (missing.length > 0)
    await transact((tx) =>
      rooms.audit.append(tx, accountId, {
        type: 'erasure.replayed',
        actor: SYSTEM,
        object: { kind: 'journal', ref: accountId },
        decision: 'replayed',
        detail: { erasures: missing.length, known: known.size },
      }),
    )
  return missing.length
}

async function replay<Tx extends ErasureRows>(
  rooms: ErasureRooms<Tx>,
  tx: Tx,
  accountId: AccountId,
  line: JournalLine,
): Promise<void> {
  for (const stone of line.marks) await tx.setTombstone(accountId, stone, line.at)
  const order = {
    requesterRef: line.requesterRef,
    caseId: line.caseId,
    actor: SYSTEM,
    source: 'replay' as const,
    deadInHelpdesk: line.deadInHelpdesk,
    erasureId: line.erasureId,
    at: line.at,
    keepsConsent: line.keepsConsent,
    line,
  }
  if ((await whoIs(tx, accountId, line.requesterRef)) !== null) {
    await erasePerson(rooms, tx, accountId, order)
    return
  }
  // The backup is from before they were known: only what keeps them away was missing.
  const facts = { erased: [], kept: [], kids: [], recipients: [] }
  const auditIndex = await rooms.audit.append(tx, accountId, {
    type: 'erasure.executed',
    actor: SYSTEM,
    object: { kind: 'requester', ref: line.requesterRef },
    decision: 'replayed',
    detail: {
      ...{ erasure: line.erasureId, case: line.caseId ?? 'none', kids: [], erased: [], kept: [] },
      facts: factsDigest(facts),
      backups_final_by: line.at,
    },
  })
  await tx.addErasure(accountId, {
    erasureId: line.erasureId,
    requesterRef: line.requesterRef,
    caseId: line.caseId,
    at: line.at,
    source: 'replay',
    actorRef: SYSTEM.ref,
    auditIndex,
    keyEpoch: '',
    backupsFinalBy: line.at,
    facts,
    line: JSON.stringify(line),
  })
}

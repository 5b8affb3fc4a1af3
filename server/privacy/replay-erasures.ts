/**
 * Holds the store against the journal of erasures before anybody is served: a store that came back from a backup
 * is told again whom it had erased, and a journal that was lost is made whole from the store.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { Transact } from '../keys.ts'
import { type ErasureRooms, type ErasureRows, erasePerson, recordErasure, whoIs } from './erasure.ts'
import { type JournalLine, journalLineSchema } from './erasure-records.ts'
import { eraseTicket } from './ticket-erasure.ts'

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
  if (await eraseAgain(rooms, tx, accountId, line)) return
  // The backup is from before they were known: only what keeps them away was missing.
  await recordErasure(rooms, tx, accountId, {
    ...{ actor: SYSTEM, source: 'replay' as const, caseId: line.caseId, line },
    about:
      line.ticketRef === undefined
        ? { kind: 'requester', ref: line.requesterRef }
        : { kind: 'ticket', ref: line.ticketRef },
    ...{ keyEpoch: '', backupsFinalBy: line.at },
    facts: { erased: [], kept: [], kids: [], recipients: [] },
  })
}

/** @returns false when there is nobody, or no such ticket. */
async function eraseAgain<Tx extends ErasureRows>(
  rooms: ErasureRooms<Tx>,
  tx: Tx,
  accountId: AccountId,
  line: JournalLine,
): Promise<boolean> {
  const { requesterRef, ticketRef, caseId, deadInHelpdesk, erasureId, at, keepsConsent } = line
  const by = { actor: SYSTEM, source: 'replay' as const }
  if (ticketRef !== undefined) {
    const ticket = await tx.ticketByRef(accountId, ticketRef)
    if (ticket === null) return false
    await eraseTicket(rooms, tx, accountId, ticket, { ...by, again: false, line })
    return true
  }
  if ((await whoIs(tx, accountId, requesterRef)) === null) return false
  const order = { requesterRef, caseId, deadInHelpdesk, erasureId, at, keepsConsent }
  await erasePerson(rooms, tx, accountId, { ...by, ...order, line })
  return true
}

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

/** @returns how many erasures the store had still to carry out. @throws Fault `ERASURE_JOURNAL_BROKEN`. */
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
  let done = 0
  for (const line of missing) {
    if (await transact((tx) => replay(rooms, tx, accountId, line))) done += 1
    await pause()
  }
  if (done > 0)
    await transact((tx) =>
      rooms.audit.append(tx, accountId, {
        type: 'erasure.replayed',
        actor: SYSTEM,
        object: { kind: 'journal', ref: accountId },
        decision: 'replayed',
        detail: { erasures: done, known: known.size },
      }),
    )
  return done
}

/**
 * @returns false when the store was as erased as the line says: its own commit had failed after it was written, and
 * what was done again then has a line of its own. Nobody may count that twice.
 */
async function replay<Tx extends ErasureRows>(
  rooms: ErasureRooms<Tx>,
  tx: Tx,
  accountId: AccountId,
  line: JournalLine,
): Promise<boolean> {
  const { requesterRef, ticketRef, caseId } = line
  for (const stone of line.marks) await tx.setTombstone(accountId, stone, line.at)
  const again = (await tx.lastErasureOf(accountId, ticketRef ?? requesterRef)) !== null
  const found = await eraseAgain(rooms, tx, accountId, line, again)
  if (found !== 'nobody') return found === 'erased'
  if (again) return false
  // The backup is from before they were known: only what keeps them away was missing.
  await recordErasure(rooms, tx, accountId, {
    ...{ actor: SYSTEM, source: 'replay' as const, caseId, line },
    about:
      ticketRef === undefined ? { kind: 'requester', ref: requesterRef } : { kind: 'ticket', ref: ticketRef },
    ...{ keyEpoch: '', backupsFinalBy: line.at },
    facts: { erased: [], kept: [], kids: [], recipients: [] },
  })
  return true
}

/** Nobody: or no such ticket. Nothing: they were erased before, and nothing has come since. */
async function eraseAgain<Tx extends ErasureRows>(
  rooms: ErasureRooms<Tx>,
  tx: Tx,
  accountId: AccountId,
  line: JournalLine,
  again: boolean,
): Promise<'nobody' | 'nothing' | 'erased'> {
  const { requesterRef, ticketRef, caseId, deadInHelpdesk, erasureId, at, keepsConsent } = line
  const by = { actor: SYSTEM, source: 'replay' as const, again, line }
  if (ticketRef !== undefined) {
    const ticket = await tx.ticketByRef(accountId, ticketRef)
    if (ticket === null) return 'nobody'
    return (await eraseTicket(rooms, tx, accountId, ticket, by)) === null ? 'nothing' : 'erased'
  }
  if ((await whoIs(tx, accountId, requesterRef)) === null) return 'nobody'
  const order = { requesterRef, caseId, deadInHelpdesk, erasureId, at, keepsConsent }
  return (await erasePerson(rooms, tx, accountId, { ...by, ...order })) === null ? 'nothing' : 'erased'
}

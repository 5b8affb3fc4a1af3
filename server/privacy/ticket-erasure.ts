/**
 * A ticket that the helpdesk has deleted for good, while its requester stays: what lay on it goes, with the same
 * record as a person's erasure. Their key lives on, so copies in backups end with the backups.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { ErasedClass, ErasureSource, KeptClass } from '../../src/domain/erasure.ts'
import type { EntryActor } from '../audit/index.ts'
import { type TicketRow, ticketSubject } from '../tickets/index.ts'
import { type ErasureRooms, type ErasureRows, joined, recipientsIn, recordErasure } from './erasure.ts'
import type { ErasureRecord, JournalLine } from './erasure-records.ts'

const DAY_MS = 86_400_000

export interface TicketErasure {
  readonly actor: EntryActor
  readonly source: ErasureSource
  /** It was erased before: nothing is written down unless something of it has come since. */
  readonly again: boolean
  /** A restored store is told again what it had been told before. */
  readonly line?: JournalLine
}

/** @returns `null` when it was erased before and nothing has come since. */
export async function eraseTicket<Tx extends ErasureRows>(
  rooms: ErasureRooms<Tx>,
  tx: Tx,
  accountId: AccountId,
  ticket: TicketRow,
  { actor, source, again, line: given }: TicketErasure,
): Promise<ErasureRecord | null> {
  const { ticketRef, ticketId, requesterRef } = ticket
  const now = rooms.world.now()
  const line = given ?? newLine(rooms, ticket, { at: now.toISOString(), actor, source })
  // As the helpdesk said it: a restored store may have forgotten, and an older event would open the ticket again.
  const gone = { subject: ticketSubject(ticketId), kind: 'gone', key: '' } as const
  await tx.keepFact(accountId, { ...gone, at: line.at, eventId: '', value: '' })
  await rooms.endConsent(tx, accountId, ticket, actor)
  const recipients = recipientsIn(await tx.egressOn(accountId, ticketRef))
  const [erased, kept]: [ErasedClass[], KeptClass[]] = [[], []]
  for (const holder of [...rooms.holders].reverse()) {
    const done = await holder.eraseTicket(tx, { accountId, ticketRef, requesterRef })
    erased.push(...done.erased)
    kept.push(...done.kept)
  }
  // How it was filed comes with each late event, and goes again without a word.
  const nothing = erased.every(({ class: held, count }) => held === 'helpdesk_fact' || count === 0)
  if (nothing && again) return null
  return recordErasure(rooms, tx, accountId, {
    ...{ actor, source, caseId: null, line, about: { kind: 'ticket', ref: ticketRef } as const },
    keyEpoch: '',
    backupsFinalBy: new Date(now.getTime() + rooms.backupDays * DAY_MS).toISOString(),
    facts: {
      erased: [...joined(erased, (row) => row.class)],
      kept: [...joined(kept, (row) => `${row.class} ${row.exception}`)],
      ...{ kids: [], recipients: [...recipients] },
    },
  })
}

function newLine(
  { world }: Pick<ErasureRooms, 'world'>,
  { ticketRef, requesterRef }: TicketRow,
  { at, actor, source }: { at: string; actor: EntryActor; source: ErasureSource },
): JournalLine {
  return {
    ...{ v: 1, erasureId: world.newId(), requesterRef, ticketRef, caseId: null, at, source },
    ...{ actorRef: actor.ref, keepsConsent: true, deadInHelpdesk: true, marks: [] },
  }
}

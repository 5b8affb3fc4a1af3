/** The end of a ticket's consent because its requester was erased: nothing can be said on it any more. */
import type { AccountId } from '../../src/domain/account.ts'
import type { EntryActor } from '../audit/index.ts'
import type { TicketRow } from '../tickets/index.ts'
import { type ConsentRooms, type ConsentRows, readConsent, recordConsent } from './consent-ledger.ts'

/** Stands where an event names its person: the end itself is about nobody any more. */
const NOBODY = 'erased'

/** Takes drafts that run or lie ready with it, so that none is served after the erasure was acknowledged. */
export async function eraseConsent(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  ticket: TicketRow,
  actor: EntryActor,
): Promise<void> {
  const now = rooms.world.now()
  const { state } = await readConsent(tx, accountId, ticket.ticketRef, now)
  if (state.overlays.includes('erased')) return
  await recordConsent(rooms, tx, accountId, ticket, {
    actor,
    evidence: null,
    about: NOBODY,
    event: {
      kind: 'erase',
      at: now.toISOString(),
      by: 'system',
      channel: null,
      ...{ noticeVersion: null, noticeLocale: null, validUntil: null },
      recipients: [],
      hasEvidence: false,
      legalBasis: null,
    },
  })
}

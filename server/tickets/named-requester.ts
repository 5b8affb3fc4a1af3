/** Whom an act on a ticket means, held against whose the ticket is. */
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { type FactRows, isSamePerson } from './helpdesk-facts.ts'
import type { TicketRooms, TicketRow } from './ticket-register.ts'

/** True when the page names the person that the ticket is known to belong to. */
export async function requesterAgrees(
  rooms: Pick<TicketRooms, 'keys'>,
  tx: FactRows,
  agent: Pick<Agent, 'accountId'>,
  ticket: TicketRow,
  requesterId: string,
): Promise<boolean> {
  const requester = await tx.requesterByRef(agent.accountId, ticket.requesterRef)
  if (requester === null) return false
  const named = rooms.keys.digest('requester', agent.accountId, requesterId)
  return requester.digest === named || isSamePerson(tx, agent.accountId, requester.digest, named)
}

/**
 * What somebody said, or is to be asked, is theirs alone: it must not become another's because the ticket did.
 * @param requesterId of whom the page speaks; absent: an older page, which does not say.
 * @throws Fault `REQUESTER_CHANGED`. An erased ticket is nobody's: its own rule answers for it.
 */
export async function refuseOtherRequester(
  rooms: Pick<TicketRooms, 'keys'>,
  tx: FactRows,
  agent: Pick<Agent, 'accountId'>,
  ticket: TicketRow,
  requesterId: string | undefined,
): Promise<void> {
  if (requesterId === undefined || ticket.erased === true) return
  if (await requesterAgrees(rooms, tx, agent, ticket, requesterId)) return
  throw new Fault('REQUESTER_CHANGED', 'this ticket is another requester’s by now: reload it')
}

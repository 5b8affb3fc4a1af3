/** An agent's word that a ticket which looks passed on holds the requester's own question. */
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { type FactRows, ticketSubject } from './helpdesk-facts.ts'
import { readTicket, type TicketRooms } from './ticket-register.ts'

/**
 * Lifts nothing but that sign, and for this requester alone: their consent is asked as ever, and of a mail that
 * was passed on only the words above it leave the browser.
 * @throws Fault `CONFLICT` when the ticket is another requester's.
 */
export async function vouchForQuestion(
  rooms: TicketRooms,
  tx: FactRows,
  agent: Agent,
  order: { readonly ticketId: string; readonly requesterId: string },
): Promise<void> {
  const { accountId } = agent
  const ticket = await readTicket(tx, accountId, order.ticketId)
  const owner = await tx.requesterByRef(accountId, ticket.requesterRef)
  if (owner?.digest !== rooms.keys.digest('requester', accountId, order.requesterId))
    throw new Fault('CONFLICT', 'this ticket is another requester’s')
  await rooms.audit.append(tx, accountId, {
    type: 'ticket.own_question',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
    object: { kind: 'ticket', ref: ticket.ticketRef },
    decision: 'own_question',
  })
  const at = rooms.world.now().toISOString()
  const fact = { kind: 'own_question', key: ticket.requesterRef, at, eventId: '', value: '' } as const
  await tx.keepFact(accountId, { subject: ticketSubject(ticket.ticketId), ...fact })
  await tx.raiseTicketRevision(accountId, ticket.ticketRef)
}

/** What compliance does about a person: on every ticket of theirs at once, in the transaction that was asked for. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { PersonAct, PersonActOrder, PersonActReply } from '../../src/domain/erasure-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { TicketRow } from '../tickets/index.ts'
import { actOnConsent, complianceActs } from './compliance-acts.ts'
import { type ConsentRooms, type ConsentRows, readConsent, recordConsent } from './consent-ledger.ts'

export interface PersonActRows extends ConsentRows {
  ticketsOf(
    accountId: AccountId,
    requesterRef: string,
  ): Promise<readonly { readonly ticketRef: string; readonly ticketId: string }[]>
}

/**
 * Tickets on which the act leaves nothing to do are counted, not an error: a person has tickets in every state.
 * @throws Fault `NOT_FOUND` when they have no ticket, `BAD_REQUEST` without a reason.
 */
export async function actOnPerson(
  rooms: ConsentRooms,
  tx: PersonActRows,
  agent: Agent,
  refs: readonly string[],
  order: PersonActOrder,
): Promise<PersonActReply> {
  const { accountId } = agent
  if (order.reason.trim() === '')
    throw new Fault('BAD_REQUEST', 'an act about a person needs a reason', undefined, {
      invalid: ['reason: missing'],
    })
  const tickets = (await Promise.all(refs.map((ref) => tx.ticketsOf(accountId, ref)))).flat()
  if (tickets.length === 0) throw new Fault('NOT_FOUND', 'this person has no ticket here')
  let done = 0
  for (const { ticketRef } of tickets) {
    const ticket = await tx.ticketByRef(accountId, ticketRef)
    if (ticket !== null && (await actHere(rooms, tx, agent, ticket, order))) done += 1
  }
  return { tickets: done, unchanged: tickets.length - done }
}

async function actHere(
  rooms: ConsentRooms,
  tx: PersonActRows,
  agent: Agent,
  ticket: TicketRow,
  { act, reason, toldAt }: PersonActOrder,
): Promise<boolean> {
  const { state } = await readConsent(tx, agent.accountId, ticket.ticketRef, rooms.world.now())
  if (act === 'object') return objectHere(rooms, tx, agent, ticket, reason)
  const known: Exclude<PersonAct, 'object'> = act
  if (!complianceActs(state).includes(known)) return false
  await actOnConsent(rooms, tx, agent, ticket, {
    ...{ act: known, reason, epoch: state.epoch },
    ...(toldAt === null ? {} : { toldAt }),
  })
  return true
}

/** Their objection reached compliance: it holds from now on, wherever drafting rests on an interest. */
async function objectHere(
  rooms: ConsentRooms,
  tx: PersonActRows,
  agent: Agent,
  ticket: TicketRow,
  reason: string,
): Promise<boolean> {
  const now = rooms.world.now()
  const { state } = await readConsent(tx, agent.accountId, ticket.ticketRef, now)
  if (state.overlays.includes('objected') || state.overlays.includes('erased')) return false
  try {
    await recordConsent(rooms, tx, agent.accountId, ticket, {
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      evidence: reason.trim(),
      event: {
        kind: 'object',
        at: now.toISOString(),
        by: 'compliance',
        channel: null,
        ...{ noticeVersion: null, noticeLocale: null, validUntil: null },
        recipients: [],
        hasEvidence: true,
        legalBasis: null,
      },
    })
    return true
  } catch (error) {
    // Where drafting rests on consent or nothing, there is nothing to object to; a restriction holds there.
    if (error instanceof Fault && error.code === 'ILLEGAL_TRANSITION') return false
    throw error
  }
}

/** What compliance does about a person: on every ticket of theirs at once, in the transaction that was asked for. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import type { MoveRule } from '../../src/domain/consent-moves.ts'
import {
  PERSON_ACTS,
  type PersonAct,
  type PersonActOrder,
  type PersonActReply,
} from '../../src/domain/erasure-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { TicketRow } from '../tickets/index.ts'
import { actOnConsent, complianceActs } from './compliance-acts.ts'
import { type ConsentRooms, type ConsentRows, illegal, readConsent, recordConsent } from './consent-ledger.ts'

export interface PersonActRows extends ConsentRows {
  ticketsOf(
    accountId: AccountId,
    requesterRef: string,
  ): Promise<readonly { readonly ticketRef: string; readonly ticketId: string }[]>
}

/** They end something that must stand; the others set what may hold already, and then do again what was wanted. */
const NEEDS: Partial<Record<PersonAct, MoveRule>> = {
  lift_restriction: 'NOTHING_TO_LIFT',
  uphold_objection: 'NOTHING_TO_DECIDE',
}

/** What would change something on a ticket whose consent stands so. */
function actsOn(state: ConsentState): readonly PersonAct[] {
  const { overlays } = state
  const open = complianceActs(state)
  return PERSON_ACTS.filter((act) =>
    act === 'object' ? !overlays.includes('objected') && !overlays.includes('erased') : open.includes(act),
  )
}

const ticketsOfAll = async (tx: PersonActRows, accountId: AccountId, refs: readonly string[]) =>
  (await Promise.all(refs.map((ref) => tx.ticketsOf(accountId, ref)))).flat()

/** The acts that would change something on any ticket of theirs, for a screen that offers them. */
export async function openPersonActs(
  { world }: Pick<ConsentRooms, 'world'>,
  tx: PersonActRows,
  accountId: AccountId,
  refs: readonly string[],
): Promise<readonly PersonAct[]> {
  const open = new Set<PersonAct>()
  for (const { ticketRef } of await ticketsOfAll(tx, accountId, refs))
    for (const act of actsOn((await readConsent(tx, accountId, ticketRef, world.now())).state)) open.add(act)
  return PERSON_ACTS.filter((act) => open.has(act))
}

/**
 * Tickets on which the act leaves nothing to do are counted, not an error: a person has tickets in every state.
 * @throws Fault `NOT_FOUND` when they have no ticket, `BAD_REQUEST` without a reason, `ILLEGAL_TRANSITION` when
 *   what is to be lifted or decided stands on none of them.
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
  const tickets = await ticketsOfAll(tx, accountId, refs)
  if (tickets.length === 0) throw new Fault('NOT_FOUND', 'this person has no ticket here')
  let done = 0
  for (const { ticketRef } of tickets) {
    const ticket = await tx.ticketByRef(accountId, ticketRef)
    if (ticket !== null && (await actHere(rooms, tx, agent, ticket, order))) done += 1
  }
  const needs = NEEDS[order.act]
  if (done === 0 && needs !== undefined) throw illegal(needs)
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
  if (!actsOn(state).includes(act)) return false
  if (act === 'object') {
    await objectHere(rooms, tx, agent, ticket, reason)
    return true
  }
  await actOnConsent(rooms, tx, agent, ticket, {
    ...{ act, reason, epoch: state.epoch },
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
): Promise<void> {
  await recordConsent(rooms, tx, agent.accountId, ticket, {
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
    evidence: reason.trim(),
    event: {
      kind: 'object',
      at: rooms.world.now().toISOString(),
      by: 'compliance',
      channel: null,
      ...{ noticeVersion: null, noticeLocale: null, validUntil: null },
      recipients: [],
      hasEvidence: true,
      legalBasis: null,
    },
  })
}

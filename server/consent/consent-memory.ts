/** A yes that holds for all tickets of its author: offered on another of theirs, carried over by an agent. */
import type { Agent } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { TicketRow } from '../tickets/index.ts'
import { type ConsentRooms, type ConsentRows, illegal, readConsent, recordConsent } from './consent-ledger.ts'
import { readConsentRule, remembersNow } from './consent-rule.ts'

interface Carried {
  readonly from: string
  readonly state: ConsentState
}

/** The yes of the same person, to the notice in force, that lasts longest; `null`: there is none. */
export async function findCarryOver(
  rooms: ConsentRooms,
  tx: ConsentRows,
  agent: Agent,
  { ticketRef, requesterRef, identity }: TicketRow,
): Promise<Carried | null> {
  const { accountId } = agent
  const changedHands = (await tx.consentEvents(accountId, ticketRef)).some(
    ({ event }) => event.kind === 'requester_changed',
  )
  // Else whoever wants a draft would only have to name somebody who has said yes.
  if (changedHands && identity !== 'webhook') return null
  const noticeNow = (await tx.currentNotice(accountId))?.version ?? null
  if (!remembersNow(await readConsentRule(tx, accountId), noticeNow)) return null
  const now = rooms.world.now()
  for (const found of await tx.wideConsentsOf(accountId, requesterRef)) {
    if (found.ticketRef === ticketRef || found.noticeVersion !== noticeNow) continue
    // The standing only finds it: what is carried is what the events say.
    const { state } = await readConsent(tx, accountId, found.ticketRef, now)
    if (state.status === 'granted' && state.wide && state.overlays.length === 0)
      return { from: found.ticketRef, state }
  }
  return null
}

/** @throws Fault `CONFLICT` when something was said since; `ILLEGAL_TRANSITION` when there is nothing to carry. */
export async function carryOver(
  rooms: ConsentRooms,
  tx: ConsentRows,
  agent: Agent,
  ticket: TicketRow,
  order: { readonly epoch: number },
): Promise<ConsentState> {
  const { accountId } = agent
  const now = rooms.world.now()
  const { state } = await readConsent(tx, accountId, ticket.ticketRef, now)
  if (state.epoch !== order.epoch)
    throw new Fault('CONFLICT', 'something was said about this consent since', undefined, {
      epoch: state.epoch,
    })
  const found = await findCarryOver(rooms, tx, agent, ticket)
  if (found === null) throw illegal('NOT_REMEMBERED')
  return recordConsent(rooms, tx, accountId, ticket, {
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
    evidence: null,
    known: { from: found.from },
    event: {
      kind: 'carry_over',
      at: now.toISOString(),
      by: 'agent',
      channel: null,
      noticeVersion: found.state.noticeVersion,
      noticeLocale: found.state.noticeLocale,
      validUntil: found.state.validUntil,
      recipients: found.state.disclosedRecipients,
      hasEvidence: false,
      legalBasis: null,
    },
  })
}

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

/** Why a yes that is remembered does not count on this ticket. */
export type NotCarried = 'requester_unconfirmed'

/**
 * The yes of the same person, to the notice in force, that lasts longest, or why it does not count here;
 * `null`: there is none. Both tickets must be theirs by the helpdesk's own word: else whoever wants a draft
 * would only have to name somebody who has said yes, or to let somebody else say it in their name.
 */
export async function findCarryOver(
  rooms: ConsentRooms,
  tx: ConsentRows,
  agent: Agent,
  { ticketRef, requesterRef, identity }: TicketRow,
): Promise<Carried | NotCarried | null> {
  const { accountId } = agent
  const noticeNow = (await tx.currentNotice(accountId))?.version ?? null
  if (!remembersNow(await readConsentRule(tx, accountId), noticeNow)) return null
  const now = rooms.world.now()
  let unconfirmed = false
  for (const found of await tx.wideConsentsOf(accountId, requesterRef)) {
    if (found.ticketRef === ticketRef || found.noticeVersion !== noticeNow) continue
    // The standing only finds it: what is carried is what the events say.
    const { state } = await readConsent(tx, accountId, found.ticketRef, now)
    if (state.status !== 'granted' || !state.wide || state.overlays.length > 0) continue
    const source = await tx.ticketByRef(accountId, found.ticketRef)
    if (identity === 'webhook' && source?.identity === 'webhook') return { from: found.ticketRef, state }
    unconfirmed = true
  }
  return unconfirmed ? 'requester_unconfirmed' : null
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
  if (found === 'requester_unconfirmed') throw illegal('CARRY_NEEDS_WEBHOOK')
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

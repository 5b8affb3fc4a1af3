/** Each request to a provider is a decision of its own: the gate is asked again, and a yes is made out for it alone. */
import type { Agent } from '../../src/domain/account.ts'
import type { CitedPassage } from '../../src/domain/draft.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { type Leaving, mintCapability, type OutgoingRequest, type Standing } from '../capability/index.ts'
import { readConsent } from '../consent/index.ts'
import { parseStoredScope, readTicket, scopeHashOf } from '../tickets/index.ts'
import type { Admitted } from './admission.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'
import { askGate, readTicketFacts } from './ticket-desk.ts'

type Basis = Pick<Admitted, 'allow' | 'facts' | 'fieldsSent'>

export function leavingOf(
  rooms: DraftingRooms,
  agent: Agent,
  { facts, fieldsSent }: Basis,
  asked: { readonly about: Leaving['about']; readonly sources: readonly CitedPassage[] },
): Leaving {
  return {
    ticketRef: facts.ticket.ticketRef,
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
    about: asked.about,
    fields: fieldsSent.map(({ field }) => field),
    articles: [...new Set(asked.sources.map(({ versionHash }) => versionHash))],
  }
}

export type EgressDecision =
  | { readonly outcome: 'permitted'; readonly capability: string }
  | { readonly outcome: 'refused'; readonly refused: readonly Refusal[] }

const CHANGED: EgressDecision = { outcome: 'refused', refused: [{ reason: 'CONSENT_CHANGED' }] }

/**
 * The second reading of consent, scope and limit. A yes is written down and counted against the ticket's
 * limit before the capability is handed over, whatever becomes of it.
 */
export async function decideEgress(
  rooms: DraftingRooms,
  agent: Agent,
  { allow, facts, fieldsSent }: Basis,
  asked: {
    readonly leaving: Leaving
    readonly request: OutgoingRequest
    /** A repeat of a request that was counted already. */
    readonly again: boolean
  },
): Promise<EgressDecision> {
  const { worded } = rooms
  if (worded === null) return CHANGED
  const { leaving, request, again } = asked
  return rooms.transact(async (tx): Promise<EgressDecision> => {
    const { accountId } = agent
    const ticket = await readTicket(tx, accountId, facts.ticket.ticketId)
    const now = await readTicketFacts(rooms, tx, agent, ticket)
    const gate = askGate(rooms, now, {
      action: allow.action,
      fields: fieldsSent.map(({ field }) => field),
      requesterAgrees: ticket.requesterRef === facts.ticket.requesterRef,
      draftsMade: ticket.draftsMade - (again ? 1 : 0),
    })
    if (gate.outcome === 'refused')
      return { outcome: 'refused', refused: gate.refusals.map(({ refusal }) => refusal) }
    if (gate.consentEpoch !== allow.consentEpoch) return CHANGED
    const { host, region } = worded.model.facts
    const { token, jtiHash, expiresAt } = mintCapability(rooms.keys, gate, {
      accountId,
      leaving,
      request,
      host,
      region,
      now: rooms.world.now(),
      ends: [now.consent.state.validUntil, gate.scope.expiresAt],
    })
    await rooms.audit.append(tx, accountId, {
      type: 'gate.decided',
      actor: leaving.actor,
      object: { kind: 'ticket', ref: ticket.ticketRef },
      decision: 'allow',
      detail: {
        [leaving.about.kind]: leaving.about.ref,
        action: allow.action,
        epoch: gate.consentEpoch,
        capability: jtiHash,
      },
    })
    await tx.addCapability(accountId, jtiHash, expiresAt)
    // The limit is on what a model is asked, not on what came of it.
    if (!again) await tx.countTicketDraft(accountId, ticket.ticketRef)
    return { outcome: 'permitted', capability: token }
  })
}

/** What a capability is held against at the door: the ticket's consent and scope as they are then. */
export function readStanding(rooms: Pick<DraftingRooms, 'world'>) {
  return async (tx: DraftRows, accountId: string, ticketRef: string): Promise<Standing | null> => {
    const ticket = await tx.ticketByRef(accountId, ticketRef)
    const scope = parseStoredScope(ticket?.scope ?? null)
    if (ticket === null || scope === null) return null
    const { state } = await readConsent(tx, accountId, ticketRef, rooms.world.now())
    return { epoch: state.epoch, scopeHash: scopeHashOf(scope) }
  }
}

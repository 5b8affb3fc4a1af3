/** Nothing leaves before it is written down that it does, and before the gate was asked once more. */
import type { Agent } from '../../src/domain/account.ts'
import type { CitedPassage } from '../../src/domain/draft.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { readTicket } from '../tickets/index.ts'
import type { Admitted } from './admission.ts'
import type { DraftingRooms } from './rooms.ts'
import { askGate, readTicketFacts } from './ticket-desk.ts'

export interface Leaving {
  readonly object: { readonly kind: string; readonly ref: string }
  /** Bytes of the request's body. */
  readonly bytes: number
  readonly sources: readonly CitedPassage[]
  /** A repeat of a request that was counted already. */
  readonly again: boolean
}

const CHANGED: readonly Refusal[] = [{ reason: 'CONSENT_CHANGED' }]

/**
 * The second reading of consent, scope and limit, in one transaction with the entry: once this gives no
 * reason, the log knows of the request and the ticket has counted it, whatever becomes of it.
 * @returns why nothing may leave any more; empty when it may.
 */
export async function noteEgress(
  rooms: DraftingRooms,
  agent: Agent,
  { allow, facts, fieldsSent }: Pick<Admitted, 'allow' | 'facts' | 'fieldsSent'>,
  leaving: Leaving,
): Promise<readonly Refusal[]> {
  const { worded } = rooms
  if (worded === null) return CHANGED
  return rooms.transact(async (tx) => {
    const { accountId } = agent
    const ticket = await readTicket(tx, accountId, facts.ticket.ticketId)
    const gate = askGate(rooms, await readTicketFacts(rooms, tx, agent, ticket), {
      action: allow.action,
      fields: fieldsSent.map(({ field }) => field),
      requesterAgrees: ticket.requesterRef === facts.ticket.requesterRef,
      draftsMade: ticket.draftsMade - (leaving.again ? 1 : 0),
    })
    if (gate.outcome === 'refused') return gate.refusals.map(({ refusal }) => refusal)
    if (gate.consentEpoch !== allow.consentEpoch) return CHANGED
    const { provider, host, region, model } = worded.model.facts
    await rooms.audit.append(tx, accountId, {
      type: 'egress.sent',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
      object: leaving.object,
      decision: 'sent',
      detail: {
        provider,
        host,
        region,
        model,
        bytes: leaving.bytes,
        fields: fieldsSent.map(({ field }) => field),
        articles: [...new Set(leaving.sources.map(({ versionHash }) => versionHash))],
      },
    })
    // The limit is on what a model is asked, not on what came of it.
    if (!leaving.again) await tx.countTicketDraft(accountId, ticket.ticketRef)
    return []
  })
}

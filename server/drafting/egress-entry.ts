/** Nothing leaves before it is written down that it does, and before consent was read once more. */
import type { Agent } from '../../src/domain/account.ts'
import type { CitedPassage } from '../../src/domain/draft.ts'
import { readConsent } from '../consent/index.ts'
import type { Admitted } from './admission.ts'
import type { DraftingRooms } from './rooms.ts'

export interface Leaving {
  readonly object: { readonly kind: string; readonly ref: string }
  /** Bytes of words in the request. */
  readonly bytes: number
  readonly sources: readonly CitedPassage[]
}

/**
 * The second reading of the consent epoch, in one transaction with the entry: once this says yes, the log
 * knows of the request, whatever becomes of it. @returns false when nothing may leave any more.
 */
export async function noteEgress(
  rooms: DraftingRooms,
  agent: Agent,
  { allow, facts, fieldsSent }: Pick<Admitted, 'allow' | 'facts' | 'fieldsSent'>,
  leaving: Leaving,
): Promise<boolean> {
  const { worded } = rooms
  if (worded === null || rooms.killSwitch()) return false
  return rooms.transact(async (tx) => {
    const { accountId } = agent
    const { state } = await readConsent(tx, accountId, facts.ticket.ticketRef, rooms.world.now())
    if (state.epoch !== allow.consentEpoch) return false
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
    return true
  })
}

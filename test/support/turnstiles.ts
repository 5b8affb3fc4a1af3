/** Turnstiles for tests of what stands behind them, and models whose turnstile is put in later. */
import type { Leaving, Presented, Turnstile } from '../../server/capability/index.ts'
import type { Model } from '../../server/drafting/index.ts'

export const LEAVING: Leaving = {
  ticketRef: 'ticket-ref',
  actor: { kind: 'agent', ref: 'agent-ref' },
  about: { kind: 'draft', ref: 'draft-1' },
  fields: ['requester_text'],
  articles: ['a'.repeat(64)],
}

/** Lets everybody pass and keeps what it was shown. */
export function openTurnstile(): Turnstile & { readonly seen: readonly (Presented & { token: unknown })[] } {
  const seen: (Presented & { token: unknown })[] = []
  return {
    seen,
    async pass(token, presented) {
      seen.push({ ...presented, token })
      return { outcome: 'passed' }
    },
  }
}

/** A model made before the companions whose turnstiles it is to stand behind. */
export interface MovableModel extends Model {
  behind(turnstile: Turnstile): Model
}

export function placed(model: Model | MovableModel): (turnstile: Turnstile) => Model {
  return (turnstile) => ('behind' in model ? model.behind(turnstile) : model)
}

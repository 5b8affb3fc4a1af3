/** A model that is silent is not waited for once consent has gone or a switch was pulled: the call is hung up. */
import type { Agent } from '../../src/domain/account.ts'
import type { CitedPassage } from '../../src/domain/draft.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { type Admitted, endedBy } from './admission.ts'
import type { DraftingRooms } from './rooms.ts'

export interface HangUp {
  readonly signal: AbortSignal
  end(): void
}

/** Looks a few times a second; `onRefused` is told before the signal goes. */
export function hangUp(
  rooms: DraftingRooms,
  agent: Agent,
  running: {
    readonly admitted: Pick<Admitted, 'allow' | 'facts'>
    readonly read: readonly Pick<CitedPassage, 'articleId'>[]
    readonly signal: AbortSignal
    /** Absent where none is made: a summary. */
    readonly draftId?: string
  },
  onRefused: (refused: readonly Refusal[]) => void,
): HangUp {
  const over = new AbortController()
  const end = rooms.everySoOften(async () => {
    const refused = await endedBy(rooms, agent, running.admitted, running.read, running.draftId)
    if (refused.length === 0) return
    onRefused(refused)
    over.abort()
  })
  return { signal: AbortSignal.any([running.signal, over.signal]), end }
}

/** Which drafts stand in a reply although somebody has said no since. */
import type { Agent } from '../../src/domain/account.ts'
import type { ConsentEvent } from '../../src/domain/consent-moves.ts'
import { mustComeOut } from '../../src/domain/draft-removal.ts'
import { statusesOf } from '../consent/index.ts'
import type { DraftRow, DraftRows } from './rooms.ts'

export function comesOut(
  { consentEpoch }: Pick<DraftRow, 'consentEpoch'>,
  events: readonly ConsentEvent[],
): boolean {
  const statuses = statusesOf(events)
  return mustComeOut(
    consentEpoch,
    events.map(({ kind }, at) => ({ kind, status: statuses[at] ?? 'unknown' })),
  )
}

/** The agent's own drafts in a reply to this ticket that have to come out of it; ids, oldest first. */
export async function unsentDrafts(
  tx: DraftRows,
  agent: Agent,
  ticketRef: string,
  events: readonly ConsentEvent[],
): Promise<readonly string[]> {
  const inserted = await tx.insertedDrafts(agent.accountId, ticketRef, agent.agentId)
  return inserted.filter((draft) => comesOut(draft, events)).map(({ draftId }) => draftId)
}

/** What the sidebar reports when words that were let go never reached the reply: the log then says so beside it. */
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { UnusedReport } from '../../src/domain/recall-api.ts'
import { readConsent } from '../consent/index.ts'
import { ownDraft } from './draft-use.ts'
import type { DraftingRooms } from './rooms.ts'
import { comesOut } from './unsent-drafts.ts'

/**
 * Where nothing of the draft was used before, it is in no reply: nobody is asked to take it out of one.
 * @throws Fault `CONFLICT` for a draft that is in no reply on record.
 */
export async function recordUnused(
  rooms: DraftingRooms,
  agent: Agent,
  draftId: string,
  { why, usedBefore }: UnusedReport,
): Promise<void> {
  await rooms.transact(async (tx) => {
    const { accountId } = agent
    const draft = await ownDraft(tx, agent, draftId)
    if (draft.status !== 'inserted') throw new Fault('CONFLICT', 'this draft is in no reply')
    await rooms.audit.append(tx, accountId, {
      type: 'draft.not_inserted',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
      object: { kind: 'draft', ref: draftId },
      decision: why,
      detail: { usedBefore: usedBefore ? 'yes' : 'no' },
    })
    if (usedBefore) return
    const now = rooms.world.now()
    const { events } = await readConsent(tx, accountId, draft.ticketRef, now)
    const overtaken = comesOut(
      draft,
      events.map(({ event }) => event),
    )
    await tx.setDraftStatus(accountId, draftId, overtaken ? 'dismissed' : 'ready', now.toISOString())
  })
}

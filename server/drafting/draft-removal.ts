/** A draft that stands in a reply unsent when the requester says no: it cannot be taken from there by us. */
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { readConsent } from '../consent/index.ts'
import { ownDraft } from './draft-use.ts'
import type { DraftingRooms } from './rooms.ts'
import { comesOut } from './unsent-drafts.ts'

/**
 * The agent says that it is out of the reply. Saying it twice changes nothing.
 * @throws Fault `CONFLICT` for a draft that is in no reply, or that nothing stands against.
 */
export async function confirmRemoval(rooms: DraftingRooms, agent: Agent, draftId: string): Promise<void> {
  await rooms.transact(async (tx) => {
    const { accountId } = agent
    const draft = await ownDraft(tx, agent, draftId)
    if (draft.status === 'dismissed') return
    if (draft.status !== 'inserted') throw new Fault('CONFLICT', 'this draft is in no reply')
    const now = rooms.world.now()
    const consent = await readConsent(tx, accountId, draft.ticketRef, now)
    if (
      !comesOut(
        draft,
        consent.events.map(({ event }) => event),
      )
    )
      throw new Fault('CONFLICT', 'nothing stands against this draft')
    await rooms.audit.append(tx, accountId, {
      type: 'draft.removed',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
      object: { kind: 'draft', ref: draftId },
      decision: 'removed',
      detail: { epoch: consent.state.epoch },
    })
    await tx.setDraftStatus(accountId, draftId, 'dismissed', now.toISOString())
  })
}

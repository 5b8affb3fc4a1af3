/** What the sidebar reports when a reply with a draft in it was sent: counts, never words. */
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { SendReport } from '../../src/domain/recall-api.ts'
import { countSectionsOf } from './accepted-sections.ts'
import { ownDraft } from './draft-use.ts'
import type { DraftingRooms } from './rooms.ts'

/**
 * Consent is not asked here: what the agent has sent is their own correspondence, and only noted. The first
 * report counts; the same again changes nothing.
 * @throws Fault `CONFLICT` for a draft that was never inserted, or was dismissed.
 */
export async function recordSend(
  rooms: DraftingRooms,
  agent: Agent,
  draftId: string,
  report: SendReport,
): Promise<void> {
  await rooms.transact(async (tx) => {
    const draft = await ownDraft(tx, agent, draftId)
    if (draft.status === 'sent') return
    if (draft.status !== 'inserted') throw new Fault('CONFLICT', 'this draft is in no reply')
    if (report.sentences > (draft.receipt?.verdicts.verified ?? 0))
      throw new Fault('BAD_REQUEST', 'the draft has fewer sentences')
    await rooms.audit.append(tx, agent.accountId, {
      type: 'draft.sent',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'draft', ref: draftId },
      decision: 'sent',
      detail: { ...report },
    })
    const at = rooms.world.now().toISOString()
    // How long an agent waited goes into the reports, not into the record of the draft.
    const { waitedMs: _, ...counts } = report
    await tx.addSend(agent.accountId, draftId, { ...counts, sentAt: at })
    // Where nothing was kept word for word, what was sent is the agent's own.
    if (report.kept > 0) await countSectionsOf(rooms, tx, agent.accountId, draft.receipt?.articles ?? [])
    await tx.setDraftStatus(agent.accountId, draftId, 'sent', at)
  })
}

/** What the sidebar reports when words that were let go never reached the reply: the log then says so beside it. */
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { UnusedReport } from '../../src/domain/recall-api.ts'
import { uncountAccepted } from '../articles/index.ts'
import { ownDraft } from './draft-use.ts'
import { type DraftingRooms, type DraftUse, NEVER_USED } from './rooms.ts'

/** A draft is let in a few times at most: what is reported beyond is no draft's. */
const MOST_PERMISSIONS = 50

/**
 * Where nothing of the draft was used before, nor let go since, it is in no reply: nobody is asked to take it out of one.
 * A report may come late; the words may have reached the reply by the next permission meanwhile. The same again, of
 * one permission, changes nothing.
 * @throws Fault `CONFLICT` for a draft that is in no reply on record.
 */
export async function recordUnused(
  rooms: DraftingRooms,
  agent: Agent,
  draftId: string,
  { why, usedBefore, allowedAt }: UnusedReport,
): Promise<void> {
  await rooms.transact(async (tx) => {
    const { accountId } = agent
    const draft = await ownDraft(tx, agent, draftId)
    const used = draft.used ?? NEVER_USED
    // Who does not say which permission it was speaks of the last one.
    const permission = allowedAt ?? `last/${draft.changedAt ?? ''}`
    if (used.unused.includes(permission)) return
    if (draft.status !== 'inserted') throw new Fault('CONFLICT', 'this draft is in no reply')
    const isLast = allowedAt !== undefined && allowedAt === draft.changedAt
    await rooms.audit.append(tx, accountId, {
      type: 'draft.not_inserted',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
      object: { kind: 'draft', ref: draftId },
      decision: why,
      detail: { usedBefore: usedBefore ? 'yes' : 'no', lastPermission: isLast ? 'yes' : 'no' },
    })
    const now = rooms.world.now()
    const isUnused = !usedBefore && isLast
    const uncounted =
      isUnused && used.counted !== null && (await uncountAccepted(tx, accountId, used.counted, now))
    const next: DraftUse = {
      counted: uncounted ? null : used.counted,
      unused: [...used.unused, permission].slice(-MOST_PERMISSIONS),
    }
    await tx.setDraftUse(accountId, draftId, next)
    if (!isUnused) return
    // Without its words, which a change of the consent has taken, it can be used no more.
    const status = draft.sealedContent === null ? 'dismissed' : 'ready'
    await tx.setDraftStatus(accountId, draftId, status, now.toISOString())
  })
}

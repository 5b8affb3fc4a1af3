/** The main job: gate, questions, evidence, drafter, verifier, receipt. One draft, or an honest no. */
import type { Agent } from '../../src/domain/account.ts'
import type { DraftEvent, DraftOrder } from '../../src/domain/api.ts'
import { refuse } from '../../src/domain/decide.ts'
import type { DecisionNote } from '../../src/domain/decision.ts'
import type { Draft } from '../../src/domain/draft.ts'
import { Fault, type FaultCode } from '../../src/domain/fault.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { admit, type Refused } from './admission.ts'
import { compose } from './composition.ts'
import { storeDraft } from './draft-store.ts'
import type { DraftingRooms } from './rooms.ts'
import { citationsOf } from './verified-reply.ts'

/** A "no" after the gate: the reserved draft is closed, the reason is audited, a gap is remembered. */
async function closeRefused(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  { refused, nothingLeft }: Refused,
  reserved: boolean,
): Promise<void> {
  await rooms.transact(async (tx) => {
    const at = rooms.world.now().toISOString()
    await rooms.audit.append(tx, agent.accountId, {
      type: 'draft.refused',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      // Before the gate's yes the id is only what the page asked for: it may be another draft's.
      object: { kind: reserved ? 'draft' : 'draft_order', ref: order.draftId },
      decision: 'refused',
      detail: { reasons: refused.map(({ reason }) => reason) },
    })
    if (reserved) await tx.setDraftStatus(agent.accountId, order.draftId, 'discarded', at)
    if (reserved && nothingLeft === true) await tx.dropAdmission(agent.accountId, order.draftId)
    for (const refusal of refused)
      if (refusal.reason === 'NOT_COVERED')
        await tx.addCoverageGap(agent.accountId, {
          gapId: rooms.world.newId(),
          locale: refusal.nearest[0]?.locale ?? order.locale ?? '',
          nearest: refusal.nearest.map(({ articleId }) => articleId),
          at,
        })
  })
}

/** What broke off is closed at once, not at the next start: no draft stays half-made. */
async function closeBroken(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  cause: FaultCode | 'CLIENT_GONE',
): Promise<void> {
  await rooms.transact(async (tx) => {
    const held = await tx.draftById(agent.accountId, order.draftId)
    if (held?.status !== 'drafting') return
    await rooms.audit.append(tx, agent.accountId, {
      type: 'draft.discarded',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'draft', ref: order.draftId },
      decision: 'discarded',
      detail: { cause },
    })
    const at = rooms.world.now().toISOString()
    await tx.setDraftStatus(agent.accountId, order.draftId, 'discarded', at)
  })
}

/**
 * Drafts one reply and hands its events to `emit`. A drafter on this machine is shown after draft, receipt
 * and entry are stored; a model's sentences one by one as they pass (decision 11), and can be inserted only
 * once they are stored. Either way only while consent is what it was at the gate.
 */
export function draftReply(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  emit: (event: DraftEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  return rooms.underWay.during(order.draftId, () =>
    rooms.measure('reply', () => replyWith(rooms, agent, order, emit, signal)),
  )
}

async function replyWith(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  emit: (event: DraftEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const admitted = await rooms.measure('gate', () => admit(rooms, agent, order))
  const reserved = !('refused' in admitted)
  const { decision } = admitted
  const refuseWith = async (no: Refused) => {
    await closeRefused(rooms, agent, order, no, reserved)
    emit({ event: 'refused', ...told(no.refused, decision) })
  }
  if ('refused' in admitted) return refuseWith(admitted)
  emit({ event: 'accepted', draftId: order.draftId })
  try {
    const reply = await rooms.measure('compose', () =>
      compose({ rooms, agent, order, admitted, signal, emit }),
    )
    // Nobody is there to see it: a draft that no agent knows of would lie in the store unread.
    if (signal.aborted) return await closeBroken(rooms, agent, order, 'CLIENT_GONE')
    if ('refused' in reply) return await refuseWith(reply)
    const stored = await rooms.measure('store', () => storeDraft(rooms, agent, order, admitted, reply))
    if ('refused' in stored) emit({ event: 'refused', ...told(stored.refused, decision) })
    else emitDraft(stored.draft, reply.streamed, emit)
  } catch (error) {
    if (signal.aborted) return await closeBroken(rooms, agent, order, 'CLIENT_GONE')
    await closeBroken(rooms, agent, order, error instanceof Fault ? error.code : 'UNEXPECTED')
    throw error
  }
}

/** What is said of a no: each reason with its next step, and where its receipt is. */
function told(refused: readonly Refusal[], decision: DecisionNote | undefined) {
  const { refusals } = refuse(refused)
  return decision === undefined ? { refusals } : { refusals, decision }
}

function emitDraft(draft: Draft, shown: boolean, emit: (event: DraftEvent) => void): void {
  for (const part of draft.parts) emit({ event: 'part', part })
  for (const sentence of shown ? [] : draft.sentences) {
    const [at] = citationsOf(sentence)
    const passage = draft.passages.find(
      (held) =>
        held.passageId === at?.passageId && held.articleId === at.articleId && held.locale === at.locale,
    )
    emit({ event: 'sentence', sentence, passage: passage ?? null })
  }
  emit({ event: 'ready', draft })
}

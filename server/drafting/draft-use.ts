/** What an agent does with a finished draft. Asked before a word reaches the composer or the clipboard. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { DismissRequest, InsertReply, InsertRequest } from '../../src/domain/api.ts'
import { permitsDrafts } from '../../src/domain/consent.ts'
import { refuse } from '../../src/domain/decide.ts'
import type { Draft } from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { readConsent } from '../consent/index.ts'
import { eachApart, type Setback } from '../one-by-one.ts'
import { countSectionsOf } from './accepted-sections.ts'
import { withCopies } from './copies-named.ts'
import { allStillDraftable, openContent } from './draft-store.ts'
import { type DraftingRooms, type DraftRow, type DraftRows, NEVER_USED, type SealedDraft } from './rooms.ts'
import { askGate, readTicketFacts } from './ticket-desk.ts'
import { topicsStillHold } from './ticket-topics.ts'
import { citationsOf } from './verified-reply.ts'

/** Agents see only drafts that they made; to anyone else a draft does not exist. */
export async function ownDraft(tx: DraftRows, agent: Agent, draftId: string): Promise<DraftRow> {
  const draft = await tx.draftById(agent.accountId, draftId)
  if (draft === null || draft.agentId !== agent.agentId) throw new Fault('NOT_FOUND', 'no such draft')
  return draft
}

/**
 * @throws Fault `NOT_FOUND` for a draft of another agent, one still being made, one taken away, or one whose
 *   consent has ended by itself: the sweep takes its words away, a moment later.
 */
export async function readDraft(rooms: DraftingRooms, agent: Agent, draftId: string): Promise<Draft> {
  return rooms.transact(async (tx) => {
    const draft = await ownDraft(tx, agent, draftId)
    const content = await openContent(rooms, tx, agent.accountId, draft)
    const { state } = await readConsent(tx, agent.accountId, draft.ticketRef, rooms.world.now())
    if (content === null || draft.receipt === null || draft.status === 'drafting' || !permitsDrafts(state))
      throw new Fault('NOT_FOUND', 'no such draft')
    const { topics: _, ...words } = content
    const ticket = await tx.ticketByRef(agent.accountId, draft.ticketRef)
    const now = ticket === null ? null : await readTicketFacts(rooms, tx, agent, ticket)
    return {
      id: draftId,
      status: draft.status,
      locale: draft.locale,
      receipt: draft.receipt,
      ...words,
      passages: now === null ? words.passages : withCopies(now.shelf, now.scope, words.passages),
    }
  })
}

async function reasonsAgainst(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  draft: DraftRow,
  content: SealedDraft | null,
  order: InsertRequest,
): Promise<readonly Refusal[]> {
  if (draft.withdrawnFor === 'record_corrected') return [{ reason: 'RECORD_CORRECTED' }]
  const ticket = await tx.ticketByRef(agent.accountId, draft.ticketRef)
  if (ticket === null || !['ready', 'inserted'].includes(draft.status)) return [{ reason: 'DRAFT_NOT_OPEN' }]
  const facts = await readTicketFacts(rooms, tx, agent, ticket)
  const gate = askGate(rooms, facts, {
    action: 'draft',
    // A draft made on this machine stays usable where the requester's consent names no model.
    drafter: draft.receipt?.drafter.drafter === 'extractive' ? 'extractive' : undefined,
    fields: [],
    requesterAgrees: ticket.requesterRef === draft.requesterRef,
    draftsMade: 0,
    // It was paid for when it was made; using it asks no model.
    budget: null,
  })
  if (gate.outcome === 'refused') return gate.refusals.map(({ refusal }) => refusal)
  if (gate.consentEpoch !== draft.consentEpoch) return [{ reason: 'CONSENT_CHANGED' }]
  if (content === null || !topicsStillHold(content, facts)) return [{ reason: 'DRAFT_NOT_OPEN' }]
  if (order.lastCommentId !== draft.lastCommentId) return [{ reason: 'TICKET_CHANGED' }]
  const same = await allStillDraftable(rooms, tx, agent.accountId, gate.scope, content.passages)
  return same ? [] : [{ reason: 'ARTICLE_CHANGED' }]
}

/** @throws Fault `BAD_REQUEST` when a sentence id is not of this draft: nothing is inserted by half. */
export async function allowInsertion(
  rooms: DraftingRooms,
  agent: Agent,
  draftId: string,
  order: InsertRequest,
): Promise<InsertReply> {
  return rooms.transact(async (tx) => {
    const draft = await ownDraft(tx, agent, draftId)
    const content = await openContent(rooms, tx, agent.accountId, draft)
    const refused = await reasonsAgainst(rooms, tx, agent, draft, content, order)
    const actor = { kind: 'agent' as const, ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) }
    const object = { kind: 'draft', ref: draftId }
    if (refused.length > 0) {
      await rooms.audit.append(tx, agent.accountId, {
        type: 'draft.insert_refused',
        actor,
        object,
        decision: 'refused',
        detail: { reasons: refused.map(({ reason }) => reason) },
      })
      return { outcome: 'refused', refusals: refuse(refused).refusals }
    }
    const sentences = (content?.sentences ?? []).filter(({ id }) => order.sentenceIds.includes(id))
    if (sentences.length === 0 || sentences.length !== new Set(order.sentenceIds).size)
      throw new Fault('BAD_REQUEST', 'a sentence is not of this draft')
    await rooms.audit.append(tx, agent.accountId, {
      type: 'draft.inserted',
      actor,
      object,
      decision: order.how,
      detail: { sentences: sentences.length, of: content?.sentences.length ?? 0 },
    })
    const used = draft.used ?? NEVER_USED
    if (draft.status === 'ready' && used.counted === null) {
      const counted = await countSectionsOf(rooms, tx, agent.accountId, sentences.flatMap(citationsOf))
      await tx.setDraftUse(agent.accountId, draftId, { ...used, counted })
    }
    const allowedAt = rooms.world.now().toISOString()
    await tx.setDraftStatus(agent.accountId, draftId, 'inserted', allowedAt)
    return { outcome: 'allowed', sentences, allowedAt }
  })
}

export async function dismissDraft(
  rooms: DraftingRooms,
  agent: Agent,
  draftId: string,
  order: DismissRequest,
): Promise<void> {
  await rooms.transact(async (tx) => {
    const draft = await ownDraft(tx, agent, draftId)
    if (draft.status === 'dismissed') return
    if (draft.status !== 'ready' && draft.status !== 'inserted')
      throw new Fault('CONFLICT', 'this draft is no longer open')
    await rooms.audit.append(tx, agent.accountId, {
      type: 'draft.dismissed',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'draft', ref: draftId },
      decision: order.reason,
    })
    await tx.setDraftStatus(agent.accountId, draftId, 'dismissed', rooms.world.now().toISOString())
  })
}

/** What was cut off in the middle and no server is at any more is closed, so that it can never be shown half-made. */
export async function discardUnfinished(
  rooms: DraftingRooms,
  when: 'start' | 'turn',
  setback: Setback,
): Promise<number> {
  const left = await rooms.underWay.left(await rooms.transact((tx) => tx.unfinishedDrafts()))
  const discard = (one: (typeof left)[number]) => {
    // A server's own is found open where its end could not be written down, e.g. because the store was away.
    const cause = one.server === rooms.underWay.server ? 'not_closed' : 'server_gone'
    const by = when === 'start' ? { ref: 'start', cause: 'restarted' } : { ref: 'left_drafts', cause }
    return discardLeft(rooms, one.accountId, one.id, by)
  }
  return eachApart(left, discard, (error) => setback('left', error))
}

/** @returns false when another server was faster. */
function discardLeft(
  rooms: DraftingRooms,
  accountId: AccountId,
  draftId: string,
  { ref, cause }: { readonly ref: string; readonly cause: string },
): Promise<boolean> {
  return rooms.transact(async (tx) => {
    if ((await tx.draftById(accountId, draftId))?.status !== 'drafting') return false
    await rooms.audit.append(tx, accountId, {
      type: 'draft.discarded',
      actor: { kind: 'system', ref },
      object: { kind: 'draft', ref: draftId },
      decision: 'discarded',
      detail: { cause },
    })
    await tx.setDraftStatus(accountId, draftId, 'discarded', rooms.world.now().toISOString())
    return true
  })
}

/** Second transaction of a draft: looks once more, then stores draft, receipt and audit entry as one. */
import type { Agent } from '../../src/domain/account.ts'
import type { DraftOrder } from '../../src/domain/api.ts'
import type { Draft, Receipt } from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { dayOf } from '../../src/domain/review.ts'
import type { Scope } from '../../src/domain/scope.ts'
import { inScope } from '../../src/domain/scope-resolution.ts'
import { isDraftable } from '../articles/index.ts'
import { readTicket, requesterAgrees } from '../tickets/index.ts'
import { type Admitted, CORRECTED } from './admission.ts'
import { citedVersions } from './cited-versions.ts'
import type { VerifiedReply } from './composition.ts'
import { withCopies } from './copies-named.ts'
import { receiptBody, receiptHash } from './receipt.ts'
import type { DraftContent, DraftingRooms, DraftRow, DraftRows, SealedDraft } from './rooms.ts'
import { askGate, readTicketFacts } from './ticket-desk.ts'
import { topicsDigest } from './ticket-topics.ts'

/**
 * What changed since the gate: consent, requester, scope, allowlist, or a cited article.
 * @throws Fault `SERVER_STALLED` when nothing of that did, and the draft was closed all the same.
 */
async function changedSince(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  order: DraftOrder,
  admitted: Admitted,
  reply: VerifiedReply,
): Promise<readonly Refusal[]> {
  const ticket = await readTicket(tx, agent.accountId, order.ticketId)
  const facts = await readTicketFacts(rooms, tx, agent, ticket)
  const gate = askGate(rooms, facts, {
    action: admitted.allow.action,
    drafter: order.drafter,
    fields: admitted.fieldsSent.map(({ field }) => field),
    topics: admitted.topics,
    counted: true,
    requesterAgrees: await requesterAgrees(rooms, tx, agent, ticket, order.requesterId),
    // A model's draft was counted when it was asked for: it must not stand in its own way.
    draftsMade: ticket.draftsMade - (reply.egress === null ? 0 : 1),
    // The same of the money: what is here now has been paid for.
    budget: null,
  })
  if (gate.outcome === 'refused') return gate.refusals.map(({ refusal }) => refusal)
  const held = await tx.draftById(agent.accountId, order.draftId)
  if (held?.withdrawnFor === 'record_corrected') return CORRECTED
  if (held === null || gate.consentEpoch !== admitted.allow.consentEpoch)
    return [{ reason: 'CONSENT_CHANGED' }]
  // Another server took ours for gone, and has written down that this draft was closed.
  if (held.status !== 'drafting')
    throw new Fault('SERVER_STALLED', 'this server stood still, and another one has closed the draft')
  const same = await allStillDraftable(rooms, tx, agent.accountId, gate.scope, reply.passages)
  return same ? [] : [{ reason: 'ARTICLE_CHANGED' }]
}

/** True when every cited article version is stored, allowlisted, in the ticket's scope and unchanged. */
export async function allStillDraftable(
  rooms: Pick<DraftingRooms, 'world'>,
  tx: DraftRows,
  accountId: string,
  scope: Scope,
  cited: readonly { articleId: string; locale: string; versionHash: string }[],
): Promise<boolean> {
  const { selection } = await tx.currentAllowlist(accountId)
  const today = dayOf(rooms.world.now())
  for (const at of cited) {
    const article = await tx.articleHeader(accountId, at.articleId, at.locale)
    if (article === null || article.versionHash !== at.versionHash) return false
    if (!isDraftable(article, selection, today) || !inScope(article, scope)) return false
  }
  return true
}

export async function storeDraft(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  admitted: Admitted,
  reply: VerifiedReply,
): Promise<{ draft: Draft } | { refused: readonly Refusal[] }> {
  return rooms.transact(async (tx) => {
    const { accountId } = agent
    const { ticketRef, requesterRef } = admitted.facts.ticket
    const at = rooms.world.now().toISOString()
    const actor = { kind: 'agent' as const, ref: rooms.keys.digest('agent', accountId, agent.agentId) }
    const refused = await changedSince(rooms, tx, agent, order, admitted, reply)
    if (refused.length > 0) {
      await rooms.audit.append(tx, accountId, {
        type: 'draft.discarded',
        actor,
        object: { kind: 'draft', ref: order.draftId },
        decision: 'discarded',
        detail: { reasons: refused.map(({ reason }) => reason) },
      })
      await tx.setDraftStatus(accountId, order.draftId, 'discarded', at)
      return { refused }
    }
    const requester = await tx.requesterByRef(accountId, requesterRef)
    if (requester === null) throw new Fault('STORE_UNAVAILABLE', 'a ticket without its requester')
    const body = receiptBody(order, admitted, reply, at)
    const auditIndex = await rooms.audit.append(tx, accountId, {
      type: 'draft.made',
      actor,
      object: { kind: 'draft', ref: order.draftId },
      decision: 'verified',
      detail: {
        ticket: ticketRef,
        epoch: admitted.allow.consentEpoch,
        scope: admitted.allow.scopeHash,
        sentences: reply.sentences.length,
        dropped: reply.dropped,
        articles: [...new Set(reply.passages.map(({ versionHash }) => versionHash))],
        receipt: receiptHash(body),
      },
      sealed: {
        subject: requester,
        value: {
          ticket: order.ticketId,
          sent: body.fieldsSent.map(({ field, bytes }) => ({ field, bytes })),
        },
      },
    })
    const receipt: Receipt = { ...body, auditIndex }
    const content: DraftContent = {
      sentences: reply.sentences,
      parts: reply.parts,
      passages: reply.passages,
      dropped: reply.left,
    }
    await tx.completeDraft(accountId, order.draftId, {
      locale: reply.locale,
      receipt,
      sealedContent: rooms.keys.sealFor(
        requester.wrappedKey,
        `${accountId}/${requesterRef}`,
        JSON.stringify(sealedOf(content, admitted)),
        aboutContent(order.draftId),
      ),
    })
    await tx.addCitations(accountId, order.draftId, citedVersions(admitted.facts.shelf, content))
    if (reply.egress === null) await tx.countTicketDraft(accountId, ticketRef)
    const passages = withCopies(admitted.facts.shelf, admitted.allow.scope, content.passages)
    return {
      draft: { id: order.draftId, status: 'ready', locale: reply.locale, ...content, passages, receipt },
    }
  })
}

function sealedOf(content: DraftContent, { facts, topics: found }: Admitted): SealedDraft {
  const digest = topicsDigest(facts)
  return digest === undefined ? content : { ...content, topics: { digest, found } }
}

/** What binds the sealed words to their draft. */
export const aboutContent = (draftId: string): string => `draft.content/${draftId}`

/** Opens the sealed content of an agent's own draft. */
export async function openContent(
  rooms: DraftingRooms,
  tx: DraftRows,
  accountId: string,
  draft: DraftRow,
): Promise<SealedDraft | null> {
  const requester = await tx.requesterByRef(accountId, draft.requesterRef)
  if (requester === null || draft.sealedContent === null) return null
  // Sealed by `storeDraft` under a key that nobody else holds: its shape is ours.
  return JSON.parse(
    rooms.keys.unsealFor(
      requester.wrappedKey,
      `${accountId}/${draft.requesterRef}`,
      draft.sealedContent,
      aboutContent(draft.draftId),
    ),
  ) as SealedDraft
}

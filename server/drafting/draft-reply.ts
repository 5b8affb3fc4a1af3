/** The main job: gate, questions, evidence, drafter, verifier, receipt. One draft, or an honest no. */
import type { Agent } from '../../src/domain/account.ts'
import type { DraftEvent, DraftOrder } from '../../src/domain/api.ts'
import { type Allow, refuse } from '../../src/domain/decide.ts'
import type { Draft } from '../../src/domain/draft.ts'
import { Fault, type FaultCode } from '../../src/domain/fault.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { splitQuestions } from '../articles/index.ts'
import { readTicket } from '../tickets/index.ts'
import { storeDraft } from './draft-store.ts'
import type { DraftTask } from './drafter.ts'
import { replyLocale } from './reply-locale.ts'
import type { DraftingRooms } from './rooms.ts'
import { minimiseAgain } from './second-look.ts'
import { readTemplates } from './settings.ts'
import { askGate, readTicketFacts, requesterAgrees, type TicketFacts, usableIn } from './ticket-desk.ts'
import { type CheckedSentences, checkReply } from './verified-reply.ts'

/** What the gate let through, with all that the draft was decided on. */
export interface Admitted {
  readonly allow: Allow
  readonly facts: TicketFacts
  readonly fieldsSent: readonly {
    readonly field: 'requester_text' | 'subject' | 'locale'
    readonly bytes: number
  }[]
}

/** A reply that passed the verifier, not yet stored. */
export interface VerifiedReply extends CheckedSentences {
  readonly locale: string
  readonly replaced: Readonly<Record<string, number>>
}

function fieldsOf(order: DraftOrder): Admitted['fieldsSent'] {
  const text = order.comments.map((comment) => comment.text).join('\n')
  const bytes = (value: string) => Buffer.byteLength(value, 'utf8')
  return [
    ...(order.comments.length > 0 ? [{ field: 'requester_text' as const, bytes: bytes(text) }] : []),
    ...(order.subject === undefined ? [] : [{ field: 'subject' as const, bytes: bytes(order.subject) }]),
    ...(order.locale === undefined ? [] : [{ field: 'locale' as const, bytes: bytes(order.locale) }]),
  ]
}

/** First transaction: decide, write the decision down, and reserve the draft's id. */
async function admit(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
): Promise<Admitted | { refused: readonly Refusal[] }> {
  return rooms.transact(async (tx) => {
    const ticket = await readTicket(tx, agent.accountId, order.ticketId)
    const facts = await readTicketFacts(rooms, tx, agent, ticket)
    const fieldsSent = fieldsOf(order)
    const gate = askGate(rooms, facts, {
      action: 'draft',
      fields: fieldsSent.map(({ field }) => field),
      requesterAgrees: await requesterAgrees(rooms, tx, agent, ticket, order.requesterId),
      draftsMade: ticket.draftsMade,
    })
    const reasons = gate.outcome === 'refused' ? gate.refusals.map(({ refusal }) => refusal) : []
    await rooms.audit.append(tx, agent.accountId, {
      type: 'gate.decided',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'ticket', ref: ticket.ticketRef },
      decision: gate.outcome,
      detail: {
        draft: order.draftId,
        action: 'draft',
        epoch: facts.consent.state.epoch,
        ...(reasons.length === 0 ? {} : { reasons: reasons.map(({ reason }) => reason) }),
      },
    })
    if (gate.outcome === 'refused') return { refused: reasons }
    await tx.addDraft(
      agent.accountId,
      {
        draftId: order.draftId,
        ticketRef: ticket.ticketRef,
        requesterRef: ticket.requesterRef,
        agentId: agent.agentId,
        status: 'drafting',
        locale: order.locale ?? '',
        consentEpoch: gate.consentEpoch,
        lastCommentId: order.lastCommentId,
        sealedContent: null,
        receipt: null,
      },
      rooms.world.now().toISOString(),
    )
    return { allow: gate, facts, fieldsSent }
  })
}

/** Between the transactions: nothing is stored, nothing is shown. */
async function compose(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  admitted: Admitted,
  signal: AbortSignal,
): Promise<VerifiedReply | { refused: readonly Refusal[] }> {
  const { allow, facts } = admitted
  const { index } = facts.shelf
  const ticket = minimiseAgain(order, allow.scope.limits.maxChars)
  const spoken = [ticket.subject ?? '', ...ticket.texts].join('\n').trim()
  if (spoken === '') return { refused: [{ reason: 'NO_QUESTION' }] }
  const locale = replyLocale(spoken, rooms.helpCenterLocales, order.locale)
  if (locale === null)
    return { refused: [{ reason: 'LANGUAGE_NOT_COVERED', locales: rooms.helpCenterLocales }] }
  const questions = splitQuestions(ticket.texts.join('\n'), locale, ticket.subject)
  if (questions.length === 0) return { refused: [{ reason: 'NO_QUESTION' }] }
  const usable = usableIn(facts.shelf.articles, allow.scope)
  const allowed = (at: { articleId: string; locale: string }) => usable.has(`${at.articleId} ${at.locale}`)
  const templates = await rooms.transact((tx) => readTemplates(rooms, tx, agent.accountId, locale))
  const passage = (at: { articleId: string; locale: string; passageId: string }) =>
    allowed(at) ? facts.shelf.passage(at) : null
  const task: DraftTask = {
    locale,
    questions: questions.map((question) => ({
      text: question.text,
      evidence: index.answer({
        question: question.text,
        context: question.context,
        locale,
        allowed,
      }),
    })),
    templates,
    namePlaceholder: order.namePlaceholder ?? null,
    passage,
  }
  const reply = checkReply(task, await rooms.drafter.draft(allow, task, signal))
  if (reply.passages.length > 0) return { ...reply, locale, replaced: ticket.replaced }
  const nearest = task.questions.flatMap(({ evidence }) =>
    evidence.outcome === 'not_covered' ? evidence.nearest : [],
  )
  return { refused: [{ reason: 'NOT_COVERED', nearest: nearest.slice(0, 3) }] }
}

/** A "no" after the gate: the reserved draft is closed, the reason is audited, a gap is remembered. */
async function closeRefused(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  refused: readonly Refusal[],
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
 * Drafts one reply and hands its events to `emit`. Sentences are emitted only after the draft and its
 * audit entries are stored, and only when consent is still what it was at the gate.
 */
export async function draftReply(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
  emit: (event: DraftEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const admitted = await rooms.measure('gate', () => admit(rooms, agent, order))
  const reserved = !('refused' in admitted)
  const refuseWith = async (refused: readonly Refusal[]) => {
    await closeRefused(rooms, agent, order, refused, reserved)
    emit({ event: 'refused', refusals: refuse(refused).refusals })
  }
  if ('refused' in admitted) return refuseWith(admitted.refused)
  emit({ event: 'accepted', draftId: order.draftId })
  try {
    const reply = await rooms.measure('compose', () => compose(rooms, agent, order, admitted, signal))
    // Nobody is there to see it: a draft that no agent knows of would lie in the store unread.
    if (signal.aborted) return await closeBroken(rooms, agent, order, 'CLIENT_GONE')
    if ('refused' in reply) return await refuseWith(reply.refused)
    const stored = await rooms.measure('store', () => storeDraft(rooms, agent, order, admitted, reply))
    if ('refused' in stored) emit({ event: 'refused', refusals: refuse(stored.refused).refusals })
    else emitDraft(stored.draft, emit)
  } catch (error) {
    await closeBroken(rooms, agent, order, error instanceof Fault ? error.code : 'UNEXPECTED')
    throw error
  }
}

function emitDraft(draft: Draft, emit: (event: DraftEvent) => void): void {
  for (const part of draft.parts) emit({ event: 'part', part })
  for (const sentence of draft.sentences) {
    const at = sentence.kind === 'quote' ? sentence.citation : null
    const passage = draft.passages.find(
      (held) =>
        held.passageId === at?.passageId && held.articleId === at.articleId && held.locale === at.locale,
    )
    emit({ event: 'sentence', sentence, passage: passage ?? null })
  }
  emit({ event: 'ready', draft })
}

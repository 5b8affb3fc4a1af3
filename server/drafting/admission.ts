/** The first transaction of anything that asks a drafter: decide, and write the decision down. */
import type { Agent } from '../../src/domain/account.ts'
import type { DraftOrder } from '../../src/domain/api.ts'
import type { Allow, TopicFound } from '../../src/domain/decide.ts'
import type { DecisionNote } from '../../src/domain/decision.ts'
import type { CitedPassage } from '../../src/domain/draft.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import type { TicketField } from '../../src/domain/scope.ts'
import { readTicket, requesterAgrees } from '../tickets/index.ts'
import { allStillDraftable, openContent } from './draft-store.ts'
import { countAdmission } from './draft-usage.ts'
import { writeDecision } from './gate-decision.ts'
import type { DraftContent, DraftingRooms, DraftRow, DraftRows, SealedDraft } from './rooms.ts'
import { askGate, readTicketFacts, stopsFor, type TicketFacts } from './ticket-desk.ts'
import { takeQuestions } from './ticket-questions.ts'
import { topicsOfText, topicsStillHold } from './ticket-topics.ts'

export interface FieldSent {
  readonly field: TicketField
  readonly bytes: number
}

/** What the gate let through, with all that the draft was decided on. */
export interface Admitted {
  readonly allow: Allow
  readonly facts: TicketFacts
  readonly fieldsSent: readonly FieldSent[]
  /** What the text that was sent is about. */
  readonly topics: readonly TopicFound[]
  /** The draft that is worded anew, opened; `null` for one from the ticket. */
  readonly former: { readonly row: DraftRow; readonly content: SealedDraft } | null
  /** What the ticket asks, or why nobody can tell; `null` for a draft that is worded anew. */
  readonly questions: Awaited<ReturnType<typeof takeQuestions>> | null
  readonly decision: DecisionNote
}

export interface Refused {
  readonly refused: readonly Refusal[]
  readonly decision?: DecisionNote
  /** Nobody outside was asked. */
  readonly nothingLeft?: boolean
}

/** What an order carries of the ticket. */
export function fieldsOf(order: Pick<DraftOrder, 'comments' | 'subject' | 'locale'>): readonly FieldSent[] {
  const text = order.comments.map((comment) => comment.text).join('\n')
  const bytes = (value: string) => Buffer.byteLength(value, 'utf8')
  return [
    ...(order.comments.length > 0 ? [{ field: 'requester_text' as const, bytes: bytes(text) }] : []),
    ...(order.subject === undefined ? [] : [{ field: 'subject' as const, bytes: bytes(order.subject) }]),
    ...(order.locale === undefined ? [] : [{ field: 'locale' as const, bytes: bytes(order.locale) }]),
  ]
}

/** The draft to rewrite: the agent's own, of this ticket, still open. `null` for any other. */
async function openFormer(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  of: string,
  ticketRef: string,
): Promise<{ readonly row: DraftRow; readonly content: SealedDraft | null } | 'corrected' | null> {
  const row = await tx.draftById(agent.accountId, of)
  if (row?.agentId !== agent.agentId || row.ticketRef !== ticketRef) return null
  if (row.withdrawnFor === 'record_corrected') return 'corrected'
  if (!['ready', 'inserted'].includes(row.status)) return null
  // A withdrawal has taken the words of it away; that it was there is still known.
  return { row, content: await openContent(rooms, tx, agent.accountId, row) }
}

/** Why a draft cannot be worded anew although the gate would let it: it is not what it was any more. */
async function reasonsAgainstFormer(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  order: DraftOrder,
  former: Awaited<ReturnType<typeof openFormer>>,
  { allow, facts }: Pick<Admitted, 'allow' | 'facts'>,
): Promise<readonly Refusal[]> {
  if (former === 'corrected') return CORRECTED
  if (former === null) return [{ reason: 'DRAFT_NOT_OPEN' }]
  const { row, content } = former
  if (row.consentEpoch !== allow.consentEpoch) return [{ reason: 'CONSENT_CHANGED' }]
  if (row.lastCommentId !== order.lastCommentId) return [{ reason: 'TICKET_CHANGED' }]
  if (content === null || !topicsStillHold(content, facts)) return [{ reason: 'DRAFT_NOT_OPEN' }]
  const same = await allStillDraftable(rooms, tx, agent.accountId, allow.scope, content.passages)
  return same ? [] : [{ reason: 'ARTICLE_CHANGED' }]
}

/** What a rewrite may still say of the ticket: what the draft had taken from it, and nothing more. */
export function takenFromTicket({ sentences }: DraftContent): string {
  return sentences
    .flatMap((sentence) => (sentence.kind === 'statement' ? sentence.fromTicket : []))
    .join('\n')
}

function fieldsCarried(order: DraftOrder, content: DraftContent | null): readonly FieldSent[] {
  const taken = content === null ? '' : takenFromTicket(content)
  if (taken === '') return fieldsOf(order)
  return [{ field: 'requester_text', bytes: Buffer.byteLength(taken, 'utf8') }]
}

/** Everything of the ticket's words that the act carries. */
export function textOf(
  order: Pick<DraftOrder, 'comments' | 'subject'>,
  content: DraftContent | null = null,
): string {
  const taken = content === null ? [] : [takenFromTicket(content)]
  return [order.subject ?? '', ...order.comments.map(({ text }) => text), ...taken].join('\n')
}

/**
 * Decides, writes the decision down, reserves the draft's id, and keeps what is asked.
 * @throws Fault `CONFLICT` when the id is taken.
 */
export async function admit(
  rooms: DraftingRooms,
  agent: Agent,
  order: DraftOrder,
): Promise<Admitted | Refused> {
  return rooms.transact(async (tx) => {
    const ticket = await readTicket(tx, agent.accountId, order.ticketId)
    const facts = await readTicketFacts(rooms, tx, agent, ticket)
    const { rewrite } = order
    const held =
      rewrite === undefined ? null : await openFormer(rooms, tx, agent, rewrite.of, ticket.ticketRef)
    const content = held === 'corrected' ? null : (held?.content ?? null)
    const fieldsSent = fieldsCarried(order, content)
    const action = rewrite === undefined ? 'draft' : 'rewrite'
    // What is reworded is about what it was about: the text that said so does not come again.
    const known = content?.topics?.found ?? []
    const found = topicsOfText(textOf(order, content), facts.topics, rooms.helpCenterLocales)
    const topics = [...known, ...found.filter(({ id }) => known.every((held) => held.id !== id))]
    const gate = askGate(rooms, facts, {
      action,
      fields: fieldsSent.map(({ field }) => field),
      requesterAgrees: await requesterAgrees(rooms, tx, agent, ticket, order.requesterId),
      draftsMade: ticket.draftsMade,
      topics,
      drafter: order.drafter,
    })
    const reasons = gate.outcome === 'refused' ? gate.refusals.map(({ refusal }) => refusal) : []
    const decision = await writeDecision(rooms, tx, agent, facts, {
      action,
      about: { kind: 'draft', ref: order.draftId },
      refusals: reasons,
      fields: fieldsSent.map(({ field }) => field),
      drafter: order.drafter,
    })
    if (gate.outcome === 'refused') return { refused: reasons, decision }
    const against =
      rewrite === undefined
        ? []
        : await reasonsAgainstFormer(rooms, tx, agent, order, held, { allow: gate, facts })
    if (against.length > 0) return { refused: against, decision }
    await countAdmission(rooms, tx, agent, order.draftId)
    const at = rooms.world.now().toISOString()
    await tx.addDraft(agent.accountId, rowFor(agent, order, facts, gate), at, rooms.underWay.server)
    const former =
      held === null || held === 'corrected' || content === null ? null : { row: held.row, content }
    const questions =
      rewrite === undefined ? await takeQuestions(rooms, tx, agent, order, { allow: gate, facts }) : null
    return { allow: gate, facts, fieldsSent, topics, former, questions, decision }
  })
}

function rowFor(agent: Agent, order: DraftOrder, { ticket }: TicketFacts, gate: Allow): DraftRow {
  return {
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
  }
}

export const CHANGED: readonly Refusal[] = [{ reason: 'CONSENT_CHANGED' }]
export const CORRECTED: readonly Refusal[] = [{ reason: 'RECORD_CORRECTED' }]

/** What the kill switch says against what runs: it may have been pulled since the gate. */
export function stopsAgainst(
  rooms: Pick<DraftingRooms, 'killSwitch' | 'stoppedArticles'>,
  { allow, facts }: Pick<Admitted, 'allow' | 'facts'>,
  read: readonly Pick<CitedPassage, 'articleId'>[],
): readonly Refusal[] {
  const stops = stopsFor(rooms, facts.ticket, allow.scope)
  if (stops.length > 0) return stops.map((sign) => ({ reason: 'KILL_SWITCH_ON', ...sign }))
  const out = rooms.stoppedArticles()
  return read.some(({ articleId }) => out.has(articleId)) ? [{ reason: 'ARTICLE_CHANGED' }] : []
}

/**
 * Read again between the gate and the end: not empty once anything was said about consent since, or something
 * it rests on was stopped. One short look, so that it can be asked before each sentence.
 */
export async function endedBy(
  rooms: DraftingRooms,
  agent: Agent,
  admitted: Pick<Admitted, 'allow' | 'facts'>,
  read: readonly Pick<CitedPassage, 'articleId'>[] = [],
  draftId: string | null = null,
): Promise<readonly Refusal[]> {
  const stops = stopsAgainst(rooms, admitted, read)
  if (stops.length > 0) return stops
  const { facts } = admitted
  if (hasEnded(facts, rooms.world.now())) return CHANGED
  const known = facts.consent.events.at(-1)?.seq ?? 0
  if (draftId !== null && (await rooms.isWithdrawn(agent.accountId, draftId))) return CORRECTED
  return (await rooms.latestConsent(agent.accountId, facts.ticket.ticketRef)) === known ? [] : CHANGED
}

/** Consent and scope end by themselves, without anybody's event. */
function hasEnded({ consent, scope }: TicketFacts, now: Date): boolean {
  const ends = [consent.state.validUntil, scope?.expiresAt ?? null]
  return ends.some((end) => end !== null && !(now.getTime() < Date.parse(end)))
}

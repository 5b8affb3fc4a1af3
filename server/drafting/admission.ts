/** The first transaction of anything that asks a drafter: decide, and write the decision down. */
import type { Agent } from '../../src/domain/account.ts'
import type { DraftOrder } from '../../src/domain/api.ts'
import type { Allow } from '../../src/domain/decide.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import type { TicketField } from '../../src/domain/scope.ts'
import { readConsent } from '../consent/index.ts'
import { readTicket } from '../tickets/index.ts'
import { allStillDraftable, openContent } from './draft-store.ts'
import type { DraftContent, DraftingRooms, DraftRow, DraftRows } from './rooms.ts'
import { askGate, readTicketFacts, requesterAgrees, type TicketFacts } from './ticket-desk.ts'

export interface FieldSent {
  readonly field: TicketField
  readonly bytes: number
}

/** What the gate let through, with all that the draft was decided on. */
export interface Admitted {
  readonly allow: Allow
  readonly facts: TicketFacts
  readonly fieldsSent: readonly FieldSent[]
  /** The draft that is worded anew, opened; `null` for one from the ticket. */
  readonly former: { readonly row: DraftRow; readonly content: DraftContent } | null
}

export type Refused = { readonly refused: readonly Refusal[] }

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

/** The draft to rewrite, or why it cannot be: it must be the agent's own, open, and as current as the ticket. */
async function openFormer(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  order: DraftOrder,
  facts: TicketFacts,
  allow: Allow,
): Promise<Admitted['former'] | Refused> {
  if (order.rewrite === undefined) return null
  const closed: Refused = { refused: [{ reason: 'DRAFT_NOT_OPEN' }] }
  const row = await tx.draftById(agent.accountId, order.rewrite.of)
  const mine = row?.agentId === agent.agentId && row.ticketRef === facts.ticket.ticketRef
  if (!mine || !['ready', 'inserted'].includes(row.status)) return closed
  if (row.consentEpoch !== allow.consentEpoch) return { refused: [{ reason: 'CONSENT_CHANGED' }] }
  if (row.lastCommentId !== order.lastCommentId) return { refused: [{ reason: 'TICKET_CHANGED' }] }
  const content = await openContent(rooms, tx, agent.accountId, row)
  if (content === null) return closed
  const same = await allStillDraftable(tx, agent.accountId, allow.scope, content.passages)
  return same ? { row, content } : { refused: [{ reason: 'ARTICLE_CHANGED' }] }
}

/**
 * Decides, writes the decision down, and reserves the draft's id.
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
    const fieldsSent = fieldsOf(order)
    const action = order.rewrite === undefined ? 'draft' : 'rewrite'
    const gate = askGate(rooms, facts, {
      action,
      fields: fieldsSent.map(({ field }) => field),
      requesterAgrees: await requesterAgrees(rooms, tx, agent, ticket, order.requesterId),
      draftsMade: ticket.draftsMade,
      drafter: order.drafter,
    })
    const reasons = gate.outcome === 'refused' ? gate.refusals.map(({ refusal }) => refusal) : []
    await rooms.audit.append(tx, agent.accountId, {
      type: 'gate.decided',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'ticket', ref: ticket.ticketRef },
      decision: gate.outcome,
      detail: {
        draft: order.draftId,
        action,
        epoch: facts.consent.state.epoch,
        ...(reasons.length === 0 ? {} : { reasons: reasons.map(({ reason }) => reason) }),
      },
    })
    if (gate.outcome === 'refused') return { refused: reasons }
    const former = await openFormer(rooms, tx, agent, order, facts, gate)
    if (former !== null && 'refused' in former) return former
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
    return { allow: gate, facts, fieldsSent, former }
  })
}

/**
 * Read again between the gate and the end: false once consent is not what it was or drafting is switched off.
 * One short read, so that it can be asked before each sentence.
 */
export async function stillAllowed(
  rooms: DraftingRooms,
  agent: Agent,
  { allow, facts }: Pick<Admitted, 'allow' | 'facts'>,
): Promise<boolean> {
  if (rooms.killSwitch()) return false
  return rooms.transact(async (tx) => {
    const { state } = await readConsent(tx, agent.accountId, facts.ticket.ticketRef, rooms.world.now())
    return state.epoch === allow.consentEpoch
  })
}

/**
 * A summary of the conversation for the agent, from the ticket alone. Never part of a reply, never stored;
 * each point must quote the comment it sums up and say nothing that is not in it.
 */
import { z } from 'zod'
import type { Agent } from '../../src/domain/account.ts'
import type { SummaryOrder, SummaryPoint, SummaryReply } from '../../src/domain/api.ts'
import { type Allow, refuse } from '../../src/domain/decide.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { readTicket } from '../tickets/index.ts'
import { fieldsOf, stillAllowed } from './admission.ts'
import { AnswerInvalid, readAnswer } from './answer-stream.ts'
import { noteEgress } from './egress-entry.ts'
import { checkSummaryPoint, quoteIn } from './grounding/index.ts'
import type { Model, ModelCall, Traffic } from './model.ts'
import { egressFacts } from './model-drafter.ts'
import { bytesOf, repairOf, summaryCall } from './prompt.ts'
import { replyLocale } from './reply-locale.ts'
import type { DraftingRooms } from './rooms.ts'
import { type MinimisedComment, minimiseAgain } from './second-look.ts'
import { askGate, readTicketFacts, requesterAgrees, type TicketFacts } from './ticket-desk.ts'

const MOST_POINTS = 12
const pointSchema = z.object({ text: z.string(), comment: z.string(), quote: z.string() })
type RawPoint = z.infer<typeof pointSchema>

interface AdmittedSummary {
  readonly allow: Allow
  readonly facts: TicketFacts
  readonly fieldsSent: ReturnType<typeof fieldsOf>
}

async function admitSummary(
  rooms: DraftingRooms,
  agent: Agent,
  order: SummaryOrder,
): Promise<AdmittedSummary | { readonly refused: readonly Refusal[] }> {
  return rooms.transact(async (tx) => {
    const ticket = await readTicket(tx, agent.accountId, order.ticketId)
    const facts = await readTicketFacts(rooms, tx, agent, ticket)
    const fieldsSent = fieldsOf(order)
    const gate = askGate(rooms, facts, {
      action: 'summarise',
      fields: fieldsSent.map(({ field }) => field),
      requesterAgrees: await requesterAgrees(rooms, tx, agent, ticket, order.requesterId),
      draftsMade: ticket.draftsMade,
    })
    const found = gate.outcome === 'refused' ? gate.refusals.map(({ refusal }) => refusal) : []
    const local = gate.outcome === 'allow' && gate.scope.drafter.drafter === 'extractive'
    const reasons: readonly Refusal[] = local ? [{ reason: 'DRAFTER_CANNOT', action: 'summarise' }] : found
    await rooms.audit.append(tx, agent.accountId, {
      type: 'gate.decided',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'ticket', ref: ticket.ticketRef },
      decision: reasons.length === 0 ? 'allow' : 'refused',
      detail: {
        summary: order.summaryId,
        action: 'summarise',
        epoch: facts.consent.state.epoch,
        ...(reasons.length === 0 ? {} : { reasons: reasons.map(({ reason }) => reason) }),
      },
    })
    if (gate.outcome === 'refused' || local) return { refused: reasons }
    return { allow: gate, facts, fieldsSent }
  })
}

/** A point as it may be shown, or `null`: it names a comment, quotes it, and is carried by it. */
function checkedPoint(
  raw: RawPoint,
  comments: readonly MinimisedComment[],
  locale: string,
): SummaryPoint | null {
  const named = /^\s*\[{0,2}C(\d{1,3})\]{0,2}\s*$/.exec(raw.comment)
  const comment = named === null ? undefined : comments[Number(named[1]) - 1]
  if (comment === undefined) return null
  const quote = quoteIn(raw.quote, comment.text)
  if (quote === null) return null
  const text = raw.text.normalize('NFC').trim()
  const rule = checkSummaryPoint({ text, quote, comment: comment.text, locale })
  return rule === null ? { text, commentId: comment.id, quote } : null
}

interface Asking {
  readonly model: Model
  readonly allow: Allow
  readonly signal: AbortSignal
  readonly traffic: Traffic[]
  mayLeave(bytes: number): Promise<boolean>
}

/** `null`: nothing may leave any more. */
async function pointsOf(asking: Asking, call: ModelCall): Promise<readonly RawPoint[] | null> {
  if (!(await asking.mayLeave(bytesOf(call)))) return null
  const answer = asking.model.ask(asking.allow, call, asking.signal)
  const points: RawPoint[] = []
  try {
    for await (const raw of readAnswer(answer.pieces, 'points')) {
      const parsed = pointSchema.safeParse(raw)
      if (!parsed.success) throw new AnswerInvalid('wrong_form')
      if (points.length < MOST_POINTS) points.push(parsed.data)
    }
  } finally {
    asking.traffic.push(answer.traffic())
  }
  return points
}

async function askAtMostTwice(
  asking: Asking,
  call: ModelCall,
  locale: string,
): Promise<readonly RawPoint[] | null | 'invalid'> {
  for (const attempt of [call, repairOf(call, locale)]) {
    try {
      return await pointsOf(asking, attempt)
    } catch (error) {
      if (!(error instanceof AnswerInvalid)) throw error
    }
  }
  return 'invalid'
}

async function close(
  rooms: DraftingRooms,
  agent: Agent,
  order: SummaryOrder,
  detail:
    | { readonly reasons: readonly string[] }
    | { readonly points: number; readonly dropped: number; readonly ticket: string },
): Promise<void> {
  const refused = 'reasons' in detail
  await rooms.transact(async (tx) => {
    await rooms.audit.append(tx, agent.accountId, {
      type: refused ? 'summary.refused' : 'summary.made',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'summary', ref: order.summaryId },
      decision: refused ? 'refused' : 'verified',
      detail: { ...detail },
    })
    // The ticket's limit is on what a model is asked for, whatever for.
    if (!refused) await tx.countTicketDraft(agent.accountId, detail.ticket)
  })
}

/** @throws Fault `PROVIDER_*` when the model could not be asked. */
export async function summariseTicket(
  rooms: DraftingRooms,
  agent: Agent,
  order: SummaryOrder,
  signal: AbortSignal,
): Promise<SummaryReply> {
  const refuseWith = async (refused: readonly Refusal[]): Promise<SummaryReply> => {
    await close(rooms, agent, order, { reasons: refused.map(({ reason }) => reason) })
    return refuse(refused)
  }
  const admitted = await admitSummary(rooms, agent, order)
  if ('refused' in admitted) return refuseWith(admitted.refused)
  const { allow } = admitted
  const { worded } = rooms
  const ticket = minimiseAgain(order, allow.scope.limits.maxChars)
  const spoken = ticket.comments.map(({ text }) => text).join('\n')
  const locale = replyLocale(spoken, rooms.helpCenterLocales, order.locale)
  if (spoken.trim() === '' || worded === null) return refuseWith([{ reason: 'NO_QUESTION' }])
  if (locale === null)
    return refuseWith([{ reason: 'LANGUAGE_NOT_COVERED', locales: rooms.helpCenterLocales }])
  const traffic: Traffic[] = []
  const asking: Asking = {
    model: worded.model,
    allow,
    signal,
    traffic,
    mayLeave: (bytes) =>
      noteEgress(rooms, agent, admitted, {
        object: { kind: 'summary', ref: order.summaryId },
        bytes,
        sources: [],
      }),
  }
  const call = summaryCall({
    accountId: agent.accountId,
    locale,
    comments: ticket.comments.map(({ text }) => text),
    nonce: rooms.keys.newSecret(16),
    canary: rooms.keys.newSecret(16),
  })
  const raw = await askAtMostTwice(asking, call, locale)
  if (raw === 'invalid') return refuseWith([{ reason: 'PROVIDER_ANSWER_INVALID' }])
  if (raw === null || !(await stillAllowed(rooms, agent, admitted)))
    return refuseWith([{ reason: 'CONSENT_CHANGED' }])
  const points = raw.flatMap((point) => checkedPoint(point, ticket.comments, locale) ?? [])
  const dropped = raw.length - points.length
  const egress = egressFacts(worded.model, traffic)
  if (points.length === 0 || egress === null) return refuseWith([{ reason: 'NOT_GROUNDED', dropped }])
  const ticketRef = admitted.facts.ticket.ticketRef
  await close(rooms, agent, order, { points: points.length, dropped, ticket: ticketRef })
  return { outcome: 'summarised', points, dropped, egress, aiGenerated: true }
}

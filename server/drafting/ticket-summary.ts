/**
 * A summary of the conversation for the agent, from the ticket alone. Never part of a reply, never stored;
 * each point must quote the comment it sums up and say nothing that is not in it.
 */
import { z } from 'zod'
import type { Agent } from '../../src/domain/account.ts'
import type { SummaryOrder, SummaryPoint, SummaryReply } from '../../src/domain/api.ts'
import { type Allow, refuse, type TopicFound } from '../../src/domain/decide.ts'
import type { DecisionNote } from '../../src/domain/decision.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { readTicket, requesterAgrees } from '../tickets/index.ts'
import { endedBy, fieldsOf, type Refused, textOf } from './admission.ts'
import { AnswerInvalid, readAnswer } from './answer-stream.ts'
import { decideEgress, leavingOf, settleEgress } from './egress-decision.ts'
import { writeDecision } from './gate-decision.ts'
import { checkSummaryPoint, quoteIn } from './grounding/index.ts'
import { hangUp } from './hang-up.ts'
import { type Model, type ModelCall, type Traffic, Withheld } from './model.ts'
import { egressFacts } from './model-drafter.ts'
import { repairOf, summaryCall } from './prompt.ts'
import { replyLocale } from './reply-locale.ts'
import type { DraftingRooms } from './rooms.ts'
import { type MinimisedComment, minimiseAgain } from './second-look.ts'
import { askGate, readTicketFacts, type TicketFacts } from './ticket-desk.ts'
import { topicsOfText } from './ticket-topics.ts'

const MOST_POINTS = 12
const pointSchema = z.object({ text: z.string(), comment: z.string(), quote: z.string() })
type RawPoint = z.infer<typeof pointSchema>

interface AdmittedSummary {
  readonly allow: Allow
  readonly facts: TicketFacts
  readonly fieldsSent: ReturnType<typeof fieldsOf>
  readonly decision: DecisionNote
  readonly topics: readonly TopicFound[]
}

async function admitSummary(
  rooms: DraftingRooms,
  agent: Agent,
  order: SummaryOrder,
): Promise<AdmittedSummary | Refused> {
  return rooms.transact(async (tx) => {
    const ticket = await readTicket(tx, agent.accountId, order.ticketId)
    const facts = await readTicketFacts(rooms, tx, agent, ticket)
    const fieldsSent = fieldsOf(order)
    const topics = topicsOfText(textOf(order), facts.topics, rooms.helpCenterLocales)
    const gate = askGate(rooms, facts, {
      action: 'summarise',
      fields: fieldsSent.map(({ field }) => field),
      requesterAgrees: await requesterAgrees(rooms, tx, agent, ticket, order.requesterId),
      draftsMade: ticket.draftsMade,
      topics,
    })
    const found = gate.outcome === 'refused' ? gate.refusals.map(({ refusal }) => refusal) : []
    const local = gate.outcome === 'allow' && gate.scope.drafter.drafter === 'extractive'
    const reasons: readonly Refusal[] = local ? [{ reason: 'DRAFTER_CANNOT', action: 'summarise' }] : found
    const decision = await writeDecision(rooms, tx, agent, facts, {
      action: 'summarise',
      about: { kind: 'summary', ref: order.summaryId },
      refusals: reasons,
      fields: fieldsSent.map(({ field }) => field),
    })
    if (gate.outcome === 'refused' || local) return { refused: reasons, decision }
    return { allow: gate, facts, fieldsSent, topics, decision }
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
}

/** `null`: nothing may leave any more. */
async function pointsOf(asking: Asking, call: ModelCall): Promise<readonly RawPoint[] | null> {
  const answer = asking.model.ask(asking.allow, call, asking.signal)
  const points: RawPoint[] = []
  try {
    for await (const raw of readAnswer(answer.pieces, 'points')) {
      const parsed = pointSchema.safeParse(raw)
      if (!parsed.success) throw new AnswerInvalid('wrong_form')
      if (points.length < MOST_POINTS) points.push(parsed.data)
    }
  } catch (error) {
    if (error instanceof Withheld) return null
    throw error
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

type Ending =
  | { readonly reasons: readonly string[] }
  | { readonly points: number; readonly dropped: number }
  | { readonly cause: string }

async function close(rooms: DraftingRooms, agent: Agent, order: SummaryOrder, ending: Ending): Promise<void> {
  const [type, decision] =
    'points' in ending
      ? (['summary.made', 'verified'] as const)
      : 'cause' in ending
        ? (['summary.discarded', 'discarded'] as const)
        : (['summary.refused', 'refused'] as const)
  await rooms.transact((tx) =>
    rooms.audit.append(tx, agent.accountId, {
      type,
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'summary', ref: order.summaryId },
      decision,
      detail: { ...ending },
    }),
  )
}

type Unclosed = { readonly reply: Extract<SummaryReply, { outcome: 'summarised' }> } | Refused

async function summarise(
  rooms: DraftingRooms,
  agent: Agent,
  order: SummaryOrder,
  admitted: AdmittedSummary,
  signal: AbortSignal,
): Promise<Unclosed> {
  const { allow } = admitted
  const { worded } = rooms
  const ticket = minimiseAgain(order, allow.scope.limits.maxChars)
  const spoken = ticket.comments.map(({ text }) => text).join('\n')
  const locale = replyLocale(spoken, rooms.helpCenterLocales, order.locale)
  if (spoken.trim() === '' || worded === null) return { refused: [{ reason: 'NO_QUESTION' }] }
  if (locale === null)
    return { refused: [{ reason: 'LANGUAGE_NOT_COVERED', locales: rooms.helpCenterLocales }] }
  const traffic: Traffic[] = []
  let refused: readonly Refusal[] = []
  let sent = 0
  const about = { kind: 'summary' as const, ref: order.summaryId }
  const leaving = leavingOf(rooms, agent, admitted, { about, sources: [] })
  const call = summaryCall({
    accountId: agent.accountId,
    locale,
    comments: ticket.comments.map(({ text }) => text),
    nonce: rooms.keys.newSecret(16),
    canary: rooms.keys.newSecret(16),
    leaving,
    permit: async (request) => {
      const asked = { leaving, request, sources: [], again: sent > 0 }
      const decided = await decideEgress(rooms, agent, admitted, asked)
      sent += 1
      if (decided.outcome === 'permitted') return decided.capability
      refused = decided.refused
      return null
    },
    settle: (capability, ended) => settleEgress(rooms, agent.accountId, capability, ended),
  })
  const watch = hangUp(rooms, agent, { admitted, signal, read: [] }, (ended) => {
    refused = ended
  })
  let raw: Awaited<ReturnType<typeof askAtMostTwice>>
  try {
    const asking = { model: worded.model, allow, signal: watch.signal, traffic }
    raw = await askAtMostTwice(asking, call, locale)
  } catch (error) {
    // Hung up because of a no: that is the answer, not the broken call.
    if (refused.length === 0 || signal.aborted) throw error
    return { refused }
  } finally {
    watch.end()
  }
  if (raw === 'invalid') return { refused: [{ reason: 'PROVIDER_ANSWER_INVALID' }] }
  if (refused.length > 0) return { refused }
  const ended = await endedBy(rooms, agent, admitted)
  if (ended.length > 0) return { refused: ended }
  if (raw === null) return { refused: [{ reason: 'CONSENT_CHANGED' }] }
  const points = raw.flatMap((point) => checkedPoint(point, ticket.comments, locale) ?? [])
  const dropped = raw.length - points.length
  const egress = egressFacts(worded.model, traffic)
  if (points.length === 0 || egress === null) return { refused: [{ reason: 'NOT_GROUNDED', dropped }] }
  return { reply: { outcome: 'summarised', points, dropped, egress, aiGenerated: true } }
}

/** @throws Fault `PROVIDER_*` when the model could not be asked, and the reason of `signal` when nobody waits. */
export async function summariseTicket(
  rooms: DraftingRooms,
  agent: Agent,
  order: SummaryOrder,
  signal: AbortSignal,
): Promise<SummaryReply> {
  const admitted = await admitSummary(rooms, agent, order)
  const { decision } = admitted
  const refuseWith = async (refused: readonly Refusal[]): Promise<SummaryReply> => {
    await close(rooms, agent, order, { reasons: refused.map(({ reason }) => reason) })
    return { ...refuse(refused), ...(decision === undefined ? {} : { decision }) }
  }
  if ('refused' in admitted) return refuseWith(admitted.refused)
  try {
    const made = await summarise(rooms, agent, order, admitted, signal)
    if ('refused' in made) return await refuseWith(made.refused)
    const { points, dropped } = made.reply
    await close(rooms, agent, order, { points: points.length, dropped })
    return { ...made.reply, decision: admitted.decision }
  } catch (error) {
    const cause = signal.aborted ? 'CLIENT_GONE' : error instanceof Fault ? error.code : 'UNEXPECTED'
    await close(rooms, agent, order, { cause })
    throw error
  }
}

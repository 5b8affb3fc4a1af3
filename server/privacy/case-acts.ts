/** What compliance does with a case: opens it, moves it, writes on it, and records which letter went out. */
import type { Agent } from '../../src/domain/account.ts'
import { dayIn } from '../../src/domain/due-dates.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  type IdentityWay,
  isEnded,
  isOpen,
  LETTER_KINDS,
  type LetterKind,
  type RequestChannel,
} from '../../src/domain/request-case.ts'
import {
  type CaseEvent,
  type CaseState,
  moveCase,
  nextMoves,
  type SentLetter,
} from '../../src/domain/request-moves.ts'
import type { CaseEventKind, CaseRule } from '../../src/domain/request-table.ts'
import { type FactRows, readTicket, refsOfPerson, requesterOf, type TicketRow } from '../tickets/index.ts'
import { type CaseLine, changedSince, recordOnCase } from './case-record.ts'
import {
  type OpenOrder,
  openCase,
  type PrivacyRooms,
  type RequestCase,
  type RequestEvent,
  type RequestRows,
  readCalendar,
  readCase,
  staffActor,
} from './request-cases.ts'

export interface StaffOpening extends Omit<OpenOrder, 'ticketRef' | 'requesterRef'> {
  readonly who: { readonly ticketId: string } | { readonly userId: string }
  /** Although the same person has one of this kind open. */
  readonly another: boolean
}

/** Who has been on a ticket. */
export interface PeopleRows extends RequestRows, FactRows {
  consentEvents(
    accountId: string,
    ticketRef: string,
  ): Promise<readonly { readonly event: { readonly kind: string } }[]>
}

/**
 * For a call, a letter, an e-mail, or from the command line.
 * @throws Fault `SEVERAL_PEOPLE` where the ticket's number does not say whom it is about; `CONFLICT` for a twin.
 */
export async function openCaseFor(
  rooms: PrivacyRooms,
  tx: PeopleRows,
  agent: Agent,
  order: StaffOpening,
): Promise<RequestCase> {
  const { accountId } = agent
  const { who, another, ...rest } = order
  const ticket = 'ticketId' in who ? await readTicket(tx, accountId, who.ticketId) : null
  const requesterRef =
    'userId' in who
      ? (await requesterOf(rooms, tx, accountId, who.userId)).requesterRef
      : await onlyPersonOn(tx, accountId, ticket)
  const twin = (await tx.requestCasesOf(accountId, requesterRef)).find(
    ({ kind, status }) => kind === order.kind && isOpen(status),
  )
  if (twin !== undefined && !another)
    throw new Fault('CONFLICT', `request ${twin.caseNumber} of this person is open for the same right`)
  return openCase(
    rooms,
    tx,
    accountId,
    { ...rest, requesterRef, ticketRef: ticket?.ticketRef ?? null },
    { actor: staffActor(rooms, agent), as: 'compliance' },
  )
}

/** Who asks about an old letter need not be whose the ticket is by now: theirs would be answered with another's data. */
async function onlyPersonOn(tx: PeopleRows, accountId: string, ticket: TicketRow | null): Promise<string> {
  if (ticket === null) throw new Fault('NOT_FOUND', 'this ticket is not open in Vouch')
  const { ticketRef, requesterRef } = ticket
  const owner = await tx.requesterByRef(accountId, requesterRef)
  const records = owner === null ? [requesterRef] : await refsOfPerson(tx, accountId, owner)
  const others = (await tx.peopleOnTicket(accountId, ticketRef)).filter((ref) => !records.includes(ref))
  const [first] = await tx.consentEvents(accountId, ticketRef)
  // Of who had it before nothing else may be kept.
  if (others.length === 0 && first?.event.kind !== 'requester_changed') return requesterRef
  throw new Fault(
    'SEVERAL_PEOPLE',
    'several people have been on this ticket: name the person by their user id',
  )
}

/** @throws Fault `CONFLICT` when the case is not as the order's author saw it. */
async function readSeen(tx: RequestRows, accountId: string, caseId: string, version: number) {
  const request = await readCase(tx, accountId, caseId)
  if (request.version !== version) throw changedSince()
  return request
}

export function lettersSent(events: readonly RequestEvent[]): readonly SentLetter[] {
  return events.flatMap(({ kind, detail }) => {
    const letter = LETTER_KINDS.find((known) => known === detail.letter)
    return kind === 'letter_sent' && letter !== undefined ? [{ letter, sentOn: detail.sent_on ?? '' }] : []
  })
}

export const ERASURE_EXECUTED = 'erasure_executed'

/** What the rules ask of the case's history and of its neighbours. */
async function factsOf(
  tx: RequestRows,
  accountId: string,
  request: RequestCase,
  twinId: string | null,
): Promise<Pick<CaseEvent, 'letters' | 'twin' | 'erased'>> {
  const events = await tx.requestEvents(accountId, request.caseId)
  const letters = lettersSent(events)
  const siblings = await tx.requestCasesOf(accountId, request.requesterRef)
  const twin = siblings.some(
    ({ caseId, kind, status }) =>
      caseId !== request.caseId &&
      kind === request.kind &&
      !isEnded(status) &&
      (twinId === null || twinId === caseId),
  )
  const last = await tx.lastErasureOf(accountId, request.requesterRef)
  const erased =
    (last !== null && last.at >= request.receivedAt) ||
    letters.some(({ letter }) => letter === 'nothing_found') ||
    events.some(({ kind, detail }) => kind === 'linked' && detail.product === ERASURE_EXECUTED)
  return { letters, twin, erased }
}

export interface MoveOrder {
  readonly kind: CaseEventKind
  readonly version: number
  readonly reason: string | null
  readonly identityWay: IdentityWay | null
  /** The case that is answered instead of this one. */
  readonly twinId: string | null
}

function lineOf(order: MoveOrder, request: RequestCase, state: CaseState, on: string) {
  return {
    from: request.status,
    to: state.status,
    on,
    ...(order.identityWay === null ? {} : { way: order.identityWay }),
    ...(order.twinId === null ? {} : { twin: order.twinId }),
    ...(state.dueOn === request.dueOn ? {} : { due_before: request.dueOn, due_after: state.dueOn }),
    ...(order.kind === 'deliver' ? { late: String(on > request.dueOn) } : {}),
  }
}

/**
 * @throws Fault `ILLEGAL_TRANSITION` with the rule's id in `detail.rule`; `CONFLICT` when somebody else was first.
 */
export async function moveRequestCase(
  rooms: PrivacyRooms,
  tx: RequestRows,
  agent: Agent,
  caseId: string,
  order: MoveOrder,
): Promise<RequestCase> {
  const { accountId } = agent
  const request = await readSeen(tx, accountId, caseId, order.version)
  const by = { actor: staffActor(rooms, agent), as: 'compliance' as const }
  return moveOn(rooms, tx, accountId, request, order, by)
}

export async function moveOn(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: string,
  request: RequestCase,
  order: MoveOrder,
  by: Pick<CaseLine, 'actor'> & { readonly as: 'compliance' | 'requester' },
): Promise<RequestCase> {
  const calendar = await readCalendar(rooms, tx, accountId)
  const at = rooms.world.now().toISOString()
  const on = dayIn(at, calendar.timeZone)
  const event: CaseEvent = {
    ...{ kind: order.kind, by: by.as, on },
    hasReason: order.reason !== null,
    identityWay: order.identityWay,
    ...(await factsOf(tx, accountId, request, order.twinId)),
  }
  const verdict = moveCase(request, event, calendar)
  if (verdict.outcome === 'illegal') throw illegal(verdict.rule)
  const { state } = verdict
  const after = { ...request, ...state, endedAt: isEnded(state.status) ? at : null }
  return recordOnCase(rooms, tx, accountId, after, {
    type: 'request.moved',
    kind: order.kind,
    ...by,
    detail: lineOf(order, request, state, on),
    text: order.reason,
  })
}

function illegal(rule: CaseRule): Fault {
  return new Fault('ILLEGAL_TRANSITION', `this step is not possible now (${rule})`, undefined, { rule })
}

/** What could come next, for the screen: everything a person types is taken as given. */
export async function possibleMoves(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: string,
  request: RequestCase,
) {
  const calendar = await readCalendar(rooms, tx, accountId)
  const facts = await factsOf(tx, accountId, request, null)
  const on = dayIn(rooms.world.now().toISOString(), calendar.timeZone)
  const given = { by: 'compliance', on, hasReason: true, identityWay: 'helpdesk_verified' } as const
  return nextMoves(request, { ...given, ...facts }, calendar)
}

export async function addCaseNote(
  rooms: PrivacyRooms,
  tx: RequestRows,
  agent: Agent,
  caseId: string,
  order: { readonly version: number; readonly text: string },
): Promise<RequestCase> {
  const request = await readSeen(tx, agent.accountId, caseId, order.version)
  return recordOnCase(rooms, tx, agent.accountId, request, {
    type: 'request.note_added',
    kind: 'note_added',
    ...{ actor: staffActor(rooms, agent), as: 'compliance', detail: {}, text: order.text },
  })
}

export interface LetterRecord {
  readonly version: number
  readonly letter: LetterKind
  readonly channel: RequestChannel
  readonly sentOn: string
  /** As it went out, with its mandatory parts. */
  readonly text: string
}

/** Vouch sends nothing: this keeps what a person has sent, and when. */
export async function recordLetter(
  rooms: PrivacyRooms,
  tx: RequestRows,
  agent: Agent,
  caseId: string,
  order: LetterRecord,
): Promise<RequestCase> {
  const { accountId } = agent
  const request = await readSeen(tx, accountId, caseId, order.version)
  if (isEnded(request.status)) throw illegal('CASE_ENDED')
  const { timeZone } = await readCalendar(rooms, tx, accountId)
  const today = dayIn(rooms.world.now().toISOString(), timeZone)
  const { letter, channel, sentOn } = order
  if (sentOn > today || sentOn < request.receivedOn)
    throw new Fault('BAD_REQUEST', 'a letter is sent between the request and today')
  return recordOnCase(rooms, tx, accountId, request, {
    type: 'request.letter_recorded',
    kind: 'letter_sent',
    ...{ actor: staffActor(rooms, agent), as: 'compliance', text: order.text },
    detail: { letter, channel, sent_on: sentOn },
  })
}

/** An export or an erasure says which case it belongs to; `ref` is its own id. */
export async function linkToCase(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: string,
  caseId: string,
  by: Pick<CaseLine, 'actor' | 'as'>,
  link: { readonly product: string; readonly ref: string },
): Promise<RequestCase> {
  const request = await readCase(tx, accountId, caseId)
  const known = await tx.requestEvents(accountId, caseId)
  const linked = known.some(({ kind, detail }) => kind === 'linked' && detail.ref === link.ref)
  if (linked) return request
  return recordOnCase(rooms, tx, accountId, request, {
    type: 'request.linked',
    kind: 'linked',
    ...by,
    detail: { product: link.product, ref: link.ref },
    text: null,
  })
}

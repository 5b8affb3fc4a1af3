/** Request cases: opened by the person themselves, answered by compliance, each with its last day. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { answerDueOn, type RequestKind, type RequestStatus } from '../../src/domain/request-case.ts'
import type { AuditLog } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import type { RequesterRow, TicketRow, TicketRows } from '../tickets/index.ts'

export interface RequestCase {
  readonly caseId: string
  readonly kind: RequestKind
  readonly status: RequestStatus
  readonly ticketRef: string
  readonly requesterRef: string
  readonly locale: string
  readonly receivedAt: string
  readonly dueOn: string
  readonly answeredAt: string | null
  /** What was answered, under the requester's own key. */
  readonly sealedNote: string | null
}

export interface RequestRows extends TicketRows {
  /** @throws Fault `CONFLICT` when one of this kind is open for the same requester. */
  addRequestCase(accountId: AccountId, request: RequestCase): Promise<void>
  /** The newest of that kind, open or not. */
  latestRequestCase(
    accountId: AccountId,
    requesterRef: string,
    kind: RequestKind,
  ): Promise<RequestCase | null>
  requestCaseById(accountId: AccountId, caseId: string): Promise<RequestCase | null>
  requestCases(accountId: AccountId): Promise<readonly RequestCase[]>
  setRequestAnswered(accountId: AccountId, caseId: string, at: string, sealedNote: string): Promise<void>
}

export interface PrivacyRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
}

/** Asking again while the first one is open opens no second: its last day must not move. */
export async function openRequestCase(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: AccountId,
  order: { readonly kind: RequestKind; readonly ticket: TicketRow; readonly locale: string },
): Promise<RequestCase> {
  const { kind, ticket, locale } = order
  const latest = await tx.latestRequestCase(accountId, ticket.requesterRef, kind)
  if (latest?.status === 'received') return latest
  const receivedAt = rooms.world.now().toISOString()
  const request: RequestCase = {
    caseId: rooms.world.newId(),
    kind,
    status: 'received',
    ticketRef: ticket.ticketRef,
    requesterRef: ticket.requesterRef,
    locale,
    receivedAt,
    dueOn: answerDueOn(receivedAt),
    answeredAt: null,
    sealedNote: null,
  }
  await rooms.audit.append(tx, accountId, {
    type: 'request.received',
    actor: { kind: 'requester', ref: 'link' },
    object: { kind: 'request', ref: request.caseId },
    decision: 'received',
    detail: { kind, due: request.dueOn, ticket: ticket.ticketRef },
    sealed: {
      subject: await requesterOf(tx, accountId, request),
      value: { ticket: ticket.ticketId },
    },
  })
  await tx.addRequestCase(accountId, request)
  return request
}

export function latestRequestCase(
  tx: RequestRows,
  accountId: AccountId,
  requesterRef: string,
  kind: RequestKind,
): Promise<RequestCase | null> {
  return tx.latestRequestCase(accountId, requesterRef, kind)
}

/** Open ones first, the nearest last day first; then the answered ones, newest first. */
export async function requestCases(
  rooms: PrivacyRooms,
  tx: RequestRows,
  agent: Agent,
): Promise<readonly { request: RequestCase; ticket: TicketRow; note: string | null }[]> {
  const { accountId } = agent
  const all = await tx.requestCases(accountId)
  const open = all.filter(({ status }) => status === 'received').sort(byText(({ dueOn }) => dueOn))
  const done = all
    .filter(({ status }) => status !== 'received')
    .sort(byText(answeredAt))
    .reverse()
  // Only compliance reads what was written about a person.
  const reads = agent.roles.includes('compliance')
  return Promise.all(
    [...open, ...done].map(async (request) => ({
      request,
      ticket: await ticketOf(tx, accountId, request),
      note: reads ? await noteOf(rooms, tx, accountId, request) : null,
    })),
  )
}

const answeredAt = (request: RequestCase) => request.answeredAt ?? ''

function byText(of: (request: RequestCase) => string) {
  return (a: RequestCase, b: RequestCase) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0)
}

async function ticketOf(tx: RequestRows, accountId: AccountId, request: RequestCase): Promise<TicketRow> {
  const ticket = await tx.ticketByRef(accountId, request.ticketRef)
  if (ticket === null) throw new Fault('STORE_UNAVAILABLE', 'a request without its ticket')
  return ticket
}

async function requesterOf(
  tx: RequestRows,
  accountId: AccountId,
  request: RequestCase,
): Promise<RequesterRow> {
  const requester = await tx.requesterByRef(accountId, request.requesterRef)
  if (requester === null) throw new Fault('STORE_UNAVAILABLE', 'a request without its requester')
  return requester
}

/** What binds the sealed note to its case. */
export const aboutNote = (caseId: string): string => `request.note/${caseId}`

async function noteOf(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: AccountId,
  request: RequestCase,
): Promise<string | null> {
  if (request.sealedNote === null) return null
  const { wrappedKey, requesterRef } = await requesterOf(tx, accountId, request)
  return rooms.keys.unsealFor(
    wrappedKey,
    `${accountId}/${requesterRef}`,
    request.sealedNote,
    aboutNote(request.caseId),
  )
}

/** @throws Fault `NOT_FOUND`, or `CONFLICT` when somebody else has answered it. */
export async function answerRequestCase(
  rooms: PrivacyRooms,
  tx: RequestRows,
  agent: Agent,
  caseId: string,
  note: string,
): Promise<void> {
  const { accountId } = agent
  const request = await tx.requestCaseById(accountId, caseId)
  if (request === null) throw new Fault('NOT_FOUND', 'there is no such request')
  if (request.status !== 'received') throw new Fault('CONFLICT', 'this request was answered before')
  const now = rooms.world.now().toISOString()
  const subject = await requesterOf(tx, accountId, request)
  const { wrappedKey, requesterRef } = subject
  const { ticketId } = await ticketOf(tx, accountId, request)
  await rooms.audit.append(tx, accountId, {
    type: 'request.answered',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
    object: { kind: 'request', ref: caseId },
    decision: 'answered',
    detail: { kind: request.kind, due: request.dueOn, late: now.slice(0, 10) > request.dueOn },
    sealed: { subject, value: { ticket: ticketId, note } },
  })
  const sealed = rooms.keys.sealFor(wrappedKey, `${accountId}/${requesterRef}`, note, aboutNote(caseId))
  await tx.setRequestAnswered(accountId, caseId, now, sealed)
}

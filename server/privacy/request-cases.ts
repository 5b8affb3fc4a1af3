/** Request cases: opened by the person or for them, each with its last day, its history, and one open at a time. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { dayIn, NO_CALENDAR, type WorkCalendar } from '../../src/domain/due-dates.ts'
import { Fault } from '../../src/domain/fault.ts'
import { isEnded, isOpen, type RequestChannel, type RequestKind } from '../../src/domain/request-case.ts'
import { type CaseState, newCase } from '../../src/domain/request-moves.ts'
import { CASE_EVENTS } from '../../src/domain/request-table.ts'
import type { AuditLog, EntryActor } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import type { TicketRow, TicketRows } from '../tickets/index.ts'
import type { ErasureRecord } from './erasure-records.ts'

export interface RequestCase extends CaseState {
  readonly caseId: string
  /** What people say and write to each other: `2026-00017`. */
  readonly caseNumber: string
  readonly channel: RequestChannel
  /** `null`: it was asked outside of any ticket. */
  readonly ticketRef: string | null
  readonly requesterRef: string
  readonly locale: string
  readonly receivedAt: string
  readonly endedAt: string | null
  /** The region by whose holidays its days were counted. */
  readonly calendar: string
  /** `reminder@last day`, each told once. */
  readonly reminded: readonly string[]
  /** Raised by each change: nobody overwrites what they have not seen. */
  readonly version: number
  /** Of a case that was answered before there was a history. */
  readonly sealedNote: string | null
}

/** What a case's history holds, besides the moves. */
export const CASE_RECORDS = [
  'opened',
  ...CASE_EVENTS,
  'note_added',
  'letter_sent',
  'link_issued',
  'reminded',
  'linked',
] as const
export type CaseRecord = (typeof CASE_RECORDS)[number]

export interface RequestEvent {
  readonly caseId: string
  readonly seq: number
  readonly requesterRef: string
  readonly kind: CaseRecord
  readonly at: string
  readonly actor: 'requester' | 'compliance' | 'system'
  readonly actorRef: string
  /** Codes and days only. */
  readonly detail: Readonly<Record<string, string>>
  /** A reason, a note or a letter, under the requester's own key. */
  readonly sealedText: string | null
}

export interface RequestLink {
  readonly linkHash: string
  readonly caseId: string
  readonly requesterRef: string
  readonly locale: string
  readonly expiresAt: string
  readonly usedAt: string | null
}

export interface RequestRows extends TicketRows {
  /** @throws Fault `CONFLICT` when the person's own page has one of this kind open already. */
  addRequestCase(accountId: AccountId, request: RequestCase): Promise<void>
  /** False when somebody else has changed it since: the version must be one more than the stored one. */
  setRequestCase(accountId: AccountId, request: RequestCase): Promise<boolean>
  /** The newest of that kind, open or not. */
  latestRequestCase(
    accountId: AccountId,
    requesterRef: string,
    kind: RequestKind,
  ): Promise<RequestCase | null>
  requestCaseById(accountId: AccountId, caseId: string): Promise<RequestCase | null>
  requestCases(accountId: AccountId): Promise<readonly RequestCase[]>
  requestCasesOf(accountId: AccountId, requesterRef: string): Promise<readonly RequestCase[]>
  openRequestCases(accountId: AccountId): Promise<readonly RequestCase[]>
  openCaseIds(accountId: AccountId): Promise<readonly string[]>
  lastErasureOf(accountId: AccountId, requesterRef: string): Promise<ErasureRecord | null>
  lastCaseNumber(accountId: AccountId, year: string): Promise<string | null>
  addRequestEvent(accountId: AccountId, event: RequestEvent): Promise<void>
  requestEvents(accountId: AccountId, caseId: string): Promise<readonly RequestEvent[]>
  addRequestLink(accountId: AccountId, link: RequestLink): Promise<void>
  requestLink(linkHash: string): Promise<(RequestLink & { readonly accountId: AccountId }) | null>
  /** False when it was used before. */
  useRequestLink(accountId: AccountId, linkHash: string, at: string): Promise<boolean>
  /** Everyone something is kept about on that ticket: who it belongs to now, and who it did. */
  peopleOnTicket(accountId: AccountId, ticketRef: string): Promise<readonly string[]>
  requestCalendar(accountId: AccountId): Promise<WorkCalendar | null>
  setRequestCalendar(accountId: AccountId, calendar: WorkCalendar, at: string, by: string): Promise<void>
}

export interface PrivacyRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  /** Until the account has chosen one: that of the controller's own country. */
  readonly calendar?: WorkCalendar
}

export async function readCalendar(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: AccountId,
): Promise<WorkCalendar> {
  return (await tx.requestCalendar(accountId)) ?? rooms.calendar ?? NO_CALENDAR
}

/** What binds the sealed note of a case of before to it. */
export const aboutNote = (caseId: string): string => `request.note/${caseId}`

/** What binds a sealed text to its line of a case's history. */
export const aboutText = (caseId: string, seq: number): string => `request.text/${caseId}/${seq}`

export function staffActor(rooms: PrivacyRooms, agent: Agent): EntryActor {
  return { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) }
}

async function nextCaseNumber(tx: RequestRows, accountId: AccountId, year: string): Promise<string> {
  const last = await tx.lastCaseNumber(accountId, year)
  const number = last === null ? 1 : Number(last.slice(5)) + 1
  return `${year}-${String(number).padStart(5, '0')}`
}

export interface OpenOrder {
  readonly kind: RequestKind
  readonly channel: RequestChannel
  readonly ticketRef: string | null
  readonly requesterRef: string
  readonly locale: string
  /** `null`: it came just now. */
  readonly receivedOn: string | null
}

/** Writes the entry, the case and the first line of its history. */
export async function openCase(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: AccountId,
  order: OpenOrder,
  by: { readonly actor: EntryActor; readonly as: RequestEvent['actor'] },
): Promise<RequestCase> {
  const now = rooms.world.now().toISOString()
  const calendar = await readCalendar(rooms, tx, accountId)
  const today = dayIn(now, calendar.timeZone)
  const receivedOn = order.receivedOn ?? today
  if (receivedOn > today) throw new Fault('BAD_REQUEST', 'a request cannot be received in the future')
  const { kind, channel, ticketRef, requesterRef, locale } = order
  const request: RequestCase = {
    caseId: rooms.world.newId(),
    caseNumber: await nextCaseNumber(tx, accountId, receivedOn.slice(0, 4)),
    ...newCase(kind, receivedOn, calendar),
    ...{ channel, ticketRef, requesterRef, locale },
    receivedAt: receivedOn === today ? now : `${receivedOn}T12:00:00.000Z`,
    endedAt: null,
    calendar: calendar.region,
    reminded: [],
    version: 1,
    sealedNote: null,
  }
  const subject = await tx.requesterByRef(accountId, requesterRef)
  if (subject === null) throw new Fault('STORE_UNAVAILABLE', 'a request without its requester')
  const ticket = await ticketOf(tx, accountId, request)
  await rooms.audit.append(tx, accountId, {
    type: 'request.received',
    actor: by.actor,
    object: { kind: 'request', ref: request.caseId },
    decision: 'received',
    detail: {
      ...{ kind, channel, due: request.dueOn, calendar: calendar.region },
      ...(ticketRef === null ? {} : { ticket: ticketRef }),
    },
    sealed: { subject, value: { ticket: ticket?.ticketId ?? null } },
  })
  await tx.addRequestCase(accountId, request)
  await tx.addRequestEvent(accountId, {
    ...{ caseId: request.caseId, seq: 0, requesterRef, kind: 'opened', at: now },
    ...{ actor: by.as, actorRef: by.actor.ref, sealedText: null },
    detail: { channel, due: request.dueOn },
  })
  return request
}

/** From the requester's own page. Asking again while the first one is open opens no second: its last day must not move. */
export async function openRequestCase(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: AccountId,
  order: { readonly kind: RequestKind; readonly ticket: TicketRow; readonly locale: string },
): Promise<RequestCase> {
  const { kind, ticket, locale } = order
  const latest = await tx.latestRequestCase(accountId, ticket.requesterRef, kind)
  if (latest !== null && isOpen(latest.status)) return latest
  const { ticketRef, requesterRef } = ticket
  return openCase(
    rooms,
    tx,
    accountId,
    { kind, channel: 'page', ticketRef, requesterRef, locale, receivedOn: null },
    { actor: { kind: 'requester', ref: 'link' }, as: 'requester' },
  )
}

export function latestRequestCase(
  tx: RequestRows,
  accountId: AccountId,
  requesterRef: string,
  kind: RequestKind,
): Promise<RequestCase | null> {
  return tx.latestRequestCase(accountId, requesterRef, kind)
}

function byText<T>(of: (request: T) => string) {
  return (a: T, b: T) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0)
}

/** Those still to be answered first, the nearest last day first; then the others, the newest first. */
export async function requestCases(
  tx: RequestRows,
  accountId: AccountId,
): Promise<readonly { readonly request: RequestCase; readonly ticket: TicketRow | null }[]> {
  const all = await tx.requestCases(accountId)
  const open = all.filter(({ status }) => isOpen(status)).sort(byText(({ dueOn }) => dueOn))
  const delivered = all.filter(({ status }) => !isOpen(status) && !isEnded(status))
  const ended = all
    .filter(({ status }) => isEnded(status))
    .sort(byText(({ endedAt }) => endedAt ?? ''))
    .reverse()
  return Promise.all(
    [...open, ...delivered, ...ended].map(async (request) => ({
      request,
      ticket: await ticketOf(tx, accountId, request),
    })),
  )
}

export function ticketOf(
  tx: RequestRows,
  accountId: AccountId,
  { ticketRef }: RequestCase,
): Promise<TicketRow | null> {
  return ticketRef === null ? Promise.resolve(null) : tx.ticketByRef(accountId, ticketRef)
}

/** @throws Fault `NOT_FOUND` */
export async function readCase(tx: RequestRows, accountId: AccountId, caseId: string): Promise<RequestCase> {
  const request = await tx.requestCaseById(accountId, caseId)
  if (request === null) throw new Fault('NOT_FOUND', 'there is no such request')
  return request
}

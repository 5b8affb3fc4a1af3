/** The console's questions about what people ask of their own data. */
import type { WorkCalendar } from '../domain/due-dates.ts'
import type {
  CaseLineView,
  CaseStepView,
  IdentityLinkView,
  MoveCase,
  OpenCase,
  RecordLetter,
  RequestCaseDetail,
  RequestCaseView,
  RequestDeskView,
} from '../domain/request-api.ts'
import {
  IDENTITY_WAYS,
  LETTER_KINDS,
  type LetterKind,
  REQUEST_CHANNELS,
  REQUEST_KINDS,
  REQUEST_STATUSES,
} from '../domain/request-case.ts'
import type { LetterFrame } from '../domain/request-letter.ts'
import { CASE_EVENTS, CASE_RULES } from '../domain/request-table.ts'
import { type Check, fields, flag, list, nullable, number, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

const requestCase: Check<RequestCaseView> = record({
  caseId: text,
  caseNumber: text,
  kind: oneOf(REQUEST_KINDS),
  status: oneOf(REQUEST_STATUSES),
  channel: oneOf(REQUEST_CHANNELS),
  ticketId: nullable(text),
  ticketUrl: nullable(text),
  locale: text,
  receivedAt: text,
  receivedOn: text,
  dueOn: text,
  internalDueOn: text,
  extended: flag,
  pausedSince: nullable(text),
  pauses: list(record({ from: text, until: text })),
  identityWay: nullable(oneOf(IDENTITY_WAYS)),
  deliveredOn: nullable(text),
  endedAt: nullable(text),
  calendar: text,
  version: number,
})

const workCalendar: Check<WorkCalendar> = record({ region: text, extraDays: list(text), timeZone: text })

const desk: Check<RequestDeskView> = record({
  today: text,
  calendar: workCalendar,
  cases: list(requestCase),
})

const codes: Check<Readonly<Record<string, string>>> = (value, at) =>
  Object.fromEntries(
    Object.entries(fields(value, at)).map(([name, code]) => [name, text(code, `${at}.${name}`)]),
  )

const line: Check<CaseLineView> = record({
  seq: number,
  kind: text,
  at: text,
  actor: oneOf(['requester', 'compliance', 'system'] as const),
  actorRef: text,
  detail: codes,
  text: nullable(text),
})

const step: Check<CaseStepView> = record({ kind: oneOf(CASE_EVENTS), lacks: nullable(oneOf(CASE_RULES)) })

const detail: Check<RequestCaseDetail> = record({
  today: text,
  request: requestCase,
  history: list(line),
  steps: list(step),
  lettersSent: list(oneOf(LETTER_KINDS)),
  extendableUntil: text,
  erasure: nullable(record({ erasureId: text, at: text })),
  packages: list(record({ packageId: text, status: text, createdAt: text, linked: flag })),
  twins: list(record({ caseId: text, caseNumber: text })),
})

const identityLink: Check<IdentityLinkView> = record({ url: text, expiresAt: text, detail })

const frame: Check<LetterFrame> = record({
  letter: oneOf(LETTER_KINDS),
  language: text,
  subject: text,
  reference: text,
  greeting: text,
  body: text,
  mandatory: list(text),
  closing: text,
  sender: list(text),
})

export interface RequestClient {
  requestDesk(): Promise<RequestDeskView>
  requestDetail(caseId: string): Promise<RequestCaseDetail>
  /** @throws Fault `CONFLICT` when the same person has one of this kind open. */
  openRequestCase(order: OpenCase): Promise<RequestCaseDetail>
  /** @throws Fault `ILLEGAL_TRANSITION` with a rule, `CONFLICT` when somebody else was first. */
  moveRequestCase(caseId: string, order: MoveCase): Promise<RequestCaseDetail>
  addRequestNote(caseId: string, version: number, note: string): Promise<RequestCaseDetail>
  issueIdentityLink(caseId: string, version: number): Promise<IdentityLinkView>
  requestLetter(caseId: string, letter: LetterKind, locale: string): Promise<LetterFrame>
  recordRequestLetter(caseId: string, order: RecordLetter): Promise<RequestCaseDetail>
  /** @throws Fault `NOT_FOUND` when the package is of somebody else. */
  linkRequestPackage(caseId: string, packageId: string): Promise<RequestCaseDetail>
  changeRequestCalendar(calendar: WorkCalendar): Promise<WorkCalendar>
}

export function requestCalls(connection: Line): RequestClient {
  const at = (caseId: string) => `/console/requests/${encodeURIComponent(caseId)}`
  return {
    requestDesk: () => connection.ask(desk, 'GET', '/console/requests'),
    requestDetail: (caseId) => connection.ask(detail, 'GET', at(caseId)),
    openRequestCase: (order) => connection.ask(detail, 'POST', '/console/requests', order),
    moveRequestCase: (caseId, order) => connection.ask(detail, 'POST', `${at(caseId)}/moves`, order),
    addRequestNote: (caseId, version, note) =>
      connection.ask(detail, 'POST', `${at(caseId)}/notes`, { version, text: note }),
    issueIdentityLink: (caseId, version) =>
      connection.ask(identityLink, 'POST', `${at(caseId)}/identity-links`, { version }),
    requestLetter: (caseId, letter, locale) =>
      connection.ask(frame, 'GET', `${at(caseId)}/letters/${letter}/${encodeURIComponent(locale)}`),
    recordRequestLetter: (caseId, order) => connection.ask(detail, 'POST', `${at(caseId)}/letters`, order),
    linkRequestPackage: (caseId, packageId) =>
      connection.ask(detail, 'POST', `${at(caseId)}/packages`, { packageId }),
    changeRequestCalendar: (calendar) =>
      connection.ask(workCalendar, 'PUT', '/console/request-calendar', calendar),
  }
}

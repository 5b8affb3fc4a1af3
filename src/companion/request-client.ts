/** The console's questions about what people ask of their own data. */
import type { RequestCaseView } from '../domain/request-api.ts'
import { REQUEST_KINDS, REQUEST_STATUSES } from '../domain/request-case.ts'
import { type Check, list, nullable, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

const requestCases: Check<readonly RequestCaseView[]> = list(
  record({
    caseId: text,
    kind: oneOf(REQUEST_KINDS),
    status: oneOf(REQUEST_STATUSES),
    ticketId: text,
    ticketUrl: text,
    locale: text,
    receivedAt: text,
    dueOn: text,
    answeredAt: nullable(text),
    note: nullable(text),
  }),
)

export interface RequestClient {
  requestCases(): Promise<readonly RequestCaseView[]>
  /** @throws Fault `CONFLICT` when somebody else has answered it. */
  answerRequestCase(caseId: string, note: string): Promise<readonly RequestCaseView[]>
}

export function requestCalls(line: Line): RequestClient {
  return {
    requestCases: () => line.ask(requestCases, 'GET', '/console/requests'),
    answerRequestCase: (caseId, note) =>
      line.ask(requestCases, 'POST', `/console/requests/${encodeURIComponent(caseId)}/answers`, { note }),
  }
}

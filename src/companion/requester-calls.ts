/** What the sidebar tells and asks of a requester; answers are read field by field. */
import type { TicketView } from '../domain/api.ts'
import { AGE_FIELD_KINDS } from '../domain/minor-age.ts'
import type { AgeFieldView, RequesterReport } from '../domain/requester-api.ts'
import { ticketView } from './answers.ts'
import { type Check, nullable, number, oneOf, record, text } from './checks.ts'
import type { openLine } from './session.ts'

export interface RequesterCalls {
  ageField(): Promise<AgeFieldView>
  underAge(ticketId: string, report: RequesterReport): Promise<TicketView>
  ownQuestion(ticketId: string, report: RequesterReport): Promise<TicketView>
}

const ageFieldView: Check<AgeFieldView> = record({
  ageField: nullable(record({ fieldId: text, kind: oneOf(AGE_FIELD_KINDS), years: number })),
  today: text,
})

export function requesterCalls(line: ReturnType<typeof openLine>): RequesterCalls {
  const at = (ticketId: string, rest: string) => `/tickets/${encodeURIComponent(ticketId)}/${rest}`
  return {
    ageField: () => line.ask(ageFieldView, 'GET', '/age-field'),
    underAge: (ticketId, report) => line.ask(ticketView, 'POST', at(ticketId, 'under-age'), report),
    ownQuestion: (ticketId, report) => line.ask(ticketView, 'POST', at(ticketId, 'own-question'), report),
  }
}

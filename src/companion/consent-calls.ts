/** What the sidebar asks about consent beyond the ticket view; answers are read field by field. */
import type { TicketView } from '../domain/api.ts'
import { CONSENT_CHANNELS, LOCALE_REASONS } from '../domain/consent.ts'
import type {
  CarryOverRequest,
  ConsentDeskView,
  EvidenceView,
  SecondLookRequest,
} from '../domain/consent-api.ts'
import { ticketView } from './answers.ts'
import { type Check, flag, list, nullable, number, oneOf, record, text } from './checks.ts'
import type { openLine } from './session.ts'

export interface ConsentCalls {
  desk(ticketId: string): Promise<ConsentDeskView>
  /** Reading the sealed words is an act: the companion puts it on record. */
  evidence(ticketId: string): Promise<EvidenceView>
  look(ticketId: string, request: SecondLookRequest): Promise<TicketView>
  carryOver(ticketId: string, request: CarryOverRequest): Promise<TicketView>
}

const deskView: Check<ConsentDeskView> = record({
  waiting: nullable(record({ mine: flag, since: text, until: text })),
  carryOver: nullable(record({ validUntil: text })),
  notCarried: nullable(oneOf(['requester_unconfirmed'] as const)),
  askAgainFrom: nullable(text),
  objectionPath: nullable(text),
  noticeLocales: list(text),
  ticketLocales: list(text),
  answersFrom: text,
})

const evidenceView: Check<EvidenceView> = record({
  evidence: text,
  channel: nullable(oneOf(CONSENT_CHANNELS)),
  saidAt: text,
  noticeLocale: nullable(text),
  localeReason: nullable(oneOf(LOCALE_REASONS)),
  relayedAt: text,
  mine: flag,
  epoch: number,
})

export function consentCalls(line: ReturnType<typeof openLine>): ConsentCalls {
  const at = (ticketId: string, rest = '') => `/tickets/${encodeURIComponent(ticketId)}/consent${rest}`
  return {
    desk: (ticketId) => line.ask(deskView, 'GET', at(ticketId)),
    evidence: (ticketId) => line.ask(evidenceView, 'POST', at(ticketId, '/evidence')),
    look: (ticketId, request) => line.ask(ticketView, 'POST', at(ticketId, '/second-looks'), request),
    carryOver: (ticketId, request) => line.ask(ticketView, 'POST', at(ticketId, '/carry-overs'), request),
  }
}

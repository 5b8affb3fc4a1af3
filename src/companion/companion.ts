import type {
  ConsentRequestView,
  DismissRequest,
  DraftEvent,
  DraftOrder,
  InsertReply,
  InsertRequest,
  Me,
  NarrowScopeRequest,
  OpenTicketRequest,
  PageSession,
  SearchReply,
  SearchRequest,
  SummaryOrder,
  SummaryReply,
  TicketView,
} from '../domain/api.ts'
import type { RecordConsentRequest } from '../domain/consent-api.ts'
import type { DecisionProof } from '../domain/decision.ts'
import { Fault } from '../domain/fault.ts'
import {
  consentRequestView,
  draftEvent,
  insertReply,
  searchReply,
  summaryReply,
  ticketView,
} from './answers.ts'
import { type ConsentCalls, consentCalls } from './consent-calls.ts'
import { decisionProof } from './decision-answer.ts'
import { dataLines } from './event-stream.ts'
import { me } from './me-answer.ts'
import type { PageLife } from './page-life.ts'
import { type DraftLife, draftLife } from './recall-calls.ts'
import { type RequesterCalls, requesterCalls } from './requester-calls.ts'
import { openLine, type Surroundings } from './session.ts'
import { Unreachable } from './trouble.ts'

export interface Companion extends DraftLife {
  openTicket(ticketId: string, request: OpenTicketRequest): Promise<TicketView>
  readTicket(ticketId: string, signal?: AbortSignal): Promise<TicketView>
  /** `locale`: the language of the message and of the notice, where the helpdesk knows the requester's. */
  requestConsent(
    ticketId: string,
    requester: { readonly id: string; readonly locale: string | null },
  ): Promise<ConsentRequestView>
  recordConsent(ticketId: string, request: RecordConsentRequest): Promise<TicketView>
  readonly consents: ConsentCalls
  readonly requester: RequesterCalls
  narrowScope(ticketId: string, request: NarrowScopeRequest): Promise<TicketView>
  /** Tells each event as it arrives; settles after `ready`, `refused` or `fault`. */
  draft(order: DraftOrder, tell: (event: DraftEvent) => void, signal: AbortSignal): Promise<void>
  insert(draftId: string, request: InsertRequest): Promise<InsertReply>
  dismiss(draftId: string, request: DismissRequest): Promise<void>
  search(request: SearchRequest): Promise<SearchReply>
  /** For the agent, from the ticket alone; may take as long as a draft. */
  summarise(order: SummaryOrder, signal: AbortSignal): Promise<SummaryReply>
  /** The signed receipt of a decision, with all that is needed to check it elsewhere. */
  decision(decisionId: string): Promise<DecisionProof>
  me(): Promise<Me>
  readonly page: PageLife
  close(): void
}

export function openCompanion(session: PageSession, surroundings: Surroundings): Companion {
  const line = openLine(session, surroundings)
  const ticket = (ticketId: string) => `/tickets/${encodeURIComponent(ticketId)}`
  const draft = (draftId: string) => `/drafts/${encodeURIComponent(draftId)}`

  return {
    ...draftLife(line),
    openTicket: (ticketId, request) => line.ask(ticketView, 'PUT', ticket(ticketId), request),
    readTicket: (ticketId, signal) => line.ask(ticketView, 'GET', ticket(ticketId), undefined, signal),
    requestConsent: (ticketId, { id: requesterId, locale }) =>
      line.ask(
        consentRequestView,
        'POST',
        `${ticket(ticketId)}/consent/requests`,
        locale === null ? { requesterId } : { requesterId, locale },
      ),
    recordConsent: (ticketId, request) =>
      line.ask(ticketView, 'POST', `${ticket(ticketId)}/consent/events`, request),
    consents: consentCalls(line),
    requester: requesterCalls(line),
    narrowScope: (ticketId, request) =>
      line.ask(ticketView, 'POST', `${ticket(ticketId)}/scope/narrowings`, request),
    async draft(order, tell, signal) {
      const response = await line.send('POST', '/drafts', order, signal)
      if (response.body === null) throw new Fault('UNEXPECTED', 'the companion sent no stream')
      for await (const data of dataLines(response.body)) {
        const event = draftEvent(json(data), 'draft event')
        tell(event)
        if (event.event === 'ready' || event.event === 'refused' || event.event === 'fault') return
      }
      // Without its last event the draft was never finished, however complete it looks.
      throw new Unreachable('the stream ended early')
    },
    insert: (draftId, request) => line.ask(insertReply, 'POST', `${draft(draftId)}/insertions`, request),
    async dismiss(draftId, request) {
      await line.send('POST', `${draft(draftId)}/dismissals`, request)
    },
    search: (request) => line.ask(searchReply, 'POST', '/searches', request),
    summarise: (order, signal) => line.ask(summaryReply, 'POST', '/summaries', order, signal),
    decision: (decisionId) => line.ask(decisionProof, 'GET', `/decisions/${encodeURIComponent(decisionId)}`),
    me: () => line.ask(me, 'GET', '/me'),
    page: line.page,
    close: () => line.close(),
  }
}

function json(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch (cause) {
    throw new Fault('UNEXPECTED', 'an event of the draft is no JSON', cause)
  }
}

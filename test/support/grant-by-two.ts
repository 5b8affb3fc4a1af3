/** A yes as a helpdesk records one: an agent relays it, a colleague reads the evidence and confirms it. */
import type { TicketView } from '../../src/domain/api.ts'

type Api = (method: 'POST', path: string, body: unknown) => Promise<unknown>

export async function grantByTwo(agent: Api, colleague: Api, ticketId: string | number): Promise<TicketView> {
  const relayed = (await agent('POST', `/tickets/${ticketId}/consent/events`, {
    event: 'grant',
    channel: 'email',
    evidence: 'comment in the ticket',
  })) as TicketView
  await colleague('POST', `/tickets/${ticketId}/consent/evidence`, {})
  const order = { look: 'confirm', epoch: relayed.consent.epoch }
  return (await colleague('POST', `/tickets/${ticketId}/consent/second-looks`, order)) as TicketView
}

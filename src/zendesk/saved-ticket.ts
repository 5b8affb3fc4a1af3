/** What the helpdesk has saved of a ticket and the apps framework does not tell: read with the agent's session. */
import { idText, isRecord, recordsIn } from './comments.ts'
import type { ZafClient } from './zaf.ts'

export interface SavedTicket {
  /** By an agent from their own mailbox: the helpdesk made the first writer the requester. */
  readonly forwardedByAgent: boolean
  readonly suspended: boolean
}

const NOTHING_KNOWN: SavedTicket = { forwardedByAgent: false, suspended: false }

async function ask(client: ZafClient, ticketId: string, include: string): Promise<Record<string, unknown>> {
  const url = `/api/v2/tickets/${encodeURIComponent(ticketId)}.json${include}`
  const answer = await client.request({ url, type: 'GET', dataType: 'json' })
  return isRecord(answer) ? answer : {}
}

/** Never fails: what cannot be read is not known, and the companion still hears of it by webhook. */
export async function readSavedTicket(client: ZafClient, ticketId: string): Promise<SavedTicket> {
  try {
    const answer = await ask(client, ticketId, '?include=users')
    const ticket = isRecord(answer.ticket) ? answer.ticket : {}
    const users = recordsIn(answer.users)
    const [requester, submitter] = [idText(ticket.requester_id), idText(ticket.submitter_id)]
    const person = (id: string | null) => users.find((user) => idText(user.id) === id && id !== null)
    const role = person(submitter)?.role
    const byMail = isRecord(ticket.via) && ticket.via.channel === 'email'
    return {
      forwardedByAgent: byMail && submitter !== requester && (role === 'agent' || role === 'admin'),
      suspended: person(requester)?.suspended === true,
    }
  } catch {
    return NOTHING_KNOWN
  }
}

/** As it is saved: what somebody is just typing says nothing yet. `undefined`: not there, or not to be read. */
export async function readSavedField(client: ZafClient, ticketId: string, fieldId: string): Promise<unknown> {
  try {
    const { ticket } = await ask(client, ticketId, '')
    const fields = isRecord(ticket) ? recordsIn(ticket.custom_fields) : []
    return fields.find(({ id }) => idText(id) === fieldId)?.value
  } catch {
    return undefined
  }
}

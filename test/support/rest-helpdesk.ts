/** The sidebar's own reading of a ticket, over the REST of a running workbench, without a browser. */
import { type Helpdesk, openHelpdesk } from '../../src/zendesk/index.ts'
import type { RunningProduct } from './running-product.ts'

export async function restHelpdesk(
  { workbench, origin }: RunningProduct,
  ticketId: number,
  agentId: number,
): Promise<Helpdesk> {
  const ticket = workbench.desk.ticket(ticketId)
  if (ticket === undefined) throw new Error(`there is no ticket ${ticketId}`)
  const values: Record<string, unknown> = {
    'ticket.id': ticket.id,
    'ticket.subject': ticket.subject,
    'ticket.tags': ticket.tags,
    'ticket.requester': workbench.desk.user(ticket.requesterId),
    currentUser: workbench.desk.user(agentId),
  }
  return openHelpdesk({
    get: async (paths) => Object.fromEntries(paths.map((path) => [path, values[path]])),
    invoke: async () => undefined,
    on: () => undefined,
    off: () => undefined,
    async request({ url }) {
      const answer = await fetch(`${origin}${url}`, {
        headers: { authorization: `Bearer ${workbench.apiToken}` },
      })
      if (!answer.ok) throw new Error(`the workbench answered ${answer.status}`)
      return answer.json()
    },
  })
}

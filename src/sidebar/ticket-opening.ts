/** What the companion is told of a ticket when it is opened, and again when the ticket stands elsewhere. */
import type { Companion } from '../companion/index.ts'
import type { OpenTicketRequest, TicketView } from '../domain/api.ts'
import type { Helpdesk, HelpdeskTicket } from '../zendesk/index.ts'
import type { DeskState } from './state.ts'

export function openingOf({ requester, tags, unfit, facets }: HelpdeskTicket): OpenTicketRequest {
  const { id: requesterId, locale } = requester
  return { requesterId, tags, unfit, facets, ...(locale === null ? {} : { locale }) }
}

interface Surroundings {
  readonly helpdesk: Pick<Helpdesk, 'readTicket'>
  readonly companion: Pick<Companion, 'openTicket'>
  get(): Pick<DeskState, 'stage' | 'ticket'>
  showView(view: TicketView): void
  showTags(tags: readonly string[]): void
}

/** The companion decides by where the ticket stands now; what is open in the panel stays as it is. */
export async function tellWhere({
  helpdesk,
  companion,
  get,
  showView,
  showTags,
}: Surroundings): Promise<void> {
  const { ticket: known, stage } = get()
  if (known === null || stage !== 'open') return
  try {
    const ticket = await helpdesk.readTicket()
    // Another ticket or requester is opened by its own event.
    if (ticket.id !== known.id || ticket.requester.id !== known.requester.id) return
    showTags(ticket.tags)
    const view = await companion.openTicket(ticket.id, openingOf(ticket))
    if (get().ticket?.id === ticket.id) showView(view)
  } catch {
    // Said again with the next opening; until then what was said before holds.
  }
}

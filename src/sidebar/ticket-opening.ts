/** What the companion is told of a ticket when it is opened, and again when the ticket stands elsewhere. */
import type { Companion } from '../companion/index.ts'
import type { OpenTicketRequest, TicketView } from '../domain/api.ts'
import type { Helpdesk, HelpdeskTicket } from '../zendesk/index.ts'
import type { DeskState } from './state.ts'

export function openingOf({ requester, tags, unfit, facets }: HelpdeskTicket): OpenTicketRequest {
  const { id: requesterId, locale } = requester
  return { requesterId, tags, unfit, facets, ...(locale === null ? {} : { locale }) }
}

/**
 * Tells the companion of a ticket as it was read. Why its requester may not be answered is kept until somebody says
 * otherwise, and what lifted it while it was being told came before it: so it is read once more after it is kept.
 */
export async function tellOpening(
  helpdesk: Pick<Helpdesk, 'readTicket'>,
  companion: Pick<Companion, 'openTicket'>,
  ticket: HelpdeskTicket,
): Promise<TicketView> {
  const view = await companion.openTicket(ticket.id, openingOf(ticket))
  if (ticket.unfit.length === 0) return view
  const now = await helpdesk.readTicket().catch(() => ticket)
  // Another ticket or requester is opened by its own event.
  if (now.id !== ticket.id || now.requester.id !== ticket.requester.id) return view
  if (now.unfit.join() === ticket.unfit.join()) return view
  return companion.openTicket(now.id, openingOf(now))
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
    const view = await tellOpening(helpdesk, companion, ticket)
    if (get().ticket?.id === ticket.id) showView(view)
  } catch {
    // Said again with the next opening; until then what was said before holds.
  }
}

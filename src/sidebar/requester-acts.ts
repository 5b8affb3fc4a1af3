/** What is found of the requester in the browser and told the companion: too young, or asking for themselves. */
import type { Companion } from '../companion/index.ts'
import { isUnderAge } from '../domain/minor-age.ts'
import type { Helpdesk } from '../zendesk/index.ts'
import type { TicketActSurroundings } from './ticket-acts.ts'

/** No more of the sidebar than these acts touch. */
export interface RequesterActSurroundings extends Pick<TicketActSurroundings, 'store' | 'act' | 'showView'> {
  readonly companion: Pick<Companion, 'requester'>
  readonly helpdesk: Pick<Helpdesk, 'readSavedField'>
}

export function createRequesterActs({ store, act, showView, companion, helpdesk }: RequesterActSurroundings) {
  const { get } = store
  return {
    /** The saved field is read here and stays here: the companion hears only that it says "under age". */
    async lookAtAge(): Promise<void> {
      const { ticket, view } = get()
      if (ticket === null || view === null || view.consent.overlays.includes('minor_hold')) return
      try {
        const { ageField, today } = await companion.requester.ageField()
        if (ageField === null) return
        const value = await helpdesk.readSavedField(ticket.id, ageField.fieldId)
        if (isUnderAge(ageField, value, today) !== true) return
        const held = await companion.requester.underAge(ticket.id, { requesterId: ticket.requester.id })
        if (get().ticket?.id === ticket.id) showView(held)
      } catch {
        // The helpdesk's webhook says it as well, and the next opening looks again.
      }
    },
    /** An agent's word that the question is the requester's own although a mail was passed on. */
    async ownQuestion(): Promise<void> {
      const { ticket } = get()
      if (ticket === null) return
      await act('draft', async () => {
        showView(await companion.requester.ownQuestion(ticket.id, { requesterId: ticket.requester.id }))
      })
    },
  }
}

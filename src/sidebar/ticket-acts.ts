/** What the agent does for a ticket beside drafting: consent, scope, search, copying. */
import type { NarrowScopeRequest, TicketView } from '../domain/api.ts'
import type { RecordConsentRequest } from '../domain/consent-api.ts'
import type { DecisionProof } from '../domain/decision.ts'
import { mayBeThere } from '../zendesk/index.ts'
import type { DraftSurroundings } from './drafting.ts'
import type { Place } from './state.ts'

export interface TicketActSurroundings extends DraftSurroundings {
  showView(view: TicketView): void
}

export function createTicketActs({
  store,
  act,
  showView,
  companion,
  helpdesk,
  words,
  copy,
}: TicketActSurroundings) {
  const { get, set } = store
  return {
    async askForConsent(): Promise<void> {
      const { ticket } = get()
      if (ticket === null) return
      await act('consent', async () => {
        const asked = await companion.requestConsent(ticket.id, ticket.requester)
        // The link is for whom it was made: not into a reply to another requester.
        if (get().ticket !== ticket) return
        showView(asked.ticket)
        set({ asked: { ...asked, landing: null } })
        const { landing, key } = await helpdesk.insertMessage(asked.message, asked.url).then(
          (landing) =>
            ({ landing, key: landing === 'note' ? 'consent.asked_in_note' : 'consent.asked' }) as const,
          (error: unknown) => ({
            landing: null,
            key: mayBeThere(error)
              ? ('draft.insert_unsure' as const)
              : ('consent.asked_not_inserted' as const),
          }),
        )
        set({
          asked: { ...asked, landing },
          said: { place: 'consent', tone: landing === 'reply' ? 'success' : 'warning', text: words.say(key) },
        })
      })
    },
    async recordConsent(request: RecordConsentRequest): Promise<boolean> {
      const { ticket } = get()
      if (ticket === null) return false
      return act('consent', async () => {
        const view = await companion.recordConsent(ticket.id, request)
        // On record as it was meant; the page is another requester's by now.
        if (get().ticket?.requester.id !== ticket.requester.id) return
        showView(view)
        const key =
          request.event === 'withdraw'
            ? 'consent.withdrawn'
            : request.event === 'grant'
              ? 'second_look.waits'
              : 'consent.recorded'
        set({ said: { place: 'consent', tone: 'success', text: words.say(key) } })
      })
    },
    async narrow(request: NarrowScopeRequest): Promise<boolean> {
      const { ticket } = get()
      if (ticket === null) return false
      return act('status', async () => {
        showView(await companion.narrowScope(ticket.id, request))
        set({ said: { place: 'status', tone: 'success', text: words.say('narrow.done') } })
      })
    },
    async search(query: string): Promise<void> {
      const { ticket } = get()
      if (ticket === null || query.trim() === '') return
      await act('search', async () => {
        const reply = await companion.search({ ticketId: ticket.id, query: query.trim() })
        if (reply.outcome === 'found') {
          const { passages } = reply
          const text =
            passages.length === 0 ? words.say('search.empty') : words.count('search.found', passages.length)
          set({
            search: { passages, refusals: [], decision: reply.decision ?? null },
            said: { place: 'search', tone: 'info', text },
          })
        } else set({ search: { passages: null, refusals: reply.refusals, decision: reply.decision ?? null } })
      })
    },
    /** `null`: it could not be had, and the place says why. */
    async takeDecision(place: Place, decisionId: string): Promise<DecisionProof | null> {
      let proof: DecisionProof | null = null
      await act(place, async () => {
        proof = await companion.decision(decisionId)
      })
      return proof
    },
    async copyPlain(place: Place, text: string): Promise<void> {
      const copied = await copy(text)
      set({
        said: {
          place,
          tone: copied ? 'success' : 'warning',
          text: words.say(copied ? 'search.copied' : 'draft.copy_failed'),
        },
      })
    },
  }
}

/** What the agent does about consent beyond asking and recording: the second look and carrying a yes over. */
import type { Companion } from '../companion/index.ts'
import type { ConsentDeskView, EvidenceView, SecondLookRequest } from '../domain/consent-api.ts'
import type { SidebarWords } from '../words.ts'
import type { DraftLife } from './draft-life.ts'
import type { TicketActSurroundings } from './ticket-acts.ts'

/** No more of the sidebar than these acts touch. */
export interface ConsentActSurroundings
  extends Pick<TicketActSurroundings, 'store' | 'act' | 'showView' | 'refresh'> {
  readonly companion: Pick<Companion, 'consents' | 'confirmRemoval'>
  readonly words: Pick<SidebarWords, 'say'>
  readonly life: Pick<DraftLife, 'dismissed'>
}

export function createConsentActs({
  store,
  act,
  showView,
  companion,
  words,
  life,
  refresh,
}: ConsentActSurroundings) {
  const done = (key: 'second_look.confirmed' | 'second_look.rejected' | 'carry_over.done') =>
    store.set({ said: { place: 'consent', tone: 'success', text: words.say(key) } })
  return {
    /** Only offers hang on it: without it consent can still be asked for and recorded. */
    async readConsentDesk(): Promise<ConsentDeskView | null> {
      const { ticket } = store.get()
      return ticket === null ? null : companion.consents.desk(ticket.id).catch(() => null)
    },
    async openEvidence(): Promise<EvidenceView | null> {
      const { ticket } = store.get()
      let shown: EvidenceView | null = null
      if (ticket === null) return null
      await act('consent', async () => {
        shown = await companion.consents.evidence(ticket.id)
      })
      return shown
    },
    async decideSecondLook(look: SecondLookRequest['look'], epoch: number): Promise<void> {
      const { ticket } = store.get()
      if (ticket === null) return
      await act('consent', async () => {
        showView(await companion.consents.look(ticket.id, { look, epoch }))
        done(look === 'confirm' ? 'second_look.confirmed' : 'second_look.rejected')
      })
    },
    async confirmRemoval(): Promise<void> {
      const { view } = store.get()
      if (view === null || view.unsent.length === 0) return
      const removed = await act('removal', async () => {
        for (const draftId of view.unsent) {
          await companion.confirmRemoval(draftId)
          life.dismissed(draftId)
        }
      })
      const { view: now, draft } = store.get()
      if (removed && now !== null && now.ticketId === view.ticketId) {
        const gone = draft !== null && view.unsent.includes(draft.id)
        const unsent = now.unsent.filter((draftId) => !view.unsent.includes(draftId))
        const refusals = now.refusals.filter(
          ({ refusal }) => unsent.length > 0 || refusal.reason !== 'DRAFT_TO_REMOVE',
        )
        store.set({
          view: { ...now, unsent, refusals },
          ...(gone ? { draft: null } : {}),
          said: { place: 'draft', tone: 'success', text: words.say('removal.done') },
        })
      }
      // Also after half of it: what the companion has noted is not asked for again.
      refresh()
    },
    async carryOver(epoch: number): Promise<void> {
      const { ticket } = store.get()
      if (ticket === null) return
      await act('consent', async () => {
        showView(await companion.consents.carryOver(ticket.id, { epoch }))
        done('carry_over.done')
      })
    },
  }
}

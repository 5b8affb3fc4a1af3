/** Keeps the ticket's status tag in step with the consent that the sidebar shows. Never in anybody's way. */
import type { TicketView } from '../domain/api.ts'
import type { Helpdesk } from '../zendesk/index.ts'

export interface StatusWriting {
  /** Writes when the status is another one than was written last. */
  follow(view: Pick<TicketView, 'ticketId' | 'consent'>): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

export function createStatusWriting(
  helpdesk: Pick<Helpdesk, 'writeConsentStatus'>,
  failed: () => void,
): StatusWriting {
  let written = ''
  // One after the other: two at once could leave two tags.
  let last: Promise<void> = Promise.resolve()
  async function write(ticketId: string, status: TicketView['consent']['status']): Promise<void> {
    try {
      await helpdesk.writeConsentStatus(ticketId, status)
    } catch {
      failed()
    }
  }
  return {
    follow({ ticketId, consent: { status } }) {
      const wanted = `${ticketId} ${status}`
      if (wanted === written) return
      written = wanted
      last = last.then(() => write(ticketId, status))
    },
    settled: () => last,
  }
}

/** When the form's yes is shown as a hint. Pure. */
import type { TicketView } from '../domain/api.ts'
import type { ConsentStatus } from '../domain/consent.ts'

const OPEN: readonly ConsentStatus[] = ['unknown', 'requested', 'expired']

/** A yes on the ticket form that does not count by itself: what to do with it. Nothing where somebody said no. */
export function showsFormHint({ consent }: Pick<TicketView, 'consent'>, formSaysYes: boolean): boolean {
  return formSaysYes && OPEN.includes(consent.status) && !consent.saidNo && consent.overlays.length === 0
}

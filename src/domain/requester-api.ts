/** What a session finds of a requester, and the field that says how old they are; JSON between sidebar, console and companion. */
import type { AgeField } from './age-of-consent.ts'
import type { AgeReading } from './minor-age.ts'

/** `GET /api/v1/age-field`: for the sidebar. `today` is the companion's day, not the browser's. */
export interface AgeFieldView {
  readonly ageField: (AgeReading & { readonly fieldId: string }) | null
  readonly today: string
}

/**
 * `POST /api/v1/tickets/:ticketId/under-age`: the saved field says so; what it says stays in the browser.
 * `POST /api/v1/tickets/:ticketId/own-question`: an agent says so of what looks passed on. Both answer `TicketView`.
 */
export interface RequesterReport {
  readonly requesterId: string
}

/** `PUT /api/v1/console/helpdesk-settings/age-field`: an admin's. */
export interface SetAgeField {
  readonly version: number
  readonly ageField: AgeField | null
}

/**
 * A bulk export: somebody takes out what is held of more than one person within a day, or the log with its sealed
 * words opened. One person's package answers that person; several are a way out of the house, and need two people.
 */

/** Packages of other people that the same member of staff made, fetched or sent a link to in this time. */
export const BULK_HOURS = 24
/** How long a second person's word holds. */
export const PERMIT_DAYS = 7
export const MOST_PEOPLE = 100

export const BULK_EXPORTS = ['people', 'log_words'] as const
export type BulkExport = (typeof BULK_EXPORTS)[number]

/** `POST /api/v1/console/bulk-exports` (role compliance). `requesterRefs`: of `people` only. */
export interface BulkOrder {
  readonly what: BulkExport
  readonly requesterRefs: readonly string[]
}

/** When the account has turned four eyes off there is nobody to ask. */
export type BulkReply = { readonly outcome: 'permitted'; readonly until: string }

/** `taken`: whom the same member of staff took out within the day; `joined`: all records of the one now meant. */
export function isBulk(taken: readonly string[], joined: readonly string[]): boolean {
  return taken.some((requesterRef) => !joined.includes(requesterRef))
}

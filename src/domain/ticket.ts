/** Parsers for the words that arrive from outside. They build new values; they never cast. */

/** A Zendesk conversation, reduced to what its scope allows. Zendesk ids are decimal, as text. */
export type TicketId = string

const ID = /^[1-9][0-9]{0,18}$/

/** Decimal id without leading zero, at most 19 digits; `null` for anything else. */
export function parseHelpdeskId(value: unknown): string | null {
  return typeof value === 'string' && ID.test(value) ? value : null
}

/** Parsers for the words that arrive from outside. They build new values; they never cast. */

/** A Zendesk conversation, reduced to what its scope allows. Zendesk ids are decimal, as text. */
export type TicketId = string

const ID = /^[1-9][0-9]{0,18}$/

/** Decimal id without leading zero, at most 19 digits; `null` for anything else. */
export function parseHelpdeskId(value: unknown): string | null {
  return typeof value === 'string' && ID.test(value) ? value : null
}

/** Where a ticket stands in the helpdesk, as far as known: `null` is "not known", never "none". */
export interface TicketFacets {
  readonly brandId: string | null
  readonly formId: string | null
  readonly groupId: string | null
  readonly tags: readonly string[] | null
  readonly locale: string | null
  readonly channel: string | null
}

export const UNKNOWN_FACETS: TicketFacets = {
  brandId: null,
  formId: null,
  groupId: null,
  tags: null,
  locale: null,
  channel: null,
}

/** What leaves the browser, as the preview shows it, and the orders that are made from it and nothing else. */
import type { DraftOrder, SummaryOrder } from '../domain/api.ts'
import type { TicketField } from '../domain/scope.ts'
import type { PlaceholderTable } from '../minimise/personal-data.ts'
import type { HelpdeskTicket } from '../zendesk/index.ts'

export interface OutgoingComment {
  readonly id: string
  readonly createdAt: string
  readonly chosen: boolean
  /** Exactly what is sent; empty when not chosen. */
  readonly text: string
  readonly cut: boolean
}

export interface Outgoing {
  readonly comments: readonly OutgoingComment[]
  readonly subject: string | null
  readonly locale: string | null
  readonly namePlaceholder: string | null
  readonly inScope: readonly TicketField[]
  readonly bytes: Readonly<Record<TicketField, number>>
  readonly replaced: Readonly<Record<string, number>>
  readonly table: PlaceholderTable
  readonly lastCommentId: string
  /** Whether the names, addresses and organization around the ticket could all be read, to be replaced. */
  readonly everyoneKnown: boolean
  /** Comments of other people that stay at home: nobody asked them. */
  readonly ofOthers: number
}

export function orderOf(draftId: string, ticket: HelpdeskTicket, outgoing: Outgoing): DraftOrder {
  const { subject, locale, namePlaceholder } = outgoing
  return {
    draftId,
    ticketId: ticket.id,
    requesterId: ticket.requester.id,
    comments: outgoing.comments
      .filter(({ chosen }) => chosen)
      .map(({ id, text, createdAt }) => ({ id, text, createdAt })),
    lastCommentId: outgoing.lastCommentId,
    replaced: outgoing.replaced,
    ...(subject === null ? {} : { subject }),
    ...(locale === null ? {} : { locale }),
    ...(namePlaceholder === null ? {} : { namePlaceholder }),
  }
}

/** The same text as a draft's order, without what only a reply needs. */
export function summaryOrderOf(summaryId: string, ticket: HelpdeskTicket, outgoing: Outgoing): SummaryOrder {
  const { ticketId, requesterId, comments, locale, replaced } = orderOf(summaryId, ticket, outgoing)
  // The requester's language, where the scope lets it leave: the summary is in the ticket's own.
  return { summaryId, ticketId, requesterId, comments, replaced, ...(locale === undefined ? {} : { locale }) }
}

/** Whether the words stood anywhere in what leaves; a typing error would strike nothing. */
export function wasStruck(words: string, { table }: Outgoing): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim()
  return [...table].some(
    ([placeholder, value]) => placeholder.startsWith('⟦STRUCK_') && plain(value).includes(plain(words)),
  )
}

/** What leaves the browser for a draft: the preview shows this object, and the order is made from it. */
import type { DraftOrder } from '../domain/api.ts'
import { openMinimiser, type PlaceholderTable } from '../domain/minimise.ts'
import type { Scope, TicketField } from '../domain/scope.ts'
import type { HelpdeskTicket, PublicComment, PublicComments } from '../zendesk/index.ts'

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
}

/** Without a choice: what the requester wrote since somebody last answered in public, else their last comment. */
export function usualChoice(comments: readonly PublicComment[]): ReadonlySet<string> {
  const texts = comments.filter((comment) => comment.byRequester && comment.text !== '')
  const answered = comments.findLastIndex((comment) => !comment.byRequester)
  const open = texts.filter((comment) => comments.indexOf(comment) > answered)
  const last = texts.at(-1)
  const chosen = open.length > 0 || last === undefined ? open : [last]
  return new Set(chosen.map((comment) => comment.id))
}

export function prepareOutgoing(
  ticket: HelpdeskTicket,
  { comments, lastCommentId }: PublicComments,
  scope: Scope,
  choice: ReadonlySet<string> | null,
): Outgoing {
  const { name, email } = ticket.requester
  const minimiser = openMinimiser({ names: [name], emails: [email] })
  // Many helpdesks know only an address; "Hello jo@example.com" is no greeting.
  const greetable = name.trim() !== '' && !name.includes('@')
  // First of all, so that the requester is the first name whatever the text holds.
  const namePlaceholder = greetable ? minimiser.placeholderOf('NAME', name.trim()) : null
  const may = (field: TicketField) => scope.fields.includes(field)
  const chosen = may('requester_text') ? (choice ?? usualChoice(comments)) : new Set<string>()

  let room = scope.limits.maxChars
  const subject =
    may('subject') && ticket.subject.trim() !== '' ? minimiser.minimise(ticket.subject.trim()) : null
  // Newest first: where the scope has no room for all of it, the oldest text stays at home.
  const outgoing = comments
    .filter((comment) => comment.byRequester && comment.text !== '')
    .reverse()
    .map(({ id, createdAt, text }): OutgoingComment => {
      if (!chosen.has(id) || room <= 0) return { id, createdAt, chosen: false, text: '', cut: false }
      const whole = minimiser.minimise(text)
      const sent = cutAt(whole, room)
      room -= sent.length
      return { id, createdAt, chosen: sent !== '', text: sent, cut: sent !== whole }
    })
    .reverse()

  const locale = may('locale') ? ticket.requester.locale : null
  return {
    comments: outgoing,
    subject,
    locale,
    namePlaceholder,
    inScope: scope.fields,
    bytes: {
      requester_text: outgoing.reduce((sum, { text }) => sum + bytesOf(text), 0),
      subject: bytesOf(subject ?? ''),
      locale: bytesOf(locale ?? ''),
    },
    replaced: { ...minimiser.replaced },
    table: minimiser.table,
    lastCommentId,
  }
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

/** Never inside a placeholder and never between two halves of one character. */
function cutAt(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length)
  const open = cut.lastIndexOf('⟦')
  const whole = open > cut.lastIndexOf('⟧') ? cut.slice(0, open) : cut
  return whole.replace(/[\ud800-\udbff]$/, '')
}

const encoder = new TextEncoder()
const bytesOf = (text: string) => encoder.encode(text).length

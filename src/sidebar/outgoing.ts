/** Makes what leaves the browser from what the ticket holds, the scope permits and the agent chose. */
import type { Scope, TicketField } from '../domain/scope.ts'
import { type KnownPeople, openMinimiser, phoneFinder } from '../minimise/index.ts'
import type { HelpdeskTicket, PublicComment, PublicComments, TicketPeople } from '../zendesk/index.ts'
import type { Outgoing, OutgoingComment } from './orders.ts'

/** Without a choice: what the requester wrote since somebody last answered in public, else their last comment. */
export function usualChoice(comments: readonly PublicComment[]): ReadonlySet<string> {
  const texts = comments.filter((comment) => comment.byRequester && comment.text !== '')
  const answered = comments.findLastIndex((comment) => !comment.byRequester && comment.byOther !== true)
  const open = texts.filter((comment) => comments.indexOf(comment) > answered)
  const last = texts.at(-1)
  const chosen = open.length > 0 || last === undefined ? open : [last]
  return new Set(chosen.map((comment) => comment.id))
}

/**
 * Many helpdesks know only an address, and anyone may call themselves anything: "Hello win-now.example" is no
 * greeting, and it would stand in the reply after all checks.
 */
function isName(text: string): boolean {
  return /^[\p{L}\p{M}'’. -]{1,80}$/u.test(text) && !/[\p{L}\p{M}-]\.[\p{L}-]{2,}/u.test(text)
}

export function prepareOutgoing(
  ticket: HelpdeskTicket,
  { comments, lastCommentId, people }: PublicComments,
  scope: Scope,
  choice: ReadonlySet<string> | null,
  struck: readonly string[] = [],
): Outgoing {
  const { name } = ticket.requester
  const minimiser = openMinimiser(knownPeople(ticket, people, scope, struck), { phones: phoneFinder })
  const greetable = isName(name.trim())
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
    everyoneKnown: people.complete,
    ofOthers: comments.filter(({ byOther, text }) => byOther === true && text !== '').length,
  }
}

function knownPeople(
  { requester }: HelpdeskTicket,
  { names, emails, phones, agents, organizations }: TicketPeople,
  { orderPatterns = [] }: Scope,
  struck: readonly string[],
): KnownPeople {
  return {
    names: [requester.name, ...names],
    emails: [requester.email, ...emails],
    ...{ phones, agents, organizations, struck, orderPatterns },
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

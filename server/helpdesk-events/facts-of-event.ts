/** What an event says, as facts. Pure: the same event gives the same facts, however often it comes. */
import { type AgeField, yearsOf } from '../../src/domain/age-of-consent.ts'
import { isUnderAge } from '../../src/domain/minor-age.ts'
import { type FactKind, type HelpdeskFact, personSubject, ticketSubject } from '../tickets/index.ts'
import type { Happening, HelpdeskEvent, TicketTold } from './event.ts'

/** The tags that mean something on a ticket form; `null`: the account listens to none. */
export interface FormTags {
  readonly yes: string
  readonly no: string
  /** Each says that the requester may be under age. */
  readonly minor: readonly string[]
  /** The field that says it by an age; what it holds is read and not kept. */
  readonly age: AgeField | null
}

/** How the helpdesk names its own forms; a mail or an agent's ticket is none. */
const WEB_FORM = ['web', 'web_form', 'web form', 'help_center']

export interface Told {
  readonly event: HelpdeskEvent
  readonly form: FormTags
  /** When it came; kept of a join, whose news ends what was agreed to before. */
  readonly receivedAt: string
  /** Keyed digest of a person's number in the helpdesk. */
  readonly digestOf: (userId: string) => string
  /** Of a tag: anybody may write a name into one. */
  readonly tagDigestOf: (tag: string) => string
}

export function factsOfEvent(told: Told): readonly HelpdeskFact[] {
  const { happening } = told.event
  const person = (userId: string, kind: FactKind, key = '', value = '') =>
    factOf(told, personSubject(told.digestOf(userId)), kind, key, value)
  switch (happening.kind) {
    case 'user_deleted':
      return [person(happening.userId, 'deleted')]
    case 'user_merged':
      return [person(happening.userId, 'merged', told.digestOf(happening.into), told.receivedAt)]
    case 'user_suspended':
      return [person(happening.userId, 'suspended', '', happening.suspended ? 'yes' : 'no')]
    case 'user_role':
    case 'other':
      return []
    default:
      return [
        ...usualFacts(told, happening.ticket),
        ...ownFacts(told, happening),
        ...formFacts(told, happening),
      ]
  }
}

function factOf({ event }: Told, subject: string, kind: FactKind, key = '', value = ''): HelpdeskFact {
  return { subject, kind, key, at: event.at, eventId: event.id, value }
}

/** Each event of a ticket says whose it is and how it is filed. */
function usualFacts(told: Told, ticket: TicketTold): readonly HelpdeskFact[] {
  const subject = ticketSubject(ticket.ticketId)
  const { requesterId, createdAt, brandId, formId, groupId, channel } = ticket
  const tags = ticket.tags === null ? null : ticket.tags.map(told.tagDigestOf).sort()
  return [
    ...(requesterId === null ? [] : [factOf(told, subject, 'named', told.digestOf(requesterId))]),
    ...(createdAt === null ? [] : [factOf(told, subject, 'created', '', createdAt)]),
    ...(tags === null
      ? []
      : [factOf(told, subject, 'facets', '', JSON.stringify({ brandId, formId, groupId, channel, tags }))]),
  ]
}

type OfTicket = Extract<Happening, { readonly ticket: TicketTold }>

function ownFacts(told: Told, happening: OfTicket): readonly HelpdeskFact[] {
  const subject = ticketSubject(happening.ticket.ticketId)
  switch (happening.kind) {
    case 'requester_changed':
      return [factOf(told, subject, 'handed_over')]
    case 'ticket_merged':
      return [factOf(told, subject, 'merged', happening.into)]
    case 'ticket_binned':
      return [factOf(told, subject, 'hidden', '', 'yes')]
    case 'ticket_restored':
      return [factOf(told, subject, 'hidden', '', 'no')]
    case 'ticket_gone':
      return [factOf(told, subject, 'gone')]
    default:
      return []
  }
}

/**
 * A yes counts only at creation, on a web form, by the requester's own hand: agents can edit fields later.
 * A no counts whoever sets it, and so does taking the yes away.
 */
function formFacts(told: Told, happening: OfTicket): readonly HelpdeskFact[] {
  const { form } = told
  const { ticket } = happening
  if (ticket.requesterId === null) return []
  const created = happening.kind === 'ticket_created'
  const added = created ? (ticket.tags ?? []) : happening.kind === 'tags_changed' ? happening.added : []
  const removed = happening.kind === 'tags_changed' ? happening.removed : []
  const about = (kind: FactKind) =>
    factOf(told, ticketSubject(ticket.ticketId), kind, told.digestOf(ticket.requesterId ?? ''))
  const byRequester =
    ticket.submitterId === ticket.requesterId &&
    ticket.actorId === ticket.requesterId &&
    WEB_FORM.includes(ticket.channel ?? '')
  const no = added.includes(form.no) || removed.includes(form.yes)
  const minor = form.minor.some((tag) => added.includes(tag)) || saysUnderAge(told, happening)
  return [
    ...(no ? [about('form_no')] : []),
    ...(created && !no && byRequester && added.includes(form.yes) ? [about('form_yes')] : []),
    ...(minor ? [about('minor')] : []),
  ]
}

/** By the day of the event, so that it says the same whenever it comes. */
function saysUnderAge({ event, form: { age } }: Told, happening: OfTicket): boolean {
  if (happening.kind !== 'field_changed' || age === null || happening.fieldId !== age.fieldId) return false
  return isUnderAge({ kind: age.kind, years: yearsOf(age) }, happening.value, event.at) === true
}

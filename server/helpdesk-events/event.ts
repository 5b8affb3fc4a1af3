/** A webhook event of the helpdesk as far as Vouch listens to it. Everything else of it is never read. */
import { z } from 'zod'
import type { HelpdeskPlace } from '../access/index.ts'

const id = z
  .union([z.string(), z.int()])
  .transform(String)
  .pipe(z.string().regex(/^[1-9][0-9]{0,18}$/))
/** "None" comes as null, '' or '0'. */
const maybeId = z
  .union([z.string(), z.int(), z.null()])
  .optional()
  .transform((value) => {
    const found = id.safeParse(value)
    return found.success ? found.data : null
  })
const time = z.iso.datetime({ offset: true }).transform((value) => new Date(value).toISOString())
const tags = z.array(z.string().min(1).max(255)).max(1_000)

const envelopeSchema = z.object({
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(200),
  time,
  account_id: id.optional(),
  subject: z.string().max(200).optional(),
  detail: z.unknown(),
  event: z.unknown().optional(),
})

const ticketSchema = z.object({
  id,
  requester_id: maybeId,
  submitter_id: maybeId,
  actor_id: maybeId,
  brand_id: maybeId,
  form_id: maybeId,
  group_id: maybeId,
  tags: tags.optional(),
  created_at: time.optional(),
  via: z.object({ channel: z.string().max(100).optional() }).optional(),
})
const userSchema = z.object({ id, role: z.string().nullish().catch(null) })

/** What the type itself carries; of a type that is not named here, the ticket's own fields still count. */
const carried = {
  'ticket.merged': z.object({ target_ticket_id: id }),
  'ticket.custom_field_changed': z.object({
    custom_field: z.object({ id }),
    current: z.object({ value: z.unknown().optional() }),
  }),
  'ticket.requester_changed': z.object({ current: id.optional() }).optional(),
  'ticket.tags_changed': z.object({ tags_added: tags.optional(), tags_removed: tags.optional() }),
  'user.active_changed': z.object({ current: z.boolean() }),
  'user.suspended_changed': z.object({ current: z.boolean() }),
  'user.role_changed': z.object({ current: z.string(), previous: z.string().nullish() }),
  'user.merged': z.union([
    z.object({ target_user_id: id }).transform(({ target_user_id: into }) => into),
    z.object({ user: z.object({ id }) }).transform(({ user }) => user.id),
  ]),
} as const

export interface TicketTold {
  readonly ticketId: string
  readonly requesterId: string | null
  readonly submitterId: string | null
  readonly actorId: string | null
  readonly createdAt: string | null
  readonly channel: string | null
  readonly brandId: string | null
  readonly formId: string | null
  readonly groupId: string | null
  /** `null`: the event does not say. */
  readonly tags: readonly string[] | null
}

/** `admin`: there is nothing more that one can be there. */
export type StaffPlace = Exclude<HelpdeskPlace, 'away'> | 'admin'

export type Happening =
  | {
      readonly kind:
        | 'ticket_created'
        | 'ticket_changed'
        | 'requester_changed'
        | 'ticket_binned'
        | 'ticket_restored'
        | 'ticket_gone'
      readonly ticket: TicketTold
    }
  | {
      readonly kind: 'tags_changed'
      readonly ticket: TicketTold
      readonly added: readonly string[]
      readonly removed: readonly string[]
    }
  | {
      readonly kind: 'field_changed'
      readonly ticket: TicketTold
      readonly fieldId: string
      readonly value: unknown
    }
  | { readonly kind: 'ticket_merged'; readonly ticket: TicketTold; readonly into: string }
  | { readonly kind: 'user_merged'; readonly userId: string; readonly into: string }
  | { readonly kind: 'user_deleted'; readonly userId: string }
  | { readonly kind: 'user_suspended'; readonly userId: string; readonly suspended: boolean }
  | { readonly kind: 'user_role'; readonly userId: string; readonly place: StaffPlace }
  /** Recorded, and nothing else. */
  | { readonly kind: 'other' }

export interface HelpdeskEvent {
  readonly id: string
  readonly type: string
  readonly at: string
  readonly account: string | null
  readonly happening: Happening
}

export const PREFIX = 'zen:event-type:'

/** `null`: this is no event of the helpdesk, or one whose type is known and whose content is not. */
export function parseEvent(value: unknown): HelpdeskEvent | null {
  const envelope = envelopeSchema.safeParse(value)
  if (!envelope.success) return null
  const { id: eventId, type, time: at, account_id: account = null, subject } = envelope.data
  const name = type.startsWith(PREFIX) ? type.slice(PREFIX.length) : ''
  const happening = happeningOf(name, envelope.data)
  if (happening === null) return null
  const about =
    'ticket' in happening
      ? `zen:ticket:${happening.ticket.ticketId}`
      : 'userId' in happening
        ? `zen:user:${happening.userId}`
        : subject
  // An envelope that is about something else than its content is nobody's word.
  if (subject !== undefined && subject !== about) return null
  return { id: eventId, type, at, account, happening }
}

function happeningOf(name: string, told: { detail: unknown; event?: unknown }): Happening | null {
  if (name.startsWith('ticket.')) return ticketHappening(name, told)
  const ofUser = USER_EVENTS.find((known) => known === name)
  return ofUser === undefined ? { kind: 'other' } : userHappening(ofUser, told)
}

function ticketHappening(
  name: string,
  { detail, event }: { detail: unknown; event?: unknown },
): Happening | null {
  const parsed = ticketSchema.safeParse(detail)
  if (!parsed.success) return null
  const ticket = ticketOf(parsed.data)
  switch (name) {
    case 'ticket.created':
      return { kind: 'ticket_created', ticket }
    case 'ticket.requester_changed': {
      const told = carried[name].safeParse(event)
      if (!told.success) return null
      const requesterId = ticket.requesterId ?? told.data?.current ?? null
      return requesterId === null ? null : { kind: 'requester_changed', ticket: { ...ticket, requesterId } }
    }
    case 'ticket.merged': {
      const told = carried[name].safeParse(event)
      if (!told.success || told.data.target_ticket_id === ticket.ticketId) return null
      return { kind: 'ticket_merged', ticket, into: told.data.target_ticket_id }
    }
    case 'ticket.tags_changed': {
      const told = carried[name].safeParse(event)
      if (!told.success) return null
      const { tags_added: added = [], tags_removed: removed = [] } = told.data
      return { kind: 'tags_changed', ticket, added, removed }
    }
    case 'ticket.custom_field_changed': {
      const told = carried[name].safeParse(event)
      // The event was never read before fields counted: without one it still says whose the ticket is.
      if (!told.success) return { kind: 'ticket_changed', ticket }
      const { custom_field: field, current } = told.data
      return { kind: 'field_changed', ticket, fieldId: field.id, value: current.value }
    }
    case 'ticket.soft_deleted':
    case 'ticket.marked_as_spam':
      return { kind: 'ticket_binned', ticket }
    case 'ticket.undeleted':
      return { kind: 'ticket_restored', ticket }
    case 'ticket.permanently_deleted':
      return { kind: 'ticket_gone', ticket }
    default:
      return { kind: 'ticket_changed', ticket }
  }
}

const USER_EVENTS = [
  'user.deleted',
  'user.active_changed',
  'user.suspended_changed',
  'user.merged',
  'user.role_changed',
  'user.custom_role_changed',
] as const

/** `null`: no less than before. What is not known is taken for less: nobody stays an admin by a word that is new. */
function placeAfter(current: string, previous: string | null): StaffPlace | null {
  if (current === 'admin') return 'admin'
  if (current === previous) return null
  if (current === 'end-user') return 'end_user'
  if (current !== 'agent') return previous === 'admin' ? 'below_admin' : 'another_role'
  return previous === 'end-user' ? null : 'below_admin'
}

function userHappening(
  name: (typeof USER_EVENTS)[number],
  { detail, event }: { detail: unknown; event?: unknown },
): Happening | null {
  const user = userSchema.safeParse(detail)
  if (!user.success) return null
  const userId = user.data.id
  if (name === 'user.deleted') return { kind: 'user_deleted', userId }
  if (name === 'user.merged') {
    const into = carried[name].safeParse(event)
    return !into.success || into.data === userId ? null : { kind: 'user_merged', userId, into: into.data }
  }
  if (name === 'user.role_changed') {
    const roles = carried[name].safeParse(event)
    if (!roles.success) return null
    return roleHappening(userId, placeAfter(roles.data.current, roles.data.previous ?? null))
  }
  // Which of two custom roles is less only the helpdesk knows, and whoever is an admin has what there is.
  if (name === 'user.custom_role_changed') {
    const { role } = user.data
    return roleHappening(userId, role === 'admin' ? role : role === 'end-user' ? 'end_user' : 'another_role')
  }
  const told = carried[name].safeParse(event)
  if (!told.success) return null
  const { current } = told.data
  if (name === 'user.suspended_changed') return { kind: 'user_suspended', userId, suspended: current }
  return current ? { kind: 'other' } : { kind: 'user_deleted', userId }
}

function roleHappening(userId: string, place: StaffPlace | null): Happening {
  return place === null ? { kind: 'other' } : { kind: 'user_role', userId, place }
}

function ticketOf(told: z.infer<typeof ticketSchema>): TicketTold {
  return {
    ticketId: told.id,
    requesterId: told.requester_id,
    submitterId: told.submitter_id,
    actorId: told.actor_id,
    createdAt: told.created_at ?? null,
    channel: told.via?.channel ?? null,
    brandId: told.brand_id,
    formId: told.form_id,
    groupId: told.group_id,
    tags: told.tags ?? null,
  }
}

/**
 * Holds the tickets and people of the stand-in helpdesk, in memory. Every change is announced to its
 * listeners, so that pages and webhooks follow. Never writes anything to disk.
 */
import type {
  Clock,
  TicketField,
  WorkbenchBrand,
  WorkbenchComment,
  WorkbenchGroup,
  WorkbenchOrganization,
  WorkbenchSeed,
  WorkbenchTicket,
  WorkbenchUser,
} from '../model.ts'

export type DeskEvent =
  | { readonly type: 'ticket.created'; readonly ticketId: number }
  | { readonly type: 'ticket.updated'; readonly ticketId: number }
  | { readonly type: 'ticket.comment_added'; readonly ticketId: number; readonly commentId: number }
  | {
      readonly type: 'ticket.requester_changed'
      readonly ticketId: number
      readonly previousRequesterId: number
    }
  | { readonly type: 'ticket.merged'; readonly ticketId: number; readonly targetTicketId: number }
  | { readonly type: 'user.deleted'; readonly userId: number }

/** `actorId` is who did it; `null` for the workbench itself. */
export type DeskListener = (event: DeskEvent, actorId: number | null) => void

export interface NewComment {
  readonly authorId: number
  readonly isPublic: boolean
  readonly htmlBody: string
  readonly plainBody: string
  readonly channel: string
}

export type TicketChange = Partial<
  Pick<
    WorkbenchTicket,
    'subject' | 'status' | 'priority' | 'type' | 'tags' | 'assigneeId' | 'requesterId' | 'customFields'
  >
>

export interface Desk {
  readonly brands: readonly WorkbenchBrand[]
  readonly groups: readonly WorkbenchGroup[]
  readonly ticketFields: readonly TicketField[]
  tickets(): readonly WorkbenchTicket[]
  ticket(id: number): WorkbenchTicket | undefined
  users(): readonly WorkbenchUser[]
  user(id: number): WorkbenchUser | undefined
  agents(): readonly WorkbenchUser[]
  /** A ticket belongs to the organization of its requester. */
  organizationOf(ticket: WorkbenchTicket): WorkbenchOrganization | null
  createTicket(
    ticket: TicketChange & { subject: string; requesterId: number },
    first: NewComment,
  ): WorkbenchTicket
  changeTicket(ticket: WorkbenchTicket, change: TicketChange, actorId: number | null): void
  addComment(ticket: WorkbenchTicket, comment: NewComment): WorkbenchComment
  mergeTicket(ticket: WorkbenchTicket, target: WorkbenchTicket, actorId: number | null): void
  deleteUser(user: WorkbenchUser, actorId: number | null): void
  listen(listener: DeskListener): () => void
}

export function openDesk(seed: WorkbenchSeed, clock: Clock): Desk {
  const tickets = new Map(
    seed.tickets.map((ticket) => [ticket.id, { ...ticket, comments: [...ticket.comments] }]),
  )
  const users = new Map(seed.users.map((user) => [user.id, { ...user }]))
  const listeners = new Set<DeskListener>()
  const unsetFields = seed.ticketFields
    .filter(({ removable }) => removable)
    .map(({ id }) => [id, null] as const)
  const now = () =>
    clock()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
  const after = (taken: Iterable<number>, floor: number) => Math.max(floor, ...taken) + 1
  let nextTicketId = after(tickets.keys(), 1000)
  let nextCommentId = after(
    seed.tickets.flatMap((ticket) => ticket.comments.map((comment) => comment.id)),
    9000,
  )

  function announce(event: DeskEvent, actorId: number | null): void {
    for (const listener of listeners) listener(event, actorId)
  }

  function append(ticket: WorkbenchTicket, comment: NewComment): WorkbenchComment {
    const stored = { ...comment, id: nextCommentId++, createdAt: now() }
    ticket.comments.push(stored)
    ticket.updatedAt = stored.createdAt
    return stored
  }

  function apply(ticket: WorkbenchTicket, change: TicketChange): void {
    Object.assign(ticket, change)
    ticket.updatedAt = now()
  }

  return {
    brands: seed.brands,
    groups: seed.groups,
    ticketFields: seed.ticketFields,
    tickets: () => [...tickets.values()],
    ticket: (id) => tickets.get(id),
    users: () => [...users.values()].filter((user) => user.active),
    user: (id) => users.get(id),
    agents: () => [...users.values()].filter((user) => user.role !== 'end-user' && user.active),

    organizationOf({ requesterId }) {
      const id = users.get(requesterId)?.organizationId ?? null
      return seed.organizations.find((organization) => organization.id === id) ?? null
    },

    createTicket(fields, first) {
      const ticket: WorkbenchTicket = {
        id: nextTicketId++,
        createdAt: now(),
        updatedAt: now(),
        channel: first.channel,
        brandId: seed.brands[0]?.id ?? 0,
        groupId: seed.groups[0]?.id ?? null,
        submitterId: first.authorId,
        description: first.plainBody,
        assigneeId: null,
        status: 'new',
        priority: null,
        type: null,
        tags: [],
        ccIds: [],
        ...fields,
        // Every ticket has every custom field; one that nobody set is null.
        customFields: new Map<number, string | boolean | null>([
          ...unsetFields,
          ...(fields.customFields ?? []),
        ]),
        comments: [],
      }
      tickets.set(ticket.id, ticket)
      append(ticket, first)
      announce({ type: 'ticket.created', ticketId: ticket.id }, first.authorId)
      return ticket
    },

    changeTicket(ticket, change, actorId) {
      const previousRequesterId = ticket.requesterId
      apply(ticket, change)
      announce({ type: 'ticket.updated', ticketId: ticket.id }, actorId)
      if (ticket.requesterId !== previousRequesterId) {
        announce({ type: 'ticket.requester_changed', ticketId: ticket.id, previousRequesterId }, actorId)
      }
    },

    addComment(ticket, comment) {
      const stored = append(ticket, comment)
      announce({ type: 'ticket.comment_added', ticketId: ticket.id, commentId: stored.id }, comment.authorId)
      return stored
    },

    mergeTicket(ticket, target, actorId) {
      apply(ticket, { status: 'closed', tags: [...new Set([...ticket.tags, 'closed_by_merge'])] })
      announce({ type: 'ticket.updated', ticketId: ticket.id }, actorId)
      announce({ type: 'ticket.merged', ticketId: ticket.id, targetTicketId: target.id }, actorId)
    },

    deleteUser(user, actorId) {
      const stored = users.get(user.id)
      if (stored === undefined || !stored.active) return
      stored.active = false
      announce({ type: 'user.deleted', userId: user.id }, actorId)
    },

    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/**
 * Holds the tickets and people of the stand-in helpdesk, in memory. Every change is announced to its
 * listeners, so that pages and webhooks follow. Never writes anything to disk.
 */
import type {
  Clock,
  TicketField,
  UserRole,
  WorkbenchBrand,
  WorkbenchComment,
  WorkbenchForm,
  WorkbenchGroup,
  WorkbenchOrganization,
  WorkbenchSeed,
  WorkbenchTicket,
  WorkbenchUser,
} from '../model.ts'
import { type DeskEvent, type DeskListener, eventsOfChange, inStep } from './desk-events.ts'

export type { DeskEvent, DeskListener }

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
    | 'subject'
    | 'status'
    | 'priority'
    | 'type'
    | 'tags'
    | 'assigneeId'
    | 'requesterId'
    | 'customFields'
    | 'brandId'
    | 'formId'
    | 'groupId'
  >
>

export interface Desk {
  readonly brands: readonly WorkbenchBrand[]
  readonly groups: readonly WorkbenchGroup[]
  readonly forms: readonly WorkbenchForm[]
  readonly ticketFields: readonly TicketField[]
  /** What is not in the bin. */
  tickets(): readonly WorkbenchTicket[]
  ticket(id: number): WorkbenchTicket | undefined
  deletedTicket(id: number): WorkbenchTicket | undefined
  users(): readonly WorkbenchUser[]
  user(id: number): WorkbenchUser | undefined
  agents(): readonly WorkbenchUser[]
  /** Agents, and who was one before: requesters are made staff nowhere here. */
  staff(): readonly WorkbenchUser[]
  /** A ticket belongs to the organization of its requester. */
  organizationOf(ticket: WorkbenchTicket): WorkbenchOrganization | null
  createTicket(
    ticket: TicketChange & { subject: string; requesterId: number },
    first: NewComment,
  ): WorkbenchTicket
  changeTicket(ticket: WorkbenchTicket, change: TicketChange, actorId: number | null): void
  addComment(ticket: WorkbenchTicket, comment: NewComment): WorkbenchComment
  mergeTicket(ticket: WorkbenchTicket, target: WorkbenchTicket, actorId: number | null): void
  /** Into the bin, or out of it for good. */
  deleteTicket(ticket: WorkbenchTicket, actorId: number | null): void
  restoreTicket(ticket: WorkbenchTicket, actorId: number | null): void
  /** Still there as a record that is not active, until it is deleted once more. */
  deleteUser(user: WorkbenchUser, actorId: number | null): void
  suspendUser(user: WorkbenchUser, suspended: boolean, actorId: number | null): void
  changeRole(user: WorkbenchUser, role: UserRole, actorId: number | null): void
  /** The tickets of the first become the other's; the first is gone. */
  mergeUser(user: WorkbenchUser, target: WorkbenchUser, actorId: number | null): void
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

  function change(ticket: WorkbenchTicket, wanted: TicketChange, actorId: number | null): void {
    const before = { ...ticket }
    Object.assign(ticket, wanted)
    Object.assign(ticket, inStep(seed.ticketFields, before, ticket))
    ticket.updatedAt = now()
    announce({ type: 'ticket.updated', ticketId: ticket.id }, actorId)
    for (const event of eventsOfChange(ticket.id, before, ticket)) announce(event, actorId)
  }

  const present = (ticket: WorkbenchTicket | undefined) => (ticket?.isDeleted === true ? undefined : ticket)

  return {
    brands: seed.brands,
    groups: seed.groups,
    forms: seed.forms,
    ticketFields: seed.ticketFields,
    tickets: () => [...tickets.values()].filter(({ isDeleted }) => !isDeleted),
    ticket: (id) => present(tickets.get(id)),
    deletedTicket: (id) => (present(tickets.get(id)) === undefined ? tickets.get(id) : undefined),
    users: () => [...users.values()].filter((user) => user.active),
    user: (id) => users.get(id),
    agents: () => [...users.values()].filter((user) => user.role !== 'end-user' && user.active),
    staff: () => [...users.values()].filter((user) => user.title !== '' && user.active),

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
        formId: seed.forms[0]?.id ?? null,
        isDeleted: false,
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
      const nothing = { tags: [], customFields: new Map() }
      Object.assign(ticket, inStep(seed.ticketFields, nothing, ticket))
      tickets.set(ticket.id, ticket)
      append(ticket, first)
      announce({ type: 'ticket.created', ticketId: ticket.id }, first.authorId)
      return ticket
    },

    changeTicket: change,

    addComment(ticket, comment) {
      const stored = append(ticket, comment)
      announce({ type: 'ticket.comment_added', ticketId: ticket.id, commentId: stored.id }, comment.authorId)
      return stored
    },

    mergeTicket(ticket, target, actorId) {
      change(ticket, { status: 'closed', tags: [...new Set([...ticket.tags, 'closed_by_merge'])] }, actorId)
      announce({ type: 'ticket.merged', ticketId: ticket.id, targetTicketId: target.id }, actorId)
    },

    deleteTicket(ticket, actorId) {
      const wasDeleted = ticket.isDeleted
      const ticketId = ticket.id
      ticket.isDeleted = true
      ticket.updatedAt = now()
      announce({ type: wasDeleted ? 'ticket.permanently_deleted' : 'ticket.soft_deleted', ticketId }, actorId)
      if (wasDeleted) tickets.delete(ticketId)
    },

    restoreTicket(ticket, actorId) {
      if (!ticket.isDeleted) return
      ticket.isDeleted = false
      ticket.updatedAt = now()
      announce({ type: 'ticket.undeleted', ticketId: ticket.id }, actorId)
    },

    deleteUser(user, actorId) {
      const stored = users.get(user.id)
      if (stored === undefined) return
      if (stored.active) {
        stored.active = false
        announce({ type: 'user.active_changed', userId: user.id, current: false }, actorId)
      } else {
        announce({ type: 'user.deleted', userId: user.id }, actorId)
        users.set(user.id, { ...stored, name: 'Permanently Deleted User', email: '', phone: null })
      }
    },

    suspendUser(user, suspended, actorId) {
      const stored = users.get(user.id)
      if (stored === undefined || stored.suspended === suspended) return
      stored.suspended = suspended
      announce({ type: 'user.suspended_changed', userId: user.id, current: suspended }, actorId)
    },

    changeRole(user, role, actorId) {
      const stored = users.get(user.id)
      if (stored === undefined || stored.role === role) return
      const previous = stored.role
      stored.role = role
      // Whoever has another title keeps it: it says what they are for.
      if (role === 'admin' && stored.title === 'Agent') stored.title = 'Admin'
      if (role === 'agent' && stored.title === 'Admin') stored.title = 'Agent'
      announce({ type: 'user.role_changed', userId: user.id, previous }, actorId)
    },

    mergeUser(user, target, actorId) {
      const stored = users.get(user.id)
      if (stored === undefined || user.id === target.id) return
      stored.active = false
      // HOLE: whether Zendesk sends an event for each ticket that moves along is not documented: here it does not.
      for (const ticket of tickets.values()) {
        if (ticket.requesterId !== user.id) continue
        ticket.requesterId = target.id
        announce({ type: 'ticket.updated', ticketId: ticket.id }, actorId)
      }
      announce({ type: 'user.merged', userId: user.id, targetUserId: target.id }, actorId)
    },

    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Zendesk's webhook events: the shape of the envelope and of what each type carries. */
import type { Clock, Ids, WorkbenchTicket, WorkbenchUser } from '../model.ts'
import type { Desk, DeskEvent } from '../store/desk.ts'

export type WebhookOrder = Exclude<DeskEvent, { readonly type: 'ticket.updated' }>
export const WEBHOOK_TYPES = [
  'ticket.created',
  'ticket.comment_added',
  'ticket.requester_changed',
  'ticket.merged',
  'user.deleted',
] as const satisfies readonly WebhookOrder['type'][]

export interface WebhookEvent {
  readonly type: string
  readonly account_id: number
  readonly id: string
  readonly time: string
  readonly zendesk_event_version: '2022-06-20'
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly event: Readonly<Record<string, unknown>>
}

/** Ids are strings here, unlike in the REST API; statuses are upper case; both as the real events have them. */
function ticketDetail(ticket: WorkbenchTicket, actorId: number | null) {
  return {
    actor_id: String(actorId ?? -1),
    assignee_id: ticket.assigneeId === null ? null : String(ticket.assigneeId),
    brand_id: String(ticket.brandId),
    created_at: ticket.createdAt,
    custom_status: '0',
    description: ticket.description,
    external_id: null,
    form_id: '0',
    group_id: ticket.groupId === null ? null : String(ticket.groupId),
    id: String(ticket.id),
    is_public: ticket.comments.some((comment) => comment.isPublic),
    organization_id: null,
    priority: ticket.priority?.toUpperCase() ?? null,
    requester_id: String(ticket.requesterId),
    status: ticket.status.toUpperCase(),
    subject: ticket.subject,
    submitter_id: String(ticket.submitterId),
    tags: [...ticket.tags],
    type: ticket.type?.toUpperCase() ?? null,
    updated_at: ticket.updatedAt,
    via: { channel: ticket.channel },
  }
}

function userDetail(user: WorkbenchUser) {
  return {
    created_at: user.createdAt,
    default_group_id: '0',
    email: user.email,
    external_id: '',
    id: String(user.id),
    organization_id: '0',
    role: user.role,
    updated_at: user.createdAt,
  }
}

function carriedBy(desk: Desk, order: WebhookOrder): Readonly<Record<string, unknown>> {
  switch (order.type) {
    case 'ticket.created':
    case 'user.deleted':
      return {}
    case 'ticket.requester_changed':
      return {
        current: String(desk.ticket(order.ticketId)?.requesterId),
        previous: String(order.previousRequesterId),
      }
    case 'ticket.merged':
      return { target_ticket_id: String(order.targetTicketId) }
    case 'ticket.comment_added': {
      const comment = desk.ticket(order.ticketId)?.comments.find(({ id }) => id === order.commentId)
      const author = comment === undefined ? undefined : desk.user(comment.authorId)
      return {
        comment: {
          id: String(order.commentId),
          body: comment?.plainBody ?? '',
          is_public: comment?.isPublic ?? false,
          author: {
            id: String(author?.id ?? 0),
            is_staff: author !== undefined && author.role !== 'end-user',
            name: author?.name ?? '',
          },
        },
      }
    }
    default:
      return order satisfies never
  }
}

export interface EventMaker {
  readonly desk: Desk
  readonly accountId: number
  readonly clock: Clock
  readonly ids: Ids
}

/** `null` when the record that the event is about does not exist. */
export function makeEvent(
  maker: EventMaker,
  order: WebhookOrder,
  actorId: number | null,
): WebhookEvent | null {
  const { desk } = maker
  const aboutUser = order.type === 'user.deleted'
  const ticket = aboutUser ? undefined : desk.ticket(order.ticketId)
  const user = aboutUser ? desk.user(order.userId) : undefined
  const detail = user ? userDetail(user) : ticket ? ticketDetail(ticket, actorId) : null
  if (detail === null) return null
  return {
    type: `zen:event-type:${order.type}`,
    account_id: maker.accountId,
    id: maker.ids(),
    time: maker.clock().toISOString(),
    zendesk_event_version: '2022-06-20',
    subject: aboutUser ? `zen:user:${order.userId}` : `zen:ticket:${order.ticketId}`,
    detail,
    event: { ...carriedBy(desk, order), meta: { sequence: { id: maker.ids(), position: 1 } } },
  }
}

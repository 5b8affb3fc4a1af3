/** Zendesk's webhook events: the shape of the envelope and of what each type carries. */
import type { Clock, Ids, WorkbenchTicket, WorkbenchUser } from '../model.ts'
import type { Desk } from '../store/desk.ts'
import type { TicketEvent, UserEvent } from '../store/desk-events.ts'

export type WebhookOrder = TicketEvent | UserEvent

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

const idOf = (id: number | null): string => String(id ?? 0)

/** The API calls the form of the help center `web`, the events call it `web_form`. */
const channelOf = ({ channel }: WorkbenchTicket): string => (channel === 'web' ? 'web_form' : channel)

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
    form_id: idOf(ticket.formId),
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
    via: { channel: channelOf(ticket) },
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

/** Also one in the bin: that it was put there is an event, too. */
const ticketOf = (desk: Desk, { ticketId }: { readonly ticketId: number }): WorkbenchTicket | undefined =>
  desk.ticket(ticketId) ?? desk.deletedTicket(ticketId)

function fieldChange(desk: Desk, order: Extract<WebhookOrder, { type: 'ticket.custom_field_changed' }>) {
  const field = desk.ticketFields.find(({ id }) => id === order.fieldId)
  return {
    custom_field: { id: String(order.fieldId), title: field?.title ?? '', type: field?.type ?? '' },
    current: { value: ticketOf(desk, order)?.customFields.get(order.fieldId) ?? null },
    previous: { value: order.previous },
  }
}

function carriedBy(desk: Desk, order: WebhookOrder): Readonly<Record<string, unknown>> {
  switch (order.type) {
    case 'ticket.created':
    case 'ticket.soft_deleted':
    case 'ticket.undeleted':
    case 'ticket.permanently_deleted':
    case 'user.deleted':
      return {}
    case 'user.active_changed':
    case 'user.suspended_changed':
      return { current: order.current, previous: !order.current }
    case 'user.role_changed':
      return { current: desk.user(order.userId)?.role ?? null, previous: order.previous }
    case 'user.merged':
      return { target_user_id: String(order.targetUserId) }
    case 'ticket.tags_changed':
      return { tags_added: order.added, tags_removed: order.removed }
    case 'ticket.custom_field_changed':
      return fieldChange(desk, order)
    case 'ticket.brand_changed':
      return { current: idOf(ticketOf(desk, order)?.brandId ?? null), previous: idOf(order.previous) }
    case 'ticket.form_changed':
      return { current: idOf(ticketOf(desk, order)?.formId ?? null), previous: idOf(order.previous) }
    case 'ticket.group_assignment_changed':
      return { current: idOf(ticketOf(desk, order)?.groupId ?? null), previous: idOf(order.previous) }
    case 'ticket.requester_changed':
      return {
        current: idOf(ticketOf(desk, order)?.requesterId ?? null),
        previous: String(order.previousRequesterId),
      }
    case 'ticket.merged':
      return { target_ticket_id: String(order.targetTicketId) }
    case 'ticket.comment_added': {
      const comment = ticketOf(desk, order)?.comments.find(({ id }) => id === order.commentId)
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
  const aboutUser = 'userId' in order
  const ticket = aboutUser ? undefined : ticketOf(desk, order)
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

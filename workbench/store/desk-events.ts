/** What the desk announces, and which events one change of a ticket sets off. */
import type { TicketField, UserRole, WorkbenchTicket } from '../model.ts'

export type FieldValue = string | boolean | null

type OfTicket<Type extends string, Carried = object> = {
  readonly type: Type
  readonly ticketId: number
} & Readonly<Carried>

type Moved = { readonly previous: number | null }

export type TicketEvent =
  | OfTicket<'ticket.created'>
  | OfTicket<'ticket.comment_added', { readonly commentId: number }>
  | OfTicket<'ticket.requester_changed', { readonly previousRequesterId: number }>
  | OfTicket<
      'ticket.tags_changed',
      { readonly added: readonly string[]; readonly removed: readonly string[] }
    >
  | OfTicket<'ticket.custom_field_changed', { readonly fieldId: number; readonly previous: FieldValue }>
  | OfTicket<'ticket.brand_changed' | 'ticket.form_changed' | 'ticket.group_assignment_changed', Moved>
  | OfTicket<'ticket.merged', { readonly targetTicketId: number }>
  | OfTicket<'ticket.soft_deleted' | 'ticket.undeleted' | 'ticket.permanently_deleted'>

export type UserEvent =
  | { readonly type: 'user.merged'; readonly userId: number; readonly targetUserId: number }
  | {
      readonly type: 'user.active_changed' | 'user.suspended_changed'
      readonly userId: number
      readonly current: boolean
    }
  | { readonly type: 'user.deleted'; readonly userId: number }
  | { readonly type: 'user.role_changed'; readonly userId: number; readonly previous: UserRole }

/** `ticket.updated` is for open pages only: the helpdesk has no such webhook. */
export type DeskEvent = OfTicket<'ticket.updated'> | TicketEvent | UserEvent

/** `actorId` is who did it; `null` for the workbench itself. */
export type DeskListener = (event: DeskEvent, actorId: number | null) => void

/** What of a ticket sets off events when it changes. */
export type TicketFacts = Pick<
  WorkbenchTicket,
  'requesterId' | 'brandId' | 'formId' | 'groupId' | 'tags' | 'customFields'
>

export function eventsOfChange(ticketId: number, before: TicketFacts, now: TicketFacts): TicketEvent[] {
  const events: TicketEvent[] = []
  for (const [fieldId, value] of now.customFields) {
    const previous = before.customFields.get(fieldId) ?? null
    if (previous !== value) events.push({ type: 'ticket.custom_field_changed', ticketId, fieldId, previous })
  }
  const added = now.tags.filter((tag) => !before.tags.includes(tag))
  const removed = before.tags.filter((tag) => !now.tags.includes(tag))
  if (added.length + removed.length > 0)
    events.push({ type: 'ticket.tags_changed', ticketId, added, removed })
  const moves = [
    ['ticket.brand_changed', before.brandId, now.brandId],
    ['ticket.form_changed', before.formId, now.formId],
    ['ticket.group_assignment_changed', before.groupId, now.groupId],
  ] as const
  for (const [type, previous, current] of moves)
    if (previous !== current) events.push({ type, ticketId, previous })
  if (before.requesterId !== now.requesterId)
    events.push({ type: 'ticket.requester_changed', ticketId, previousRequesterId: before.requesterId })
  return events
}

type Filed = Pick<WorkbenchTicket, 'tags' | 'customFields'>

/** A field with options stands among the tags as well: whichever of the two was changed, the other follows. */
export function inStep(fields: readonly TicketField[], before: Filed, change: Filed): Filed {
  const values = new Map(change.customFields)
  let { tags } = change
  for (const { id, options } of fields.filter(({ options }) => options.length > 0)) {
    const own = options.map(({ value }) => value)
    const [was, is] = [before.customFields.get(id) ?? null, values.get(id) ?? null]
    const tagged = tags.filter((tag) => own.includes(tag))
    if (was !== is) tags = tags.filter((tag) => tag === is || !own.includes(tag))
    else if (typeof is !== 'string' || !tagged.includes(is)) values.set(id, tagged.at(-1) ?? null)
    const now = values.get(id) ?? null
    // One option at a time, and always as a tag.
    tags = tags.filter((tag) => tag === now || !own.includes(tag))
    if (typeof now === 'string' && own.includes(now) && !tags.includes(now)) tags = [...tags, now].sort()
  }
  return { tags, customFields: values }
}

/** Applies one ticket write the way Zendesk does, with its refusals. */

import type { WorkbenchComment, WorkbenchTicket, WorkbenchUser } from '../model.ts'
import { htmlFromText, textFromHtml } from '../store/comment-text.ts'
import type { Desk, NewComment, TicketChange } from '../store/desk.ts'
import type { CommentWrite, TicketWrite } from './ticket-parsing.ts'

export type WriteOutcome =
  | { readonly outcome: 'written'; readonly comment: WorkbenchComment | null }
  | { readonly outcome: 'invalid'; readonly field: string; readonly description: string }
  | { readonly outcome: 'conflict' }

/** `null` when the write names no words. */
export function newComment(write: CommentWrite, actor: WorkbenchUser, channel: string): NewComment | null {
  const plainBody = write.html_body === undefined ? (write.body ?? '') : textFromHtml(write.html_body)
  if (plainBody.trim() === '') return null
  return {
    authorId: write.author_id ?? actor.id,
    // The trap of the real API: a comment that does not say is public, and is mailed to the requester.
    isPublic: write.public ?? true,
    htmlBody: write.html_body ?? htmlFromText(plainBody),
    plainBody,
    channel,
  }
}

export function tagsAfter(current: readonly string[], write: TicketWrite): readonly string[] {
  const replaced =
    write.tags === undefined ? current : typeof write.tags === 'string' ? write.tags.split(/\s+/) : write.tags
  const removed = new Set(write.remove_tags)
  const all = [...replaced, ...(write.additional_tags ?? [])]
  return [...new Set(all)].filter((tag) => tag !== '' && !removed.has(tag)).sort()
}

/** What a write starts from: a stored ticket, or nothing for a new one. */
type Written = Pick<WorkbenchTicket, 'tags' | 'customFields'>

function customFieldsAfter(desk: Desk, ticket: Written, write: TicketWrite) {
  const known = new Set(desk.ticketFields.filter((field) => field.removable).map((field) => field.id))
  const fields = new Map(ticket.customFields)
  for (const { id, value } of write.custom_fields ?? []) if (known.has(id)) fields.set(id, value)
  return fields
}

export function changeFrom(desk: Desk, ticket: Written, write: TicketWrite): TicketChange {
  const { subject, status, priority, type, assignee_id, requester_id } = write
  const { brand_id, group_id, ticket_form_id } = write
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(status === undefined ? {} : { status }),
    ...(priority === undefined ? {} : { priority }),
    ...(type === undefined ? {} : { type }),
    ...(assignee_id === undefined ? {} : { assigneeId: assignee_id }),
    ...(requester_id === undefined ? {} : { requesterId: requester_id }),
    ...(brand_id === undefined ? {} : { brandId: brand_id }),
    ...(group_id === undefined ? {} : { groupId: group_id }),
    ...(ticket_form_id === undefined ? {} : { formId: ticket_form_id }),
    tags: tagsAfter(ticket.tags, write),
    customFields: customFieldsAfter(desk, ticket, write),
  }
}

export function refusalOf(desk: Desk, ticket: WorkbenchTicket, write: TicketWrite): WriteOutcome | null {
  if (ticket.status === 'closed') {
    return { outcome: 'invalid', field: 'status', description: 'Status: closed prevents ticket update' }
  }
  if (write.safe_update && write.updated_stamp !== ticket.updatedAt) return { outcome: 'conflict' }
  if (write.requester_id !== undefined && desk.user(write.requester_id) === undefined) {
    return { outcome: 'invalid', field: 'requester', description: 'Requester: is not valid' }
  }
  const places = [
    ['brand', write.brand_id, desk.brands],
    ['group', write.group_id, desk.groups],
    ['ticket_form_id', write.ticket_form_id, desk.forms],
  ] as const
  for (const [field, wanted, known] of places)
    if (typeof wanted === 'number' && !known.some(({ id }) => id === wanted))
      return { outcome: 'invalid', field, description: `${field}: is not valid` }
  const assignee = write.assignee_id
  if (assignee !== undefined && assignee !== null && desk.user(assignee)?.role === 'end-user') {
    return { outcome: 'invalid', field: 'assignee', description: 'Assignee: is not an agent' }
  }
  return null
}

export function writeTicket(
  desk: Desk,
  ticket: WorkbenchTicket,
  write: TicketWrite,
  actor: WorkbenchUser,
): WriteOutcome {
  const refused = refusalOf(desk, ticket, write)
  if (refused !== null) return refused
  const comment = write.comment === undefined ? null : newComment(write.comment, actor, 'web')
  if (write.comment !== undefined && comment === null) {
    return { outcome: 'invalid', field: 'comment', description: 'Comment: cannot be blank' }
  }
  desk.changeTicket(ticket, changeFrom(desk, ticket, write), actor.id)
  return { outcome: 'written', comment: comment === null ? null : desk.addComment(ticket, comment) }
}

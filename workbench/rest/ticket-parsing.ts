/** Names what a ticket write may carry; everything else in the body is dropped, as Zendesk drops it. */
import { z } from 'zod'
import { TICKET_STATUSES } from '../model.ts'

const comment = z.object({
  body: z.string().optional(),
  html_body: z.string().optional(),
  public: z.boolean().optional(),
  author_id: z.int().optional(),
})

const ticket = z.object({
  subject: z.string().min(1).optional(),
  description: z.string().optional(),
  comment: comment.optional(),
  status: z.enum(TICKET_STATUSES).optional(),
  priority: z.enum(['low', 'normal', 'high', 'urgent']).nullable().optional(),
  type: z.enum(['question', 'problem', 'incident', 'task']).nullable().optional(),
  tags: z.union([z.array(z.string()), z.string()]).optional(),
  additional_tags: z.array(z.string()).optional(),
  remove_tags: z.array(z.string()).optional(),
  assignee_id: z.int().nullable().optional(),
  requester_id: z.int().optional(),
  brand_id: z.int().optional(),
  group_id: z.int().nullable().optional(),
  ticket_form_id: z.int().optional(),
  custom_fields: z
    .array(z.object({ id: z.int(), value: z.union([z.string(), z.boolean(), z.null()]) }))
    .optional(),
  safe_update: z.boolean().optional(),
  updated_stamp: z.string().optional(),
})

export type TicketWrite = z.infer<typeof ticket>
export type CommentWrite = z.infer<typeof comment>

export type ParsedWrite =
  | { readonly write: TicketWrite }
  | { readonly missing: true }
  | { readonly invalid: string }

export function parseTicketWrite(body: unknown): ParsedWrite {
  const outer = z.object({ ticket: z.looseObject({}) }).safeParse(body)
  if (!outer.success) return { missing: true }
  const inner = ticket.safeParse(outer.data.ticket)
  if (!inner.success) return { invalid: String(inner.error.issues[0]?.path[0] ?? 'base') }
  return { write: inner.data }
}

/** `/api/v2/tickets`: list, show, create, update, comments. Agents only. */
import { type Request, type Response, Router } from 'express'
import type { WorkbenchTicket, WorkbenchUser } from '../model.ts'
import type { Desk } from '../store/desk.ts'
import { forbidden, invalidAttribute, recordInvalid, recordNotFound, updateConflict } from './answers.ts'
import { answerPage } from './paging.ts'
import { commentShape, organizationShape, ticketShape, usersByIds } from './shapes.ts'
import { parseTicketWrite } from './ticket-parsing.ts'
import { changeFrom, newComment, writeTicket } from './ticket-writing.ts'

export interface RestContext {
  readonly desk: Desk
  readonly origin: () => string
  /** The agent who calls; only after the gate in `router.ts` has let the request through. */
  readonly caller: (res: Response) => WorkbenchUser
}

function includes(req: Request, name: string): boolean {
  return typeof req.query.include === 'string' && req.query.include.split(',').includes(name)
}

function sortTickets(req: Request, tickets: readonly WorkbenchTicket[]): readonly WorkbenchTicket[] {
  const { sort, sort_by, sort_order } = req.query
  const order = sort === '-updated_at' || (sort_by === 'updated_at' && sort_order === 'desc') ? -1 : 1
  const byUpdate = sort === '-updated_at' || sort === 'updated_at' || sort_by === 'updated_at'
  return [...tickets].sort((a, b) =>
    byUpdate ? order * a.updatedAt.localeCompare(b.updatedAt) : a.id - b.id,
  )
}

function auditShape(ticket: WorkbenchTicket, actor: WorkbenchUser, auditId: number) {
  return {
    id: auditId,
    ticket_id: ticket.id,
    created_at: ticket.updatedAt,
    author_id: actor.id,
    metadata: { system: {}, custom: {} },
    events: [],
  }
}

function create(context: RestContext, req: Request, res: Response) {
  const { desk } = context
  const parsed = parseTicketWrite(req.body)
  if ('missing' in parsed) return invalidAttribute(res, 'The ticket attribute is required')
  if ('invalid' in parsed) return recordInvalid(res, parsed.invalid, `${parsed.invalid}: is not valid`)
  const { write } = parsed
  const actor = context.caller(res)
  const first = newComment(write.comment ?? { body: write.description ?? '' }, actor, 'api')
  if (first === null) return recordInvalid(res, 'description', 'Description: cannot be blank')
  const requesterId = write.requester_id ?? actor.id
  if (desk.user(requesterId) === undefined) return recordInvalid(res, 'requester', 'Requester: is not valid')
  const change = changeFrom(desk, { tags: [], customFields: new Map() }, write)
  const subject = write.subject ?? first.plainBody.slice(0, 80)
  const ticket = desk.createTicket({ ...change, subject, requesterId }, first)
  res.status(201).location(`${context.origin()}/api/v2/tickets/${ticket.id}.json`)
  res.json({
    ticket: ticketShape(context.desk, context.origin(), ticket),
    audit: auditShape(ticket, actor, ticket.id),
  })
}

function show({ desk, origin }: RestContext, req: Request, res: Response, ticket: WorkbenchTicket) {
  const users = [ticket.requesterId, ticket.submitterId, ticket.assigneeId, ...ticket.ccIds]
  const organization = desk.organizationOf(ticket)
  const organizations = organization === null ? [] : [organizationShape(origin(), organization)]
  res.json({
    ticket: ticketShape(desk, origin(), ticket),
    ...(includes(req, 'users') ? { users: usersByIds(desk, origin(), users) } : {}),
    ...(includes(req, 'organizations') ? { organizations } : {}),
  })
}

function update(context: RestContext, req: Request, res: Response, ticket: WorkbenchTicket) {
  const parsed = parseTicketWrite(req.body)
  if ('missing' in parsed) return invalidAttribute(res, 'The ticket attribute is required')
  if ('invalid' in parsed) return recordInvalid(res, parsed.invalid, `${parsed.invalid}: is not valid`)
  const actor = context.caller(res)
  const written = writeTicket(context.desk, ticket, parsed.write, actor)
  switch (written.outcome) {
    case 'invalid':
      return recordInvalid(res, written.field, written.description)
    case 'conflict':
      return updateConflict(res)
    case 'written':
      res.json({
        ticket: ticketShape(context.desk, context.origin(), ticket),
        audit: auditShape(ticket, actor, (written.comment?.id ?? ticket.id) + 1_000_000),
      })
      return
    default:
      return written satisfies never
  }
}

function comments(context: RestContext, req: Request, res: Response, ticket: WorkbenchTicket): void {
  const rows = ticket.comments.map(commentShape)
  if (req.query.sort_order === 'desc' || req.query.sort === '-created_at') rows.reverse()
  answerPage(req, res, context.origin(), 'comments', rows, {}, (page) =>
    includes(req, 'users')
      ? {
          users: usersByIds(
            context.desk,
            context.origin(),
            page.map((row) => row.author_id),
          ),
        }
      : {},
  )
}

export function ticketRoutes(context: RestContext): Router {
  const router = Router()
  const withTicket =
    (act: (context: RestContext, req: Request, res: Response, ticket: WorkbenchTicket) => void) =>
    (req: Request, res: Response): void => {
      const ticket = context.desk.ticket(Number(req.params.ticketId))
      if (ticket === undefined) recordNotFound(res)
      else act(context, req, res, ticket)
    }

  router.get('/tickets', (req, res) => {
    const rows = sortTickets(req, context.desk.tickets()).map((ticket) =>
      ticketShape(context.desk, context.origin(), ticket),
    )
    answerPage(req, res, context.origin(), 'tickets', rows, {}, (page) =>
      includes(req, 'users')
        ? {
            users: usersByIds(
              context.desk,
              context.origin(),
              page.flatMap((row) => [row.requester_id, row.assignee_id]),
            ),
          }
        : {},
    )
  })
  router.post('/tickets', (req, res) => create(context, req, res))
  router.get('/tickets/:ticketId', withTicket(show))
  router.put('/tickets/:ticketId', withTicket(update))
  router.delete(
    '/tickets/:ticketId',
    withTicket((_context, _req, res) => forbidden(res)),
  )
  router.get('/tickets/:ticketId/comments', withTicket(comments))
  return router
}

/** `/api/v2/tickets/{id}/tags`: show, set, add, remove. Each answers with all tags of the ticket. */
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { WorkbenchTicket } from '../model.ts'
import { invalidAttribute, recordInvalid, recordNotFound, updateConflict } from './answers.ts'
import { tagsAfter } from './ticket-writing.ts'
import type { RestContext } from './tickets.ts'

const BODY = z.object({
  tags: z.array(z.string()),
  safe_update: z.boolean().optional(),
  updated_stamp: z.string().optional(),
})

type Change = (tags: readonly string[]) => Parameters<typeof tagsAfter>[1]

export function ticketTagRoutes({ desk, caller }: RestContext): Router {
  const router = Router()
  const show = (res: Response, ticket: WorkbenchTicket, status = 200) =>
    res.status(status).json({ tags: [...ticket.tags] })
  const change = (status: number, wanted: Change) => (req: Request, res: Response) => {
    const ticket = desk.ticket(Number(req.params.ticketId))
    if (ticket === undefined) return recordNotFound(res)
    const body = BODY.safeParse(req.body)
    if (!body.success) return invalidAttribute(res, 'The tags attribute is required')
    if (ticket.status === 'closed')
      return recordInvalid(res, 'status', 'Status: closed prevents ticket update')
    if (body.data.safe_update && body.data.updated_stamp !== ticket.updatedAt) return updateConflict(res)
    const tags = tagsAfter(ticket.tags, wanted(body.data.tags))
    desk.changeTicket(ticket, { tags }, caller(res).id)
    show(res, ticket, status)
  }
  router
    .route('/tickets/:ticketId/tags')
    .get((req, res) => {
      const ticket = desk.ticket(Number(req.params.ticketId))
      if (ticket === undefined) recordNotFound(res)
      else show(res, ticket)
    })
    .post(change(201, (tags) => ({ tags: [...tags] })))
    .put(change(200, (tags) => ({ additional_tags: [...tags] })))
    .delete(change(200, (tags) => ({ remove_tags: [...tags] })))
  return router
}

/** What happens to tickets and people in a helpdesk, one address each: for the workbench's own pages alone. */
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { InstalledApp } from '../installed-app.ts'
import { USER_ROLES } from '../model.ts'
import { recordInvalid, recordNotFound } from '../rest/answers.ts'
import { htmlFromText } from '../store/comment-text.ts'
import type { Desk } from '../store/desk.ts'

export interface ActsOptions {
  readonly desk: Desk
  readonly installed: InstalledApp
}

const id = z.int().positive()
const MERGE = z.object({ targetTicketId: id })
const ROLE = z.object({ role: z.enum(USER_ROLES) })
const USER_MERGE = z.object({ targetUserId: id })
const FORM_TICKET = z.object({
  requesterId: id,
  formId: id,
  subject: z.string().trim().min(1).max(200),
  text: z.string().trim().min(1).max(20_000),
  customFields: z.array(z.object({ id, value: z.string().max(200) })).max(20),
})

export function parseOr422<T>(schema: z.ZodType<T>, req: Request, res: Response): T | undefined {
  const parsed = schema.safeParse(req.body)
  if (parsed.success) return parsed.data
  recordInvalid(res, String(parsed.error.issues[0]?.path[0] ?? 'base'), 'is not valid')
  return undefined
}

export function actsRouter({ desk, installed }: ActsOptions): Router {
  const router = Router()
  const agentId = (res: Response) => Number(res.locals.agentId)
  const ticketIn = (req: Request) => desk.ticket(Number(req.params.ticketId))
  const deletedIn = (req: Request) => desk.deletedTicket(Number(req.params.ticketId))
  /** Deleting staff would leave pages without anybody to act as. */
  const requesterIn = (req: Request) => {
    const user = desk.user(Number(req.params.userId))
    return user?.role === 'end-user' ? user : undefined
  }
  function done<T>(res: Response, found: T | undefined, act: (found: T) => void): void {
    if (found === undefined) recordNotFound(res)
    else {
      act(found)
      res.status(204).end()
    }
  }

  router.post('/tickets/:ticketId/merges', (req, res) => {
    const body = parseOr422(MERGE, req, res)
    if (body === undefined) return
    const [ticket, target] = [ticketIn(req), desk.ticket(body.targetTicketId)]
    const apart = ticket !== undefined && target !== undefined && ticket.id !== target.id
    done(res, apart ? { ticket, target } : undefined, (pair) =>
      desk.mergeTicket(pair.ticket, pair.target, agentId(res)),
    )
  })
  router.delete('/tickets/:ticketId', (req, res) =>
    done(res, ticketIn(req) ?? deletedIn(req), (ticket) => desk.deleteTicket(ticket, agentId(res))),
  )
  router.post('/tickets/:ticketId/restorations', (req, res) =>
    done(res, deletedIn(req), (ticket) => desk.restoreTicket(ticket, agentId(res))),
  )
  router.delete('/users/:userId', (req, res) =>
    done(res, requesterIn(req), (user) => desk.deleteUser(user, agentId(res))),
  )
  router.put('/users/:userId/suspension', (req, res) =>
    done(res, requesterIn(req), (user) => desk.suspendUser(user, true, agentId(res))),
  )
  router.delete('/users/:userId/suspension', (req, res) =>
    done(res, requesterIn(req), (user) => desk.suspendUser(user, false, agentId(res))),
  )
  router.put('/users/:userId/role', (req, res) => {
    const body = parseOr422(ROLE, req, res)
    if (body === undefined) return
    const user = desk.staff().find(({ id }) => id === Number(req.params.userId))
    // Somebody must be left who acts.
    done(res, user?.id === agentId(res) ? undefined : user, (found) =>
      desk.changeRole(found, body.role, agentId(res)),
    )
  })
  router.post('/users/:userId/merges', (req, res) => {
    const body = parseOr422(USER_MERGE, req, res)
    if (body === undefined) return
    const [user, target] = [requesterIn(req), desk.user(body.targetUserId)]
    const apart = user !== undefined && target?.role === 'end-user' && user.id !== target.id
    done(res, apart ? { user, target } : undefined, (pair) =>
      desk.mergeUser(pair.user, pair.target, agentId(res)),
    )
  })

  /** As a requester writes through the help center's form: by their own hand, with what they filled in. */
  router.post('/form-tickets', (req, res) => {
    const body = parseOr422(FORM_TICKET, req, res)
    if (body === undefined) return
    const requester = desk.user(body.requesterId)
    if (requester?.role !== 'end-user' || !desk.forms.some((form) => form.id === body.formId))
      return recordNotFound(res)
    const asked = new Set(
      desk.ticketFields.filter((field) => field.portalTitle !== null).map((field) => field.id),
    )
    const filled = body.customFields.filter((field) => asked.has(field.id) && field.value !== '')
    const words = { plainBody: body.text, htmlBody: htmlFromText(body.text), channel: 'web' }
    const ticket = desk.createTicket(
      {
        subject: body.subject,
        requesterId: requester.id,
        formId: body.formId,
        customFields: new Map(filled.map((field) => [field.id, field.value])),
      },
      { authorId: requester.id, isPublic: true, ...words },
    )
    res.status(201).json({ ticketId: ticket.id })
  })

  router.put('/app-settings', (req, res) => {
    const body = parseOr422(z.record(z.string(), z.boolean()), req, res)
    if (body === undefined) return
    for (const [name, value] of Object.entries(body))
      if (installed.settings.has(name)) installed.settings.set(name, value)
    res.status(204).end()
  })
  return router
}

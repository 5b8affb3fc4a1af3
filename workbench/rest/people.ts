/** `/api/v2/users`, `/search` and `/ticket_fields`. Agents only, except `users/me`, which answers anyone. */
import { type Request, Router } from 'express'
import type { WorkbenchTicket, WorkbenchUser } from '../model.ts'
import { invalidAttribute, recordNotFound } from './answers.ts'
import { answerPage } from './paging.ts'
import { ticketFieldShape, ticketShape, userShape } from './shapes.ts'
import type { RestContext } from './tickets.ts'

function usersFor(req: Request, users: readonly WorkbenchUser[]): readonly WorkbenchUser[] {
  const roles = [req.query.role, req.query['role[]']].flat().filter((role) => typeof role === 'string')
  return roles.length === 0 ? users : users.filter((user) => roles.includes(user.role))
}

function matchesTicket(ticket: WorkbenchTicket, words: readonly string[]): boolean {
  const text = `${ticket.subject} ${ticket.description} ${ticket.tags.join(' ')}`.toLowerCase()
  return words.every((word) => {
    const [, name, value] = /^(status|tags|requester|id):(.+)$/.exec(word) ?? []
    if (name === 'status') return ticket.status === value
    if (name === 'tags') return ticket.tags.includes(value ?? '')
    if (name === 'requester') return String(ticket.requesterId) === value
    if (name === 'id') return String(ticket.id) === value
    return text.includes(word)
  })
}

function matchesUser(user: WorkbenchUser, words: readonly string[]): boolean {
  const text = `${user.name} ${user.email}`.toLowerCase()
  return words.every((word) => {
    const [, name, value = ''] = /^(role|email):(.+)$/.exec(word) ?? []
    if (name === 'role') return user.role === value
    if (name === 'email') return user.email.toLowerCase() === value
    return text.includes(word)
  })
}

export function peopleRoutes(context: RestContext): Router {
  const { desk, origin } = context
  const router = Router()

  router.get('/users', (req, res) => {
    const rows = usersFor(req, desk.users()).map((user) => userShape(origin(), user))
    answerPage(req, res, origin(), 'users', rows)
  })

  router.get('/users/show_many', (req, res) => {
    const ids = String(req.query.ids ?? '')
      .split(',')
      .map(Number)
    const rows = desk.users().filter((user) => ids.includes(user.id))
    answerPage(
      req,
      res,
      origin(),
      'users',
      rows.map((user) => userShape(origin(), user)),
    )
  })

  router.get('/users/search', (req, res) => {
    const query = typeof req.query.query === 'string' ? req.query.query.trim().toLowerCase() : ''
    const words = query.replaceAll('"', '').split(/\s+/)
    const rows = desk
      .users()
      .filter((user) => query !== '' && matchesUser(user, words))
      .map((user) => userShape(origin(), user))
    answerPage(req, res, origin(), 'users', rows)
  })

  router
    .route('/users/:userId')
    .get((req, res) => {
      const user = desk.user(Number(req.params.userId))
      if (user === undefined) recordNotFound(res)
      else res.json({ user: userShape(origin(), user) })
    })
    .delete((req, res) => {
      const user = desk.user(Number(req.params.userId))
      if (user === undefined || user.role !== 'end-user') {
        recordNotFound(res)
        return
      }
      desk.deleteUser(user, context.caller(res).id)
      res.json({ user: userShape(origin(), { ...user, active: false }) })
    })

  router.get('/search', (req, res) => {
    const query = typeof req.query.query === 'string' ? req.query.query.trim().toLowerCase() : ''
    if (query === '') {
      invalidAttribute(res, 'The query parameter is required')
      return
    }
    const words = query.split(/\s+/)
    const type = words.find((word) => word.startsWith('type:'))?.slice('type:'.length)
    const rest = words.filter((word) => !word.startsWith('type:'))
    const tickets = desk
      .tickets()
      .filter((ticket) => type !== 'user' && matchesTicket(ticket, rest))
      .map((ticket) => ({ ...ticketShape(desk, origin(), ticket), result_type: 'ticket' }))
    const users = desk
      .users()
      .filter((user) => type !== 'ticket' && matchesUser(user, rest))
      .map((user) => ({ ...userShape(origin(), user), result_type: 'user' }))
    const rows: readonly { readonly id: number }[] = [...tickets, ...users]
    answerPage(req, res, origin(), 'results', rows, {}, () => ({ facets: null }))
  })

  router.get('/ticket_fields', (req, res) => {
    const rows = desk.ticketFields.map((field, position) => ticketFieldShape(origin(), field, position))
    answerPage(req, res, origin(), 'ticket_fields', rows)
  })
  return router
}

/** Past tickets: search export by cursor, each with its people, their comments, and who wrote them. Everything else goes on to the desk. */
import { Router } from 'express'
import type { PastDesk } from '../content/past-tickets.ts'
import { invalidAttribute } from './answers.ts'
import { answerPage } from './paging.ts'
import { commentShape, ticketShape, userShape } from './shapes.ts'
import type { RestContext } from './tickets.ts'

/** What the real export asks for, and refuses without. */
const SOLVED = /status(?:>=|:)(?:solved|closed)/

export function pastRoutes(context: RestContext, past: () => PastDesk): Router {
  const { desk, origin } = context
  const router = Router()
  const personOf = (id: number) => past().user(id) ?? desk.user(id)

  router.get('/search/export', (req, res) => {
    const { query, 'filter[type]': type } = req.query
    if (typeof query !== 'string' || query.trim() === '')
      return invalidAttribute(res, 'The query parameter is required')
    if (type !== 'ticket') return invalidAttribute(res, 'filter[type] is required')
    const rows = SOLVED.test(query)
      ? past().tickets.map((ticket) => ({ ...ticketShape(desk, origin(), ticket), result_type: 'ticket' }))
      : []
    answerPage(req, res, origin(), 'results', rows, {}, () => ({ facets: null }))
  })

  router.get('/tickets/:ticketId', (req, res, next) => {
    const id = Number(req.params.ticketId)
    const ticket = desk.ticket(id) === undefined ? past().ticket(id) : undefined
    if (ticket === undefined) return next()
    const ids = new Set([ticket.requesterId, ticket.submitterId, ticket.assigneeId ?? 0])
    const users = [...ids].flatMap((userId) => personOf(userId) ?? [])
    res.json({
      ticket: ticketShape(desk, origin(), ticket),
      users: users.map((user) => userShape(origin(), user)),
      organizations: [],
    })
  })

  router.get('/tickets/:ticketId/comments', (req, res, next) => {
    const id = Number(req.params.ticketId)
    const ticket = desk.ticket(id) === undefined ? past().ticket(id) : undefined
    if (ticket === undefined) return next()
    const rows = ticket.comments.map((comment) => commentShape(comment))
    answerPage(req, res, origin(), 'comments', rows, {}, (page) => {
      const ids = new Set(page.map((row) => row.author_id))
      const users = [...ids].flatMap((authorId) => personOf(authorId) ?? [])
      return { users: users.map((user) => userShape(origin(), user)) }
    })
  })

  router.get('/users/show_many', (req, res, next) => {
    const ids = String(req.query.ids ?? '')
      .split(',')
      .map(Number)
    if (!ids.some((id) => desk.user(id) === undefined && past().user(id) !== undefined)) return next()
    const rows = ids.flatMap((id) => personOf(id) ?? []).map((user) => userShape(origin(), user))
    answerPage(req, res, origin(), 'users', rows)
  })
  return router
}

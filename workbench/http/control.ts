/**
 * What only a workbench can do: choose the acting agent, speak as the requester, send a webhook.
 * For its own pages alone; the app in the frame reaches none of it.
 */
import express, { Router } from 'express'
import { z } from 'zod'
import type { InstalledApp } from '../installed-app.ts'
import type { WorkbenchUser } from '../model.ts'
import { notAuthenticated, recordNotFound } from '../rest/answers.ts'
import type { Credentials } from '../rest/credentials.ts'
import { userShape } from '../rest/shapes.ts'
import { APP_LOCATIONS, type AppLocation, type Launch } from '../signing/launch.ts'
import type { Desk } from '../store/desk.ts'
import type { WebhookDelivery } from '../webhooks/delivery.ts'
import type { WebhookOrder } from '../webhooks/events.ts'
import { actsRouter, parseOr422 } from './acts.ts'
import type { Live } from './live.ts'

export interface ControlOptions {
  readonly desk: Desk
  readonly credentials: Credentials
  readonly live: Live
  readonly origin: () => string
  readonly companionOrigin: () => string
  readonly account: {
    readonly name: string
    readonly subdomain: string
    readonly appGuid: string
    readonly appId: number
    readonly installationId: number
  }
  readonly launch: (agentId: number, location: AppLocation) => Launch
  readonly replyAs: (ticketId: number, userId: number, text: string) => unknown
  readonly installed: InstalledApp
  readonly sendWebhook: (order: WebhookOrder) => Promise<WebhookDelivery>
  readonly deliveries: readonly WebhookDelivery[]
}

const id = z.int().positive()
const SESSION = z.object({ userId: id })
const REPLY = z.object({ text: z.string().trim().min(1).max(20_000) })
const ORDER = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['ticket.created', 'ticket.soft_deleted', 'ticket.undeleted']), ticketId: id }),
  z.object({ type: z.literal('ticket.comment_added'), ticketId: id, commentId: id }),
  z.object({ type: z.literal('ticket.requester_changed'), ticketId: id, previousRequesterId: id }),
  z.object({ type: z.literal('ticket.merged'), ticketId: id, targetTicketId: id }),
  z.object({ type: z.literal('user.deleted'), userId: id }),
])

function isLocation(value: unknown): value is AppLocation {
  return APP_LOCATIONS.some((location) => location === value)
}

export function controlRouter(options: ControlOptions): Router {
  const { desk, credentials } = options
  const router = Router()
  router.use((req, res, next) => {
    const agent = credentials.callerOf(req)
    if (agent === null || agent === undefined) return notAuthenticated(res)
    res.locals.agentId = agent.id
    next()
  })
  router.use(express.json({ limit: '100kb' }))

  const withTitle = (user: WorkbenchUser) => ({ ...userShape(options.origin(), user), title: user.title })
  router.get('/bootstrap', (_req, res) => {
    res.json({
      account: options.account,
      origin: options.origin(),
      companionOrigin: options.companionOrigin(),
      agentId: Number(res.locals.agentId),
      agents: desk.agents().map(withTitle),
      staff: desk.staff().map(withTitle),
      brands: desk.brands,
      groups: desk.groups,
      forms: desk.forms,
      appSettings: Object.fromEntries(options.installed.settings),
      requirements: Object.fromEntries(options.installed.fields.map((field) => [field.key, field.id])),
      ticketFields: desk.ticketFields.filter((field) => field.removable),
    })
  })
  router.post('/session', (req, res) => {
    const body = parseOr422(SESSION, req, res)
    if (body === undefined) return
    const agent = desk.agents().find((user) => user.id === body.userId)
    if (agent === undefined) return recordNotFound(res)
    res.set('Set-Cookie', credentials.openSession(agent)).status(204).end()
  })
  // A token is good for one load: the page asks anew each time it fills the frame.
  router.post('/launches/:location', (req, res) => {
    const { location } = req.params
    if (!isLocation(location)) return recordNotFound(res)
    res.set('Cache-Control', 'no-store').json(options.launch(Number(res.locals.agentId), location))
  })
  router.get('/events', (req, res) => options.live.stream(req, res))
  router.get('/webhooks', (_req, res) => {
    res.json({ deliveries: options.deliveries.slice(-20) })
  })
  router.post('/webhooks', async (req, res) => {
    const order = parseOr422<WebhookOrder>(ORDER, req, res)
    if (order !== undefined) res.json({ delivery: await options.sendWebhook(order) })
  })
  router.post('/tickets/:ticketId/requester-replies', (req, res) => {
    const ticket = desk.ticket(Number(req.params.ticketId))
    if (ticket === undefined) return recordNotFound(res)
    const body = parseOr422(REPLY, req, res)
    if (body === undefined) return
    options.replyAs(ticket.id, ticket.requesterId, body.text)
    res.status(204).end()
  })
  router.use(actsRouter(options))
  router.use((_req, res) => recordNotFound(res))
  return router
}

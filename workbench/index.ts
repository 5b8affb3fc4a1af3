/**
 * A local stand-in for Zendesk Support and its help center: pages, REST, signed page loads, webhooks.
 * Never runs in production, never listens beyond this machine, never imports the companion.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Fault } from '../src/domain/fault.ts'
import type { Content } from './content/content.ts'
import { pastDesk } from './content/past-tickets.ts'
import { type HelpCenter, openHelpCenter } from './help-center/shelf.ts'
import { createApp, type RecordedRequest } from './http/app.ts'
import { type FailureQueue, openFailureQueue } from './http/faults.ts'
import { openLive } from './http/live.ts'
import { type InstalledApp, NO_APP } from './installed-app.ts'
import type { Clock, Ids, WorkbenchComment, WorkbenchLog } from './model.ts'
import { openCredentials } from './rest/credentials.ts'
import { seedFrom } from './seed.ts'
import { makeKeyPair } from './signing/key-pair.ts'
import { type AppLocation, type Launch, signLaunch } from './signing/launch.ts'
import { htmlFromText } from './store/comment-text.ts'
import { type Desk, openDesk } from './store/desk.ts'
import { deliver, type WebhookDelivery } from './webhooks/delivery.ts'
import { makeEvent, type WebhookOrder } from './webhooks/events.ts'

export { WORKBENCH_KEY_MARK } from './signing/key-pair.ts'
export type { Content, Launch, RecordedRequest, WebhookDelivery, WebhookOrder }

export interface WorkbenchOptions {
  readonly content: Content
  /** A function where the companion's port is known only after the workbench listens. */
  readonly companionOrigin: string | (() => string)
  readonly clock: Clock
  readonly ids: Ids
  readonly log: WorkbenchLog
  /** None: no fields of its own, no settings. */
  readonly app?: InstalledApp
  readonly production?: boolean
}

export interface Workbench {
  listen(port: number, host?: string): Promise<{ readonly origin: string }>
  close(): Promise<void>
  readonly publicKeyPem: string
  readonly accountId: number
  readonly installationId: number
  readonly appId: number
  readonly appGuid: string
  readonly webhookSecret: string
  /** For `Authorization: Bearer` (as the admin) or Basic `email/token:` (as that agent). */
  readonly apiToken: string
  readonly appSettings: Map<string, boolean>
  readonly desk: Desk
  readonly helpCenter: HelpCenter
  readonly faults: FailureQueue
  readonly requests: readonly RecordedRequest[]
  readonly deliveries: readonly WebhookDelivery[]
  /** What the page would post into the frame for this agent: a fresh token each time. */
  launch(agentId: number, location: AppLocation): Launch
  sendWebhook(order: WebhookOrder): Promise<WebhookDelivery>
  /** A new public comment arrives on the ticket, written by this person. */
  sendPublicReplyAs(ticketId: number, userId: number, text: string): WorkbenchComment
  /** Resolves when every webhook that was set off so far has been answered or has failed. */
  webhooksSettled(): Promise<void>
}

const LOOPBACK = ['127.0.0.1', 'localhost']

function loopbackOrigin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url === null || url.origin !== value || !LOOPBACK.includes(url.hostname)) {
    throw new Fault('CONFIG_INVALID', 'the workbench serves only a companion on this machine')
  }
  return value
}

export function createWorkbench(options: WorkbenchOptions): Workbench {
  if (options.production === true) {
    throw new Fault('CONFIG_INVALID', 'the workbench does not run in production')
  }
  const { clock, ids, log } = options
  const installed = options.app ?? NO_APP
  const seed = seedFrom(options.content, installed.fields)
  const desk = openDesk(seed, clock)
  const helpCenter = openHelpCenter(seed.helpCenter, clock)
  const failures = openFailureQueue()
  const { publicKeyPem, privateKeyPem } = makeKeyPair()
  const identity = { accountId: 20_000_001, installationId: 30_000_001, appId: 40_000_001 }
  const [appGuid, webhookSecret, apiToken, webhookId] = [ids(), ids(), ids(), ids()]
  const requests: RecordedRequest[] = []
  const deliveries: WebhookDelivery[] = []
  const underWay = new Set<Promise<unknown>>()
  const { companionOrigin: given } = options
  const companionOrigin = () => loopbackOrigin(typeof given === 'string' ? given : given())
  if (typeof given === 'string') loopbackOrigin(given)
  let origin = 'http://localhost'

  const signer = { privateKeyPem, installationId: identity.installationId, appGuid, clock, ids }
  const launch = (agentId: number, location: AppLocation) =>
    signLaunch({ ...signer, companionOrigin: companionOrigin() }, origin, agentId, location)

  async function post(order: WebhookOrder, actorId: number | null): Promise<WebhookDelivery> {
    const event = makeEvent({ desk, accountId: identity.accountId, clock, ids }, order, actorId)
    if (event === null) throw new Fault('NOT_FOUND', `no record for ${order.type}`)
    const url = new URL('/webhooks/zendesk', companionOrigin()).href
    const door = { url, secret: webhookSecret, webhookId, accountId: identity.accountId, clock, log }
    const delivery = await deliver(door, event)
    deliveries.push(delivery)
    return delivery
  }

  function track<T>(work: Promise<T>): Promise<T> {
    const settled = work.then(
      () => undefined,
      () => undefined,
    )
    underWay.add(settled)
    void settled.then(() => underWay.delete(settled))
    return work
  }

  desk.listen((event, actorId) => {
    if (event.type === 'ticket.updated' || origin === 'http://localhost') return
    track(post(event, actorId)).catch((cause: unknown) => {
      log.warn('webhook not made', { type: event.type, problem: String(cause) })
    })
  })

  function sendPublicReplyAs(ticketId: number, userId: number, text: string): WorkbenchComment {
    const [ticket, author] = [desk.ticket(ticketId), desk.user(userId)]
    if (ticket === undefined || author === undefined) throw new Fault('NOT_FOUND', 'no such ticket or user')
    const words = { plainBody: text, htmlBody: htmlFromText(text), channel: 'email' }
    if (ticket.status !== 'open') desk.changeTicket(ticket, { status: 'open' }, userId)
    return desk.addComment(ticket, { authorId: userId, isPublic: true, ...words })
  }

  const sendWebhook = (order: WebhookOrder) => track(post(order, null))
  const live = openLive(desk)
  const [brand] = desk.brands
  const app = createApp({
    desk,
    helpCenter,
    failures,
    past: pastDesk(options.content),
    live,
    requests,
    deliveries,
    launch,
    sendWebhook,
    replyAs: sendPublicReplyAs,
    installed,
    credentials: openCredentials(desk, apiToken, ids),
    origin: () => origin,
    companionOrigin,
    account: {
      name: brand?.name ?? 'Workbench',
      subdomain: brand?.subdomain ?? 'workbench',
      appGuid,
      appId: identity.appId,
      installationId: identity.installationId,
    },
  })
  const server = createServer(app)

  return {
    ...identity,
    publicKeyPem,
    appGuid,
    webhookSecret,
    apiToken,
    appSettings: installed.settings,
    desk,
    helpCenter,
    faults: failures,
    requests,
    deliveries,
    launch,
    sendWebhook,
    sendPublicReplyAs,
    async webhooksSettled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    async listen(port, host = '127.0.0.1') {
      if (!LOOPBACK.includes(host)) {
        throw new Fault('CONFIG_INVALID', 'the workbench listens only on this machine')
      }
      server.listen(port, host)
      await once(server, 'listening')
      // The SDK blanks its page unless the host page is called localhost or 127.0.0.1.
      origin = `http://localhost:${(server.address() as AddressInfo).port}`
      log.info('workbench listens', { origin })
      return { origin }
    },
    async close() {
      live.close()
      if (!server.listening) return
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

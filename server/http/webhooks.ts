/** Signed webhooks of the helpdesk: ticket facts that do not come through an agent's browser. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Router, raw } from 'express'
import { Fault } from '../../src/domain/fault.ts'
import { type EventRooms, parseEvent, receiveEvent } from '../helpdesk-events/index.ts'

const WINDOW_MS = 300_000

export interface WebhookGiven {
  readonly rooms: EventRooms
  readonly accountId: string
  /** The account's own number in the helpdesk; `null`: not configured, so not checked. */
  readonly helpdeskAccount: string | null
  readonly secret: string | null
}

/** HMAC-SHA-256 over timestamp ‖ raw body, base64; the timestamp within five minutes of now. */
function verify(
  given: WebhookGiven,
  headers: { signature: unknown; timestamp: unknown },
  body: Buffer,
): void {
  const { signature, timestamp } = headers
  const refused = new Fault('SIGNATURE_INVALID', 'this webhook is not signed by the helpdesk')
  if (given.secret === null || typeof signature !== 'string' || typeof timestamp !== 'string') throw refused
  const expected = createHmac('sha256', given.secret).update(timestamp).update(body).digest()
  const found = Buffer.from(signature, 'base64')
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) throw refused
  const age = given.rooms.world.now().getTime() - Date.parse(timestamp)
  if (!(Math.abs(age) <= WINDOW_MS)) throw refused
}

export function webhooks(given: WebhookGiven): Router {
  const router = Router()
  router.post('/webhooks/zendesk', raw({ type: () => true, limit: '256kb' }), async (request, response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const header = (name: string) => request.get(name)
    verify(
      given,
      {
        signature: header('x-zendesk-webhook-signature'),
        timestamp: header('x-zendesk-webhook-signature-timestamp'),
      },
      body,
    )
    let parsed: unknown
    try {
      parsed = JSON.parse(body.toString('utf8'))
    } catch {
      throw new Fault('BAD_REQUEST', 'the webhook is not JSON')
    }
    const event = parseEvent(parsed)
    if (event === null) throw new Fault('BAD_REQUEST', 'the webhook does not have the expected form')
    await receiveEvent(given.rooms, given, event)
    response.status(204).end()
  })
  return router
}

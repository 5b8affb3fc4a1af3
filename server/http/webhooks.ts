/** Signed webhooks of the helpdesk: ticket facts that do not come through an agent's browser. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Router, raw } from 'express'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { changeRequester, type DraftingRooms } from '../drafting/index.ts'
import type { Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import { noteTicket } from '../tickets/index.ts'

const WINDOW_MS = 300_000
const id = z
  .union([z.string(), z.int()])
  .transform(String)
  .pipe(z.string().regex(/^[1-9][0-9]{0,18}$/))
const eventSchema = z.object({
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(200),
  detail: z.object({ id, requester_id: id.optional() }),
})

export interface WebhookGiven {
  readonly rooms: DraftingRooms
  readonly transact: Transact<StoreRows>
  readonly accountId: string
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

async function apply(given: WebhookGiven, event: z.infer<typeof eventSchema>): Promise<'new' | 'known'> {
  const { rooms, accountId } = given
  return given.transact(async (tx) => {
    if (!(await tx.rememberWebhook(accountId, event.id, rooms.world.now().toISOString()))) return 'known'
    await rooms.audit.append(tx, accountId, {
      type: 'webhook.received',
      actor: { kind: 'helpdesk', ref: 'webhook' },
      object: { kind: 'webhook', ref: rooms.keys.digest('webhook', accountId, event.id) },
      decision: event.type.replace(/[^A-Za-z0-9_.:-]/g, '_').slice(0, 200),
    })
    const ticket = await tx.ticketById(accountId, event.detail.id)
    const named = event.detail.requester_id
    if (named === undefined || !event.type.startsWith('zen:event-type:ticket.')) return 'new'
    if (ticket === null) {
      await noteTicket(rooms, tx, accountId, { ticketId: event.detail.id, requesterId: named })
      return 'new'
    }
    const requester = await tx.requesterByRef(accountId, ticket.requesterRef)
    if (requester?.digest === rooms.keys.digest('requester', accountId, named))
      await tx.setTicketRequester(accountId, ticket.ticketRef, ticket.requesterRef, 'webhook')
    else {
      const actor = { kind: 'helpdesk' as const, ref: 'webhook' }
      await changeRequester(rooms, tx, accountId, ticket, named, { identity: 'webhook', actor })
    }
    return 'new'
  })
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
    const event = eventSchema.safeParse(parsed)
    if (!event.success) throw new Fault('BAD_REQUEST', 'the webhook does not have the expected form')
    await apply(given, event.data)
    response.status(204).end()
  })
  return router
}

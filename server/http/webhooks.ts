/** Signed webhooks of the helpdesk: ticket facts that do not come through an agent's browser. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type NextFunction, type Request, type Response, Router, raw } from 'express'
import { Fault } from '../../src/domain/fault.ts'
import type { RefusalMeter } from '../access/index.ts'
import { type EventRooms, parseEvent, receiveEvent } from '../helpdesk-events/index.ts'

const WINDOW_MS = 300_000
const SIGNATURE = 'x-zendesk-webhook-signature'
const TIMESTAMP = 'x-zendesk-webhook-signature-timestamp'
/** Of SHA-256. */
const SIGNATURE_BYTES = 32

export interface WebhookGiven {
  readonly rooms: EventRooms
  readonly accountId: string
  /** The account's own number in the helpdesk; `null`: not configured, so not checked. */
  readonly helpdeskAccount: string | null
  /** The newest first: while the helpdesk is handed a new one, it signs with either. None: no webhooks. */
  readonly secrets: readonly string[]
  readonly refusals: RefusalMeter
}

/** Why one was turned away, or counted as one that came before. */
type Suspicion = 'unsigned' | 'forged' | 'stale' | 'replayed'

/** What its headers alone say against it: no body could make them right. */
function suspicionOfHead(given: WebhookGiven, request: Request): Suspicion | null {
  const signature = request.get(SIGNATURE)
  const timestamp = request.get(TIMESTAMP)
  if (given.secrets.length === 0 || signature === undefined || timestamp === undefined) return 'unsigned'
  const whole = Buffer.from(signature, 'base64').length === SIGNATURE_BYTES
  return whole && !Number.isNaN(Date.parse(timestamp)) ? null : 'forged'
}

/** Asked of what is signed alone: `stale` is to mean the helpdesk's clock or ours, never a stranger's guess. */
function isStale({ rooms }: WebhookGiven, request: Request): boolean {
  return Math.abs(rooms.world.now().getTime() - Date.parse(request.get(TIMESTAMP) ?? '')) > WINDOW_MS
}

/** HMAC-SHA-256 over timestamp ‖ raw body, base64. */
function isSigned({ secrets }: WebhookGiven, request: Request, body: Buffer): boolean {
  const found = Buffer.from(request.get(SIGNATURE) ?? '', 'base64')
  return secrets.some((secret) => {
    const mac = createHmac('sha256', secret).update(request.get(TIMESTAMP) ?? '')
    const expected = mac.update(body).digest()
    return found.length === expected.length && timingSafeEqual(found, expected)
  })
}

/** Nothing of what was sent, and no more entries a minute than the meter gives: anybody can reach this address. */
async function note(
  { rooms, accountId, refusals, secrets }: WebhookGiven,
  decision: Suspicion,
): Promise<void> {
  // Without a secret there are no webhooks, and nothing that could be forged.
  const passedOver = secrets.length === 0 ? null : refusals.take(rooms.world.now())
  if (passedOver === null) return
  await rooms.transact((tx) =>
    rooms.audit.append(tx, accountId, {
      type: 'webhook.refused',
      actor: { kind: 'system', ref: 'webhook' },
      object: { kind: 'webhook', ref: 'webhook' },
      decision,
      ...(passedOver === 0 ? {} : { detail: { passedOver } }),
    }),
  )
}

/** Signatures that were good once, for as long as they would be again. By their bytes: one has many spellings. */
function createSeen() {
  const seen = new Map<string, number>()
  const bytesOf = (signature = '') => Buffer.from(signature, 'base64').toString('hex')
  return {
    has: (signature: string | undefined) => seen.has(bytesOf(signature)),
    add(signature: string | undefined, now: number) {
      seen.set(bytesOf(signature), now + 2 * WINDOW_MS)
      for (const [old, until] of seen) {
        if (until >= now) break
        seen.delete(old)
      }
    },
  }
}

export function webhooks(given: WebhookGiven): Router {
  const router = Router()
  const seen = createSeen()
  const refuse = async (suspicion: Suspicion) => {
    await note(given, suspicion)
    throw new Fault('SIGNATURE_INVALID', 'this webhook is not signed by the helpdesk')
  }
  // Before the body is read: whoever signs nothing has none of it kept.
  const look = async (request: Request, _response: Response, next: NextFunction) => {
    const suspicion = suspicionOfHead(given, request)
    if (suspicion !== null) await refuse(suspicion)
    next()
  }
  const read = raw({ type: () => true, limit: '256kb' })
  router.post('/webhooks/zendesk', look, read, async (request, response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const signature = request.get(SIGNATURE)
    if (!isSigned(given, request, body)) await refuse('forged')
    if (isStale(given, request)) await refuse('stale')
    // The same bytes again: it changes nothing, as an event that is known, and is counted.
    if (seen.has(signature)) await note(given, 'replayed')
    let parsed: unknown
    try {
      parsed = JSON.parse(body.toString('utf8'))
    } catch {
      throw new Fault('BAD_REQUEST', 'the webhook is not JSON')
    }
    const event = parseEvent(parsed)
    if (event === null) throw new Fault('BAD_REQUEST', 'the webhook does not have the expected form')
    // Its facts would hold against every true one until that day comes.
    if (Date.parse(event.at) > given.rooms.world.now().getTime() + WINDOW_MS)
      throw new Fault('BAD_REQUEST', 'this event is dated in the future')
    await receiveEvent(given.rooms, given, event)
    seen.add(signature, given.rooms.world.now().getTime())
    response.status(204).end()
  })
  return router
}

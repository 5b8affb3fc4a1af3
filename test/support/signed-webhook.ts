/** A webhook as the helpdesk signs it; a test may change any part after or before signing. */
import { createHmac } from 'node:crypto'
import { type Answer, type Harness, WEBHOOK_SECRET } from './companion-harness.ts'

export interface WebhookParts {
  readonly ticketId: string
  /** When it happened; otherwise now. */
  readonly time?: string
  readonly event?: Readonly<Record<string, unknown>>
  readonly detail?: Readonly<Record<string, unknown>>
  readonly requesterId?: string
  readonly type?: string
  readonly eventId?: string
  readonly secret?: string
  readonly timestamp?: string
  /** Sent instead of the body that is signed. */
  readonly sent?: string | Uint8Array
  /** Signed and sent instead of the usual event. */
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The same signature in other letters. */
  readonly respell?: (signature: string) => string
}

let events = 0

export function sendWebhook(desk: Harness, parts: WebhookParts): Promise<Answer> {
  events += 1
  const timestamp = parts.timestamp ?? desk.world.now().toISOString()
  const body =
    parts.body ??
    JSON.stringify({
      id: parts.eventId ?? `event-${events}`,
      type: parts.type ?? 'zen:event-type:ticket.requester_changed',
      time: parts.time ?? desk.world.now().toISOString(),
      account_id: 7,
      ...(parts.event === undefined ? {} : { event: parts.event }),
      detail: {
        id: parts.ticketId,
        ...(parts.requesterId === undefined ? {} : { requester_id: parts.requesterId }),
        ...parts.detail,
      },
    })
  const signature = createHmac('sha256', parts.secret ?? WEBHOOK_SECRET)
    .update(timestamp + body)
    .digest('base64')
  return desk.call('POST', '/webhooks/zendesk', {
    raw: parts.sent ?? body,
    headers: {
      'content-type': 'application/json',
      'x-zendesk-webhook-signature': parts.respell?.(signature) ?? signature,
      'x-zendesk-webhook-signature-timestamp': timestamp,
      ...parts.headers,
    },
  })
}

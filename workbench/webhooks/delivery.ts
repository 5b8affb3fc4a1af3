/** Signs webhook events and posts them to the companion. A failed delivery is recorded, never thrown. */
import { createHmac } from 'node:crypto'
import type { Clock, WorkbenchLog } from '../model.ts'
import type { WebhookEvent } from './events.ts'

const DELIVERY_TIMEOUT_MS = 5000

export interface WebhookDelivery {
  readonly eventId: string
  readonly type: string
  readonly subject: string
  readonly sentAt: string
  /** HTTP status of the answer; `null` when none came. */
  readonly status: number | null
  readonly problem: string | null
}

/** Base64 of HMAC-SHA256 over the timestamp directly followed by the raw body, no separator. */
export function signWebhook(secret: string, timestamp: string, rawBody: string): string {
  return createHmac('sha256', secret)
    .update(timestamp + rawBody)
    .digest('base64')
}

export interface WebhookDoor {
  readonly url: string
  readonly secret: string
  readonly webhookId: string
  readonly accountId: number
  readonly clock: Clock
  readonly log: WorkbenchLog
}

export async function deliver(door: WebhookDoor, event: WebhookEvent): Promise<WebhookDelivery> {
  const rawBody = JSON.stringify(event)
  const timestamp = door.clock().toISOString()
  const delivery = { eventId: event.id, type: event.type, subject: event.subject, sentAt: timestamp }
  try {
    const answer = await fetch(door.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS),
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Zendesk Webhook',
        'X-Zendesk-Account-Id': String(door.accountId),
        'X-Zendesk-Webhook-Id': door.webhookId,
        'X-Zendesk-Webhook-Invocation-Id': event.id,
        'X-Zendesk-Webhook-Signature': signWebhook(door.secret, timestamp, rawBody),
        'X-Zendesk-Webhook-Signature-Timestamp': timestamp,
      },
      body: rawBody,
    })
    await answer.body?.cancel()
    return { ...delivery, status: answer.status, problem: answer.ok ? null : `answered ${answer.status}` }
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === 'TimeoutError'
    const problem = isLate ? 'no answer in time' : 'companion not reached'
    door.log.warn('webhook not delivered', { eventId: event.id, type: event.type, problem })
    return { ...delivery, status: null, problem }
  }
}

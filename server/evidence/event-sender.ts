/**
 * Sends events to the one address of the configuration: in their order, at least once, from where it stopped. Only
 * what was taken moves the place on, so that nothing is lost by a failure or a restart. It holds no lock and keeps
 * nobody waiting who drafts.
 */
import { createHash, createHmac } from 'node:crypto'
import type { AccountId } from '../../src/domain/account.ts'
import type { DeliveryError, DeliveryView } from '../../src/domain/evidence-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { AuditRows } from '../audit/index.ts'
import type { Transact, World } from '../keys.ts'
import { loggedEntry } from './logged-entry.ts'
import { ocsfEvent } from './ocsf.ts'

export interface EventCursor {
  readonly nextIndex: number
  readonly lastSentAt: string | null
  readonly failures: number
  readonly lastError: DeliveryError | null
  readonly lastErrorAt: string | null
  readonly nextTryAt: string | null
}

export interface EventCursorRows extends AuditRows {
  eventCursor(accountId: AccountId, destination: string): Promise<EventCursor | null>
  setEventCursor(accountId: AccountId, destination: string, cursor: EventCursor): Promise<void>
}

/** `null`: the receiver took it. Everything else is told as one of a closed list. */
export type Deliver = (
  body: string,
  headers: Readonly<Record<string, string>>,
  stop: AbortSignal,
) => Promise<DeliveryError | null>

export interface EventDestination {
  readonly url: string
  readonly eventsSecret: () => string
  readonly deliver: Deliver
}

export interface EventSenderGiven {
  readonly world: World
  readonly transact: Transact<EventCursorRows>
  readonly accountId: AccountId
  readonly productVersion: string
  /** True while nothing at all may leave: the kill switch of all egress. */
  readonly stopped: () => boolean
  /** `null`: nothing is sent anywhere. */
  readonly destination: EventDestination | null
}

export interface EventSender {
  /** Sends one batch when its time has come. @returns true when there is more to send at once. */
  turn(): Promise<boolean>
  view(): Promise<DeliveryView>
  /** Breaks off what is under way; it is sent again after the next start. */
  stop(): Promise<void>
}

export const BATCH = 200
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 300_000

const START: EventCursor = {
  nextIndex: 0,
  lastSentAt: null,
  failures: 0,
  lastError: null,
  lastErrorAt: null,
  nextTryAt: null,
}

/** 1 s, 2 s, 4 s … 5 min. */
export function waitAfter(failures: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 20), LONGEST_WAIT_MS)
}

/** What a receiver computes again: HMAC-SHA256 over the time, a full stop, and the body as it came. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

/** An address may hold a token: the store knows it by its digest. */
function nameOf(url: string): string {
  return createHash('sha256').update(url).digest('hex')
}

export function createEventSender(given: EventSenderGiven): EventSender {
  const { world, transact, accountId, destination } = given
  const stopping = new AbortController()
  let running: Promise<boolean> | null = null

  async function read() {
    const name = destination === null ? '' : nameOf(destination.url)
    return transact(async (tx) => {
      const cursor = (await tx.eventCursor(accountId, name)) ?? START
      const size = (await tx.auditHead(accountId))?.tree.size ?? 0
      return { name, cursor, size }
    })
  }

  async function failed(name: string, cursor: EventCursor, error: DeliveryError): Promise<false> {
    const now = world.now()
    const failures = cursor.failures + 1
    await transact((tx) =>
      tx.setEventCursor(accountId, name, {
        ...cursor,
        failures,
        lastError: error,
        lastErrorAt: now.toISOString(),
        nextTryAt: new Date(now.getTime() + waitAfter(failures)).toISOString(),
      }),
    )
    return false
  }

  async function sendBatch(to: EventDestination): Promise<boolean> {
    const { name, cursor, size } = await read()
    if (cursor.nextTryAt !== null && world.now().getTime() < Date.parse(cursor.nextTryAt)) return false
    // Another log lies there than the one that was sent: going on would leave a gap that nobody sees.
    if (cursor.nextIndex > size) return failed(name, cursor, 'LOG_BEHIND')
    const stored = await transact((tx) => tx.auditEntries(accountId, cursor.nextIndex, BATCH))
    const gap = stored.findIndex((entry, at) => entry.index !== cursor.nextIndex + at)
    if (gap >= 0) return failed(name, cursor, 'LOG_BEHIND')
    const last = stored.at(-1)
    if (last === undefined) return false
    const origin = { accountId, version: given.productVersion }
    const events = stored.map((entry) => ocsfEvent(loggedEntry(entry), origin))
    const body = `${events.map((event) => JSON.stringify(event)).join('\n')}\n`
    if (stopping.signal.aborted) return false
    const timestamp = String(Math.floor(world.now().getTime() / 1000))
    const error = await to.deliver(
      body,
      {
        'content-type': 'application/x-ndjson',
        'vouch-event-id': events[0]?.metadata.uid ?? '',
        'vouch-event-range': `${cursor.nextIndex}-${last.index}`,
        'vouch-timestamp': timestamp,
        'vouch-signature': signatureOf(to.eventsSecret(), timestamp, body),
      },
      stopping.signal,
    )
    // Broken off by the stop: that is no failure of the receiver. What it took counts as taken all the same.
    if (error !== null && stopping.signal.aborted) return false
    if (error !== null) return failed(name, cursor, error)
    await transact((tx) =>
      tx.setEventCursor(accountId, name, {
        ...cursor,
        nextIndex: last.index + 1,
        lastSentAt: world.now().toISOString(),
        failures: 0,
        nextTryAt: null,
      }),
    )
    return last.index + 1 < size
  }

  return {
    turn() {
      if (destination === null || given.stopped() || stopping.signal.aborted) return Promise.resolve(false)
      // One at a time: two batches under way would arrive in any order.
      running ??= sendBatch(destination).finally(() => {
        running = null
      })
      return running
    },
    async view() {
      const { cursor, size } = await read()
      const { nextIndex, ...rest } = cursor
      return {
        origin: destination === null ? null : new URL(destination.url).origin,
        lastSent: nextIndex === 0 ? null : nextIndex - 1,
        stopped: given.stopped(),
        waiting: destination === null ? 0 : Math.max(0, size - nextIndex),
        ...rest,
      }
    },
    async stop() {
      stopping.abort(new Fault('SHUTTING_DOWN', 'the server is stopping'))
      await running?.catch(() => undefined)
    },
  }
}

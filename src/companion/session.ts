import type { PageSession } from '../domain/api.ts'
import { Fault } from '../domain/fault.ts'
import { pageSession, problem, renewedSession } from './answers.ts'
import type { Check } from './checks.ts'
import { createEnding, type PageLife, type SessionEnd } from './page-life.ts'
import { SIGNED_OUT, Unreachable } from './trouble.ts'

/** One request as it goes out: never with cookies, never to another address, never from a cache. */
export interface Letter {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string
  readonly signal?: AbortSignal
  readonly credentials: 'omit'
  readonly redirect: 'error'
  readonly cache: 'no-store'
  /** Goes out although the page is gone. */
  readonly keepalive?: true
}

/** What the room needs of the browser; tests hand in their own. */
export interface Surroundings {
  fetch(url: string, init: Letter): Promise<Response>
  now(): number
  /** Runs once after that many milliseconds; the answer cancels it. */
  after(milliseconds: number, act: () => void): () => void
}

/** Half of its time: a server that is away for some minutes ends nobody's session. */
const RENEW_BEFORE_MS = 450_000

export interface Line {
  readonly page: PageLife
  /** Sends with the session, renewed when it is due, and names every failure. */
  send(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, signal?: AbortSignal): Promise<Response>
  ask<T>(
    check: Check<T>,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<T>
  close(): void
}

export const readPageSession = (json: string): PageSession => pageSession(parsed(json), 'vouch-session')

/** The token lives in this closure only: not in storage, not in a cookie, not in an address. */
export function openLine(session: PageSession, { fetch, now, after }: Surroundings): Line {
  const base = session.apiBase.replace(/\/$/, '')
  const ending = createEnding()
  let { token, expiresAt } = session
  let ahead = 0
  let renewal: Promise<void> | null = null
  let cancel = () => {}

  const timeLeft = () => Date.parse(expiresAt) - (now() + ahead)

  function end(how: SessionEnd): void {
    cancel()
    token = ''
    ending.end(how)
  }

  const letter = (method: string, body: unknown): Letter => ({
    method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json, text/event-stream, application/problem+json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
  })

  async function exchange(method: string, path: string, body: unknown, signal?: AbortSignal) {
    if (ending.over) throw new Fault('SESSION_EXPIRED', 'the session of this page has ended')
    const response = await fetch(`${base}${path}`, {
      ...letter(method, body),
      ...(signal === undefined ? {} : { signal }),
    }).catch((cause: unknown) => {
      throw new Unreachable('the companion does not answer', { cause })
    })
    // The server wrote `expiresAt` with its own clock; this browser's may be minutes off.
    const serverTime = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(serverTime)) ahead = serverTime - now()
    if (!response.ok) {
      const failure = await faultFrom(response)
      if (failure instanceof Fault && SIGNED_OUT.includes(failure.code))
        end(timeLeft() <= 0 ? 'lapsed' : 'ended')
      throw failure
    }
    return response
  }

  function renew(): Promise<void> {
    renewal ??= exchange('POST', '/session/renewals', {})
      .then(async (response) => {
        const next = renewedSession(parsed(await response.text()), 'renewal')
        token = next.token
        expiresAt = next.expiresAt
        schedule()
      })
      .finally(() => {
        renewal = null
      })
    return renewal
  }

  function schedule(): void {
    cancel()
    const wait = Math.max(timeLeft() - RENEW_BEFORE_MS, 1000)
    cancel = after(wait, () => {
      // A failed renewal is told by the next request that needs the session.
      renew().catch(() => {
        if (ending.over) return
        if (timeLeft() > 5000) cancel = after(5000, schedule)
        else cancel = after(Math.max(timeLeft(), 0), () => end('lapsed'))
      })
    })
  }

  async function send(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<Response> {
    if (timeLeft() < RENEW_BEFORE_MS) {
      // While the old token still holds, an answer that fails for the network's sake is not the end.
      await renew().catch((error: unknown) => {
        if (timeLeft() <= 0 || error instanceof Fault) throw error
      })
    }
    return exchange(method, path, body, signal)
  }

  const page: PageLife = {
    onEnded: ending.onEnded,
    async signOut() {
      // Ended meanwhile: that is what was wanted.
      await exchange('POST', '/session/sign-outs', {}).catch((error: unknown) => {
        if (!ending.over) throw error
      })
      end('signed_out')
    },
    leave() {
      if (ending.over) return
      fetch(`${base}/session/departures`, { ...letter('POST', {}), keepalive: true }).catch(() => undefined)
      end('ended')
    },
  }

  schedule()
  return {
    page,
    send,
    async ask(check, method, path, body, signal) {
      const response = await send(method, path, body, signal)
      const raw = await response.text().catch((cause: unknown) => {
        throw new Unreachable('the answer broke off', { cause })
      })
      return check(parsed(raw), path)
    },
    close: () => cancel(),
  }
}

/** RFC 9457. An answer that is no problem document came from something in between. */
async function faultFrom(response: Response): Promise<Error> {
  const raw = await response.text().catch(() => '')
  const requestId = response.headers.get('x-request-id') ?? ''
  try {
    const told = problem(parsed(raw), 'problem')
    return new Fault(told.code, `the companion answered ${response.status}`, undefined, {
      requestId: told.requestId,
      ...(told.invalid === undefined ? {} : { invalid: told.invalid }),
      ...(told.rule === undefined ? {} : { rule: told.rule }),
      ...retryAfter(response),
    })
  } catch (cause) {
    if (response.status === 401)
      return new Fault('NOT_SIGNED_IN', 'the session is over', cause, { requestId })
    if (response.status >= 502 && response.status <= 504) return new Unreachable('a gateway answered')
    return new Fault('UNEXPECTED', `the companion answered ${response.status}`, cause, { requestId })
  }
}

/** In seconds, as our own server says it. */
function retryAfter(response: Response): { readonly retryAfterSeconds?: number } {
  const said = response.headers.get('retry-after') ?? ''
  return /^[1-9]\d{0,5}$/.test(said) ? { retryAfterSeconds: Number(said) } : {}
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch (cause) {
    throw new Fault('UNEXPECTED', 'the companion answered no JSON', cause)
  }
}

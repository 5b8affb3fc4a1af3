/**
 * The only way out of the companion: to the origins that the configuration names, and only as it says.
 * Built on node:http directly, so that no proxy variable, redirect, cookie or shared agent has a say.
 */
import type { LookupAddress } from 'node:dns'
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { Fault } from '../../src/domain/fault.ts'
import { pinAddresses } from './egress-address.ts'
import {
  createAdmission,
  type EgressFaults,
  type EgressRequest,
  type EgressRules,
  HELP_CENTER_FAULTS,
} from './egress-rules.ts'
import { startWatch, type Watch } from './egress-watch.ts'

export { type EgressRequest, type EgressRules, PROVIDER_FAULTS } from './egress-rules.ts'

export interface EgressResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The body as it arrives. Read it or `close` it: until then the connection stays open. */
export interface EgressStream {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<Uint8Array>
  close(): void
}

export interface EgressDoor {
  /** @returns the answer, whatever its status. Redirects are answers like any other. */
  get(url: string, headers?: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<EgressResponse>
  /** Resolves with the head of the answer; the time limits go on for its body. */
  send(request: EgressRequest, signal?: AbortSignal): Promise<EgressStream>
}

interface Passage {
  readonly url: URL
  readonly pinned: readonly LookupAddress[]
  readonly request: EgressRequest
  readonly rules: EgressRules
  readonly watch: Watch
}

function flatten(answer: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

/** A connection of its own each time: what was pinned for it is what it goes to. */
function exchange({ url, pinned, request, rules, watch }: Passage): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  const agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false })
  return new Promise<IncomingMessage>((resolve, reject) => {
    const out = (secure ? requestHttps : requestHttp)(url, {
      method: request.method,
      agent,
      signal: watch.signal,
      // Said here, because NODE_TLS_REJECT_UNAUTHORIZED and --insecure-http-parser would have a say otherwise.
      ...(secure ? { rejectUnauthorized: true } : {}),
      insecureHTTPParser: false,
      headers: {
        ...request.headers,
        ...(rules.credential === undefined ? {} : { authorization: rules.credential() }),
        'accept-encoding': 'identity',
        connection: 'close',
      },
      lookup: (_host, options, done) => {
        if (options.all) done(null, [...pinned])
        else done(null, pinned[0]?.address ?? '', pinned[0]?.family)
      },
    })
    out.on('socket', (socket) =>
      socket.once(secure ? 'secureConnect' : 'connect', () => watch.awaitingFirstByte()),
    )
    out.on('error', reject)
    out.on('upgrade', (_answer, socket) => {
      reject(new Error('the answer switches protocols'))
      socket.destroy()
    })
    out.on('response', resolve)
    out.on('finish', () => request.onSent?.())
    out.end(request.body)
  })
}

async function* bodyOf(answer: IncomingMessage, rules: EgressRules, faults: EgressFaults, watch: Watch) {
  const tooLong = () => new Fault(faults.tooLong, `the answer is longer than ${rules.maxBytes} bytes`)
  if (Number(answer.headers['content-length'] ?? 0) > rules.maxBytes) throw tooLong()
  let size = 0
  // An answer that breaks off throws here: it does not pass for a short one.
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    watch.rest()
    size += chunk.length
    if (size > rules.maxBytes) throw tooLong()
    yield chunk
    watch.awaitingMore()
  }
}

/** Fault `EGRESS_REFUSED` before any connection; those of `rules.faults` when the network fails. */
export function createEgressDoor(rules: EgressRules): EgressDoor {
  const admit = createAdmission(rules)
  const faults = rules.faults ?? HELP_CENTER_FAULTS

  async function send(request: EgressRequest, stop?: AbortSignal): Promise<EgressStream> {
    const url = admit(request)
    stop?.throwIfAborted()
    const watch = startWatch(url.hostname, rules, faults, stop)
    const faultOf = (cause: unknown) => {
      if (cause instanceof Fault) return cause
      // The caller's own stop is not a failure of the other side; an alarm says itself what it is.
      if (watch.signal.aborted) return watch.signal.reason
      return new Fault(faults.unreachable, `${url.hostname}: ${networkCode(cause)}`, cause)
    }
    try {
      watch.connecting()
      const pinned = await beforeStop(pinAddresses(url.hostname, rules, faults), watch.signal)
      const answer = await exchange({ url, pinned, request, rules, watch })
      const close = () => {
        watch.end()
        answer.destroy()
      }
      const encoding = answer.headers['content-encoding'] ?? 'identity'
      if (encoding !== 'identity') {
        close()
        throw new Fault(faults.malformed, 'the answer is compressed although this was not asked for')
      }
      // Without this listener an answer that nobody reads any more would crash the process when it breaks.
      answer.on('error', () => undefined)
      const body = guarded(bodyOf(answer, rules, faults, watch), faultOf, close)
      return { status: answer.statusCode ?? 0, headers: flatten(answer), body, close }
    } catch (cause) {
      watch.end()
      throw faultOf(cause)
    }
  }

  return {
    send,
    async get(url, headers = {}, signal) {
      const answer = await send({ method: 'GET', url, headers }, signal)
      const chunks: Uint8Array[] = []
      for await (const chunk of answer.body) chunks.push(chunk)
      return { status: answer.status, headers: answer.headers, body: Buffer.concat(chunks) }
    },
  }
}

async function* guarded(
  chunks: AsyncIterable<Uint8Array>,
  faultOf: (cause: unknown) => unknown,
  close: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (cause) {
    throw faultOf(cause)
  } finally {
    close()
  }
}

function networkCode(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? code : 'the connection failed'
}

/** A resolver cannot be stopped; it must not outlast the time limit either. */
function beforeStop<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stopped = () => reject(stop.reason)
    stop.addEventListener('abort', stopped, { once: true })
    work.then(resolve, reject).finally(() => stop.removeEventListener('abort', stopped))
  })
}

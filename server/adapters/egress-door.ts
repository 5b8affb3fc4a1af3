/**
 * The only way out of the companion: GET requests to the origins that the configuration names.
 * Built on node:http directly, so that no proxy variable, redirect, cookie or shared agent has a say.
 */
import type { LookupAddress } from 'node:dns'
import { lookup as resolveName } from 'node:dns/promises'
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { Fault } from '../../src/domain/fault.ts'
import { isLoopbackHost, isPrivateAddress } from './private-address.ts'

export interface EgressResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface EgressDoor {
  /** @returns the answer, whatever its status. Redirects are answers like any other. */
  get(url: string, headers?: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<EgressResponse>
}

export interface EgressRules {
  /** `scheme://host[:port]`, exactly; https, or http on a loopback host. */
  readonly allowedOrigins: readonly string[]
  /** From the first byte out to the last byte in. */
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Handed in by tests; the system's resolver otherwise. */
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>
}

/** Set by the door alone: a caller must not pick the host, frame the body, or send a credential. */
const FORBIDDEN_HEADERS =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|cookie|authorization|proxy-.*|accept-encoding)$/i

function refused(message: string, host?: string): Fault {
  return new Fault('EGRESS_REFUSED', message, undefined, host === undefined ? {} : { host })
}

function parseOrigin(origin: string): URL {
  const url = URL.canParse(origin) ? new URL(origin) : null
  const plain = url !== null && url.origin === origin.replace(/\/$/, '').toLowerCase()
  if (url === null || !plain) throw new Fault('CONFIG_INVALID', `not an origin: ${origin.slice(0, 200)}`)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname))) return url
  throw new Fault(
    'CONFIG_INVALID',
    `an allowed origin must be https, or http on a loopback host: ${url.origin}`,
  )
}

function admit(address: string, allowed: ReadonlySet<string>): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null) throw refused('the address is not a URL')
  if (url.username !== '' || url.password !== '' || /^[a-z]+:\/*[^/?#]*@/i.test(address)) {
    throw refused('the address names a login', url.hostname)
  }
  if (!allowed.has(url.origin)) throw refused('the origin is not allowed', url.origin)
  return url
}

/** Asked once; the connection then goes to these addresses and to no other. */
async function pinAddresses(host: string, rules: EgressRules): Promise<readonly LookupAddress[]> {
  const bare = host.replace(/^\[|\]$/g, '')
  const literal = isIP(bare)
  const resolve = rules.resolve ?? ((name: string) => resolveName(name, { all: true }))
  const answers = literal === 0 ? await resolve(bare) : [{ address: bare, family: literal }]
  if (answers.length === 0) throw new Fault('HELP_CENTER_UNREACHABLE', `no address for ${bare}`)
  const loopbackMeant = isLoopbackHost(host)
  // One private answer among public ones is a rebinding attempt: none of them is used.
  const bad = answers.find(
    ({ address }) => isPrivateAddress(address) && !(loopbackMeant && isLoopbackHost(address)),
  )
  if (bad !== undefined) throw refused(`${bare} resolves to a private address`, bare)
  return answers
}

function collect(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const tooLarge = () => {
      reject(new Fault('TOO_LARGE', `the answer is longer than ${maxBytes} bytes`))
      answer.destroy()
    }
    if (Number(answer.headers['content-length'] ?? 0) > maxBytes) return tooLarge()
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) tooLarge()
      else chunks.push(chunk)
    })
    answer.on('end', () => {
      // A connection that ends early must not pass for a short page.
      if (answer.complete) resolve(Buffer.concat(chunks))
      else reject(new Fault('HELP_CENTER_UNREACHABLE', 'the answer broke off'))
    })
    answer.on('error', reject)
    answer.on('aborted', () => reject(new Fault('HELP_CENTER_UNREACHABLE', 'the answer broke off')))
  })
}

function flatten(answer: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

function exchange(
  url: URL,
  pinned: readonly LookupAddress[],
  headers: Readonly<Record<string, string>>,
  rules: EgressRules,
  signal: AbortSignal,
): Promise<EgressResponse> {
  const secure = url.protocol === 'https:'
  const agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false })
  return new Promise<EgressResponse>((resolve, reject) => {
    const request = (secure ? requestHttps : requestHttp)(url, {
      method: 'GET',
      agent,
      signal,
      headers: { ...headers, 'accept-encoding': 'identity', connection: 'close' },
      lookup: (_host, options, done) => {
        if (options.all) done(null, [...pinned])
        else done(null, pinned[0]?.address ?? '', pinned[0]?.family)
      },
    })
    request.on('error', reject)
    request.on('upgrade', (_answer, socket) => {
      reject(new Error('the answer switches protocols'))
      socket.destroy()
    })
    request.on('response', (answer) => {
      const encoding = answer.headers['content-encoding'] ?? 'identity'
      if (encoding !== 'identity') {
        reject(new Fault('HELP_CENTER_MALFORMED', 'the answer is compressed although this was not asked for'))
        answer.destroy()
        return
      }
      collect(answer, rules.maxBytes).then(
        (body) => resolve({ status: answer.statusCode ?? 0, headers: flatten(answer), body }),
        reject,
      )
    })
    request.end()
  }).finally(() => agent.destroy())
}

/** Fault `EGRESS_REFUSED` before any connection; `HELP_CENTER_UNREACHABLE` when the network fails. */
export function createEgressDoor(rules: EgressRules): EgressDoor {
  const allowed = new Set(rules.allowedOrigins.map((origin) => parseOrigin(origin).origin))

  return {
    async get(address, headers = {}, signal) {
      const url = admit(address, allowed)
      const forbidden = Object.keys(headers).find((name) => FORBIDDEN_HEADERS.test(name))
      if (forbidden !== undefined) throw refused(`the header ${forbidden} may not be set`, url.hostname)
      signal?.throwIfAborted()
      const timeout = AbortSignal.timeout(rules.timeoutMs)
      const stop = signal === undefined ? timeout : AbortSignal.any([signal, timeout])
      try {
        const pinned = await beforeStop(pinAddresses(url.hostname, rules), stop)
        return await exchange(url, pinned, headers, rules, stop)
      } catch (cause) {
        if (cause instanceof Fault) throw cause
        // The caller's own stop is not a failure of the help center.
        signal?.throwIfAborted()
        const why = timeout.aborted ? `no complete answer within ${rules.timeoutMs} ms` : networkCode(cause)
        throw new Fault('HELP_CENTER_UNREACHABLE', `${url.hostname}: ${why}`, cause)
      }
    },
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

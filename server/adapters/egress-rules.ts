/** What the egress door lets through, decided before any name is asked for or any socket is opened. */
import type { LookupAddress } from 'node:dns'
import { Fault, type FaultCode } from '../../src/domain/fault.ts'
import { isLoopbackHost } from './private-address.ts'

/** What the one behind the door is called when it fails. */
export interface EgressFaults {
  readonly unreachable: FaultCode
  readonly tooSlow: FaultCode
  readonly malformed: FaultCode
  readonly tooLong: FaultCode
}

export const HELP_CENTER_FAULTS: EgressFaults = {
  unreachable: 'HELP_CENTER_UNREACHABLE',
  tooSlow: 'HELP_CENTER_UNREACHABLE',
  malformed: 'HELP_CENTER_MALFORMED',
  tooLong: 'TOO_LARGE',
}
export const PROVIDER_FAULTS: EgressFaults = {
  unreachable: 'PROVIDER_UNREACHABLE',
  tooSlow: 'PROVIDER_TIMEOUT',
  malformed: 'PROVIDER_FAILED',
  tooLong: 'PROVIDER_FAILED',
}

export interface EgressRules {
  /** `scheme://host[:port]`, exactly; https, or http on a loopback host. */
  readonly allowedOrigins: readonly string[]
  /** Without them a door only fetches. */
  readonly methods?: readonly EgressRequest['method'][]
  /** Exact paths; without them every path of the origin. A query is refused where they are given. */
  readonly paths?: readonly string[]
  /** Value of `authorization`. It belongs to one origin, so there may be only one. */
  readonly credential?: () => string
  /** Hosts inside the house: their addresses must be private, where all other addresses must be public. */
  readonly privateHosts?: readonly string[]
  /** From the first byte out to the last byte in. */
  readonly timeoutMs: number
  /** Name, connection and handshake. */
  readonly connectMs?: number
  /** From the connection to the first byte of the body. */
  readonly firstByteMs?: number
  /** Between two pieces of the body. */
  readonly idleMs?: number
  readonly maxBytes: number
  readonly faults?: EgressFaults
  /** Handed in by tests; the system's resolver otherwise. */
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>
}

export interface EgressRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Called when the whole request has been handed to the connection: from then on the text has left. */
  readonly onSent?: () => void
}

/** Set by the door alone: a caller must not pick the host, frame the body, or send a credential. */
const FORBIDDEN_HEADERS =
  /^(?:host|connection|keep-alive|content-length|content-encoding|transfer-encoding|upgrade|te|trailer|expect|cookie|authorization|api-key|x-api-key|forwarded|x-forwarded-.*|x-http-method.*|proxy-.*|accept-encoding)$/i
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i
const VISIBLE = /^[\t\x20-\x7e]*$/

export function egressRefused(message: string, host?: string): Fault {
  return new Fault('EGRESS_REFUSED', message, undefined, host === undefined ? {} : { host })
}

function parseOrigin(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : null
  const plain = url !== null && url.origin === origin.replace(/\/$/, '').toLowerCase()
  if (url === null || !plain) throw new Fault('CONFIG_INVALID', `not an origin: ${origin.slice(0, 200)}`)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname)))
    return url.origin
  throw new Fault(
    'CONFIG_INVALID',
    `an allowed origin must be https, or http on a loopback host: ${url.origin}`,
  )
}

function admitAddress(address: string, origins: ReadonlySet<string>, paths: EgressRules['paths']): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null) throw egressRefused('the address is not a URL')
  if (url.username !== '' || url.password !== '' || /^[a-z]+:\/*[^/?#]*@/i.test(address))
    throw egressRefused('the address names a login', url.hostname)
  if (!origins.has(url.origin)) throw egressRefused('the origin is not allowed', url.origin)
  if (paths !== undefined && !(paths.includes(url.pathname) && url.search === ''))
    throw egressRefused('the path is not allowed', url.hostname)
  return url
}

function admitHeaders(headers: Readonly<Record<string, string>>, host: string): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!TOKEN.test(name)) throw egressRefused('a header has no proper name', host)
    if (FORBIDDEN_HEADERS.test(name)) throw egressRefused(`the header ${name} may not be set`, host)
    // A line break in a value would begin a header, or a request, of its own.
    if (!VISIBLE.test(value)) throw egressRefused(`the header ${name} holds control characters`, host)
  }
}

/** @returns where to, once everything about the request is permitted. @throws Fault `EGRESS_REFUSED` */
export function createAdmission(rules: EgressRules): (request: EgressRequest) => URL {
  const origins = new Set(rules.allowedOrigins.map(parseOrigin))
  if (rules.credential !== undefined && origins.size !== 1)
    throw new Fault('CONFIG_INVALID', 'a credential belongs to exactly one origin')
  const methods = rules.methods ?? ['GET']
  return (request) => {
    const url = admitAddress(request.url, origins, rules.paths)
    if (!methods.includes(request.method)) throw egressRefused('the method is not allowed', url.hostname)
    admitHeaders(request.headers, url.hostname)
    return url
  }
}

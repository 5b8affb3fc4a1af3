/** Turns a fault into an RFC 9457 problem document. An unknown error says nothing but its request id. */
import type { Problem } from '../../src/domain/api.ts'
import { Fault, type FaultCode } from '../../src/domain/fault.ts'
import type { NextStep } from '../../src/domain/refusal.ts'
import { waitWords } from '../../src/domain/wait.ts'

/** A code without a status does not compile. */
export const STATUS: Record<FaultCode, number> = {
  BAD_REQUEST: 400,
  TOO_LARGE: 413,
  NOT_SIGNED_IN: 401,
  SESSION_EXPIRED: 401,
  TOKEN_REPLAYED: 401,
  NOT_PERMITTED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  ILLEGAL_TRANSITION: 409,
  SECOND_PERSON_NEEDED: 409,
  CHANGE_STALE: 409,
  CHANGE_CLOSED: 409,
  TOO_MANY_REQUESTS: 429,
  LINK_UNKNOWN: 404,
  LINK_ENDED: 410,
  SCOPE_INVALID: 409,
  NOTICE_INCOMPLETE: 422,
  NOTICE_MEANING_CHANGED: 409,
  NOTICE_OUTDATED: 409,
  REQUESTER_CHANGED: 409,
  SEVERAL_PEOPLE: 409,
  SIGNATURE_INVALID: 401,
  EGRESS_REFUSED: 502,
  HELP_CENTER_UNREACHABLE: 502,
  HELP_CENTER_MALFORMED: 502,
  SYNC_RUNNING: 409,
  SYNC_NEEDS_CONFIRMATION: 409,
  SOURCE_UNREADABLE: 422,
  CONFIG_INVALID: 500,
  STORE_UNAVAILABLE: 503,
  STORE_NEWER_SCHEMA: 503,
  AUDIT_UNAVAILABLE: 503,
  AUDIT_CHAIN_BROKEN: 503,
  ERASURE_JOURNAL_BROKEN: 503,
  NOT_READY: 503,
  GATE_BYPASSED: 500,
  DRAFTER_FAILED: 502,
  PROVIDER_UNREACHABLE: 502,
  PROVIDER_TIMEOUT: 504,
  PROVIDER_BUSY: 503,
  PROVIDER_FAILED: 502,
  PROVIDER_KEY_REFUSED: 502,
  PROVIDER_REQUEST_REFUSED: 502,
  PROVIDER_PAUSED: 503,
  PROVIDER_QUEUE_FULL: 503,
  SHUTTING_DOWN: 503,
  SERVER_STALLED: 503,
  UNEXPECTED: 500,
}

const TITLES: Record<FaultCode, string> = {
  BAD_REQUEST: 'The request cannot be read',
  TOO_LARGE: 'The request is too large',
  NOT_SIGNED_IN: 'Not signed in',
  SESSION_EXPIRED: 'The session has ended',
  TOKEN_REPLAYED: 'This page was opened before',
  NOT_PERMITTED: 'Not permitted',
  NOT_FOUND: 'Not found',
  METHOD_NOT_ALLOWED: 'Method not allowed',
  CONFLICT: 'Changed by someone else',
  ILLEGAL_TRANSITION: 'Not possible in this consent status',
  SCOPE_INVALID: 'The stored scope policy cannot be read',
  SECOND_PERSON_NEEDED: 'A second person must decide',
  CHANGE_STALE: 'The change is out of date',
  CHANGE_CLOSED: 'The change was decided on before',
  TOO_MANY_REQUESTS: 'Too many requests',
  LINK_UNKNOWN: 'The link is not valid',
  LINK_ENDED: 'The link has ended',
  NOTICE_INCOMPLETE: 'The notice is not complete',
  NOTICE_MEANING_CHANGED: 'This is more than a correction',
  NOTICE_OUTDATED: 'The notice is out of date',
  REQUESTER_CHANGED: 'The ticket has another requester',
  SEVERAL_PEOPLE: 'Several people have been on the ticket',
  SIGNATURE_INVALID: 'The signature does not match',
  EGRESS_REFUSED: 'The address is not allowed',
  HELP_CENTER_UNREACHABLE: 'The help center does not answer',
  HELP_CENTER_MALFORMED: 'The help center answers in an unknown form',
  SYNC_RUNNING: 'A sync is running',
  SYNC_NEEDS_CONFIRMATION: 'The sync waits for a confirmation',
  SOURCE_UNREADABLE: 'The source cannot be read',
  CONFIG_INVALID: 'The configuration is not valid',
  STORE_UNAVAILABLE: 'The store does not answer',
  STORE_NEWER_SCHEMA: 'The store belongs to a newer version',
  AUDIT_UNAVAILABLE: 'The audit log cannot be written',
  AUDIT_CHAIN_BROKEN: 'The audit log does not verify',
  ERASURE_JOURNAL_BROKEN: 'The erasure journal does not verify',
  NOT_READY: 'The server is not ready yet',
  GATE_BYPASSED: 'The gate was not asked',
  DRAFTER_FAILED: 'The drafter failed',
  PROVIDER_UNREACHABLE: 'The model provider cannot be reached',
  PROVIDER_TIMEOUT: 'The model provider took too long',
  PROVIDER_BUSY: 'The model provider takes no more requests',
  PROVIDER_FAILED: 'The model provider failed',
  PROVIDER_KEY_REFUSED: 'The model provider refused the key',
  PROVIDER_REQUEST_REFUSED: 'The model provider refused the request',
  PROVIDER_PAUSED: 'The model provider is paused after failures',
  PROVIDER_QUEUE_FULL: 'Too many drafts at once',
  SHUTTING_DOWN: 'The server is stopping',
  SERVER_STALLED: 'The server stood still for too long',
  UNEXPECTED: 'Something unexpected happened',
}

/** What express and its parsers throw, by their own `type`. */
const FOREIGN: Record<string, FaultCode> = {
  'entity.too.large': 'TOO_LARGE',
  'entity.parse.failed': 'BAD_REQUEST',
  'encoding.unsupported': 'BAD_REQUEST',
  'charset.unsupported': 'BAD_REQUEST',
  'request.aborted': 'BAD_REQUEST',
  'request.size.invalid': 'BAD_REQUEST',
  'parameters.too.many': 'BAD_REQUEST',
  'entity.verify.failed': 'BAD_REQUEST',
}

export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error
  const type = typeof error === 'object' && error !== null ? Reflect.get(error, 'type') : undefined
  const code = typeof type === 'string' ? FOREIGN[type] : undefined
  if (code !== undefined) return new Fault(code, TITLES[code])
  // What the parsers say of a body without a name of their own, e.g. one that is no gzip.
  const status = typeof error === 'object' && error !== null ? Reflect.get(error, 'status') : undefined
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Fault('BAD_REQUEST', TITLES.BAD_REQUEST)
  // A path that does not decode (`/%E0%A4%A`).
  if (error instanceof URIError) return new Fault('BAD_REQUEST', 'the address cannot be read')
  return new Fault('UNEXPECTED', 'unexpected', error)
}

/** Codes whose message tells the caller something useful and holds no secret. */
const SILENT: readonly FaultCode[] = [
  'UNEXPECTED',
  'GATE_BYPASSED',
  'CONFIG_INVALID',
  'AUDIT_UNAVAILABLE',
  // It names what the engine said.
  'STORE_UNAVAILABLE',
]

/** When it is worth trying again, where the fault itself does not know (RFC 9110, 10.2.3). */
const RETRY_AFTER_SECONDS: Readonly<Record<number, number>> = { 429: 60, 503: 5 }

/** What passes by no waiting: somebody has to look at it first. */
const STAYS: readonly FaultCode[] = ['AUDIT_CHAIN_BROKEN', 'ERASURE_JOURNAL_BROKEN', 'STORE_NEWER_SCHEMA']

/** What `Retry-After` says, or `null` where trying again is worth nothing. */
export function retryAfterOf(fault: Fault): string | null {
  if (STAYS.includes(fault.code)) return null
  const wait = fault.detail.retryAfterSeconds ?? RETRY_AFTER_SECONDS[STATUS[fault.code]]
  return typeof wait === 'number' ? String(wait) : null
}

/** What `Retry-After` tells a program, as a person reads it. @param soon where it says nothing. */
export function whenWords(fault: Fault, language: string, soon: string): string {
  const wait = retryAfterOf(fault)
  return wait === null ? soon : waitWords(Number(wait), language)
}

/** What whoever asked can do about it themselves. */
const NEXT_STEP: Readonly<Partial<Record<FaultCode, NextStep>>> = { REQUESTER_CHANGED: 'reload_ticket' }

export function problemOf(fault: Fault, requestId: string): Problem {
  const invalid = fault.detail.invalid
  const rule = fault.detail.rule
  const nextStep = NEXT_STEP[fault.code]
  return {
    type: `urn:vouch:problem:${fault.code.toLowerCase().replaceAll('_', '-')}`,
    title: TITLES[fault.code],
    status: STATUS[fault.code],
    code: fault.code,
    requestId,
    ...(SILENT.includes(fault.code) ? {} : { detail: fault.message }),
    ...(Array.isArray(invalid) ? { invalid } : {}),
    ...(typeof rule === 'string' ? { rule } : {}),
    ...(nextStep === undefined ? {} : { nextStep }),
  }
}

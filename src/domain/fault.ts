/** "Something broke": thrown, with a code from one closed list. Nobody branches on its message. */
export const FAULT_CODES = [
  'BAD_REQUEST',
  'TOO_LARGE',
  'NOT_SIGNED_IN',
  'SESSION_EXPIRED',
  'TOKEN_REPLAYED',
  'NOT_PERMITTED',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'CONFLICT',
  'ILLEGAL_TRANSITION',
  'SCOPE_INVALID',
  'SECOND_PERSON_NEEDED',
  'CHANGE_STALE',
  'CHANGE_CLOSED',
  'TOO_MANY_REQUESTS',
  'LINK_UNKNOWN',
  'LINK_ENDED',
  'NOTICE_INCOMPLETE',
  'NOTICE_MEANING_CHANGED',
  'NOTICE_OUTDATED',
  'REQUESTER_CHANGED',
  'SEVERAL_PEOPLE',
  'SIGNATURE_INVALID',
  'EGRESS_REFUSED',
  'HELP_CENTER_UNREACHABLE',
  'HELP_CENTER_MALFORMED',
  'SYNC_RUNNING',
  'SYNC_NEEDS_CONFIRMATION',
  'SOURCE_UNREADABLE',
  'CONFIG_INVALID',
  'STORE_UNAVAILABLE',
  'STORE_NEWER_SCHEMA',
  'AUDIT_UNAVAILABLE',
  'AUDIT_CHAIN_BROKEN',
  'ERASURE_JOURNAL_BROKEN',
  'NOT_READY',
  'GATE_BYPASSED',
  'DRAFTER_FAILED',
  'PROVIDER_UNREACHABLE',
  'PROVIDER_TIMEOUT',
  'PROVIDER_BUSY',
  'PROVIDER_FAILED',
  'PROVIDER_KEY_REFUSED',
  'PROVIDER_REQUEST_REFUSED',
  'PROVIDER_PAUSED',
  'PROVIDER_QUEUE_FULL',
  'SHUTTING_DOWN',
  'SERVER_STALLED',
  'UNEXPECTED',
] as const
export type FaultCode = (typeof FAULT_CODES)[number]

/** `message` holds ids and reasons, never ticket text or names: it is logged and shown. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  readonly detail: Readonly<Record<string, string | number | readonly string[]>>

  constructor(
    code: FaultCode,
    message: string,
    cause?: unknown,
    detail: Readonly<Record<string, string | number | readonly string[]>> = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.detail = detail
  }
}

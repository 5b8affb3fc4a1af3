import { Fault, type FaultCode } from '../domain/fault.ts'

/** The companion did not answer at all: no network, a proxy in between, or a stream that broke off. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** A file stopped coming before its end. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff'
}

/** What the sidebar can say about anything that went wrong. */
export type Trouble =
  | { readonly kind: 'offline' }
  /** Only the helpdesk can sign the agent in again: the app must be reloaded. */
  | { readonly kind: 'signed_out'; readonly code: FaultCode }
  | {
      readonly kind: 'fault'
      readonly code: FaultCode
      readonly requestId: string | null
      /** Of `ILLEGAL_TRANSITION`: the rule that the act would have broken. */
      readonly rule?: string
      /** The server has said from when on it is worth trying again. */
      readonly retryAfterSeconds?: number
    }

/** No call of this page opens anything any more. */
export const SIGNED_OUT: readonly FaultCode[] = ['NOT_SIGNED_IN', 'SESSION_EXPIRED', 'TOKEN_REPLAYED']

export function troubleFrom(error: unknown): Trouble {
  if (error instanceof Unreachable) return { kind: 'offline' }
  if (!(error instanceof Fault)) return { kind: 'fault', code: 'UNEXPECTED', requestId: null }
  if (SIGNED_OUT.includes(error.code)) return { kind: 'signed_out', code: error.code }
  const { requestId, rule, retryAfterSeconds } = error.detail
  return {
    kind: 'fault',
    code: error.code,
    requestId: typeof requestId === 'string' ? requestId : null,
    ...(typeof rule === 'string' ? { rule } : {}),
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
  }
}

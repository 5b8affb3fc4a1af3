/** What a failed call means for the person at the screen. Branches on codes, never on messages. */
import { BrokenOff, Unreachable } from '../companion/index.ts'
import { Fault, type FaultCode } from '../domain/fault.ts'
import type { ConsoleWords } from './words.ts'

/** `OFFLINE`: no answer came at all, so the companion has decided nothing. `CUT_OFF`: of a file, only its beginning. */
export interface Setback {
  readonly code: FaultCode | 'OFFLINE' | 'CUT_OFF'
  readonly requestId: string | null
  readonly invalid: readonly string[]
  /** Of `ILLEGAL_TRANSITION`: the rule that the act would have broken. */
  readonly rule: string | null
  /** The server has said from when on it is worth trying again. */
  readonly retryAfterSeconds?: number
  /** Of `CONFLICT`: what holds now is on the screen. */
  readonly refreshed?: boolean
}

type SetbackWord = Exclude<
  keyof ConsoleWords['problem'],
  'title' | 'offlineBanner' | 'rule' | 'theirs' | 'refreshed'
>

const WORD: Readonly<Partial<Record<Setback['code'], SetbackWord>>> = {
  OFFLINE: 'offline',
  CUT_OFF: 'cutOff',
  BAD_REQUEST: 'badRequest',
  TOO_LARGE: 'badRequest',
  NOT_SIGNED_IN: 'signedOut',
  SESSION_EXPIRED: 'signedOut',
  TOKEN_REPLAYED: 'signedOut',
  NOT_PERMITTED: 'notPermitted',
  NOT_FOUND: 'notFound',
  CONFLICT: 'conflict',
  ILLEGAL_TRANSITION: 'consentRule',
  SCOPE_INVALID: 'scopeInvalid',
  SECOND_PERSON_NEEDED: 'secondPerson',
  CHANGE_STALE: 'changeStale',
  CHANGE_CLOSED: 'changeClosed',
  TOO_MANY_REQUESTS: 'tooMany',
  HELP_CENTER_UNREACHABLE: 'helpCenter',
  HELP_CENTER_MALFORMED: 'helpCenter',
  EGRESS_REFUSED: 'helpCenter',
  SYNC_RUNNING: 'syncRunning',
  SOURCE_UNREADABLE: 'source',
  STORE_UNAVAILABLE: 'store',
  STORE_NEWER_SCHEMA: 'store',
  SHUTTING_DOWN: 'offline',
  AUDIT_UNAVAILABLE: 'auditDown',
  AUDIT_CHAIN_BROKEN: 'auditBroken',
  NOTICE_INCOMPLETE: 'noticeIncomplete',
  NOTICE_MEANING_CHANGED: 'noticeMeaning',
  NOTICE_OUTDATED: 'noticeOutdated',
  SEVERAL_PEOPLE: 'severalPeople',
}

export function setbackWords(setback: Setback, words: ConsoleWords): string {
  if (setback.refreshed === true) return words.problem.refreshed
  const rules: Readonly<Record<string, string>> = words.problem.rule
  const said = setback.rule === null ? undefined : rules[setback.rule]
  return said ?? words.problem[WORD[setback.code] ?? 'unexpected']
}

/** Trying again helps when the cause may pass by itself; a missing role or a wrong input will not. */
export function isWorthRetrying(setback: Setback): boolean {
  return ![
    'NOT_PERMITTED',
    'BAD_REQUEST',
    'TOO_LARGE',
    'NOT_SIGNED_IN',
    'SESSION_EXPIRED',
    'SCOPE_INVALID',
  ].includes(setback.code)
}

export function setbackFrom(error: unknown): Setback {
  if (error instanceof Unreachable) return { code: 'OFFLINE', requestId: null, invalid: [], rule: null }
  if (error instanceof BrokenOff) return { code: 'CUT_OFF', requestId: null, invalid: [], rule: null }
  if (!(error instanceof Fault)) return { code: 'UNEXPECTED', requestId: null, invalid: [], rule: null }
  const { requestId, invalid, rule, retryAfterSeconds } = error.detail
  return {
    code: error.code,
    requestId: typeof requestId === 'string' && requestId !== '' ? requestId : null,
    invalid: Array.isArray(invalid) ? invalid : [],
    rule: typeof rule === 'string' ? rule : null,
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
  }
}

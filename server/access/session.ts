/** Vouch's own session: 15 minutes, kept in the page's memory, sent as Bearer; no cookie anywhere. */
import type { KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'

export const SESSION_MINUTES = 15
/** After this the helpdesk must open the page again, whoever kept renewing. */
export const LONGEST_SESSION_HOURS = 12
const ISSUER = 'vouch'

export interface SessionClaims {
  readonly accountId: string
  readonly agentId: string
  readonly place: 'sidebar' | 'console'
  /** Seconds since the epoch of the helpdesk's own sign-in. */
  readonly since: number
}

const schema = z.object({
  acc: z.string(),
  sub: z.string(),
  plc: z.enum(['sidebar', 'console']),
  snc: z.number(),
})

export function issueSession(
  key: KeyObject,
  claims: SessionClaims,
  now: Date,
  sessionId: string,
): { token: string; expiresAt: string } {
  const seconds = Math.floor(now.getTime() / 1000)
  const exp = seconds + SESSION_MINUTES * 60
  const token = jwt.sign(
    {
      acc: claims.accountId,
      sub: claims.agentId,
      plc: claims.place,
      snc: claims.since,
      iss: ISSUER,
      iat: seconds,
      exp,
      jti: sessionId,
    },
    key,
    { algorithm: 'HS256' },
  )
  return { token, expiresAt: new Date(exp * 1000).toISOString() }
}

/** @throws Fault `SESSION_EXPIRED` for a good token past its end, `NOT_SIGNED_IN` for anything else. */
export function verifySession(key: KeyObject, authorization: unknown, now: Date): SessionClaims {
  const token =
    typeof authorization === 'string' ? /^Bearer ([\w.-]{1,4096})$/.exec(authorization)?.[1] : undefined
  if (token === undefined) throw new Fault('NOT_SIGNED_IN', 'no session')
  let payload: unknown
  try {
    payload = jwt.verify(token, key, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      clockTimestamp: Math.floor(now.getTime() / 1000),
    })
  } catch (cause) {
    if (cause instanceof jwt.TokenExpiredError) throw new Fault('SESSION_EXPIRED', 'the session has ended')
    throw new Fault('NOT_SIGNED_IN', 'no valid session')
  }
  const claims = schema.safeParse(payload)
  if (!claims.success) throw new Fault('NOT_SIGNED_IN', 'no valid session')
  const { acc, sub, plc, snc } = claims.data
  return { accountId: acc, agentId: sub, place: plc, since: snc }
}

/** A fresh token for the same agent. @throws Fault `SESSION_EXPIRED` past the longest session. */
export function renewSession(
  key: KeyObject,
  claims: SessionClaims,
  now: Date,
  sessionId: string,
): { token: string; expiresAt: string } {
  if (now.getTime() / 1000 > claims.since + LONGEST_SESSION_HOURS * 3600)
    throw new Fault('SESSION_EXPIRED', 'the session has lasted long enough')
  return issueSession(key, claims, now, sessionId)
}

/** Vouch's own session: 15 minutes, kept in the page's memory, sent as Bearer; no cookie anywhere. */
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import type { SessionKey, SessionKeys } from '../keys.ts'

export const SESSION_MINUTES = 15
/** After this the helpdesk must open the page again, whoever kept renewing. */
export const LONGEST_SESSION_HOURS = 12
/**
 * How long a key that signs no more is believed: as long as a token lives, and a minute for a server that was
 * signing one while the keys were exchanged.
 */
export const SIGNED_LASTS_MS = (SESSION_MINUTES + 1) * 60_000
const ISSUER = 'vouch'
/** Clocks of several servers differ by less. */
const CLOCKS_DIFFER_SECONDS = 60

export interface SessionClaims {
  readonly accountId: string
  readonly agentId: string
  /** The same from the page's first token to its last. */
  readonly sessionId: string
  readonly place: 'sidebar' | 'console'
  /** Seconds since the epoch of the helpdesk's own sign-in. */
  readonly since: number
}

const schema = z.object({
  acc: z.string(),
  sub: z.string(),
  sid: z.string(),
  plc: z.enum(['sidebar', 'console']),
  snc: z.number(),
  iat: z.number(),
  exp: z.number(),
})
const headerSchema = z.object({ alg: z.literal('HS256'), kid: z.string().regex(/^[0-9a-f]{16}$/) })

export function issueSession(
  { kid, key }: SessionKey,
  claims: SessionClaims,
  now: Date,
  tokenId: string,
): { token: string; expiresAt: string } {
  const seconds = Math.floor(now.getTime() / 1000)
  const exp = seconds + SESSION_MINUTES * 60
  const token = jwt.sign(
    {
      acc: claims.accountId,
      sub: claims.agentId,
      sid: claims.sessionId,
      plc: claims.place,
      snc: claims.since,
      iss: ISSUER,
      iat: seconds,
      exp,
      jti: tokenId,
    },
    key,
    { algorithm: 'HS256', keyid: kid },
  )
  return { token, expiresAt: new Date(exp * 1000).toISOString() }
}

/** The name of the key that a token says it was signed with; nothing of it is believed yet. */
function kidIn(token: string): string | null {
  try {
    const header = headerSchema.safeParse(
      JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8')),
    )
    return header.success ? header.data.kid : null
  } catch {
    return null
  }
}

/** @throws Fault `SESSION_EXPIRED` for a good token past its end, `NOT_SIGNED_IN` for anything else. */
export function verifySession(
  keys: Pick<SessionKeys, 'find'>,
  authorization: unknown,
  now: Date,
): SessionClaims {
  const token =
    typeof authorization === 'string' ? /^Bearer ([\w.-]{1,4096})$/.exec(authorization)?.[1] : undefined
  if (token === undefined) throw new Fault('NOT_SIGNED_IN', 'no session')
  const kid = kidIn(token)
  if (kid === null) throw new Fault('NOT_SIGNED_IN', 'no valid session')
  const key = keys.find(kid, now)
  if (key === null)
    throw new Fault('NOT_SIGNED_IN', 'the key that signed this session is not in use: open the page again')
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
  const { acc, sub, sid, plc, snc, iat } = claims.data
  // The clock was set back: by it the session would last longer than it was given for.
  if (iat > now.getTime() / 1000 + CLOCKS_DIFFER_SECONDS)
    throw new Fault('SESSION_EXPIRED', 'the session begins later than now')
  return { accountId: acc, agentId: sub, sessionId: sid, place: plc, since: snc }
}

/** A fresh token for the same agent. @throws Fault `SESSION_EXPIRED` past the longest session. */
export function renewSession(
  key: SessionKey,
  claims: SessionClaims,
  now: Date,
  tokenId: string,
): { token: string; expiresAt: string } {
  if (now.getTime() / 1000 > claims.since + LONGEST_SESSION_HOURS * 3600)
    throw new Fault('SESSION_EXPIRED', 'the session has lasted long enough')
  return issueSession(key, claims, now, tokenId)
}

/**
 * The token that the helpdesk posts with each page load: the only proof of who the agent is.
 * RS256 and nothing else, so that the public key can never serve as an HMAC secret (RFC 8725 §3.1).
 */
import { createHash } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'

/** What a token is held against: one configured account. */
export interface HostAccount {
  readonly accountId: string
  readonly origin: string
  readonly installationId: string
  readonly appPublicKey: string
}

export interface VerifiedHost {
  readonly accountId: string
  readonly agentId: string
  /** SHA-256 (hex) of what the token signs: remembered until `expiresAt`, so that it opens one page only. */
  readonly tokenHash: string
  readonly expiresAt: string
}

const LEEWAY_SECONDS = 30
const LONGEST_LIFE_SECONDS = 3_600
const MAX_TOKEN_CHARS = 8_192
const claimsSchema = z.object({
  sub: z.string(),
  exp: z.number(),
  iat: z.number().optional(),
  nbf: z.number().optional(),
})

function refused(reason: string, cause?: unknown): Fault {
  return new Fault('NOT_SIGNED_IN', `the page was not opened by the helpdesk (${reason})`, cause, { reason })
}

/** The user id in `https://<account>/api/v2/users/<id>.json`, of this account only. */
function agentIn(sub: string, origin: string): string | null {
  if (!sub.startsWith(`${origin}/api/v2/users/`)) return null
  return /^([1-9]\d{0,18})\.json$/.exec(sub.slice(`${origin}/api/v2/users/`.length))?.[1] ?? null
}

/** @throws Fault `NOT_SIGNED_IN`; `detail.reason` names the check that failed, never the token. */
export function verifyHostToken(
  given: { token: unknown; origin: unknown },
  account: HostAccount,
  now: Date,
): VerifiedHost {
  const { token } = given
  if (typeof token !== 'string' || token === '' || token.length > MAX_TOKEN_CHARS) throw refused('no token')
  if (given.origin !== account.origin) throw refused('origin')
  const host = new URL(account.origin).host
  const seconds = Math.floor(now.getTime() / 1000)
  let payload: unknown
  try {
    payload = jwt.verify(token, account.appPublicKey, {
      algorithms: ['RS256'],
      audience: `${account.origin}/api/v2/apps/installations/${account.installationId}.json`,
      issuer: [host, account.origin],
      clockTolerance: LEEWAY_SECONDS,
      clockTimestamp: seconds,
    })
  } catch (cause) {
    throw refused('signature or claims', cause)
  }
  const claims = claimsSchema.safeParse(payload)
  if (!claims.success) throw refused('claims missing')
  const { sub, exp, iat } = claims.data
  if (iat !== undefined && iat > seconds + LEEWAY_SECONDS) throw refused('issued in the future')
  if (exp > seconds + LONGEST_LIFE_SECONDS) throw refused('lives too long')
  const agentId = agentIn(sub, account.origin)
  if (agentId === null) throw refused('subject')
  return {
    accountId: account.accountId,
    agentId,
    // Without the signature: its last character has unused bits, so one token has several spellings.
    tokenHash: createHash('sha256')
      .update(token.slice(0, token.lastIndexOf('.')))
      .digest('hex'),
    expiresAt: new Date((exp + LEEWAY_SECONDS) * 1000).toISOString(),
  }
}

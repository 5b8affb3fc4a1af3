/** Lets a token in for one route: every way of being wrong is answered in the same words. */
import { timingSafeEqual } from 'node:crypto'
import type { Agent, Role } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { TokenScope } from '../../src/domain/token.ts'
import type { FailureMeter } from './failure-meter.ts'
import { secondsLeft } from './minute-counts.ts'
import type { AccessRooms, AccessRows } from './sign-in.ts'
import { isWholeToken, tokenDigest } from './token-secret.ts'
import type { TokenRow } from './tokens.ts'

export interface TokenDoorRooms
  extends Pick<AccessRooms, 'world' | 'keys' | 'audit' | 'transact' | 'refusals'> {
  readonly accountId: string
  readonly failures: FailureMeter
  readonly isWithin: (address: string, ranges: readonly string[]) => boolean
}

/** What a token is wanted for. */
export interface TokenUse {
  readonly address: string
  /** `null`: the route is closed to every token. */
  readonly scope: TokenScope | null
  readonly access: 'session' | readonly Role[]
  /** The route as the table writes it; no part of an address that somebody has typed. */
  readonly route: string
  /** It reads: noted once a day, and not with each call. */
  readonly reads: boolean
  /** Asked before the use is noted; throws where it comes too often. */
  readonly admit: (agent: Agent) => Promise<void>
}

/** Why a token opens nothing; for the log alone. */
type Wrong = 'unknown' | 'malformed' | 'ended' | 'expired' | 'role_lost' | 'elsewhere'

function wrongOf(
  row: TokenRow | null,
  held: readonly Role[],
  given: { digest: string; whole: boolean; elsewhere: boolean; now: string },
): Wrong | null {
  if (row === null) return given.whole ? 'unknown' : 'malformed'
  if (!timingSafeEqual(Buffer.from(row.digest), Buffer.from(given.digest))) return 'unknown'
  if (row.ended !== null) return 'ended'
  if (row.expiresAt <= given.now) return 'expired'
  if (!row.roles.every((role) => held.includes(role))) return 'role_lost'
  return given.elsewhere ? 'elsewhere' : null
}

/** The same steps whatever is presented: a digest, one read by it, one read of roles. */
async function judged(rooms: TokenDoorRooms, tx: AccessRows, secret: string, address: string) {
  const digest = tokenDigest(secret)
  const row = await tx.tokenByDigest(rooms.accountId, digest)
  const held = await tx.rolesOf(rooms.accountId, row?.madeBy ?? '')
  const elsewhere = row !== null && row.addresses.length > 0 && !rooms.isWithin(address, row.addresses)
  const now = rooms.world.now().toISOString()
  return { row, wrong: wrongOf(row, held, { digest, whole: isWholeToken(secret), elsewhere, now }) }
}

async function noteUse(rooms: TokenDoorRooms, tx: AccessRows, row: TokenRow, use: TokenUse): Promise<void> {
  const day = rooms.world.now().toISOString().slice(0, 10)
  if (use.reads && row.lastUsedOn === day) return
  await rooms.audit.append(tx, rooms.accountId, {
    type: 'token.used',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', rooms.accountId, row.madeBy) },
    object: { kind: 'token', ref: row.tokenId },
    decision: use.reads ? 'read' : 'acted',
    detail: { route: use.route, scope: use.scope ?? 'none' },
  })
  if (row.lastUsedOn !== day) await tx.noteTokenUse(rooms.accountId, row.tokenId, day)
}

async function noteRefusal(rooms: TokenDoorRooms, row: TokenRow | null, wrong: Wrong): Promise<void> {
  const passedOver = rooms.refusals.take(rooms.world.now())
  if (passedOver === null) return
  await rooms.transact((tx) =>
    rooms.audit.append(tx, rooms.accountId, {
      type: 'token.refused',
      actor: { kind: 'system', ref: 'token' },
      object: { kind: 'token', ref: row?.tokenId ?? 'unknown' },
      decision: 'refused',
      detail: { reason: wrong, ...(passedOver === 0 ? {} : { passedOver }) },
    }),
  )
}

/**
 * The agent that the token acts for, with the roles that it was made with and no others.
 * @throws Fault `TOO_MANY_REQUESTS`, `NOT_SIGNED_IN`, or `NOT_PERMITTED` where only the scope is missing.
 */
export async function authenticateToken(
  rooms: TokenDoorRooms,
  secret: string,
  use: TokenUse,
): Promise<Agent> {
  const now = rooms.world.now()
  if (rooms.failures.isClosed(use.address, now))
    throw new Fault(
      'TOO_MANY_REQUESTS',
      'too many wrong tokens from this address: wait a minute',
      undefined,
      {
        retryAfterSeconds: secondsLeft(now),
      },
    )
  const { row, wrong } = await rooms.transact((tx) => judged(rooms, tx, secret, use.address))
  if (row === null || wrong !== null) {
    await rooms.failures.note(use.address, now)
    await noteRefusal(rooms, row, wrong ?? 'unknown')
    throw new Fault('NOT_SIGNED_IN', 'no valid token')
  }
  if (use.scope === null) throw new Fault('NOT_PERMITTED', 'this route is closed to tokens')
  if (!row.scopes.includes(use.scope))
    throw new Fault('NOT_PERMITTED', `the token lacks the scope ${use.scope}`)
  const { access } = use
  if (access !== 'session' && !access.some((role) => row.roles.includes(role)))
    throw new Fault('NOT_PERMITTED', 'the role that the token was made with does not permit this')
  const agent: Agent = { accountId: rooms.accountId, agentId: row.madeBy, roles: ['agent', ...row.roles] }
  await use.admit(agent)
  await rooms.transact((tx) => noteUse(rooms, tx, row, use))
  return agent
}

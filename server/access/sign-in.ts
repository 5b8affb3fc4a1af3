/** Opens a page for a verified agent, once per token; knows the roles that Vouch itself has given. */
import { type Agent, ROLES, type Role } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { AuditLog, AuditRows } from '../audit/index.ts'
import type { Keyring, Transact, World } from '../keys.ts'
import { type HostAccount, verifyHostToken } from './host-token.ts'
import type { RefusalMeter } from './refusal-meter.ts'
import { issueSession, renewSession, type SessionClaims, verifySession } from './session.ts'
import { endTokensOf, type TokenRows } from './tokens.ts'

/** Who may do what, as given in the console. */
/** A spent token is known for two days after its end: a clock that ran ahead and was set back must not make it new. */
const KEPT_MS = 2 * 86_400_000

export interface AccessRows extends AuditRows, TokenRows {
  rolesOf(accountId: string, agentId: string): Promise<readonly Role[]>
  allRoles(accountId: string): Promise<readonly { agentId: string; roles: readonly Role[] }[]>
  setRoles(accountId: string, agentId: string, roles: readonly Role[], at: string): Promise<void>
  /** @returns false when the token was used before. */
  useToken(tokenHash: string, expiresAt: string): Promise<boolean>
  forgetTokens(expiredBefore: string): Promise<void>
}

export interface AccessRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly transact: Transact<AccessRows>
  readonly account: HostAccount & { readonly firstAdmin: string }
  readonly refusals: RefusalMeter
}

/** @throws Fault `NOT_SIGNED_IN` or `TOKEN_REPLAYED`; both leave an audit entry and no session. */
export async function openPage(
  rooms: AccessRooms,
  given: { token: unknown; origin: unknown },
  place: 'sidebar' | 'console',
): Promise<{ token: string; expiresAt: string; agent: Agent }> {
  const now = rooms.world.now()
  const { account } = rooms
  const verified = await verifiedOrNoted(rooms, given, now)
  const fresh = await rooms.transact(async (tx) => {
    await tx.forgetTokens(new Date(now.getTime() - KEPT_MS).toISOString())
    const first = await tx.useToken(verified.tokenHash, verified.expiresAt)
    if (!first && rooms.refusals.take(now) === null) return first
    await rooms.audit.append(tx, account.accountId, {
      type: first ? 'session.opened' : 'session.refused',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', account.accountId, verified.agentId) },
      object: { kind: 'page', ref: place },
      decision: first ? 'opened' : 'replayed',
    })
    return first
  })
  if (!fresh) throw new Fault('TOKEN_REPLAYED', 'this token has opened a page already: reload the app')
  const claims: SessionClaims = {
    accountId: account.accountId,
    agentId: verified.agentId,
    place,
    since: Math.floor(now.getTime() / 1000),
  }
  return {
    ...issueSession(rooms.keys.sessions.current(), claims, now, rooms.world.newId()),
    agent: await agentOf(rooms, claims),
  }
}

async function verifiedOrNoted(rooms: AccessRooms, given: { token: unknown; origin: unknown }, now: Date) {
  try {
    return verifyHostToken(given, rooms.account, now)
  } catch (cause) {
    if (cause instanceof Fault) await noteRefusal(rooms, cause, now)
    throw cause
  }
}

async function noteRefusal(rooms: AccessRooms, fault: Fault, now: Date): Promise<void> {
  const passedOver = rooms.refusals.take(now)
  if (passedOver === null) return
  await rooms.transact((tx) =>
    rooms.audit.append(tx, rooms.account.accountId, {
      type: 'session.refused',
      actor: { kind: 'system', ref: 'sign-in' },
      object: { kind: 'page', ref: 'page' },
      decision: 'refused',
      detail: {
        reason: String(fault.detail.reason ?? fault.code).replaceAll(' ', '_'),
        ...(passedOver === 0 ? {} : { passedOver }),
      },
    }),
  )
}

/** Roles are read at each request, so that a change takes effect at once. Every verified agent is `agent`. */
async function agentOf(rooms: AccessRooms, claims: SessionClaims): Promise<Agent> {
  const stored = await rooms.transact((tx) => tx.rolesOf(claims.accountId, claims.agentId))
  const roles = ROLES.filter((role) => role === 'agent' || stored.includes(role))
  return { accountId: claims.accountId, agentId: claims.agentId, roles }
}

/** @throws Fault `NOT_SIGNED_IN` or `SESSION_EXPIRED`. */
export async function authenticate(rooms: AccessRooms, authorization: unknown): Promise<Agent> {
  const claims = verifySession(rooms.keys.sessions, authorization, rooms.world.now())
  if (claims.accountId !== rooms.account.accountId) throw new Fault('NOT_SIGNED_IN', 'no valid session')
  return agentOf(rooms, claims)
}

export function renew(rooms: AccessRooms, authorization: unknown): { token: string; expiresAt: string } {
  const now = rooms.world.now()
  const claims = verifySession(rooms.keys.sessions, authorization, now)
  return renewSession(rooms.keys.sessions.current(), claims, now, rooms.world.newId())
}

/** At start: the configured first admin can always get in, so that an account is never locked out. */
export async function ensureFirstAdmin(rooms: AccessRooms): Promise<void> {
  const { accountId, firstAdmin } = rooms.account
  await rooms.transact(async (tx) => {
    const held = await tx.rolesOf(accountId, firstAdmin)
    if (held.includes('admin')) return
    await changeRoles(rooms, tx, accountId, { kind: 'system', ref: 'start' }, firstAdmin, [...held, 'admin'])
  })
}

export async function changeRoles(
  rooms: Pick<AccessRooms, 'audit' | 'keys' | 'world'>,
  tx: AccessRows,
  accountId: string,
  actor: { kind: 'agent' | 'system'; ref: string },
  agentId: string,
  roles: readonly Role[],
): Promise<void> {
  const next = ROLES.filter((role) => roles.includes(role))
  const taken = (await tx.rolesOf(accountId, agentId)).filter((role) => !next.includes(role))
  await rooms.audit.append(tx, accountId, {
    type: 'role.changed',
    actor,
    object: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agentId) },
    decision: 'changed',
    detail: { roles: next, ...(taken.length === 0 ? {} : { taken }) },
  })
  await tx.setRoles(accountId, agentId, next, rooms.world.now().toISOString())
  await endTokensOf(rooms, tx, accountId, agentId, taken)
}

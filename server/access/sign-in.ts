/** Opens a page for a verified agent, once per token; knows the roles that Vouch itself has given. */
import { type Agent, ROLES, type Role } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { AuditLog, AuditRows, EntryActor } from '../audit/index.ts'
import type { Keyring, Transact, World } from '../keys.ts'
import { browserOf } from './browser-kind.ts'
import { type HostAccount, verifyHostToken } from './host-token.ts'
import { enterSession, type PageSessionRows } from './page-sessions.ts'
import type { RefusalMeter } from './refusal-meter.ts'
import { issueSession, renewSession, type SessionClaims, verifySession } from './session.ts'
import { endTokensOf, type TokenRows } from './tokens.ts'

/** A spent token is known for two days after its end: a clock that ran ahead and was set back must not make it new. */
const KEPT_MS = 2 * 86_400_000

export interface RoleRows {
  rolesOf(accountId: string, agentId: string): Promise<readonly Role[]>
  setRoles(accountId: string, agentId: string, roles: readonly Role[], at: string): Promise<void>
}

/** Who may do what, as given in the console, and whose pages are open. */
export interface AccessRows extends RoleRows, AuditRows, TokenRows, PageSessionRows {
  allRoles(accountId: string): Promise<readonly { agentId: string; roles: readonly Role[] }[]>
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
  given: { token: unknown; origin: unknown; userAgent?: unknown },
  place: 'sidebar' | 'console',
): Promise<{ token: string; expiresAt: string; agent: Agent }> {
  const now = rooms.world.now()
  const { account } = rooms
  const verified = await verifiedOrNoted(rooms, given, now)
  const claims: SessionClaims = {
    accountId: account.accountId,
    agentId: verified.agentId,
    sessionId: rooms.world.newId(),
    place,
    since: Math.floor(now.getTime() / 1000),
  }
  const issued = issueSession(rooms.keys.sessions.current(), claims, now, rooms.world.newId())
  const stored = await rooms.transact(async (tx) => {
    await tx.forgetTokens(new Date(now.getTime() - KEPT_MS).toISOString())
    const first = await tx.useToken(verified.tokenHash, verified.expiresAt)
    if (!first && rooms.refusals.take(now) === null) return null
    await rooms.audit.append(tx, account.accountId, {
      type: first ? 'session.opened' : 'session.refused',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', account.accountId, verified.agentId) },
      object: { kind: 'page', ref: place },
      decision: first ? 'opened' : 'replayed',
      ...(first ? { detail: { session: claims.sessionId } } : {}),
    })
    if (!first) return null
    const at = now.toISOString()
    await tx.addPageSession(account.accountId, {
      ...{ sessionId: claims.sessionId, agentId: claims.agentId, place, browser: browserOf(given.userAgent) },
      ...{ startedAt: at, usedAt: at, expiresAt: issued.expiresAt },
    })
    return tx.rolesOf(account.accountId, claims.agentId)
  })
  if (stored === null)
    throw new Fault('TOKEN_REPLAYED', 'this token has opened a page already: reload the app')
  return { ...issued, agent: agentWith(claims, stored) }
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

/** Every verified agent is `agent`. */
function agentWith({ accountId, agentId }: SessionClaims, stored: readonly Role[]): Agent {
  return { accountId, agentId, roles: ROLES.filter((role) => role === 'agent' || stored.includes(role)) }
}

/** Whose session is sent, by its signature alone. @throws Fault `NOT_SIGNED_IN` or `SESSION_EXPIRED`. */
export function claimsIn(rooms: AccessRooms, authorization: unknown): SessionClaims {
  const claims = verifySession(rooms.keys.sessions, authorization, rooms.world.now())
  if (claims.accountId !== rooms.account.accountId) throw new Fault('NOT_SIGNED_IN', 'no valid session')
  return claims
}

/**
 * The session and the roles are read at each request, so that a change of either takes effect at once.
 * @throws Fault `NOT_SIGNED_IN` or `SESSION_EXPIRED`.
 */
export async function authenticate(rooms: AccessRooms, authorization: unknown): Promise<Agent> {
  const claims = claimsIn(rooms, authorization)
  return agentWith(claims, await rooms.transact((tx) => enterSession(tx, claims, rooms.world.now())))
}

/** @throws Fault `NOT_SIGNED_IN` or `SESSION_EXPIRED`. */
export async function renew(
  rooms: AccessRooms,
  authorization: unknown,
): Promise<{ token: string; expiresAt: string }> {
  const now = rooms.world.now()
  const claims = claimsIn(rooms, authorization)
  const renewed = renewSession(rooms.keys.sessions.current(), claims, now, rooms.world.newId())
  const { accountId, sessionId } = claims
  if (!(await rooms.transact((tx) => tx.prolongPageSession(accountId, sessionId, renewed.expiresAt))))
    throw new Fault('SESSION_EXPIRED', 'the session was ended')
  return renewed
}

/** At start: the configured first admin can get in, so that an account is never locked out by its own admins. */
export async function ensureFirstAdmin(
  rooms: Pick<AccessRooms, 'account' | 'audit' | 'keys' | 'world'>,
  tx: AccessRows,
): Promise<void> {
  const { accountId, firstAdmin } = rooms.account
  const held = await tx.rolesOf(accountId, firstAdmin)
  if (held.includes('admin')) return
  await changeRoles(rooms, tx, accountId, { kind: 'system', ref: 'start' }, firstAdmin, [...held, 'admin'])
}

export async function hasAdmin(tx: Pick<AccessRows, 'allRoles'>, accountId: string): Promise<boolean> {
  return (await tx.allRoles(accountId)).some(({ roles }) => roles.includes('admin'))
}

export const NO_ADMIN =
  'Nobody is an admin here. Next: name in VOUCH_FIRST_ADMIN somebody who is one in the helpdesk, and start again.'

export async function changeRoles(
  rooms: Pick<AccessRooms, 'audit' | 'keys' | 'world'>,
  tx: RoleRows & AuditRows & Pick<TokenRows, 'tokens' | 'endToken'>,
  accountId: string,
  actor: EntryActor,
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

/** Tokens of the API: made by staff for a purpose, shown once, ended by time, by hand or by a lost role. */
import type { Agent, Role } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { MOST_TOKEN_DAYS, type TokenScope } from '../../src/domain/token.ts'
import type { MadeToken, MakeToken, TokenEnd, TokensView, TokenView } from '../../src/domain/token-api.ts'
import type { AuditLog, AuditRows, EntryActor } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import type { AccessRows } from './sign-in.ts'
import { newTokenSecret, tokenDigest } from './token-secret.ts'

const DAY_MS = 86_400_000

/** As it is stored: of the secret only the digest. */
export interface TokenRow {
  readonly tokenId: string
  readonly digest: string
  readonly name: string
  readonly scopes: readonly TokenScope[]
  readonly roles: readonly Role[]
  readonly madeBy: string
  readonly madeAt: string
  readonly expiresAt: string
  readonly addresses: readonly string[]
  readonly lastUsedOn: string | null
  readonly endedAt: string | null
  readonly ended: Exclude<TokenEnd, 'expired'> | null
}

export interface TokenRows {
  addToken(accountId: string, row: TokenRow): Promise<void>
  tokens(accountId: string): Promise<readonly TokenRow[]>
  tokenByDigest(accountId: string, digest: string): Promise<TokenRow | null>
  noteTokenUse(accountId: string, tokenId: string, day: string): Promise<void>
  /** @returns false when it had ended before. */
  endToken(
    accountId: string,
    tokenId: string,
    ended: TokenRow['ended'] & string,
    at: string,
  ): Promise<boolean>
}

type EndingRows = AuditRows & Pick<TokenRows, 'tokens' | 'endToken'>

/** Which roles a scope's routes all let in: what of it such a role may hand on. */
export type ScopeRoles = ReadonlyMap<TokenScope, readonly Role[]>

export interface TokenDeskRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  /** False for what is neither an address nor a range of them. */
  readonly isRange: (text: string) => boolean
}

function viewOf({ digest: _secret, endedAt: _at, ...row }: TokenRow, now: Date): TokenView {
  return { ...row, ended: row.ended ?? (row.expiresAt <= now.toISOString() ? 'expired' : null) }
}

function grantableBy(agent: Agent, scopeRoles: ScopeRoles): readonly TokenScope[] {
  return [...scopeRoles]
    .filter(([, roles]) => roles.some((role) => agent.roles.includes(role)))
    .map(([scope]) => scope)
}

export async function readTokens(
  { world }: Pick<TokenDeskRooms, 'world'>,
  tx: TokenRows,
  agent: Agent,
  scopeRoles: ScopeRoles,
): Promise<TokensView> {
  const rows = await tx.tokens(agent.accountId)
  return {
    tokens: rows.map((row) => viewOf(row, world.now())),
    grantable: grantableBy(agent, scopeRoles),
    mostDays: MOST_TOKEN_DAYS,
  }
}

/** @throws Fault `NOT_PERMITTED` for a scope beyond the maker's own roles, `BAD_REQUEST` for what is no range. */
export async function makeToken(
  rooms: TokenDeskRooms,
  tx: AccessRows,
  agent: Agent,
  order: MakeToken,
  scopeRoles: ScopeRoles,
): Promise<MadeToken> {
  const grantable = grantableBy(agent, scopeRoles)
  if (order.scopes.some((scope) => !grantable.includes(scope)))
    throw new Fault('NOT_PERMITTED', 'a token can do no more than whoever makes it')
  if (!order.addresses.every(rooms.isRange))
    throw new Fault('BAD_REQUEST', 'an address or a range, e.g. 192.0.2.0/24', undefined, {
      invalid: ['addresses: invalid_format'],
    })
  const now = rooms.world.now()
  const secret = newTokenSecret(rooms.keys)
  const row: TokenRow = {
    tokenId: rooms.world.newId(),
    digest: tokenDigest(secret),
    name: order.name,
    scopes: [...new Set(order.scopes)].sort(),
    roles: agent.roles.filter((role) => order.scopes.some((scope) => scopeRoles.get(scope)?.includes(role))),
    madeBy: agent.agentId,
    madeAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + order.days * DAY_MS).toISOString(),
    addresses: order.addresses,
    lastUsedOn: null,
    endedAt: null,
    ended: null,
  }
  await rooms.audit.append(tx, agent.accountId, {
    type: 'token.created',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
    object: { kind: 'token', ref: row.tokenId },
    decision: 'created',
    detail: { scopes: row.scopes, expiresAt: row.expiresAt, addresses: row.addresses.length },
  })
  await tx.addToken(agent.accountId, row)
  return { secret, token: viewOf(row, now) }
}

/** At once, by any admin or compliance staff: whoever sees it leaked need not find its maker first. */
export async function revokeToken(
  rooms: Pick<TokenDeskRooms, 'world' | 'keys' | 'audit'>,
  tx: AccessRows,
  agent: Agent,
  tokenId: string,
): Promise<void> {
  const { accountId } = agent
  const known = (await tx.tokens(accountId)).find((row) => row.tokenId === tokenId)
  if (known === undefined) throw new Fault('NOT_FOUND', 'there is no such token')
  if (known.ended !== null) return
  await rooms.audit.append(tx, accountId, {
    type: 'token.revoked',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
    object: { kind: 'token', ref: tokenId },
    decision: 'revoked',
  })
  await tx.endToken(accountId, tokenId, 'revoked', rooms.world.now().toISOString())
}

/** With the role goes what was made of it, for good: giving the role back does not wake it. */
export async function endTokensOf(
  rooms: Pick<TokenDeskRooms, 'world' | 'audit'>,
  tx: EndingRows,
  accountId: string,
  agentId: string,
  taken: readonly Role[],
): Promise<void> {
  if (taken.length === 0) return
  const dead = (await livingTokens(tx, accountId, agentId)).filter(({ roles }) =>
    roles.some((role) => taken.includes(role)),
  )
  await endEach(rooms, tx, accountId, dead, { kind: 'system', ref: 'roles' }, 'role_lost')
}

/** Whoever the helpdesk has let go, or given another role, acts through no token either; coming back wakes none. */
export async function endAllTokensOf(
  rooms: Pick<TokenDeskRooms, 'world' | 'audit'>,
  tx: EndingRows,
  { accountId, agentId }: Pick<Agent, 'accountId' | 'agentId'>,
  actor: EntryActor,
  ended: 'left_helpdesk' | 'helpdesk_role',
): Promise<void> {
  await endEach(rooms, tx, accountId, await livingTokens(tx, accountId, agentId), actor, ended)
}

async function livingTokens(
  tx: EndingRows,
  accountId: string,
  agentId: string,
): Promise<readonly TokenRow[]> {
  return (await tx.tokens(accountId)).filter(({ madeBy, ended }) => madeBy === agentId && ended === null)
}

/** Entry first. */
async function endEach(
  rooms: Pick<TokenDeskRooms, 'world' | 'audit'>,
  tx: EndingRows,
  accountId: string,
  dead: readonly TokenRow[],
  actor: EntryActor,
  ended: 'role_lost' | 'left_helpdesk' | 'helpdesk_role',
): Promise<void> {
  for (const { tokenId } of dead) {
    await rooms.audit.append(tx, accountId, {
      type: 'token.revoked',
      actor,
      object: { kind: 'token', ref: tokenId },
      decision: ended,
    })
    await tx.endToken(accountId, tokenId, ended, rooms.world.now().toISOString())
  }
}

/**
 * The sessions of pages that are open. Each is a row that every server reads with the roles: what has no row opens
 * nothing at the next call. Of whoever works somewhere, nobody but they themselves gets a list.
 */
import type { Role } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Browser, SessionsView } from '../../src/domain/session-api.ts'
import type { AuditLog, AuditRows, EntryActor } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import type { SessionClaims } from './session.ts'

export interface PageSession {
  readonly sessionId: string
  readonly agentId: string
  readonly place: 'sidebar' | 'console'
  readonly browser: Browser
  readonly startedAt: string
  readonly usedAt: string
  /** Until then it lives without being renewed. */
  readonly expiresAt: string
}

export interface PageSessionRows {
  addPageSession(accountId: string, row: PageSession): Promise<void>
  /** Asked at each call; `null`: the session has ended. */
  enteringSession(
    accountId: string,
    agentId: string,
    sessionId: string,
  ): Promise<{ readonly usedAt: string } | null>
  notePageUse(accountId: string, sessionId: string, at: string): Promise<void>
  /** @returns false when it has ended meanwhile. */
  prolongPageSession(accountId: string, sessionId: string, expiresAt: string): Promise<boolean>
  /** Of one agent, the last used first. */
  pageSessions(accountId: string, agentId: string): Promise<readonly PageSession[]>
  endPageSessions(accountId: string, sessionIds: readonly string[]): Promise<void>
  endAllPageSessions(accountId: string): Promise<void>
  sweepPageSessions(accountId: string, expiredBefore: string): Promise<void>
}

type Rooms = { readonly world: World; readonly keys: Keyring; readonly audit: AuditLog }
type Rows = PageSessionRows & AuditRows
type Ending = 'signed_out' | 'ended' | 'ended_by_admin' | 'left_helpdesk' | 'helpdesk_role'

/** What is called every moment is not noted every moment: a write for each call would cost more than it tells. */
const USE_STEP_MS = 5 * 60_000

/** The roles that Vouch has given, as the store has them now. @throws Fault `SESSION_EXPIRED`. */
export async function enterSession(
  tx: PageSessionRows & { rolesOf(accountId: string, agentId: string): Promise<readonly Role[]> },
  { accountId, agentId, sessionId }: SessionClaims,
  now: Date,
): Promise<readonly Role[]> {
  const held = await tx.enteringSession(accountId, agentId, sessionId)
  if (held === null) throw new Fault('SESSION_EXPIRED', 'the session was ended')
  if (now.getTime() - Date.parse(held.usedAt) >= USE_STEP_MS)
    await tx.notePageUse(accountId, sessionId, now.toISOString())
  return tx.rolesOf(accountId, agentId)
}

async function liveSessions(
  { world }: Pick<Rooms, 'world'>,
  tx: PageSessionRows,
  { accountId, agentId }: Pick<SessionClaims, 'accountId' | 'agentId'>,
): Promise<readonly PageSession[]> {
  const now = world.now().toISOString()
  return (await tx.pageSessions(accountId, agentId)).filter(({ expiresAt }) => expiresAt > now)
}

export async function readSessions(
  rooms: Pick<Rooms, 'world'>,
  tx: PageSessionRows,
  asking: SessionClaims,
): Promise<SessionsView> {
  const views = (await liveSessions(rooms, tx, asking)).map(
    ({ agentId: _agent, expiresAt: _end, ...session }) => ({
      ...session,
      own: session.sessionId === asking.sessionId,
    }),
  )
  return { sessions: [...views.filter(({ own }) => own), ...views.filter(({ own }) => !own)] }
}

/** Entry first. */
async function end(
  rooms: Rooms,
  tx: Rows,
  whose: Pick<SessionClaims, 'accountId' | 'agentId'>,
  actor: EntryActor,
  decision: Ending,
  ended: readonly PageSession[],
): Promise<number> {
  if (ended.length === 0) return 0
  const { accountId, agentId } = whose
  const sessions = ended.map(({ sessionId }) => sessionId)
  await rooms.audit.append(tx, accountId, {
    type: 'session.ended',
    actor,
    object: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agentId) },
    decision,
    detail: { sessions },
  })
  await tx.endPageSessions(accountId, sessions)
  return sessions.length
}

function self(rooms: Rooms, { accountId, agentId }: SessionClaims): EntryActor {
  return { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agentId) }
}

export async function signOut(rooms: Rooms, tx: Rows, asking: SessionClaims): Promise<void> {
  const own = (await liveSessions(rooms, tx, asking)).filter(
    ({ sessionId }) => sessionId === asking.sessionId,
  )
  await end(rooms, tx, asking, self(rooms, asking), 'signed_out', own)
}

/** The page was closed. As when its time runs out there is no entry: nobody decided anything. */
export async function leavePage(tx: PageSessionRows, asking: SessionClaims): Promise<void> {
  await tx.endPageSessions(asking.accountId, [asking.sessionId])
}

/** @throws Fault `NOT_FOUND` for one that is not theirs, as for one that there is not. */
export async function endSession(
  rooms: Rooms,
  tx: Rows,
  asking: SessionClaims,
  sessionId: string,
): Promise<void> {
  const one = (await liveSessions(rooms, tx, asking)).filter((row) => row.sessionId === sessionId)
  if (one.length === 0) throw new Fault('NOT_FOUND', 'there is no such session of yours')
  await end(rooms, tx, asking, self(rooms, asking), 'ended', one)
}

export async function endOtherSessions(rooms: Rooms, tx: Rows, asking: SessionClaims): Promise<void> {
  const others = (await liveSessions(rooms, tx, asking)).filter(
    ({ sessionId }) => sessionId !== asking.sessionId,
  )
  await end(rooms, tx, asking, self(rooms, asking), 'ended', others)
}

/** All of one person, whoever asks: an admin, or the helpdesk that they have left or are less in. @returns how many there were. */
export async function endSessionsOf(
  rooms: Rooms,
  tx: Rows,
  whose: Pick<SessionClaims, 'accountId' | 'agentId'>,
  actor: EntryActor,
  decision: Extract<Ending, 'ended_by_admin' | 'left_helpdesk' | 'helpdesk_role'>,
): Promise<number> {
  return end(rooms, tx, whose, actor, decision, await liveSessions(rooms, tx, whose))
}

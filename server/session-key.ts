/**
 * Hands sessions over to a new key while servers run. Entry first: the new key lies on the disk before it, and takes
 * its place after it. What the old key signed is believed until the last of it has ended, or ends at once.
 */
import { Fault } from '../src/domain/fault.ts'
import { SIGNED_LASTS_MS } from './access/index.ts'
import { withKeyLock } from './adapters/key-lock.ts'
import { sessionKeyFile } from './adapters/session-keys.ts'
import type { AuditLog, EntryActor } from './audit/index.ts'
import type { Keyring, Transact, World } from './keys.ts'
import type { StoreRows } from './store.ts'

/** How long an operator waits for another operator. */
const PATIENCE_MS = 10_000

export interface SessionKeyGiven {
  readonly dataDir: string
  readonly world: World
  readonly audit: AuditLog
  readonly transact: Transact<StoreRows>
}

/** @returns the new key's name and, unless all sessions ended, the moment from which the old one opens nothing. */
export async function rotateSessionKey(
  { dataDir, world, audit, transact }: SessionKeyGiven,
  atOnce: boolean,
  actorIn: (tx: StoreRows, accountId: string) => Promise<EntryActor>,
): Promise<{ readonly kid: string; readonly until: string | null }> {
  return withKeyLock(dataDir, PATIENCE_MS, async () => {
    const now = world.now()
    const lastsMs = atOnce ? 0 : SIGNED_LASTS_MS
    const next = sessionKeyFile(dataDir).prepare({ now, lastsMs })
    try {
      await transact(async (tx) => {
        for (const accountId of await tx.auditedAccounts())
          await audit.append(tx, accountId, {
            type: 'session_key.rotated',
            actor: await actorIn(tx, accountId),
            object: { kind: 'session_key', ref: next.kid },
            decision: atOnce ? 'sessions_ended' : 'handed_over',
          })
        if (atOnce) for (const accountId of await tx.auditedAccounts()) await tx.endAllPageSessions(accountId)
      })
    } catch (error) {
      next.forget()
      throw error
    }
    next.exchange()
    return { kid: next.kid, until: atOnce ? null : new Date(now.getTime() + lastsMs).toISOString() }
  })
}

/** A turn of the sweep: keys that open nothing any more leave the disk. */
export async function dropEndedSessionKeys(
  dataDir: string,
  keys: Pick<Keyring, 'sessions'>,
  now: Date,
): Promise<number> {
  const ended = keys.sessions
    .list()
    .filter(({ until }) => until !== null && Date.parse(until) <= now.getTime())
  if (ended.length === 0) return 0
  try {
    return await withKeyLock(dataDir, 0, async () => sessionKeyFile(dataDir).drop(now).length)
  } catch (error) {
    // Somebody is changing them this moment: the next turn looks again.
    if (error instanceof Fault && error.code === 'CONFLICT') return 0
    throw error
  }
}

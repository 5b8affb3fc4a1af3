/**
 * Whether agents may draft. The newest row holds, and each has its entry in the log. Going live widens nothing:
 * allowlist, policy and notice have asked their second person already (decision 51).
 */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { SetUpStep } from '../../src/domain/set-up.ts'
import type { AuditLog, AuditRows, EntryActor } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'

export interface LiveRow {
  readonly seq: number
  readonly live: boolean
  /** Missing in a store of before until the first start has told the log. */
  readonly at: string | null
  readonly changedBy: string | null
  readonly auditIndex: number | null
}

export interface LiveStateRows extends AuditRows {
  /** The newest. */
  liveState(accountId: AccountId): Promise<LiveRow | null>
  /** @throws Fault `CONFLICT` when the number is taken. */
  addLiveState(accountId: AccountId, row: LiveRow): Promise<void>
  settleLiveState(accountId: AccountId, seq: number, at: string, auditIndex: number): Promise<void>
}

export interface LiveRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
}

async function change(rooms: LiveRooms, tx: LiveStateRows, admin: Agent, live: boolean): Promise<void> {
  const { accountId, agentId } = admin
  const before = await tx.liveState(accountId)
  if ((before?.live ?? false) === live) return
  const seq = (before?.seq ?? 0) + 1
  const actor: EntryActor = { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agentId) }
  const auditIndex = await rooms.audit.append(tx, accountId, {
    type: 'account.live_changed',
    actor,
    object: { kind: 'live_state', ref: String(seq) },
    decision: live ? 'live' : 'taken_back',
  })
  const at = rooms.world.now().toISOString()
  await tx.addLiveState(accountId, { seq, live, at, changedBy: agentId, auditIndex })
}

/** @throws Fault `CONFLICT` naming the steps that are missing; then nothing has changed. */
export async function goLive(
  rooms: LiveRooms,
  tx: LiveStateRows,
  admin: Agent,
  missing: readonly SetUpStep[],
): Promise<void> {
  if (missing.length > 0)
    throw new Fault('CONFLICT', `steps of the set-up are missing: ${missing.join(', ')}`)
  await change(rooms, tx, admin, true)
}

/** From here on nothing is drafted, sent to a provider or inserted. What stands in replies stays there. */
export async function takeBack(rooms: LiveRooms, tx: LiveStateRows, admin: Agent): Promise<void> {
  await change(rooms, tx, admin, false)
}

/** A store of before has a row that the log does not know: it is told once, in the name of nobody. */
export async function settleLive(rooms: LiveRooms, tx: LiveStateRows, accountId: AccountId): Promise<void> {
  const row = await tx.liveState(accountId)
  if (row === null || row.auditIndex !== null) return
  const auditIndex = await rooms.audit.append(tx, accountId, {
    type: 'account.live_changed',
    actor: { kind: 'system', ref: 'migration' },
    object: { kind: 'live_state', ref: String(row.seq) },
    decision: row.live ? 'live' : 'taken_back',
    detail: { kept: 'true' },
  })
  await tx.settleLiveState(accountId, row.seq, rooms.world.now().toISOString(), auditIndex)
}

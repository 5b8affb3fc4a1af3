/**
 * A pull that holds here whatever else fails: the store first, with its audit entry; without it this server's memory,
 * and the file if that can be written. What was not told is said, never passed over.
 */
import type { Agent } from '../../src/domain/account.ts'
import { Fault, type FaultCode } from '../../src/domain/fault.ts'
import type { StopSource } from '../../src/domain/kill-switch.ts'
import type { Transact } from '../keys.ts'
import type { KillSwitch } from './kill-switch.ts'
import {
  type KillSwitchRooms,
  type KillSwitchRows,
  newStop,
  type PullOrder,
  pullStop,
} from './kill-switch-desk.ts'

export interface PullGiven<Rows extends KillSwitchRows> {
  readonly rooms: KillSwitchRooms
  readonly transact: Transact<Rows>
  readonly killSwitch: KillSwitch
  /** Resolves when nobody waits any longer for a disk that hangs. */
  readonly patience: () => Promise<void>
}

/** The pull was wrong; everything else is a place that failed. */
const WRONG: readonly FaultCode[] = ['NOT_PERMITTED', 'BAD_REQUEST', 'NOT_FOUND']

/** @returns where it could not be written; it holds here all the same. @throws Fault of a pull that nobody may make. */
export async function pullAtOnce<Rows extends KillSwitchRows>(
  { rooms, transact, killSwitch, patience }: PullGiven<Rows>,
  agent: Agent,
  order: PullOrder,
): Promise<readonly StopSource[]> {
  const stop = newStop(rooms, agent, order)
  let inStore = true
  try {
    await transact((tx) => pullStop(rooms, tx, agent, order, stop))
  } catch (cause) {
    if (cause instanceof Fault && WRONG.includes(cause.code)) throw cause
    inStore = false
  }
  killSwitch.hold(stop, { inStore })
  // Brings it to the file, for when the store is down. Should that fail, the switch itself knows.
  await Promise.race([killSwitch.look().catch(() => undefined), patience()])
  return killSwitch.state().untold
}

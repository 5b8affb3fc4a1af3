/** Whether a widening change of the account needs two people. On until somebody turns it off. */
import { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { FOUR_EYES_MODES, type FourEyesMode } from '../../src/domain/change.ts'
import type { FourEyesView } from '../../src/domain/change-api.ts'
import type { AuditLog } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import { applierOf, type ChangeApplier } from './applier.ts'
import { type ApprovalRows, actorOf } from './change-desk.ts'

const FIRST: FourEyesView = { version: 0, mode: 'on', changedAt: null }

export async function readFourEyes(tx: ApprovalRows, accountId: AccountId): Promise<FourEyesView> {
  return (await tx.fourEyes(accountId)) ?? FIRST
}

export async function changeFourEyes(
  rooms: { world: World; keys: Keyring; audit: AuditLog },
  tx: ApprovalRows,
  agent: Agent,
  mode: FourEyesMode,
): Promise<void> {
  const version = (await readFourEyes(tx, agent.accountId)).version + 1
  await rooms.audit.append(tx, agent.accountId, {
    type: 'four_eyes.changed',
    actor: actorOf(rooms, agent.accountId, agent.agentId),
    object: { kind: 'four_eyes', ref: String(version) },
    decision: mode,
  })
  await tx.addFourEyes(agent.accountId, { version, mode, changedAt: rooms.world.now().toISOString() })
}

export function fourEyesChange(rooms: {
  world: World
  keys: Keyring
  audit: AuditLog
}): ChangeApplier<ApprovalRows> {
  return applierOf({
    schema: z.strictObject({ mode: z.enum(FOUR_EYES_MODES) }),
    async current(tx: ApprovalRows, accountId) {
      const { version, mode } = await readFourEyes(tx, accountId)
      return { base: String(version), content: { mode }, first: false }
    },
    widenings: (before, after) =>
      before.mode === 'on' && after.mode === 'off' ? [{ what: 'second_person_dropped' }] : [],
    apply: (tx, agent, after) => changeFourEyes(rooms, tx, agent, after.mode),
  })
}

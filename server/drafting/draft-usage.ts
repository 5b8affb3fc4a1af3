/**
 * How many drafts were let through lately, for the limits of an agent and of the account. One that ended in a
 * refusal before anything had left for a model does not count; one that a model was asked for does.
 */
import type { Agent } from '../../src/domain/account.ts'
import type { DraftUsage, UsageCount } from '../../src/domain/decide.ts'
import type { ScopeLimits } from '../../src/domain/scope.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Counts only for what a limit is set on: a day of the whole account may be a hundred thousand rows. */
export async function readDraftUsage(
  rooms: Pick<DraftingRooms, 'world' | 'keys'>,
  tx: DraftRows,
  agent: Agent,
  limits: ScopeLimits | null,
): Promise<DraftUsage> {
  const now = rooms.world.now().getTime()
  const agentRef = rooms.keys.digest('agent', agent.accountId, agent.agentId)
  const within = async (windowMs: number, ref: string | null): Promise<UsageCount> => {
    const { count, oldest } = await tx.admissionsSince(
      agent.accountId,
      ref,
      new Date(now - windowMs).toISOString(),
    )
    return {
      count,
      resetsAt: new Date((oldest === null ? now : Date.parse(oldest)) + windowMs).toISOString(),
    }
  }
  const { draftsPerAgentHour, draftsPerAgentDay, draftsPerAccountDay } = limits ?? {}
  return {
    ...(draftsPerAgentHour === undefined ? {} : { agentHour: await within(HOUR_MS, agentRef) }),
    ...(draftsPerAgentDay === undefined ? {} : { agentDay: await within(DAY_MS, agentRef) }),
    ...(draftsPerAccountDay === undefined ? {} : { accountDay: await within(DAY_MS, null) }),
  }
}

/** In the transaction that lets the draft through; what lies further back than a day is forgotten. */
export async function countAdmission(
  rooms: Pick<DraftingRooms, 'world' | 'keys'>,
  tx: DraftRows,
  agent: Agent,
  draftId: string,
): Promise<void> {
  const now = rooms.world.now()
  await tx.forgetAdmissions(agent.accountId, new Date(now.getTime() - DAY_MS).toISOString())
  await tx.addAdmission(agent.accountId, {
    admissionId: draftId,
    agentRef: rooms.keys.digest('agent', agent.accountId, agent.agentId),
    at: now.toISOString(),
  })
}

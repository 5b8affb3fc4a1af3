/** Taking evidence away is an act like any other: the entry is written first, then the list is made. */
import type { Agent } from '../../src/domain/account.ts'
import type { Act, AuditRows } from '../audit/index.ts'
import type { EvidenceRooms } from './rooms.ts'

export const EXPORTS = ['population', 'events', 'access', 'agent_keys', 'changes'] as const
export type ExportKind = (typeof EXPORTS)[number]

export async function noteExport(
  rooms: EvidenceRooms<AuditRows>,
  agent: Agent,
  what: ExportKind,
  detail: NonNullable<Act['detail']>,
): Promise<void> {
  await rooms.transact((tx) =>
    rooms.audit.append(tx, agent.accountId, {
      type: 'evidence.exported',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) },
      object: { kind: 'evidence', ref: what },
      decision: 'exported',
      detail,
    }),
  )
}

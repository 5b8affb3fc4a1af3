/** Which pseudonym is whose: for compliance alone, apart from every list that uses them. */
import type { AccountId } from '../../src/domain/account.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../src/domain/csv.ts'
import type { Keyring } from '../keys.ts'

export interface AgentKey {
  readonly agentRef: string
  readonly agentId: string
}

export interface KnownAgentRows {
  /** Numbers of everybody who holds a role, made a draft or proposed a change; each once, in order. */
  knownAgents(accountId: AccountId): Promise<readonly string[]>
}

export async function readAgentKeys(
  keys: Keyring,
  tx: KnownAgentRows,
  accountId: AccountId,
): Promise<readonly AgentKey[]> {
  const known = await tx.knownAgents(accountId)
  return known.map((agentId) => ({ agentRef: keys.digest('agent', accountId, agentId), agentId }))
}

export function agentKeysCsv(list: readonly AgentKey[]): string {
  const rows = list.map(({ agentRef, agentId }) => csvLine([agentRef, agentId]))
  return `${BYTE_ORDER_MARK}${csvLine(['agent', 'helpdesk_user_id'])}${rows.join('')}`
}

/** Granting and revoking roles: what a change means before the companion is asked for it. */
import { ROLES, type Role } from '../domain/account.ts'
import type { RoleRow } from '../domain/api.ts'

/** In the order of the closed list, so that the same roles always read the same. */
export function toggledRoles(row: RoleRow, role: Role): readonly Role[] {
  return ROLES.filter((known) => row.roles.includes(known) !== (known === role))
}

export const isAgentNumber = (typed: string): boolean => /^[1-9]\d{0,18}$/.test(typed)

export type GrantProblem = 'errorId' | 'errorHas'

export function grantProblem(rows: readonly RoleRow[], agentId: string, role: Role): GrantProblem | null {
  if (!/^\d{1,20}$/.test(agentId)) return 'errorId'
  return rows.some((row) => row.agentId === agentId && row.roles.includes(role)) ? 'errorHas' : null
}

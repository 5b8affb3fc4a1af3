/** What the helpdesk says of its own staff: whoever is less there is not more here. It raises nobody. */
import { ROLES, type Role } from '../../src/domain/account.ts'
import type { AuditLog, AuditRows } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import { endSessionsOf, type PageSessionRows } from './page-sessions.ts'
import { changeRoles, type RoleRows } from './sign-in.ts'
import { endAllTokensOf, type TokenRows } from './tokens.ts'

/**
 * `away`: suspended or gone, perhaps to come back; `end_user`: no staff any more; `below_admin`: staff still;
 * `another_role`: one whose rank nobody can tell here.
 */
export type HelpdeskPlace = 'away' | 'end_user' | 'below_admin' | 'another_role'

type Rooms = { readonly world: World; readonly keys: Keyring; readonly audit: AuditLog }
type Rows = AuditRows & RoleRows & PageSessionRows & Pick<TokenRows, 'tokens' | 'endToken'>

const HELPDESK = { kind: 'helpdesk', ref: 'webhook' } as const

/** Which of the roles that Vouch has given go with it. A suspension is lifted by whoever set it. */
const TAKEN: Readonly<Record<HelpdeskPlace, readonly Role[]>> = {
  away: [],
  end_user: ROLES,
  below_admin: ['admin'],
  another_role: [],
}

export async function followHelpdesk(
  rooms: Rooms,
  tx: Rows,
  whose: { readonly accountId: string; readonly agentId: string },
  place: HelpdeskPlace,
): Promise<void> {
  const { accountId, agentId } = whose
  const why = place === 'away' || place === 'end_user' ? 'left_helpdesk' : 'helpdesk_role'
  await endSessionsOf(rooms, tx, whose, HELPDESK, why)
  // With a role go the tokens that were made of it; the others act on with what their maker has still.
  if (place !== 'below_admin') await endAllTokensOf(rooms, tx, whose, HELPDESK, why)
  const held = await tx.rolesOf(accountId, agentId)
  const left = held.filter((role) => !TAKEN[place].includes(role))
  if (left.length < held.length) await changeRoles(rooms, tx, accountId, HELPDESK, agentId, left)
}

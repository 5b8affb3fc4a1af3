/** Roles, used tokens and received webhooks in the store. */
import type { Kysely } from 'kysely'
import { ROLES, type Role } from '../../../src/domain/account.ts'
import type { AccessRows, PageSessionRows, TokenRows } from '../../access/index.ts'
import type { AuditRows } from '../../audit/index.ts'
import type { EventRows } from '../../helpdesk-events/index.ts'
import type { Tables } from '../schema.ts'

function rolesIn(rows: readonly { role: string }[]): readonly Role[] {
  return ROLES.filter((role) => rows.some((row) => row.role === role))
}

type Own = Omit<AccessRows, keyof AuditRows | keyof TokenRows | keyof PageSessionRows> &
  Pick<EventRows, 'rememberWebhook'>

export function accessRows(db: Kysely<Tables>): Own {
  return {
    rolesOf: async (accountId, agentId) =>
      rolesIn(
        await db
          .selectFrom('agentRole')
          .select('role')
          .where('accountId', '=', accountId)
          .where('agentId', '=', agentId)
          .execute(),
      ),
    async allRoles(accountId) {
      const rows = await db
        .selectFrom('agentRole')
        .select(['agentId', 'role'])
        .where('accountId', '=', accountId)
        .orderBy('agentId')
        .execute()
      const agents = [...new Set(rows.map(({ agentId }) => agentId))]
      return agents.map((agentId) => ({
        agentId,
        roles: rolesIn(rows.filter((row) => row.agentId === agentId)),
      }))
    },
    async setRoles(accountId, agentId, roles, at) {
      await db
        .deleteFrom('agentRole')
        .where('accountId', '=', accountId)
        .where('agentId', '=', agentId)
        .execute()
      if (roles.length > 0)
        await db
          .insertInto('agentRole')
          .values(roles.map((role) => ({ accountId, agentId, role, grantedAt: at })))
          .execute()
    },
    async useToken(tokenHash, expiresAt) {
      const taken = await db
        .insertInto('usedToken')
        .values({ tokenHash, expiresAt })
        .onConflict((conflict) => conflict.column('tokenHash').doNothing())
        .returning('tokenHash')
        .executeTakeFirst()
      return taken !== undefined
    },
    async forgetTokens(expiredBefore) {
      await db.deleteFrom('usedToken').where('expiresAt', '<', expiredBefore).execute()
    },
    async rememberWebhook(accountId, eventId, at) {
      const first = await db
        .insertInto('webhookEvent')
        .values({ accountId, eventId, receivedAt: at })
        .onConflict((conflict) => conflict.columns(['accountId', 'eventId']).doNothing())
        .returning('eventId')
        .executeTakeFirst()
      return first !== undefined
    },
  }
}

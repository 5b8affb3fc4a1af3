/** Sessions of pages in the store. */
import type { Kysely } from 'kysely'
import { ROLES } from '../../../src/domain/account.ts'
import { BROWSERS } from '../../../src/domain/session-api.ts'
import type { PageSession, PageSessionRows } from '../../access/index.ts'
import type { Tables } from '../schema.ts'
import { statement } from '../statement.ts'

function rowOf({ accountId: _account, ...row }: Tables['pageSession']): PageSession {
  return {
    ...row,
    place: row.place === 'console' ? 'console' : 'sidebar',
    browser: BROWSERS.find((known) => known === row.browser) ?? 'other',
  }
}

/** With every role that the agent has. */
const entering = statement((db, accountId: string, agentId: string, sessionId: string) =>
  db
    .selectFrom('pageSession as s')
    .leftJoin('agentRole as r', (join) =>
      join.onRef('r.accountId', '=', 's.accountId').onRef('r.agentId', '=', 's.agentId'),
    )
    .select(['s.usedAt as usedAt', 'r.role as role'])
    .where('s.accountId', '=', accountId)
    .where('s.sessionId', '=', sessionId)
    .where('s.agentId', '=', agentId),
)

export function pageSessionRows(db: Kysely<Tables>): PageSessionRows {
  return {
    async addPageSession(accountId, row) {
      await db
        .insertInto('pageSession')
        .values({ ...row, accountId })
        .execute()
    },
    async enteringSession(accountId, agentId, sessionId) {
      const { rows: found } = await entering(db, accountId, agentId, sessionId)
      const [first] = found
      if (first === undefined) return null
      return { usedAt: first.usedAt, roles: ROLES.filter((role) => found.some((row) => row.role === role)) }
    },
    async notePageUse(accountId, sessionId, at) {
      await db
        .updateTable('pageSession')
        .set({ usedAt: at })
        .where('accountId', '=', accountId)
        .where('sessionId', '=', sessionId)
        .execute()
    },
    async prolongPageSession(accountId, sessionId, expiresAt) {
      const row = await db
        .updateTable('pageSession')
        .set({ expiresAt })
        .where('accountId', '=', accountId)
        .where('sessionId', '=', sessionId)
        .returning('sessionId')
        .executeTakeFirst()
      return row !== undefined
    },
    pageSessions: async (accountId, agentId) =>
      (
        await db
          .selectFrom('pageSession')
          .selectAll()
          .where('accountId', '=', accountId)
          .where('agentId', '=', agentId)
          .orderBy('usedAt', 'desc')
          .orderBy('sessionId')
          .execute()
      ).map(rowOf),
    async endPageSessions(accountId, sessionIds) {
      if (sessionIds.length === 0) return
      await db
        .deleteFrom('pageSession')
        .where('accountId', '=', accountId)
        .where('sessionId', 'in', [...sessionIds])
        .execute()
    },
    async endAllPageSessions(accountId) {
      await db.deleteFrom('pageSession').where('accountId', '=', accountId).execute()
    },
    async sweepPageSessions(accountId, expiredBefore) {
      await db
        .deleteFrom('pageSession')
        .where('accountId', '=', accountId)
        .where('expiresAt', '<', expiredBefore)
        .execute()
    },
  }
}

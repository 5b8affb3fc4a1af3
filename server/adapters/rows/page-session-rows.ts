/** Sessions of pages in the store. */
import type { Kysely } from 'kysely'
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

const entering = statement((db, accountId: string, agentId: string, sessionId: string) =>
  db
    .selectFrom('pageSession')
    .select('usedAt')
    .where('accountId', '=', accountId)
    .where('sessionId', '=', sessionId)
    .where('agentId', '=', agentId),
)

export function pageSessionRows(db: Kysely<Tables>): PageSessionRows {
  return {
    async addPageSession(accountId, row) {
      await db
        .insertInto('pageSession')
        .values({ ...row, accountId })
        .execute()
    },
    enteringSession: async (accountId, agentId, sessionId) =>
      (await entering(db, accountId, agentId, sessionId)).rows[0] ?? null,
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

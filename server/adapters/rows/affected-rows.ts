/** What a report on affected people asks of the store besides the log. */
import type { Kysely } from 'kysely'
import type { AuditRows } from '../../audit/index.ts'
import type { AffectedRows } from '../../incidents/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<AffectedRows, keyof AuditRows>

export function affectedRows(db: Kysely<Tables>): Own {
  return {
    async touchedTickets(accountId, ticketRefs) {
      if (ticketRefs.length === 0) return []
      const rows = await db
        .selectFrom('ticket')
        .innerJoin('requester', (join) =>
          join
            .onRef('requester.accountId', '=', 'ticket.accountId')
            .onRef('requester.requesterRef', '=', 'ticket.requesterRef'),
        )
        // What was buried stays as a row that names nobody: it must not pass for a person who is there.
        .leftJoin('erasure', (join) =>
          join
            .onRef('erasure.accountId', '=', 'ticket.accountId')
            .onRef('erasure.buriedRef', '=', 'ticket.requesterRef'),
        )
        .select(['ticket.ticketRef', 'ticket.ticketId', 'ticket.requesterRef', 'requester.wrappedKey'])
        .select('erasure.erasureId')
        .where('ticket.accountId', '=', accountId)
        .where('ticket.ticketRef', 'in', [...ticketRefs])
        .execute()
      return rows.map(({ erasureId, ...row }) => ({ ...row, erased: erasureId !== null }))
    },
    async versionsOfArticle(accountId, articleId) {
      const rows = await db
        .selectFrom('articleVersion')
        .select('versionHash')
        .where('accountId', '=', accountId)
        .where('articleId', '=', articleId)
        .execute()
      return rows.map(({ versionHash }) => versionHash)
    },
  }
}

/** What a check of the log reads of consent: events by their entries, and every status. */
import type { Kysely } from 'kysely'
import type { ConsentCheckRows, ConsentRows } from '../../consent/index.ts'
import type { Tables } from '../schema.ts'

export function consentCheckRows(db: Kysely<Tables>): Omit<ConsentCheckRows, keyof ConsentRows> {
  return {
    consentEventsAt: (accountId, from, span) =>
      db
        .selectFrom('consentEvent')
        .select(['ticketRef', 'seq', 'event', 'actorRef', 'auditIndex'])
        .where('accountId', '=', accountId)
        .where('auditIndex', '>=', from)
        .where('auditIndex', '<', from + span)
        .execute(),
    async unplacedConsentEvents(accountId) {
      const row = await db
        .selectFrom('consentEvent')
        .select(({ fn }) => [fn.countAll<number | string>().as('count'), fn.min('ticketRef').as('first')])
        .where('accountId', '=', accountId)
        .where('auditIndex', 'is', null)
        .executeTakeFirst()
      return { count: Number(row?.count ?? 0), first: row?.first ?? null }
    },
    async consentStandings(accountId, after, limit) {
      const rows = await db
        .selectFrom('consentStanding')
        .select(['ticketRef', 'requesterRef', 'status', 'validUntil', 'noticeVersion', 'wide', 'changedAt'])
        .where('accountId', '=', accountId)
        .where('ticketRef', '>', after)
        .orderBy('ticketRef')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ ...row, wide: Number(row.wide) === 1 }))
    },
  }
}

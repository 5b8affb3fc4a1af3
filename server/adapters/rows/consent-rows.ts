/** Consent events and links in the store. */
import type { Kysely } from 'kysely'
import type { ConsentEvent } from '../../../src/domain/consent-moves.ts'
import type { ConsentLifeRows, LinkRows, NoticeRows } from '../../consent/index.ts'
import type { FactRows } from '../../tickets/index.ts'
import type { Tables } from '../schema.ts'
import { statement } from '../statement.ts'

type Own = Omit<LinkRows, keyof FactRows | keyof NoticeRows | keyof ConsentLifeRows>

const eventsOf = statement((db, accountId: string, ticketRef: string) =>
  db
    .selectFrom('consentEvent')
    .select(['seq', 'event', 'actorRef', 'requesterRef', 'sealedEvidence', 'auditIndex'])
    .where('accountId', '=', accountId)
    .where('ticketRef', '=', ticketRef)
    .orderBy('seq'),
)

export function consentRows(db: Kysely<Tables>): Own {
  return {
    async consentEvents(accountId, ticketRef) {
      const { rows } = await eventsOf(db, accountId, ticketRef)
      // Written by `addConsentEvent` alone, from a typed event: the shape is ours.
      return rows.map((row) => ({ ...row, event: JSON.parse(row.event) as ConsentEvent }))
    },
    async addConsentEvent(accountId, ticketRef, stored) {
      await db
        .insertInto('consentEvent')
        .values({ accountId, ticketRef, auditIndex: null, ...stored, event: JSON.stringify(stored.event) })
        .execute()
    },
    async discardOpenDrafts(accountId, ticketRef, at) {
      const result = await db
        .updateTable('draft')
        .set({ status: 'discarded', sealedContent: null, changedAt: at })
        .where('accountId', '=', accountId)
        .where('ticketRef', '=', ticketRef)
        .where('status', 'in', ['drafting', 'ready'])
        .executeTakeFirst()
      // What was inserted stays on record as such; our copy of its words goes (GDPR Art. 17(1)(b)).
      await db
        .updateTable('draft')
        .set({ sealedContent: null })
        .where('accountId', '=', accountId)
        .where('ticketRef', '=', ticketRef)
        .execute()
      // They were kept under the consent that has just changed.
      await db
        .deleteFrom('recordedQuestion')
        .where('accountId', '=', accountId)
        .where('ticketRef', '=', ticketRef)
        .execute()
      return Number(result.numUpdatedRows)
    },
    async addConsentLink(link) {
      await db.insertInto('consentLink').values(link).execute()
    },
    consentLink: async (linkHash) =>
      (await db.selectFrom('consentLink').selectAll().where('linkHash', '=', linkHash).executeTakeFirst()) ??
      null,
    async dropOlderLinks(accountId, ticketRef, keep) {
      await db
        .deleteFrom('consentLink')
        .where('accountId', '=', accountId)
        .where('ticketRef', '=', ticketRef)
        .where('linkHash', '!=', keep)
        .execute()
    },
  }
}

/** The helpdesk's word in the store, and what a deletion there takes away here. */
import type { Kysely } from 'kysely'
import { FIRST_HELPDESK_SETTINGS, type HelpdeskSettings } from '../../../src/domain/helpdesk-settings-api.ts'
import type { HelpdeskSettingRows } from '../../helpdesk-events/index.ts'
import { FACT_KINDS, type FactRows, type HelpdeskFact, type TicketRows } from '../../tickets/index.ts'
import type { Tables } from '../schema.ts'
import { statement } from '../statement.ts'
import { ticketOf } from './ticket-rows.ts'

type Own = Omit<FactRows, keyof TicketRows> & HelpdeskSettingRows

const { settings: NO_SETTINGS } = FIRST_HELPDESK_SETTINGS

function factOf(row: Tables['helpdeskFact']): readonly HelpdeskFact[] {
  const kind = FACT_KINDS.find((known) => known === row.kind)
  const { subject, factKey: key, at, eventId, value } = row
  return kind === undefined ? [] : [{ subject, kind, key, at, eventId, value }]
}

const about = statement((db, accountId: string, subject: string) =>
  db.selectFrom('helpdeskFact').selectAll().where('accountId', '=', accountId).where('subject', '=', subject),
)
const withKey = statement((db, accountId: string, kind: string, key: string) =>
  db
    .selectFrom('helpdeskFact')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('kind', '=', kind)
    .where('factKey', '=', key),
)

export function factRows(db: Kysely<Tables>): Own {
  return {
    async keepFact(accountId, { key, ...fact }) {
      await db
        .insertInto('helpdeskFact')
        .values({ accountId, factKey: key, ...fact })
        .onConflict((conflict) =>
          conflict
            .columns(['accountId', 'subject', 'kind', 'factKey'])
            .doUpdateSet({ at: fact.at, eventId: fact.eventId, value: fact.value })
            .where((eb) =>
              eb.or([
                eb('helpdeskFact.at', '<', fact.at),
                eb.and([eb('helpdeskFact.at', '=', fact.at), eb('helpdeskFact.eventId', '<', fact.eventId)]),
              ]),
            ),
        )
        .execute()
    },
    factsOf: async (accountId, subject) => (await about(db, accountId, subject)).rows.flatMap(factOf),
    factsAbout: async (accountId, kind, key) =>
      (await withKey(db, accountId, kind, key)).rows.flatMap(factOf),
    async dropFacts(accountId, subject, kind) {
      await db
        .deleteFrom('helpdeskFact')
        .where('accountId', '=', accountId)
        .where('subject', '=', subject)
        .where('kind', '=', kind)
        .execute()
    },
    async ticketsAbout(accountId, requesterRefs) {
      if (requesterRefs.length === 0) return []
      const naming = (table: 'ticket' | 'consentEvent') =>
        db
          .selectFrom(table)
          .select('ticketRef')
          .where('accountId', '=', accountId)
          .where('requesterRef', 'in', requesterRefs)
      // Not `or`: PostgreSQL would read every ticket for it.
      const rows = await db
        .selectFrom('ticket')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('ticketRef', 'in', naming('ticket').union(naming('consentEvent')))
        .orderBy('ticketRef')
        .execute()
      return rows.flatMap((row) => ticketOf(row) ?? [])
    },
    async helpdeskSettings(accountId) {
      const row = await db
        .selectFrom('helpdeskSetting')
        .select(['version', 'settings'])
        .where('accountId', '=', accountId)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      // Written by `addHelpdeskSettings` alone, from parsed settings: the shape is ours.
      return row === undefined
        ? null
        : {
            version: row.version,
            // Settings of before know nothing of an age.
            settings: { ...NO_SETTINGS, ...(JSON.parse(row.settings) as Partial<HelpdeskSettings>) },
          }
    },
    async addHelpdeskSettings(accountId, { version, settings }, changedAt) {
      await db
        .insertInto('helpdeskSetting')
        .values({ accountId, version, settings: JSON.stringify(settings), changedAt })
        .execute()
    },
    async noteHeard(accountId, name, lastAt) {
      await db
        .insertInto('webhookHeard')
        .values({ accountId, name, lastAt })
        .onConflict((conflict) => conflict.columns(['accountId', 'name']).doUpdateSet({ lastAt }))
        .execute()
    },
    heardEvents: (accountId) =>
      db.selectFrom('webhookHeard').select(['name', 'lastAt']).where('accountId', '=', accountId).execute(),
    async formHeardAt(accountId) {
      const row = await db
        .selectFrom('helpdeskFact')
        .select((eb) => eb.fn.max('at').as('at'))
        .where('accountId', '=', accountId)
        .where('kind', 'in', ['form_yes', 'form_no'])
        .executeTakeFirst()
      return row?.at ?? null
    },
  }
}

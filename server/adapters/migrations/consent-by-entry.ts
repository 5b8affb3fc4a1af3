/** Consent events by their place in the log: a check of the log reads them along with it. */
import { type Kysely, sql } from 'kysely'

export async function consentByEntry<Any>(db: Kysely<Any>): Promise<void> {
  await sql.raw('create index consent_event_by_entry on consent_event (account_id, audit_index)').execute(db)
}

/** Each consent event knows its audit entry, so that a receipt can name it. */
import { type Kysely, sql } from 'kysely'

export async function consentEntries<Tables>(db: Kysely<Tables>): Promise<void> {
  // `null`: recorded before a receipt could be had.
  await sql.raw('alter table consent_event add column audit_index integer').execute(db)
}

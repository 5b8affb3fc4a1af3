/** What a draft's permissions came to: so that none is counted or reported twice. */
import { type Kysely, sql } from 'kysely'

export async function draftUses<Any>(db: Kysely<Any>): Promise<void> {
  await sql.raw('alter table draft add column used text').execute(db)
}

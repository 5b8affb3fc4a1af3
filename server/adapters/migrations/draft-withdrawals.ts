/** Why a draft was withdrawn where it was not the requester's will: whoever has it open is told. */
import { type Kysely, sql } from 'kysely'

export async function draftWithdrawals<Any>(db: Kysely<Any>): Promise<void> {
  await sql.raw('alter table draft add column withdrawn_for text').execute(db)
}

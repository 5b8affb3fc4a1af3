/** Whose word made a version of the scope policy hold. */
import { type Kysely, sql } from 'kysely'

export async function policyAuthor<Any>(db: Kysely<Any>): Promise<void> {
  await sql.raw('alter table scope_policy add column changed_by text').execute(db)
}

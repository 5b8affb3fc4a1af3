/** What is raised whenever something settled of an account changes: with it servers know that what they have read still holds. */
import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { Tables } from '../schema.ts'

/** Only where several servers lock an account: the embedded engine counts by itself. */
export async function accountVersions(db: Kysely<Tables>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return
  await sql.raw('alter table account_lock add column version integer not null default 0').execute(db)
}

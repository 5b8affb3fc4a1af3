/** What is raised whenever rows of an account move: a server that wrote last itself need not read anew what it knows. */
import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { Tables } from '../schema.ts'

/** Only where several servers lock an account: the embedded engine counts by itself. */
export async function accountMoves(db: Kysely<Tables>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return
  await sql.raw('alter table account_lock add column moved bigint not null default 0').execute(db)
}

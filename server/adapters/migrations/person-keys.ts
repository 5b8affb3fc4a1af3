/** Under which month's key each person's key is wrapped, and what became of the keys of the months. */
import { type Kysely, sql } from 'kysely'

export interface PersonKeyTables {
  /** Of a month: since when nothing live is wrapped with its key, and when that key was destroyed. */
  keyEpoch: { accountId: string; epoch: string; retiredAt: string | null; destroyedAt: string | null }
}

const STATEMENTS: readonly string[] = [
  `alter table requester add column key_epoch text not null default ''`,
  'create index requester_by_epoch on requester (account_id, key_epoch, requester_ref)',
  `create table key_epoch (account_id text not null, epoch text not null, retired_at text, destroyed_at text,
     primary key (account_id, epoch))`,
]

export async function personKeys<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

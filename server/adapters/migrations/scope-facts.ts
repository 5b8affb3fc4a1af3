/** What a ticket's scope is made again from, and when drafts were admitted. */
import { type Kysely, sql } from 'kysely'

export interface ScopeTables {
  /** One row a draft that was let through; kept for a day, names no ticket. */
  draftAdmission: { accountId: string; admissionId: string; agentRef: string; at: string }
}

const STATEMENTS: readonly string[] = [
  'alter table ticket add column scope_since text',
  'alter table ticket add column narrowing text',
  'alter table ticket add column scope_basis text',
  'alter table ticket add column facets text',
  `create table draft_admission (account_id text not null, admission_id text not null, agent_ref text not null,
     at text not null, primary key (account_id, admission_id))`,
  'create index draft_admission_by_time on draft_admission (account_id, at)',
]

export async function scopeFacts<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

/** How long the account keeps what: each version of its settings. */
import { type Kysely, sql } from 'kysely'

export interface RetentionTables {
  retentionSetting: {
    accountId: string
    version: number
    settings: string
    changedAt: string
    changedBy: string
  }
}

const STATEMENTS: readonly string[] = [
  `create table retention_setting (account_id text not null, version integer not null, settings text not null,
     changed_at text not null, changed_by text not null, primary key (account_id, version))`,
  'create index draft_by_last_act on draft (account_id, changed_at)',
  'create index webhook_event_by_time on webhook_event (account_id, received_at)',
  'create index decision_by_time on decision (account_id, at)',
  'create index tombstone_by_time on tombstone (account_id, set_at)',
]

export async function retention<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

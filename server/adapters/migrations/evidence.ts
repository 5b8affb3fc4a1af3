/** Configurations that ran, and how far events have been sent. */
import { type Kysely, sql } from 'kysely'

export interface EvidenceTables {
  configStart: { accountId: string; seq: number; at: string; digest: string; facts: string }
  eventCursor: {
    accountId: string
    destination: string
    nextIndex: number
    lastSentAt: string | null
    failures: number
    lastError: string | null
    lastErrorAt: string | null
    nextTryAt: string | null
  }
}

const STATEMENTS: readonly string[] = [
  `create table config_start (account_id text not null, seq integer not null, at text not null,
     digest text not null, facts text not null, primary key (account_id, seq))`,
  `create table event_cursor (account_id text not null, destination text not null, next_index integer not null,
     last_sent_at text, failures integer not null, last_error text, last_error_at text, next_try_at text,
     primary key (account_id, destination))`,
]

export async function evidenceTables<Db>(db: Kysely<Db>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

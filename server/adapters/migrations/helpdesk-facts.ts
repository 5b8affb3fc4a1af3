/** What the helpdesk has said about tickets and people. */
import { type Kysely, sql } from 'kysely'

export interface HelpdeskFactTables {
  helpdeskFact: {
    accountId: string
    subject: string
    kind: string
    factKey: string
    at: string
    eventId: string
    value: string
  }
  helpdeskSetting: { accountId: string; version: number; settings: string; changedAt: string }
}

export async function helpdeskFactTables<Tables>(db: Kysely<Tables>): Promise<void> {
  const statements = [
    `create table helpdesk_fact (account_id text not null, subject text not null, kind text not null,
       fact_key text not null, at text not null, event_id text not null, value text not null,
       primary key (account_id, subject, kind, fact_key))`,
    `create table helpdesk_setting (account_id text not null, version integer not null, settings text not null,
       changed_at text not null, primary key (account_id, version))`,
    `create index helpdesk_fact_by_key on helpdesk_fact (account_id, kind, fact_key)`,
    `create index ticket_by_requester on ticket (account_id, requester_ref)`,
    `create index consent_event_by_requester on consent_event (account_id, requester_ref)`,
    `create index draft_by_requester on draft (account_id, requester_ref)`,
    `create index consent_link_by_requester on consent_link (account_id, requester_ref)`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

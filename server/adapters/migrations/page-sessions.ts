/** The sessions of pages that are open. A row that is gone is a session that has ended. */
import { type Kysely, sql } from 'kysely'

export interface PageSessionTables {
  pageSession: {
    accountId: string
    sessionId: string
    agentId: string
    place: string
    browser: string
    startedAt: string
    usedAt: string
    expiresAt: string
  }
}

const STATEMENTS = [
  `create table page_session (account_id text not null, session_id text not null, agent_id text not null,
     place text not null, browser text not null, started_at text not null, used_at text not null,
     expires_at text not null, primary key (account_id, session_id))`,
  `create index page_session_by_agent on page_session (account_id, agent_id)`,
  `create index page_session_by_end on page_session (account_id, expires_at)`,
]

export async function pageSessions<Db>(db: Kysely<Db>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

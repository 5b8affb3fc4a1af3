/** Signed receipts of the gate's decisions, and the scopes and article lists that they rest on, each once. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema.ts'

export interface DecisionTables {
  decision: {
    accountId: string
    decisionId: string
    agentId: string
    auditIndex: number
    receipt: string
    signature: string
    /** `null`: the ticket was not known any more when the column came. */
    ticketRef: string | null
    requesterRef: string | null
    at: string | null
  }
  decidedScope: { accountId: string; hash: string; scope: string }
  articleSnapshot: { accountId: string; digest: string; body: string }
}

const STATEMENTS = [
  `create table decision (account_id text not null, decision_id text not null, agent_id text not null,
     audit_index integer not null, receipt text not null, signature text not null,
     primary key (account_id, decision_id), unique (account_id, audit_index))`,
  `create table decided_scope (account_id text not null, hash text not null, scope text not null,
     primary key (account_id, hash))`,
  `create table article_snapshot (account_id text not null, digest text not null, body text not null,
     primary key (account_id, digest))`,
]

export async function addDecisions(db: Kysely<Tables>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

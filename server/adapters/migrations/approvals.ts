/** Changes that wait for a second person, and whether the account asks for one. */
import { type Kysely, sql } from 'kysely'

export interface ApprovalTables {
  changeProposal: {
    accountId: string
    changeId: string
    kind: string
    base: string
    content: string
    widens: string
    diff: string
    proposedBy: string
    proposedAt: string
    expiresAt: string
    status: string
    decidedBy: string | null
    decidedAt: string | null
    reason: string | null
  }
  fourEyes: { accountId: string; version: number; mode: string; changedAt: string }
}

const STATEMENTS: readonly string[] = [
  `create table change_proposal (account_id text not null, change_id text not null, kind text not null,
     base text not null, content text not null, widens text not null, diff text not null,
     proposed_by text not null, proposed_at text not null, expires_at text not null, status text not null,
     decided_by text, decided_at text, reason text, primary key (account_id, change_id))`,
  `create index change_proposal_by_time on change_proposal (account_id, proposed_at)`,
  `create table four_eyes (account_id text not null, version integer not null, mode text not null,
     changed_at text not null, primary key (account_id, version))`,
]

export async function approvalTables<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

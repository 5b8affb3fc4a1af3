/** Whether an account is live, and what its provider answered. Accounts of before are live: nobody is asked anew. */
import { type Kysely, sql } from 'kysely'

export interface SetUpTables {
  /** The newest row of an account holds. `at` and `auditIndex` are missing until the first start has told the log. */
  liveState: {
    accountId: string
    seq: number
    live: number
    at: string | null
    changedBy: string | null
    auditIndex: number | null
  }
  providerTest: {
    accountId: string
    testId: string
    provider: string
    region: string
    host: string
    model: string
    at: string
    /** `answered`, or the code of what went wrong. */
    outcome: string
    ms: number
  }
  /** Failures of a provider by the hour: of no ticket and no agent. */
  providerTrouble: { accountId: string; hour: string; code: string; count: number }
}

const STATEMENTS: readonly string[] = [
  `create table live_state (account_id text not null, seq integer not null, live integer not null, at text,
     changed_by text, audit_index integer, primary key (account_id, seq))`,
  `insert into live_state (account_id, seq, live) select account_id, 1, 1 from audit_head`,
  `create table provider_test (account_id text not null, test_id text not null, provider text not null,
     region text not null, host text not null, model text not null, at text not null, outcome text not null,
     ms integer not null, primary key (account_id, test_id))`,
  `create index provider_test_by_time on provider_test (account_id, at)`,
  `create table provider_trouble (account_id text not null, hour text not null, code text not null,
     count integer not null, primary key (account_id, hour, code))`,
]

export async function setUpTables<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

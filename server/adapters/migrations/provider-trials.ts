/** Provider trials: the questions asked, which are nobody's, and what each of two providers answered. */
import { type Kysely, sql } from 'kysely'

export interface ProviderTrialTables {
  providerTrial: {
    accountId: string
    trialId: string
    status: string
    source: string
    sourceDigest: string | null
    startedBy: string
    startedAt: string
    finishedAt: string | null
    policyVersion: number
    allowlistVersion: number
    contenders: string
    /** Who asks, and until when that holds without a new word. */
    runner: string | null
    runnerUntil: string | null
  }
  trialQuestion: { accountId: string; trialId: string; number: number; text: string; locale: string | null }
  trialAnswer: {
    accountId: string
    trialId: string
    number: number
    side: string
    answer: string
    at: string
  }
}

const STATEMENTS: readonly string[] = [
  `create table provider_trial (account_id text not null, trial_id text not null, status text not null,
     source text not null, source_digest text, started_by text not null, started_at text not null,
     finished_at text, policy_version integer not null, allowlist_version integer not null,
     contenders text not null, runner text, runner_until text, primary key (account_id, trial_id))`,
  `create index provider_trial_by_time on provider_trial (account_id, started_at)`,
  `create table trial_question (account_id text not null, trial_id text not null, number integer not null,
     text text not null, locale text, primary key (account_id, trial_id, number))`,
  `create table trial_answer (account_id text not null, trial_id text not null, number integer not null,
     side text not null, answer text not null, at text not null,
     primary key (account_id, trial_id, number, side))`,
]

export async function providerTrialTables<Tables>(db: Kysely<Tables>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

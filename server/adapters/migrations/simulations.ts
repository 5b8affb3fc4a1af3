/** Simulations: a run, and what is counted of each of its tickets under keyed digests. No word of any ticket. */
import { type Kysely, sql } from 'kysely'

export interface SimulationTables {
  simulationRun: {
    accountId: string
    runId: string
    status: string
    purpose: string
    source: string
    sourceDigest: string | null
    planned: number
    cursor: string | null
    startedBy: string
    startedAt: string
    changedAt: string
    finishedAt: string | null
    policyVersion: number
    allowlistVersion: number
    trial: number
    basis: string
    passed: number | null
  }
  simulatedTicket: {
    accountId: string
    runId: string
    ticketDigest: string
    requesterDigest: string
    outcome: string
    reasons: string
    locale: string | null
    articles: string
    probability: number | null
    facts: string | null
    charsIn: number
    charsOut: number
    at: string
  }
}

const STATEMENTS: readonly string[] = [
  `create table simulation_run (account_id text not null, run_id text not null, status text not null,
     purpose text not null, source text not null, source_digest text, planned integer not null, cursor text,
     started_by text not null, started_at text not null, changed_at text not null, finished_at text,
     policy_version integer not null, allowlist_version integer not null, trial integer not null,
     basis text not null, passed integer, primary key (account_id, run_id))`,
  `create index simulation_run_by_time on simulation_run (account_id, started_at)`,
  `create table simulated_ticket (account_id text not null, run_id text not null, ticket_digest text not null,
     requester_digest text not null, outcome text not null, reasons text not null, locale text,
     articles text not null, probability double precision, facts text, chars_in integer not null,
     chars_out integer not null, at text not null, primary key (account_id, run_id, ticket_digest))`,
  `create index simulated_ticket_by_requester on simulated_ticket (account_id, requester_digest)`,
]

export async function simulationTables<Tables>(db: Kysely<Tables>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

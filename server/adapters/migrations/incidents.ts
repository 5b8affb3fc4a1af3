/** Incidents: the record, its phases, proofs of telling, texts of notifications, and reports of drills. */
import { type Kysely, sql } from 'kysely'

export interface IncidentTables {
  incident: {
    accountId: string
    incidentId: string
    drill: number
    status: string
    suspectedAt: string
    awareAt: string | null
    awareBy: string | null
    containedAt: string | null
    dueAt: string | null
    notifiedAt: string | null
    version: number
  }
  incidentPhase: {
    accountId: string
    incidentId: string
    version: number
    at: string
    byAgent: string
    sealedFacts: string
  }
  incidentProof: {
    accountId: string
    incidentId: string
    proofId: string
    target: string
    at: string
    phase: number
    sealedReference: string
  }
  incidentLetter: {
    accountId: string
    incidentId: string
    target: string
    locale: string
    version: number
    at: string
    sealedText: string
  }
  incidentDrill: { accountId: string; incidentId: string; at: string; report: string }
}

const STATEMENTS: readonly string[] = [
  `create table incident (account_id text not null, incident_id text not null, drill integer not null,
     status text not null, suspected_at text not null, aware_at text, aware_by text, contained_at text,
     due_at text, notified_at text, version integer not null, primary key (account_id, incident_id))`,
  `create table incident_phase (account_id text not null, incident_id text not null,
     version integer not null, at text not null, by_agent text not null, sealed_facts text not null,
     primary key (account_id, incident_id, version))`,
  `create table incident_proof (account_id text not null, incident_id text not null,
     proof_id text not null, target text not null, at text not null, phase integer not null,
     sealed_reference text not null, primary key (account_id, incident_id, proof_id))`,
  `create table incident_letter (account_id text not null, incident_id text not null,
     target text not null, locale text not null, version integer not null, at text not null,
     sealed_text text not null, primary key (account_id, incident_id, target, locale, version))`,
  `create table incident_drill (account_id text not null, incident_id text not null, at text not null,
     report text not null, primary key (account_id, incident_id))`,
]

export async function incidentTables<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

/** A second person's word that somebody may take out more than one person's records. */
import { type Kysely, sql } from 'kysely'

export interface ExportPermitTables {
  exportPermit: {
    accountId: string
    permitId: string
    what: string
    /** `null`: it is about the log, not about a person. */
    requesterRef: string | null
    agentRef: string
    permittedAt: string
    expiresAt: string
  }
}

const STATEMENTS: readonly string[] = [
  `create table export_permit (account_id text not null, permit_id text not null, what text not null,
     requester_ref text, agent_ref text not null, permitted_at text not null, expires_at text not null,
     primary key (account_id, permit_id))`,
  'create index export_permit_by_agent on export_permit (account_id, agent_ref)',
  'create index export_permit_by_requester on export_permit (account_id, requester_ref)',
  // Whom somebody took out within the day is asked before each package.
  'create index access_log_by_agent on access_log (account_id, agent_ref, at)',
  'create index export_package_by_maker on export_package (account_id, made_by, created_at)',
  'create index export_link_by_maker on export_link (account_id, made_by, created_at)',
]

export async function exportPermits<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

/** Who looked at what of whom, the packages that were made of what is held, and the links that fetch one. */
import { type Kysely, sql } from 'kysely'

export interface DossierTables {
  accessLog: {
    accountId: string
    accessId: string
    requesterRef: string
    kind: string
    objectRef: string
    agentRef: string
    purpose: string
    at: string
    auditIndex: number
  }
  exportPackage: {
    accountId: string
    packageId: string
    requesterRef: string
    locale: string
    status: string
    madeBy: string
    createdAt: string
    expiresAt: string
    records: number | null
    masked: number | null
    bytes: number | null
    sha256: string | null
    /** The file's own key, under the person's: `null` once it is shredded. */
    sealedKey: string | null
    /** Of `making`: who is making it. */
    server: string | null
  }
  exportLink: {
    accountId: string
    linkHash: string
    packageId: string
    requesterRef: string
    madeBy: string
    createdAt: string
    expiresAt: string
    usedAt: string | null
  }
}

const STATEMENTS: readonly string[] = [
  `create table access_log (account_id text not null, access_id text not null, requester_ref text not null,
     kind text not null, object_ref text not null, agent_ref text not null, purpose text not null,
     at text not null, audit_index integer not null, primary key (account_id, access_id))`,
  'create index access_log_by_requester on access_log (account_id, requester_ref, access_id)',
  `create table export_package (account_id text not null, package_id text not null, requester_ref text not null,
     locale text not null, status text not null, made_by text not null, created_at text not null,
     expires_at text not null, records integer, masked integer, bytes integer, sha256 text, sealed_key text,
     primary key (account_id, package_id))`,
  'create index export_package_by_requester on export_package (account_id, requester_ref, package_id)',
  'create index export_package_by_end on export_package (status, expires_at)',
  `create table export_link (account_id text not null, link_hash text primary key, package_id text not null,
     requester_ref text not null, made_by text not null, created_at text not null, expires_at text not null,
     used_at text,
     foreign key (account_id, package_id) references export_package (account_id, package_id) on delete cascade)`,
  'create index export_link_by_requester on export_link (account_id, requester_ref)',
]

export async function dossierTables<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

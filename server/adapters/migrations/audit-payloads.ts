/** What audit entries must not hold: sealed beside them, one row an entry. */
import { type Kysely, sql } from 'kysely'

export interface AuditPayloadTables {
  auditPayload: { accountId: string; idx: number; kid: string; requesterRef: string; sealed: string }
}

const STATEMENTS: readonly string[] = [
  `create table audit_payload (account_id text not null, idx integer not null, kid text not null,
     requester_ref text not null, sealed text not null, primary key (account_id, idx))`,
  `create index audit_payload_by_requester on audit_payload (account_id, requester_ref)`,
]

export async function auditPayloads<Tables>(db: Kysely<Tables>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

/** Erasures that were carried out, and what keeps the erased away. No personal data: counts, codes, digests. */
import { type Kysely, sql } from 'kysely'

export interface ErasureTables {
  tombstone: { accountId: string; mark: string; kind: string; notAfter: string | null; setAt: string }
  erasure: {
    accountId: string
    erasureId: string
    /** Of the record that was buried. */
    buriedRef: string
    caseId: string | null
    at: string
    source: string
    actorRef: string
    auditIndex: number
    keyEpoch: string
    backupsFinalBy: string
    /** Counts, exceptions, key ids, recipients: what the certificate says. */
    facts: string
    /** The journal's line, so that a lost journal can be made whole. */
    line: string
  }
}

const STATEMENTS: readonly string[] = [
  `create table tombstone (account_id text not null, mark text not null, kind text not null, not_after text,
     set_at text not null, primary key (account_id, mark))`,
  `create table erasure (account_id text not null, erasure_id text not null, buried_ref text not null,
     case_id text, at text not null, source text not null, actor_ref text not null,
     audit_index integer not null, key_epoch text not null, backups_final_by text not null,
     facts text not null, line text not null, primary key (account_id, erasure_id))`,
  'create index erasure_by_time on erasure (account_id, at)',
  'create index erasure_by_requester on erasure (account_id, buried_ref)',
  // Who a fact points at is looked up without its kind when a person is shown or erased.
  'create index helpdesk_fact_by_person on helpdesk_fact (account_id, fact_key)',
]

export async function erasures<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

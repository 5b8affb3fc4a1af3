/** What a ticket's consent is now, for finding; and the account's own rules of consent, each version kept. */
import { type Kysely, sql } from 'kysely'

export interface ConsentLifeTables {
  consentStanding: {
    accountId: string
    ticketRef: string
    requesterRef: string
    status: string
    validUntil: string | null
    noticeVersion: number | null
    wide: number
    changedAt: string
  }
  consentRule: {
    accountId: string
    version: number
    cooldownMonths: number
    remembersFromNotice: number | null
    changedAt: string
  }
  legalBasis: {
    accountId: string
    purpose: string
    version: number
    basis: string
    reference: string
    objectionPath: string
    reviewBy: string | null
    changedAt: string
  }
}

const STATEMENTS: readonly string[] = [
  `create table consent_standing (account_id text not null, ticket_ref text not null,
     requester_ref text not null, status text not null, valid_until text, notice_version integer,
     wide integer not null, changed_at text not null, primary key (account_id, ticket_ref),
     foreign key (account_id, ticket_ref) references ticket (account_id, ticket_ref))`,
  `create index consent_standing_by_end on consent_standing (account_id, status, valid_until)`,
  `create index consent_standing_by_requester on consent_standing (account_id, requester_ref)`,
  `create table consent_rule (account_id text not null, version integer not null,
     cooldown_months integer not null, remembers_from_notice integer, changed_at text not null,
     primary key (account_id, version))`,
  `create table legal_basis (account_id text not null, purpose text not null, version integer not null,
     basis text not null, reference text not null, objection_path text not null, review_by text,
     changed_at text not null, primary key (account_id, purpose, version))`,
]

export async function consentLife<Db>(db: Kysely<Db>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

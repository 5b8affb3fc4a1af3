/** Links are found by account and digest: the key of every row begins with its account, so that rows can be spread by it. */
import { type Kysely, sql } from 'kysely'

const CONSENT = 'account_id, link_hash, ticket_ref, requester_ref, notice_version, locale, expires_at'
const REQUEST = 'account_id, link_hash, case_id, requester_ref, locale, expires_at, used_at'
const EXPORT = 'account_id, link_hash, package_id, requester_ref, made_by, created_at, expires_at, used_at'

const STATEMENTS: readonly string[] = [
  `create table consent_link_of (account_id text not null, link_hash text not null, ticket_ref text not null,
     requester_ref text not null, notice_version integer not null, locale text not null,
     expires_at text not null, primary key (account_id, link_hash),
     foreign key (account_id, ticket_ref) references ticket (account_id, ticket_ref))`,
  `insert into consent_link_of (${CONSENT}) select ${CONSENT} from consent_link`,
  'drop table consent_link',
  'alter table consent_link_of rename to consent_link',
  'create index consent_link_by_ticket on consent_link (account_id, ticket_ref)',
  'create index consent_link_by_requester on consent_link (account_id, requester_ref)',
  `create table request_link_of (account_id text not null, link_hash text not null, case_id text not null,
     requester_ref text not null, locale text not null, expires_at text not null, used_at text,
     primary key (account_id, link_hash))`,
  `insert into request_link_of (${REQUEST}) select ${REQUEST} from request_link`,
  'drop table request_link',
  'alter table request_link_of rename to request_link',
  'create index request_link_by_requester on request_link (account_id, requester_ref)',
  `create table export_link_of (account_id text not null, link_hash text not null, package_id text not null,
     requester_ref text not null, made_by text not null, created_at text not null, expires_at text not null,
     used_at text, primary key (account_id, link_hash),
     foreign key (account_id, package_id) references export_package (account_id, package_id) on delete cascade)`,
  `insert into export_link_of (${EXPORT}) select ${EXPORT} from export_link`,
  'drop table export_link',
  'alter table export_link_of rename to export_link',
  'create index export_link_by_requester on export_link (account_id, requester_ref)',
  'create index export_link_by_package on export_link (account_id, package_id)',
  'create index export_link_by_maker on export_link (account_id, made_by, created_at)',
]

export async function linksByAccount<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

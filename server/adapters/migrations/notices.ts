/** Notices as data: versions with their corrections, one draft, and the languages that are switched on. */
import { type Kysely, sql } from 'kysely'

export interface NoticeTables {
  noticeVersion: {
    accountId: string
    version: number
    revision: number
    digest: string
    origin: string
    body: string
    activatedAt: string
    activatedBy: string | null
  }
  noticeDraft: {
    accountId: string
    saved: number
    written: string
    changedAt: string
    changedBy: string
  }
  noticeSetting: { accountId: string; locales: string; changedAt: string }
}

const STATEMENTS: readonly string[] = [
  `create table notice_version (account_id text not null, version integer not null, revision integer not null,
     digest text not null, origin text not null, body text not null, activated_at text not null,
     activated_by text, primary key (account_id, version, revision))`,
  `insert into notice_version (account_id, version, revision, digest, origin, body, activated_at)
     select account_id, version, 0, digest, 'generated', body, activated_at from notice`,
  'drop table notice',
  `create table notice_draft (account_id text primary key, saved integer not null, written text not null,
     changed_at text not null, changed_by text not null)`,
  `create table notice_setting (account_id text primary key, locales text not null, changed_at text not null)`,
]

export async function noticeTables<Tables>(db: Kysely<Tables>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

/** Which articles changed at which revision, so that a reader who knows an earlier one reads only those. */
import { type Kysely, sql } from 'kysely'

export interface ArticleChangeTables {
  /**
   * Changes after `notedFrom` are noted up to `noted`. Less than `revision`: a companion of an earlier version, on the
   * same store, has changed something since and noted nothing.
   */
  articleRevision: { accountId: string; revision: number; noted: number; notedFrom: number }
  /** The newest change of each article, also of one that left. */
  articleChange: { accountId: string; articleId: string; locale: string; revision: number }
}

const STATEMENTS: readonly string[] = [
  'alter table article_revision add column noted integer not null default 0',
  'alter table article_revision add column noted_from integer not null default 0',
  `create table article_change (account_id text not null, article_id text not null, locale text not null,
     revision integer not null, primary key (account_id, article_id, locale))`,
  'create index article_change_by_revision on article_change (account_id, revision)',
]

export async function articleChanges<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

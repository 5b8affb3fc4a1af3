/** Every version of an article that ever stood here, whoever quoted it and whether or not that is still known. */
import { type Kysely, sql } from 'kysely'

export interface ArticleVersionTables {
  articleVersion: { accountId: string; articleId: string; versionHash: string }
}

const STATEMENTS: readonly string[] = [
  `create table article_version (account_id text not null, article_id text not null,
     version_hash text not null, primary key (account_id, article_id, version_hash))`,
  // Of a store of before: what stands, what left, and what is quoted in the drafts that are still there.
  `insert into article_version (account_id, article_id, version_hash)
     select account_id, article_id, version_hash from article
     union select account_id, article_id, from_version from recall
     union select account_id, article_id, version_hash from draft_citation`,
]

export async function articleVersions<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

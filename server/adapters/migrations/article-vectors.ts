/** Vectors of article versions, by the model that made them. */
import { type Kysely, sql } from 'kysely'

export interface ArticleVectorTables {
  articleVector: {
    accountId: string
    versionHash: string
    model: string
    dimensions: number
    vectors: string
  }
}

const STATEMENTS: readonly string[] = [
  `create table article_vector (account_id text not null, version_hash text not null, model text not null,
     dimensions integer not null, vectors text not null, primary key (account_id, version_hash, model))`,
]

export async function articleVectors<Any>(db: Kysely<Any>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

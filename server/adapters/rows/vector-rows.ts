/** Vectors of article versions in the store. */
import type { Kysely } from 'kysely'
import type { VectorRows } from '../../articles/index.ts'
import type { Tables } from '../schema.ts'

export function vectorRows(db: Kysely<Tables>): VectorRows {
  return {
    articleVectors: (accountId, model) =>
      db
        .selectFrom('articleVector')
        .select(['versionHash', 'dimensions', 'vectors'])
        .where('accountId', '=', accountId)
        .where('model', '=', model)
        .execute(),
    async putArticleVectors(accountId, row) {
      const { dimensions, vectors } = row
      await db
        .insertInto('articleVector')
        .values({ accountId, ...row })
        .onConflict((conflict) =>
          conflict.columns(['accountId', 'versionHash', 'model']).doUpdateSet({ dimensions, vectors }),
        )
        .execute()
    },
    async dropOldVectors(accountId, model) {
      const stored = db.selectFrom('article').select('versionHash').where('accountId', '=', accountId)
      await db
        .deleteFrom('articleVector')
        .where('accountId', '=', accountId)
        .where((eb) => eb.or([eb('model', '!=', model), eb('versionHash', 'not in', stored)]))
        .execute()
    },
  }
}

/** Notes in the store which articles changed, by revision. */
import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import type { BrandSync } from '../../../src/domain/sync-api.ts'
import type { Tables } from '../schema.ts'

interface Publishing extends Answered {
  readonly syncId: string
  readonly removeMissing: boolean
}

/** A run answers for the articles of these sources, except of brands that it could not read. */
interface Answered {
  readonly sources: readonly string[]
  readonly brands?: readonly Pick<BrandSync, 'brandId' | 'source' | 'outcome'>[]
}

/** Of `article`: one that the run answers for. An article that was read before there were brands is its address's. */
export const isAnsweredFor =
  ({ sources, brands = [] }: Answered) =>
  (eb: ExpressionBuilder<Tables, 'article'>): Expression<SqlBool> => {
    const ofRun = eb('article.source', 'in', sources)
    const failed = brands.filter(({ outcome }) => outcome === 'failed')
    if (failed.length === 0) return ofRun
    const ids = failed.map(({ brandId }) => brandId)
    const places = failed.map(({ source }) => source)
    return eb.and([
      ofRun,
      eb.or([eb('article.brandId', 'is', null), eb('article.brandId', 'not in', ids)]),
      eb.or([eb('article.brandId', 'is not', null), eb('article.source', 'not in', places)]),
    ])
  }

const under = (revision: number) => sql<number>`cast(${revision} as integer)`.as('revision')

const storedArticles = (db: Kysely<Tables>, accountId: string, revision: number) =>
  db
    .selectFrom('article')
    .select(['article.accountId', 'article.articleId', 'article.locale', under(revision)])
    .where('article.accountId', '=', accountId)

/** Of `article`: the run has staged nothing of that id and locale. */
export const isNotStaged =
  (accountId: string, syncId: string) =>
  (eb: ExpressionBuilder<Tables, 'article'>): Expression<SqlBool> =>
    eb.not(
      eb.exists(
        eb
          .selectFrom('syncStage')
          .select(sql`1`.as('one'))
          .whereRef('syncStage.articleId', '=', 'article.articleId')
          .whereRef('syncStage.locale', '=', 'article.locale')
          .where('syncStage.accountId', '=', accountId)
          .where('syncStage.syncId', '=', syncId),
      ),
    )

/**
 * One more, before anything is noted under it: its row is locked until the transaction ends, so whoever sees a revision
 * sees all that was noted up to it.
 */
async function raiseRevision(db: Kysely<Tables>, accountId: string): Promise<number> {
  const { revision } = await db
    .insertInto('articleRevision')
    .values({ accountId, revision: 1, noted: 1, notedFrom: 0 })
    .onConflict((conflict) =>
      conflict.column('accountId').doUpdateSet((eb) => ({
        revision: eb('articleRevision.revision', '+', 1),
        noted: eb('articleRevision.revision', '+', 1),
        notedFrom: eb
          .case()
          .when('articleRevision.noted', '=', eb.ref('articleRevision.revision'))
          .then(eb.ref('articleRevision.notedFrom'))
          .else(eb.ref('articleRevision.revision'))
          .end(),
      })),
    )
    .returning('revision')
    .executeTakeFirstOrThrow()
  return revision
}

async function note(db: Kysely<Tables>, changed: Expression<unknown>): Promise<void> {
  await db
    .insertInto('articleChange')
    .columns(['accountId', 'articleId', 'locale', 'revision'])
    .expression(changed)
    .onConflict((conflict) =>
      conflict
        .columns(['accountId', 'articleId', 'locale'])
        .doUpdateSet((eb) => ({ revision: eb.ref('excluded.revision') })),
    )
    .execute()
}

/** What somebody said of an article or of all articles of a section: raises the revision. */
export async function noteMarked(
  db: Kysely<Tables>,
  accountId: string,
  { kind, ref }: { readonly kind: 'article' | 'section'; readonly ref: string },
): Promise<void> {
  const column = kind === 'article' ? 'article.articleId' : 'article.sectionId'
  const revision = await raiseRevision(db, accountId)
  await note(db, storedArticles(db, accountId, revision).where(column, '=', ref))
}

/** What publishing the stage of a run will change: to be called before it does. Raises the revision. */
export async function notePublishing(
  db: Kysely<Tables>,
  accountId: string,
  { syncId, removeMissing, ...run }: Publishing,
): Promise<void> {
  const revision = await raiseRevision(db, accountId)
  const staged = db
    .selectFrom('syncStage')
    .select(['syncStage.accountId', 'syncStage.articleId', 'syncStage.locale', under(revision)])
    .where('syncStage.accountId', '=', accountId)
    .where('syncStage.syncId', '=', syncId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('article')
            .select(sql`1`.as('one'))
            .whereRef('article.articleId', '=', 'syncStage.articleId')
            .whereRef('article.locale', '=', 'syncStage.locale')
            .whereRef('article.fingerprint', '=', 'syncStage.fingerprint')
            .where('article.accountId', '=', accountId),
        ),
      ),
    )
  await note(db, staged)
  if (removeMissing)
    await note(
      db,
      storedArticles(db, accountId, revision).where(isAnsweredFor(run)).where(isNotStaged(accountId, syncId)),
    )
}

/** Articles that came, changed or left after a revision; `null` where that is not known, so any may have. */
export async function articlesNotedSince(
  db: Kysely<Tables>,
  accountId: string,
  since: number,
): Promise<readonly { readonly articleId: string; readonly locale: string }[] | null> {
  const at = await db
    .selectFrom('articleRevision')
    .select(['revision', 'noted', 'notedFrom'])
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  if (at === undefined || at.noted !== at.revision || since < at.notedFrom || since > at.revision) return null
  return db
    .selectFrom('articleChange')
    .select(['articleId', 'locale'])
    .where('accountId', '=', accountId)
    .where('revision', '>', since)
    .execute()
}

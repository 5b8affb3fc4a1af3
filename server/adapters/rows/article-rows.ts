/** Articles, the allowlist and syncs in the store. */
import type { Kysely } from 'kysely'
import type { SyncView } from '../../../src/domain/api.ts'
import type { ArticleVersion, Passage } from '../../../src/domain/article.ts'
import { type ReviewDates, reviewByOf } from '../../../src/domain/review.ts'
import type { ArticleSelection } from '../../../src/domain/scope.ts'
import type {
  ArticleHeader,
  LeavingRows,
  SectionRows,
  StoredVersion,
  SyncRows,
  SyncRunRow,
} from '../../articles/index.ts'
import type { Tables } from '../schema.ts'
import { articlesNotedSince, isAnsweredFor, isNotStaged, notePublishing } from './article-change-rows.ts'
import { readStoppedArticles } from './kill-switch-rows.ts'
import { readReviewDates } from './recall-rows.ts'

type Own = Omit<SyncRows, keyof LeavingRows | keyof SectionRows>
type Header = Omit<Tables['article'], 'passages' | 'source' | 'fingerprint' | 'accountId'>

const HEADER = [
  'articleId',
  'locale',
  'versionHash',
  'title',
  'url',
  'sectionId',
  'sectionName',
  'categoryId',
  'categoryName',
  'labels',
  'visibility',
  'draft',
  'outdated',
  'updatedAt',
  'passageCount',
  'brandId',
  'brandName',
] as const

const addressOf = ({ articleId, locale }: { readonly articleId: string; readonly locale: string }) =>
  JSON.stringify([articleId, locale])

/** What others said of articles: until when they may be used, and which are stopped. */
interface Marks {
  readonly dates: ReviewDates
  readonly stopped: ReadonlySet<string>
}

async function readMarks(db: Kysely<Tables>, accountId: string): Promise<Marks> {
  return {
    dates: await readReviewDates(db, accountId),
    stopped: await readStoppedArticles(db, accountId),
  }
}

function headerOf({ brandId, brandName, ...row }: Header, { dates, stopped }: Marks): ArticleHeader {
  const labels = JSON.parse(row.labels) as string[]
  return {
    ...row,
    labels,
    reviewBy: reviewByOf({ ...row, labels }, dates)?.day ?? null,
    visibility: row.visibility === 'public' ? 'public' : 'restricted',
    draft: row.draft === 1,
    outdated: row.outdated === 1,
    ...(brandId === null ? {} : { brandId, brandName: brandName ?? '' }),
    ...(stopped.has(row.articleId) ? { stopped: true } : {}),
  }
}

function versionOf({ passages, ...row }: Header & { passages: string }, marks: Marks): StoredVersion {
  const { passageCount: _count, ...header } = headerOf(row, marks)
  return { ...header, passages: JSON.parse(passages) as Passage[] }
}

function runOf(row: Tables['syncRun'] | undefined): SyncRunRow | null {
  if (row === undefined) return null
  const { accountId: _account, ...rest } = row
  const statuses: readonly SyncView['status'][] = ['running', 'done', 'failed', 'needs_confirmation']
  return {
    ...rest,
    status: statuses.find((status) => status === row.status) ?? 'failed',
    problems: JSON.parse(row.problems) as SyncRunRow['problems'],
    view: row.view === null ? null : (JSON.parse(row.view) as SyncView),
  }
}

function articleRow(accountId: string, source: string, fingerprint: string, article: ArticleVersion) {
  const { passages, labels, draft, outdated, brandId = null, brandName = null, ...rest } = article
  return {
    ...rest,
    brandId,
    brandName,
    accountId,
    source,
    fingerprint,
    labels: JSON.stringify(labels),
    draft: draft ? 1 : 0,
    outdated: outdated ? 1 : 0,
    passages: JSON.stringify(passages),
    passageCount: passages.length,
  } satisfies Tables['article']
}

export function articleRows(db: Kysely<Tables>): Own {
  const headers = (accountId: string) =>
    db
      .selectFrom('article')
      .select([...HEADER])
      .where('accountId', '=', accountId)
  const runs = (accountId: string) => db.selectFrom('syncRun').selectAll().where('accountId', '=', accountId)
  return {
    async articleHeaders(accountId) {
      const marks = await readMarks(db, accountId)
      const rows = await headers(accountId)
        .orderBy('categoryName')
        .orderBy('sectionName')
        .orderBy('title')
        .execute()
      return rows.map((row) => headerOf(row, marks))
    },
    async articleVersions(accountId) {
      const rows = await headers(accountId)
        .select('passages')
        .orderBy('articleId')
        .orderBy('locale')
        .execute()
      const marks = await readMarks(db, accountId)
      return rows.map((row) => versionOf(row, marks))
    },
    async articleVersion(accountId, articleId, locale) {
      const row = await headers(accountId)
        .select('passages')
        .where('articleId', '=', articleId)
        .where('locale', '=', locale)
        .executeTakeFirst()
      return row === undefined ? null : versionOf(row, await readMarks(db, accountId))
    },
    async articleHeader(accountId, articleId, locale) {
      const row = await headers(accountId)
        .where('articleId', '=', articleId)
        .where('locale', '=', locale)
        .executeTakeFirst()
      return row === undefined ? null : headerOf(row, await readMarks(db, accountId))
    },
    async articlesChangedSince(accountId, revision) {
      const noted = await articlesNotedSince(db, accountId, revision)
      if (noted === null || noted.length === 0) return noted === null ? null : []
      const marks = await readMarks(db, accountId)
      const rows = await db
        .selectFrom('articleChange as change')
        .innerJoin('article', (join) =>
          join
            .onRef('article.accountId', '=', 'change.accountId')
            .onRef('article.articleId', '=', 'change.articleId')
            .onRef('article.locale', '=', 'change.locale'),
        )
        .select(HEADER.map((column) => `article.${column}` as const))
        .where('change.accountId', '=', accountId)
        .where('change.revision', '>', revision)
        .execute()
      const standing = new Map(rows.map((row) => [addressOf(row), headerOf(row, marks)]))
      return noted.map((address) => ({ ...address, header: standing.get(addressOf(address)) ?? null }))
    },
    async articlesRevision(accountId) {
      const row = await db
        .selectFrom('articleRevision')
        .select('revision')
        .where('accountId', '=', accountId)
        .executeTakeFirst()
      return row?.revision ?? 0
    },
    async currentAllowlist(accountId) {
      const row = await db
        .selectFrom('allowlist')
        .selectAll()
        .where('accountId', '=', accountId)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (row === undefined) return { version: 0, selection: { allow: [], deny: [] }, changedAt: null }
      return {
        version: row.version,
        selection: JSON.parse(row.selection) as ArticleSelection,
        changedAt: row.changedAt,
      }
    },
    async addAllowlist(accountId, allowlist) {
      await db
        .insertInto('allowlist')
        .values({ ...allowlist, accountId, selection: JSON.stringify(allowlist.selection) })
        .execute()
    },
    syncRun: async (accountId, syncId) =>
      runOf(await runs(accountId).where('syncId', '=', syncId).executeTakeFirst()),
    async newestSyncRun(accountId, source) {
      const wanted = source === null ? runs(accountId) : runs(accountId).where('source', '=', source)
      return runOf(
        await wanted.orderBy('startedAt', 'desc').orderBy('syncId', 'desc').limit(1).executeTakeFirst(),
      )
    },
    async newestSyncView(accountId, source) {
      const row = await runs(accountId)
        .where('source', '=', source)
        .where('view', 'is not', null)
        .orderBy('startedAt', 'desc')
        .orderBy('syncId', 'desc')
        .limit(1)
        .executeTakeFirst()
      return runOf(row)?.view ?? null
    },
    async putSyncRun(accountId, run) {
      const values = {
        source: run.source,
        status: run.status,
        startedAt: run.startedAt,
        cursor: run.cursor,
        problems: JSON.stringify(run.problems),
        view: run.view === null ? null : JSON.stringify(run.view),
      }
      await db
        .insertInto('syncRun')
        .values({ accountId, syncId: run.syncId, ...values })
        .onConflict((conflict) => conflict.columns(['accountId', 'syncId']).doUpdateSet(values))
        .execute()
    },
    async clearStage(accountId, source) {
      const ofSource = db
        .selectFrom('syncRun')
        .select('syncId')
        .where('accountId', '=', accountId)
        .where('source', '=', source)
      await db
        .deleteFrom('syncStage')
        .where('accountId', '=', accountId)
        .where('syncId', 'in', ofSource)
        .execute()
    },
    async addToStage(accountId, syncId, articles) {
      for (const { article, fingerprint } of articles) {
        const values = { fingerprint, article: JSON.stringify(article) }
        await db
          .insertInto('syncStage')
          .values({ accountId, syncId, articleId: article.articleId, locale: article.locale, ...values })
          .onConflict((conflict) =>
            conflict.columns(['accountId', 'syncId', 'articleId', 'locale']).doUpdateSet(values),
          )
          .execute()
      }
    },
    async compareStage(accountId, { syncId, ...run }) {
      const published = await db
        .selectFrom('article')
        .select(['articleId', 'locale', 'fingerprint', 'brandId'])
        .where('accountId', '=', accountId)
        .where(isAnsweredFor(run))
        .execute()
      const staged = await db
        .selectFrom('syncStage')
        .select(['articleId', 'locale', 'fingerprint'])
        .where('accountId', '=', accountId)
        .where('syncId', '=', syncId)
        .execute()
      const before = new Map(published.map((row) => [addressOf(row), row.fingerprint]))
      const after = new Set(staged.map(addressOf))
      const known = staged.filter((row) => before.has(addressOf(row)))
      const unchanged = known.filter((row) => before.get(addressOf(row)) === row.fingerprint).length
      const missing = published.filter((row) => !after.has(addressOf(row)))
      const ofBrand = (rows: typeof published, brandId: string) =>
        rows.filter((row) => row.brandId === brandId).length
      return {
        added: staged.length - known.length,
        changed: known.length - unchanged,
        unchanged,
        missing: missing.length,
        stored: published.length,
        brandEmptied: (run.brands ?? []).some(
          ({ brandId }) => ofBrand(missing, brandId) * 2 > ofBrand(published, brandId),
        ),
      }
    },
    async publishStage(accountId, { syncId, source, ...run }, removeMissing) {
      await notePublishing(db, accountId, { syncId, ...run, removeMissing })
      const staged = await db
        .selectFrom('syncStage')
        .select(['fingerprint', 'article'])
        .where('accountId', '=', accountId)
        .where('syncId', '=', syncId)
        .execute()
      for (const row of staged) {
        const values = articleRow(
          accountId,
          source,
          row.fingerprint,
          JSON.parse(row.article) as ArticleVersion,
        )
        await db
          .insertInto('article')
          .values(values)
          .onConflict((conflict) =>
            conflict.columns(['accountId', 'articleId', 'locale']).doUpdateSet(values),
          )
          .execute()
        const { articleId, versionHash } = values
        await db
          .insertInto('articleVersion')
          .values({ accountId, articleId, versionHash })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
      if (removeMissing)
        await db
          .deleteFrom('article')
          .where('accountId', '=', accountId)
          .where(isAnsweredFor(run))
          .where(isNotStaged(accountId, syncId))
          .execute()
    },
  }
}

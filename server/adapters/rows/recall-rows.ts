/** Citations, recalls and review dates in the store. */
import type { Kysely } from 'kysely'
import type { Passage } from '../../../src/domain/article.ts'
import { type QuoteChange, RECALL_CAUSES, type VersionKey } from '../../../src/domain/recall.ts'
import type { ReviewDates } from '../../../src/domain/review.ts'
import type { ArticleRows, LeavingRows, RecallRow } from '../../articles/index.ts'
import type { AuditRows } from '../../audit/index.ts'
import type { CitationRows } from '../../drafting/index.ts'
import type { RecallRows } from '../../recalls/index.ts'
import type { Tables } from '../schema.ts'
import { statement } from '../statement.ts'
import { noteMarked } from './article-change-rows.ts'

type Own = Omit<LeavingRows, keyof AuditRows> & CitationRows & Omit<RecallRows, keyof ArticleRows>

const OPEN = ['ready', 'inserted']

export async function readReviewDates(db: Kysely<Tables>, accountId: string): Promise<ReviewDates> {
  const rows = await db.selectFrom('reviewDate').selectAll().where('accountId', '=', accountId).execute()
  const of = (kind: string) =>
    new Map(rows.filter((row) => row.kind === kind).map(({ ref, reviewBy }) => [ref, reviewBy]))
  return { article: of('article'), section: of('section') }
}

function recallOf({ accountId: _account, ...row }: Tables['recall']): RecallRow {
  return {
    ...row,
    cause: RECALL_CAUSES.find((cause) => cause === row.cause) ?? 'changed',
    // Written by `addRecall` alone: the shape is ours.
    quotes: JSON.parse(row.quotes) as QuoteChange[],
  }
}

/** So many rows at once: an engine takes only so many values in a statement. */
const MOST_ROWS = 100

function* inParts<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += MOST_ROWS) yield rows.slice(from, from + MOST_ROWS)
}

const cite = statement(
  (db, rows: readonly Tables['draftCitation'][]) => db.insertInto('draftCitation').values(rows),
  { answer: 'later' },
)
const quote = statement(
  (db, rows: readonly Tables['draftQuote'][]) => db.insertInto('draftQuote').values(rows),
  { answer: 'later' },
)

/** Every draft that quoted a version, newest first: one range of one index, and two look-ups a row. */
export function quotingDrafts(db: Kysely<Tables>, accountId: string, version: VersionKey) {
  return db
    .selectFrom('draftCitation as citation')
    .innerJoin('draft', (join) =>
      join
        .onRef('draft.accountId', '=', 'citation.accountId')
        .onRef('draft.draftId', '=', 'citation.draftId'),
    )
    .innerJoin('ticket', (join) =>
      join
        .onRef('ticket.accountId', '=', 'draft.accountId')
        .onRef('ticket.ticketRef', '=', 'draft.ticketRef'),
    )
    .leftJoin('draftSend as send', (join) =>
      join.onRef('send.accountId', '=', 'draft.accountId').onRef('send.draftId', '=', 'draft.draftId'),
    )
    .select([
      'draft.draftId',
      'draft.status',
      'draft.agentId',
      'draft.createdAt',
      'draft.changedAt',
      'ticket.ticketId',
      'send.sentAt',
      'send.sentences',
      'send.kept',
    ])
    .where('citation.accountId', '=', accountId)
    .where('citation.articleId', '=', version.articleId)
    .where('citation.locale', '=', version.locale)
    .where('citation.versionHash', '=', version.versionHash)
    .orderBy('draft.changedAt', 'desc')
    .orderBy('draft.draftId')
}

export function recallRows(db: Kysely<Tables>): Own {
  const quoting = (accountId: string, { articleId, locale, versionHash }: VersionKey) =>
    db
      .selectFrom('draftCitation as citation')
      .innerJoin('draft', (join) =>
        join
          .onRef('draft.accountId', '=', 'citation.accountId')
          .onRef('draft.draftId', '=', 'citation.draftId'),
      )
      .where('citation.accountId', '=', accountId)
      .where('citation.articleId', '=', articleId)
      .where('citation.locale', '=', locale)
      .where('citation.versionHash', '=', versionHash)
  const quotes = (accountId: string, { articleId, locale, versionHash }: VersionKey) =>
    db
      .selectFrom('draftQuote')
      .where('accountId', '=', accountId)
      .where('articleId', '=', articleId)
      .where('locale', '=', locale)
      .where('versionHash', '=', versionHash)
  const recalls = (accountId: string) =>
    db.selectFrom('recall').selectAll().where('accountId', '=', accountId)
  return {
    reviewDates: (accountId) => readReviewDates(db, accountId),
    async setReviewDate(accountId, { kind, ref, reviewBy }, at) {
      await db
        .deleteFrom('reviewDate')
        .where('accountId', '=', accountId)
        .where('kind', '=', kind)
        .where('ref', '=', ref)
        .execute()
      if (reviewBy !== null)
        await db.insertInto('reviewDate').values({ accountId, kind, ref, reviewBy, changedAt: at }).execute()
      await noteMarked(db, accountId, { kind, ref })
    },
    async sweptDay(accountId) {
      const row = await db
        .selectFrom('reviewSweep')
        .select('day')
        .where('accountId', '=', accountId)
        .executeTakeFirst()
      return row?.day ?? null
    },
    async setSweptDay(accountId, day) {
      await db
        .insertInto('reviewSweep')
        .values({ accountId, day })
        .onConflict((conflict) => conflict.column('accountId').doUpdateSet({ day }))
        .execute()
    },
    async quotedTexts(accountId) {
      const rows = await db
        .selectFrom('article')
        .select(['articleId', 'locale', 'versionHash', 'passages'])
        .where('accountId', '=', accountId)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('draftQuote')
              .select('draftQuote.draftId')
              .where('draftQuote.accountId', '=', accountId)
              .whereRef('draftQuote.articleId', '=', 'article.articleId')
              .whereRef('draftQuote.locale', '=', 'article.locale')
              .whereRef('draftQuote.versionHash', '=', 'article.versionHash'),
          ),
        )
        .execute()
      return rows.map((row) => ({ ...row, passages: JSON.parse(row.passages) as Passage[] }))
    },
    quotedSpans: (accountId, version) =>
      quotes(accountId, version)
        .select(['passageId', 'startAt', 'endAt'])
        .distinct()
        .orderBy('passageId')
        .orderBy('startAt')
        .execute(),
    async countQuoting(accountId, version) {
      const rows = await quoting(accountId, version)
        .select(['draft.status', (eb) => eb.fn.countAll().as('count')])
        .groupBy('draft.status')
        .execute()
      const total = rows.reduce((sum, { count }) => sum + Number(count), 0)
      return { drafts: total, sent: Number(rows.find(({ status }) => status === 'sent')?.count ?? 0) }
    },
    async raiseQuotingTickets(accountId, version) {
      await db
        .updateTable('ticket')
        .set((eb) => ({ revision: eb('revision', '+', 1) }))
        .where('accountId', '=', accountId)
        .where(
          'ticketRef',
          'in',
          quoting(accountId, version).select('draft.ticketRef').where('draft.status', 'in', OPEN),
        )
        .execute()
    },
    async addRecall(accountId, recall) {
      await db
        .insertInto('recall')
        .values({ accountId, ...recall, quotes: JSON.stringify(recall.quotes) })
        .execute()
    },
    async addCitations(accountId, draftId, cited) {
      const own = { accountId, draftId }
      const versions = cited.map(({ quotes: _quotes, ...version }) => ({ ...own, ...version }))
      const quotes = cited.flatMap(({ quotes: spans, ...version }) =>
        spans.map((span) => ({ ...own, ...version, ...span })),
      )
      for (const some of inParts(versions)) await cite(db, some)
      for (const some of inParts(quotes)) await quote(db, some)
    },
    async addSend(accountId, draftId, send) {
      await db
        .insertInto('draftSend')
        .values({ accountId, draftId, ...send })
        .execute()
    },
    async recallsBefore(accountId, { before, quotedOnly, limit }) {
      let wanted = recalls(accountId)
      if (before !== null) wanted = wanted.where('recallId', '<', before)
      if (quotedOnly) wanted = wanted.where('drafts', '>', 0)
      return (await wanted.orderBy('recallId', 'desc').limit(limit).execute()).map(recallOf)
    },
    async recallById(accountId, recallId) {
      const row = await recalls(accountId).where('recallId', '=', recallId).executeTakeFirst()
      return row === undefined ? null : recallOf(row)
    },
    draftsQuoting: (accountId, version, limit) =>
      quotingDrafts(db, accountId, version).limit(limit).execute(),
    async quotesByDraft(accountId, version, draftIds) {
      if (draftIds.length === 0) return []
      return quotes(accountId, version)
        .select(['draftId', 'passageId', 'startAt', 'endAt'])
        .where('draftId', 'in', draftIds)
        .execute()
    },
    async setRecallHandled(accountId, recallId, handled) {
      await db
        .updateTable('recall')
        .set({ handledAt: handled?.at ?? null, handledBy: handled?.by ?? null })
        .where('accountId', '=', accountId)
        .where('recallId', '=', recallId)
        .execute()
    },
  }
}

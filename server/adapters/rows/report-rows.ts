/** Blocks of reports, and what else reports ask of the store. */
import type { Kysely } from 'kysely'
import type { FunnelBlock } from '../../../src/domain/consent-blocks.ts'
import { addDays } from '../../../src/domain/due-dates.ts'
import { RECALL_CAUSES } from '../../../src/domain/recall.ts'
import type { ReportBlock } from '../../../src/domain/report-blocks.ts'
import type { ReportSpan } from '../../../src/domain/report-weeks.ts'
import type { TicketFacets } from '../../../src/domain/ticket.ts'
import type { AuditRows } from '../../audit/index.ts'
import type { SpendingRows } from '../../budget/index.ts'
import type { ReportRows } from '../../reports/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<ReportRows, keyof AuditRows | keyof SpendingRows>

const SUNDAY = 6
const after = ({ to }: ReportSpan) => addDays(to, 1)

export function reportRows(db: Kysely<Tables>): Own {
  return {
    async draftPlaces(accountId, draftIds) {
      if (draftIds.length === 0) return []
      const rows = await db
        .selectFrom('draft')
        .innerJoin('ticket', (join) =>
          join
            .onRef('ticket.accountId', '=', 'draft.accountId')
            .onRef('ticket.ticketRef', '=', 'draft.ticketRef'),
        )
        .select(['draft.draftId', 'draft.locale', 'ticket.facets'])
        .where('draft.accountId', '=', accountId)
        .where('draft.draftId', 'in', [...draftIds])
        .execute()
      return rows.map(({ draftId, locale, facets }) => ({
        draftId,
        locale,
        // Written by `tellTicket` alone: the shape is ours.
        brand: facets === null ? null : (JSON.parse(facets) as TicketFacets).brandId,
      }))
    },
    async articlesOfVersions(accountId, versionHashes) {
      if (versionHashes.length === 0) return []
      return db
        .selectFrom('articleVersion')
        .select(['versionHash', 'articleId'])
        .distinct()
        .where('accountId', '=', accountId)
        .where('versionHash', 'in', [...versionHashes])
        .execute()
    },
    async articleTitles(accountId, articleIds) {
      if (articleIds.length === 0) return []
      return db
        .selectFrom('article')
        .select(['articleId', 'title', 'url'])
        .where('accountId', '=', accountId)
        .where('articleId', 'in', [...articleIds])
        .orderBy('locale', 'desc')
        .execute()
    },
    async reportBlocks(accountId, { from, to }) {
      const rows = await db
        .selectFrom('reportBlock')
        .select('body')
        .where('accountId', '=', accountId)
        .where('lastDay', '>=', from)
        .where('firstWeek', '<=', to)
        .orderBy('firstWeek')
        .execute()
      // Written by `addReportBlock` alone: the shape is ours.
      return rows.map(({ body }) => JSON.parse(body) as ReportBlock)
    },
    async reportedUntil(accountId) {
      const row = await db
        .selectFrom('reportBlock')
        .select('lastDay')
        .where('accountId', '=', accountId)
        .orderBy('firstWeek', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.lastDay ?? null
    },
    async addReportBlock(accountId, block, closedAt) {
      const lastDay = addDays(block.last, SUNDAY)
      await db
        .insertInto('reportBlock')
        .values({ accountId, firstWeek: block.first, lastDay, body: JSON.stringify(block), closedAt })
        .execute()
    },
    async consentBlocks(accountId, { from, to }) {
      const rows = await db
        .selectFrom('consentBlock')
        .select('body')
        .where('accountId', '=', accountId)
        .where('lastDay', '>=', from)
        .where('firstWeek', '<=', to)
        .orderBy('firstWeek')
        .execute()
      // Written by `addConsentBlock` alone: the shape is ours.
      return rows.map(({ body }) => JSON.parse(body) as FunnelBlock)
    },
    async consentReportedUntil(accountId) {
      const row = await db
        .selectFrom('consentBlock')
        .select('lastDay')
        .where('accountId', '=', accountId)
        .orderBy('firstWeek', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.lastDay ?? null
    },
    async addConsentBlock(accountId, block, closedAt) {
      const lastDay = addDays(block.last, SUNDAY)
      await db
        .insertInto('consentBlock')
        .values({ accountId, firstWeek: block.first, lastDay, body: JSON.stringify(block), closedAt })
        .execute()
    },
    async requestersOfTickets(accountId, ticketRefs) {
      if (ticketRefs.length === 0) return []
      return db
        .selectFrom('ticket')
        .select(['ticketRef', 'requesterRef'])
        .where('accountId', '=', accountId)
        .where('ticketRef', 'in', [...ticketRefs])
        .execute()
    },
    async legalBasesByTime(accountId) {
      return db
        .selectFrom('legalBasis')
        .select(['basis', 'changedAt'])
        .where('accountId', '=', accountId)
        .orderBy('version')
        .execute()
    },
    async standingArticles(accountId, articleIds) {
      if (articleIds.length === 0) return []
      const rows = await db
        .selectFrom('article')
        .select(['articleId', 'title', 'url', 'updatedAt', 'outdated'])
        .where('accountId', '=', accountId)
        .where('articleId', 'in', [...articleIds])
        .orderBy('locale')
        .execute()
      return rows.map((row) => ({ ...row, outdated: row.outdated === 1 }))
    },
    async recallsOfArticles(accountId, articleIds, span) {
      if (articleIds.length === 0) return []
      const rows = await db
        .selectFrom('recall')
        .select(['articleId', 'cause', 'title', 'url'])
        .where('accountId', '=', accountId)
        .where('articleId', 'in', [...articleIds])
        .where('drafts', '>', 0)
        .where('at', '>=', span.from)
        .where('at', '<', after(span))
        .orderBy('at', 'desc')
        .execute()
      return rows.map((row) => ({
        ...row,
        cause: RECALL_CAUSES.find((cause) => cause === row.cause) ?? 'changed',
      }))
    },
    async coverageGapsBetween(accountId, span) {
      const row = await db
        .selectFrom('coverageGap')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('accountId', '=', accountId)
        .where('at', '>=', span.from)
        .where('at', '<', after(span))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
    async recallsBetween(accountId, span) {
      const row = await db
        .selectFrom('recall')
        .select((eb) => [eb.fn.countAll().as('recalls'), eb.fn.sum('sent').as('sent')])
        .where('accountId', '=', accountId)
        .where('drafts', '>', 0)
        .where('at', '>=', span.from)
        .where('at', '<', after(span))
        .executeTakeFirstOrThrow()
      return { recalls: Number(row.recalls), sent: Number(row.sent ?? 0) }
    },
    async legalBasisName(accountId) {
      const row = await db
        .selectFrom('legalBasis')
        .select('basis')
        .where('accountId', '=', accountId)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.basis ?? 'consent'
    },
  }
}

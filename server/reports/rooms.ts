/** What reports ask of the store. */
import type { AccountId } from '../../src/domain/account.ts'
import type { FunnelBlock } from '../../src/domain/consent-blocks.ts'
import type { RecallCause } from '../../src/domain/recall.ts'
import type { ReportBlock } from '../../src/domain/report-blocks.ts'
import type { ReportSpan } from '../../src/domain/report-weeks.ts'
import type { StandingArticle } from '../../src/domain/stale-article.ts'
import type { AuditRows } from '../audit/index.ts'
import type { SpendingRows } from '../budget/index.ts'
import type { Transact, World } from '../keys.ts'

export interface ReportRows extends AuditRows, SpendingRows {
  /** Of those drafts that are still there: the reply's language, and the brand that the helpdesk named. */
  draftPlaces(
    accountId: AccountId,
    draftIds: readonly string[],
  ): Promise<readonly { readonly draftId: string; readonly locale: string; readonly brand: string | null }[]>
  articlesOfVersions(
    accountId: AccountId,
    versionHashes: readonly string[],
  ): Promise<readonly { readonly versionHash: string; readonly articleId: string }[]>
  articleTitles(
    accountId: AccountId,
    articleIds: readonly string[],
  ): Promise<readonly { readonly articleId: string; readonly title: string; readonly url: string | null }[]>
  /** Those that lie wholly or partly in the span, oldest first. */
  reportBlocks(accountId: AccountId, span: ReportSpan): Promise<readonly ReportBlock[]>
  /** Sunday of the newest block's last week; `null` before the first one. */
  reportedUntil(accountId: AccountId): Promise<string | null>
  addReportBlock(accountId: AccountId, block: ReportBlock, at: string): Promise<void>
  /** Of the consent funnel, as of work. */
  consentBlocks(accountId: AccountId, span: ReportSpan): Promise<readonly FunnelBlock[]>
  consentReportedUntil(accountId: AccountId): Promise<string | null>
  addConsentBlock(accountId: AccountId, block: FunnelBlock, at: string): Promise<void>
  /** Of tickets that are still there. */
  requestersOfTickets(
    accountId: AccountId,
    ticketRefs: readonly string[],
  ): Promise<readonly { readonly ticketRef: string; readonly requesterRef: string }[]>
  /** Every legal basis that was ever in force, oldest first. */
  legalBasesByTime(
    accountId: AccountId,
  ): Promise<readonly { readonly basis: string; readonly changedAt: string }[]>
  standingArticles(
    accountId: AccountId,
    articleIds: readonly string[],
  ): Promise<readonly (StandingArticle & { readonly articleId: string })[]>
  /** Of versions that drafts had quoted. */
  recallsOfArticles(
    accountId: AccountId,
    articleIds: readonly string[],
    span: ReportSpan,
  ): Promise<
    readonly {
      readonly articleId: string
      readonly cause: RecallCause
      readonly title: string
      readonly url: string | null
    }[]
  >
  coverageGapsBetween(accountId: AccountId, span: ReportSpan): Promise<number>
  recallsBetween(accountId: AccountId, span: ReportSpan): Promise<{ recalls: number; sent: number }>
  legalBasisName(accountId: AccountId): Promise<string>
}

export interface ReportRooms {
  readonly world: Pick<World, 'now'>
  readonly transact: Transact<ReportRows>
}

/** What a sync asks of a transaction: its runs, its stage, and the published articles. */
import type { AccountId } from '../../src/domain/account.ts'
import type { SyncView } from '../../src/domain/api.ts'
import type { BrandSync, UnreadArticle } from '../../src/domain/sync-api.ts'
import type { ArticleRows } from './article-register.ts'
import type { StagedArticle, SyncCounts } from './sync.ts'

export interface SyncRunRow {
  readonly syncId: string
  readonly source: string
  readonly status: SyncView['status']
  readonly startedAt: string
  readonly cursor: string | null
  readonly problems: readonly UnreadArticle[]
  /** How it ended; `null` while it runs. */
  readonly view: SyncView | null
}

/** A run with every source whose published articles it is compared with, its own first. */
export interface AnsweringRun {
  readonly syncId: string
  readonly source: string
  readonly sources: readonly string[]
  /** How the brands among them came out: articles of one that failed are left alone. */
  readonly brands?: readonly BrandSync[]
}

export interface SyncRows extends ArticleRows {
  syncRun(accountId: AccountId, syncId: string): Promise<SyncRunRow | null>
  newestSyncRun(accountId: AccountId, source: string | null): Promise<SyncRunRow | null>
  /** The newest view that is kept of a run of the source. */
  newestSyncView(accountId: AccountId, source: string): Promise<SyncView | null>
  /** Adds the run or replaces it. */
  putSyncRun(accountId: AccountId, run: SyncRunRow): Promise<void>
  /** Empties the stage of every run of the source. */
  clearStage(accountId: AccountId, source: string): Promise<void>
  addToStage(accountId: AccountId, syncId: string, articles: readonly StagedArticle[]): Promise<void>
  compareStage(accountId: AccountId, run: AnsweringRun): Promise<SyncCounts>
  /** Published := staged, and the missing deleted if told so; raises the articles' revision. */
  publishStage(accountId: AccountId, run: AnsweringRun, removeMissing: boolean): Promise<void>
}

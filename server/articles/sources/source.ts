/** What a source of articles promises, whatever it reads: each article once, each problem, and whether that was all. */
import type { ArticleVersion } from '../../../src/domain/article.ts'
import type { BrandSync } from '../../../src/domain/sync-api.ts'
import type { Unread } from './unread.ts'

export type SourceArticle = Omit<ArticleVersion, 'versionHash'>

/** When it was read last is for the sync to say. */
export type BrandOutcome = Omit<BrandSync, 'lastReadAt'>

export type SourceItem =
  | { readonly kind: 'article'; readonly article: SourceArticle }
  /** It is not among the articles. */
  | ({ readonly kind: 'problem' } & Unread)
  /** How the help center of one brand came out, after all of its items. */
  | ({ readonly kind: 'brand' } & BrandOutcome)
  /** Everything before is delivered. A sync that breaks off continues here; `null`: it must start over. */
  | { readonly kind: 'checkpoint'; readonly cursor: string | null }
  /** The last item. Without it, or with `complete: false`, what was not seen may still exist. */
  | { readonly kind: 'end'; readonly complete: boolean }

export interface ArticleSource {
  /** Names the source for good: the articles of one source are reconciled only with themselves. */
  readonly name: string
  /** Names of sources whose articles this one answers for too: what it does not show of them is gone. */
  readonly replaces?: readonly string[]
  /** `from` is a cursor of an earlier checkpoint of this source, or `null` for the beginning. */
  read(signal: AbortSignal, from: string | null): AsyncIterable<SourceItem>
}

/** @returns how a problem names an article in one locale. */
export function nameInLocale(articleId: string, locale: string): string {
  return `${articleId} (${locale})`
}

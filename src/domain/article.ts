/** Articles, their versions, and the passages that a citation can point to. */

/** `zendesk:<id>`, `folder:<relative path without locale and extension>` or `jsonl:<id>`; the same for all locales. */
export type ArticleId = string

export const BLOCK_KINDS = ['heading', 'paragraph', 'list_item', 'step', 'table_row', 'code'] as const
/** `step` is an item of a numbered list; `table_row` reads `header: cell; header: cell`. */
export type BlockKind = (typeof BLOCK_KINDS)[number]

/** One sentence of a passage. Offsets are UTF-16 code units into `Passage.text`, end exclusive. */
export interface PassageSentence {
  readonly start: number
  readonly end: number
  readonly kind: BlockKind
  /** Position in its list, from 1, for `step` and `list_item`; absent elsewhere. */
  readonly ordinal?: number
}

/**
 * A run of text under one heading path, small enough to quote and large enough to answer.
 * `text` is plain text: blocks joined by `\n`, no markup, whitespace folded inside a block.
 * `id` is stable while the text under its heading is unchanged.
 */
export interface Passage {
  readonly id: string
  readonly headings: readonly string[]
  readonly text: string
  readonly sentences: readonly PassageSentence[]
}

export const ARTICLE_VISIBILITIES = ['public', 'restricted'] as const
export type ArticleVisibility = (typeof ARTICLE_VISIBILITIES)[number]

/** One article in one locale at one moment. `versionHash` is the SHA-256 (hex) of title and passages. */
export interface ArticleVersion {
  readonly articleId: ArticleId
  /** Lower-case BCP 47 as the help center spells it, e.g. `en-us`, `de`. */
  readonly locale: string
  readonly versionHash: string
  readonly title: string
  /** Address for people; `null` where the source has none. */
  readonly url: string | null
  readonly sectionId: string
  readonly sectionName: string
  readonly categoryId: string
  readonly categoryName: string
  /** In whose help center it stands; absent where an account has one for all, or the source knows no brands. */
  readonly brandId?: string
  readonly brandName?: string
  readonly labels: readonly string[]
  readonly visibility: ArticleVisibility
  readonly draft: boolean
  readonly outdated: boolean
  /** ISO 8601, UTC. */
  readonly updatedAt: string
  readonly passages: readonly Passage[]
}

/** One sentence of a draft points to exactly one verbatim quote of one passage of one article version. */
export interface Citation {
  readonly articleId: ArticleId
  readonly locale: string
  readonly versionHash: string
  readonly passageId: string
  readonly quote: string
}

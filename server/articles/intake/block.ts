/** What a page is read into before it becomes passages. */
import type { BlockKind } from '../../../src/domain/article.ts'
import type { OpenElement } from './open-elements.ts'

export interface Block {
  readonly kind: BlockKind
  readonly headings: readonly string[]
  readonly text: string
  readonly ordinal?: number
  /** A line in bold that names what follows: it stays with the next block. */
  readonly lead?: boolean
}

/** Collects the blocks inside one table or definition list and puts them together when it ends. */
export interface BlockReader {
  opened(element: OpenElement): void
  closed(element: OpenElement): void
  add(block: Block): void
  blocks(): readonly Block[]
}

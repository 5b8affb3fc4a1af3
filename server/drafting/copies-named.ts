/**
 * Names the articles that say the same as a cited one. Looked up whenever a draft is shown and never kept with it: an
 * article that may no longer be used is not named.
 */
import type { CitedPassage } from '../../src/domain/draft.ts'
import type { ArticleCopy } from '../../src/domain/refusal.ts'
import type { Scope } from '../../src/domain/scope.ts'
import type { Shelf } from '../articles/index.ts'
import { type Usable, usableIn } from './ticket-desk.ts'

/** A copy has nearly every word of the article, its title among them. */
const LOOKED_THROUGH = 20

/** Until an article or the allowlist changes, the same passage has the same copies. */
const MOST_KEPT = 5_000
type Copies = Map<string, readonly ArticleCopy[]>
const kept = new WeakMap<Shelf['index'], WeakMap<Usable, Copies>>()

function copiesAmong(index: Shelf['index'], usable: Usable): Copies {
  const ofIndex = kept.get(index) ?? new WeakMap<Usable, Copies>()
  kept.set(index, ofIndex)
  const copies: Copies = ofIndex.get(usable) ?? new Map()
  ofIndex.set(usable, copies)
  return copies
}

interface Address {
  readonly articleId: string
  readonly locale: string
}

const keyOf = ({ articleId, locale }: Address) => `${articleId} ${locale}`

export function withCopies(
  shelf: Shelf,
  scope: Scope | null,
  passages: readonly CitedPassage[],
): readonly CitedPassage[] {
  if (scope === null) return passages
  const usable = usableIn(shelf.articles, scope)
  const found = new Map<string, readonly ArticleCopy[]>()
  return passages.map((passage) => {
    const key = keyOf(passage)
    const copies = found.get(key) ?? keptCopies(shelf, usable, passage)
    found.set(key, copies)
    return copies.length === 0 ? passage : { ...passage, alsoIn: copies }
  })
}

function keptCopies(shelf: Shelf, usable: Usable, passage: CitedPassage): readonly ArticleCopy[] {
  const { articleId, locale, versionHash, passageId } = passage
  const known = copiesAmong(shelf.index, usable)
  const key = JSON.stringify([articleId, locale, versionHash, passageId])
  const copies = known.get(key) ?? copiesOf(shelf, usable, passage)
  if (known.size >= MOST_KEPT) known.clear()
  known.set(key, copies)
  return copies
}

function copiesOf(
  { index, articles }: Shelf,
  usable: Usable,
  { articleId, locale, versionHash, title, headings, text }: CitedPassage,
): readonly ArticleCopy[] {
  const isOwn = (at: Address) => at.articleId === articleId && at.locale === locale
  // Of a version that was replaced nobody can say what is a copy.
  if (!articles.some((header) => isOwn(header) && header.versionHash === versionHash)) return []
  const alike = index
    .search({
      query: [title, ...headings, text].join('\n'),
      locale,
      limit: LOOKED_THROUGH,
      allowed: usable.has,
    })
    .map((one) => [one, ...one.alsoIn])
    .find((same) => same.some(isOwn))
  return (alike ?? [])
    .filter((at) => !isOwn(at))
    .flatMap((at) => {
      const header = articles.find((one) => keyOf(one) === keyOf(at))
      if (header === undefined) return []
      return [
        {
          articleId: header.articleId,
          locale: header.locale,
          title: header.title,
          url: header.url,
          sectionName: header.sectionName,
        },
      ]
    })
}

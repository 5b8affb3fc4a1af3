/** What a tick on a line of the tree means: the place itself, or, under a filter, only what is shown of it. */
import type { ArticleRow } from '../domain/api.ts'
import type { ArticleSelection } from '../domain/scope.ts'
import { indexSelection } from './allowlist-effect.ts'
import { type ArticleFilter, statesUnder, type TreeNode, tickOf } from './article-tree.ts'
import { type Place, type PlaceMap, tickPlaces } from './scope-ticks.ts'

export const onlyShown = ({ text, state }: ArticleFilter) => text.trim() !== '' || state !== 'any'

interface Ticked {
  readonly places: readonly Place[]
  readonly locale: string | null
}

/** Articles of which every language is shown are ticked as a whole, others language by language. */
function shownParts(map: PlaceMap, rows: readonly ArticleRow[]): readonly Ticked[] {
  const shown = new Set(rows)
  const whole = new Map<string, Place>()
  const inPart = new Map<string, Place[]>()
  for (const { articleId, locale } of rows) {
    const place: Place = { kind: 'article', id: articleId }
    const all = map.rowsOf.get(`article:${articleId}`) ?? []
    if (all.every((row) => shown.has(row))) whole.set(articleId, place)
    else inPart.set(locale, [...(inPart.get(locale) ?? []), place])
  }
  return [
    { places: [...whole.values()], locale: null },
    ...[...inPart].map(([locale, places]) => ({ places, locale })),
  ].filter(({ places }) => places.length > 0)
}

function partsOf(map: PlaceMap, node: TreeNode, filter: ArticleFilter): readonly Ticked[] {
  const locale = node.locale ?? (filter.locale === 'any' ? null : filter.locale)
  if (locale === null && onlyShown(filter)) return shownParts(map, node.rows)
  const articles = new Map(node.rows.map(({ articleId }) => [articleId, articleId]))
  const places = onlyShown(filter)
    ? [...articles.keys()].map((id): Place => ({ kind: 'article', id }))
    : [node.place]
  return [{ places, locale }]
}

export type TickResult =
  | { readonly outcome: 'ticked'; readonly selection: ArticleSelection }
  /** Rules by label or language keep it out: a tick cannot say otherwise. */
  | { readonly outcome: 'held'; readonly row: ArticleRow }
  | { readonly outcome: 'barred' }

/** Ticks what is not fully ticked, unticks what is; where ticking would bring nothing, unticks the rest. */
export function tickNode(
  map: PlaceMap,
  selection: ArticleSelection,
  node: TreeNode,
  filter: ArticleFilter,
): TickResult {
  const counts = statesUnder(selection).countsOf(node.rows)
  if (counts.barred === counts.total) return { outcome: 'barred' }
  const tick = (on: boolean) =>
    partsOf(map, node, filter).reduce((now, part) => tickPlaces(map, now, { ...part, on }), selection)
  if (tickOf(counts) === 'all') return { outcome: 'ticked', selection: tick(false) }
  const on = tick(true)
  const after = statesUnder(on).countsOf(node.rows)
  if (after.allowed > counts.allowed) return { outcome: 'ticked', selection: on }
  if (counts.allowed > 0) return { outcome: 'ticked', selection: tick(false) }
  const { allows } = indexSelection(on)
  const held = node.rows.find((row) => row.barred === null && !allows(row))
  return held === undefined ? { outcome: 'barred' } : { outcome: 'held', row: held }
}

/** The synced articles as category › section › article › language, with ticks and counts. */
import type { ArticleRow } from '../domain/api.ts'
import type { ArticleSelection } from '../domain/scope.ts'
import { indexSelection, isUsable } from './allowlist-effect.ts'
import { readability } from './rule-words.ts'
import type { Place } from './scope-ticks.ts'

export const ROW_STATES = ['allowed', 'not_allowed', 'barred'] as const
export type RowState = (typeof ROW_STATES)[number]

export interface ArticleFilter {
  readonly text: string
  readonly state: RowState | 'any'
  readonly locale: string | 'any'
}

export const NO_FILTER: ArticleFilter = { text: '', state: 'any', locale: 'any' }

export interface StatedRow {
  readonly row: ArticleRow
  readonly state: RowState
}

export interface Counts {
  readonly total: number
  readonly allowed: number
  readonly barred: number
}

export function stateOf(row: ArticleRow, selection: ArticleSelection): RowState {
  if (row.barred !== null) return 'barred'
  return isUsable(row, selection) ? 'allowed' : 'not_allowed'
}

export function countStates(rows: readonly StatedRow[]): Counts {
  let allowed = 0
  let barred = 0
  for (const { state } of rows) {
    if (state === 'allowed') allowed += 1
    if (state === 'barred') barred += 1
  }
  return { total: rows.length, allowed, barred }
}

/** Every word of the filter must occur somewhere in the row; accents and case do not count. */
export function matchesFilter({ row, state }: StatedRow, filter: ArticleFilter): boolean {
  if (filter.state !== 'any' && filter.state !== state) return false
  if (filter.locale !== 'any' && filter.locale !== row.locale) return false
  const words = fold(filter.text).split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const haystack = haystackOf(row)
  return words.every((word) => haystack.includes(word))
}

const haystacks = new WeakMap<ArticleRow, string>()

/** Folded once a row: folding thousands of titles at every keystroke would be felt. */
function haystackOf(row: ArticleRow): string {
  const known = haystacks.get(row)
  if (known !== undefined) return known
  const fresh = fold(
    [
      row.title,
      row.sectionName,
      row.categoryName,
      row.brandName ?? '',
      row.articleId,
      row.locale,
      ...row.labels,
    ].join(' '),
  )
  haystacks.set(row, fresh)
  return fresh
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

export interface TreeNode {
  readonly key: string
  readonly kind: 'brand' | 'category' | 'section' | 'article' | 'version'
  readonly name: string
  readonly place: Place
  /** Of a version: the language that a tick on it is about. */
  readonly locale: string | null
  readonly rows: readonly ArticleRow[]
  readonly children: readonly TreeNode[]
}

export interface PlaceNames {
  readonly sections: ReadonlyMap<string, string>
  readonly categories: ReadonlyMap<string, string>
  readonly brands: ReadonlyMap<string, string>
}

/**
 * Groups by id: help centers name a section differently in every language. `names` says what a place is
 * called for this reader, also while only another language is shown. Brands stand above as soon as there are two.
 */
export function buildTree(
  rows: readonly ArticleRow[],
  preferred: string,
  names: PlaceNames,
): readonly TreeNode[] {
  const collator = new Intl.Collator(preferred)
  const byName = (nodes: readonly TreeNode[]) => nodes.toSorted((a, b) => collator.compare(a.name, b.name))
  const categoriesOf = (inBrand: readonly ArticleRow[]): readonly TreeNode[] =>
    groupBy(inBrand, (row) => row.categoryId).map(([id, own]) => ({
      ...node('category', id, names.categories.get(id) ?? id, own),
      children: byName(
        groupBy(own, (row) => row.sectionId).map(([sectionId, inSection]) => ({
          ...node('section', sectionId, names.sections.get(sectionId) ?? sectionId, inSection),
          children: byName(
            groupBy(inSection, (row) => row.articleId).map(([articleId, versions]) =>
              articleNode(articleId, versions, preferred),
            ),
          ),
        })),
      ),
    }))
  if (names.brands.size < 2) return byName(categoriesOf(rows))
  return byName(
    groupBy(rows, (row) => row.brandId ?? '').flatMap(([id, own]) =>
      id === ''
        ? categoriesOf(own)
        : [
            {
              ...node('brand', id, names.brands.get(id) ?? id, own),
              children: byName(categoriesOf(own)),
            },
          ],
    ),
  )
}

function node(kind: Place['kind'], id: string, name: string, rows: readonly ArticleRow[]): TreeNode {
  return { key: `${kind} ${id}`, kind, name, place: { kind, id }, locale: null, rows, children: [] }
}

function articleNode(articleId: string, rows: readonly ArticleRow[], preferred: string): TreeNode {
  const first = ({ locale }: ArticleRow) => readability(locale, preferred)
  const versions = rows.toSorted((a, b) => first(b) - first(a) || a.locale.localeCompare(b.locale))
  const article = node('article', articleId, versions[0]?.title ?? articleId, versions)
  if (versions.length < 2) return article
  return {
    ...article,
    children: versions.map((row) => ({
      key: `version ${articleId} ${row.locale}`,
      kind: 'version',
      name: row.title,
      place: article.place,
      locale: row.locale,
      rows: [row],
      children: [],
    })),
  }
}

function groupBy(
  rows: readonly ArticleRow[],
  idOf: (row: ArticleRow) => string,
): readonly (readonly [string, readonly ArticleRow[]])[] {
  const groups = new Map<string, ArticleRow[]>()
  for (const row of rows) {
    const own = groups.get(idOf(row))
    if (own === undefined) groups.set(idOf(row), [row])
    else own.push(row)
  }
  return [...groups]
}

export const TICKS = ['all', 'some', 'none'] as const
export type TickState = (typeof TICKS)[number]

/** Barred versions do not count: a section whose other articles are all allowed is ticked in full. */
export function tickOf(counts: Counts): TickState {
  if (counts.allowed === 0) return 'none'
  return counts.allowed === counts.total - counts.barred ? 'all' : 'some'
}

export interface TreeStates {
  readonly stateOf: (row: ArticleRow) => RowState
  readonly countsOf: (rows: readonly ArticleRow[]) => Counts
}

export function statesUnder(selection: ArticleSelection): TreeStates {
  const { allows } = indexSelection(selection)
  const held = new Map<ArticleRow, RowState>()
  const state = (row: ArticleRow): RowState => {
    const known = held.get(row)
    if (known !== undefined) return known
    const fresh = row.barred !== null ? 'barred' : allows(row) ? 'allowed' : 'not_allowed'
    held.set(row, fresh)
    return fresh
  }
  const counted = new Map<readonly ArticleRow[], Counts>()
  return {
    stateOf: state,
    countsOf: (rows) => {
      const known = counted.get(rows)
      if (known !== undefined) return known
      const fresh = countStates(rows.map((row) => ({ row, state: state(row) })))
      counted.set(rows, fresh)
      return fresh
    },
  }
}

export interface TreeLine {
  readonly node: TreeNode
  /** From 1. */
  readonly level: number
  readonly position: number
  readonly siblings: number
  /** `null`: there is nothing to open. */
  readonly open: boolean | null
  readonly parent: string | null
}

/** The lines that the open places show, in order. */
export function treeLines(
  nodes: readonly TreeNode[],
  isOpen: (node: TreeNode) => boolean,
  level = 1,
  parent: string | null = null,
): readonly TreeLine[] {
  return nodes.flatMap((at, index) => {
    const open = at.children.length === 0 ? null : isOpen(at)
    const line: TreeLine = { node: at, level, position: index + 1, siblings: nodes.length, open, parent }
    return open ? [line, ...treeLines(at.children, isOpen, level + 1, at.key)] : [line]
  })
}

/** The synced articles as category › section › article, filtered, with the counts that a header shows. */
import type { ArticleRow } from '../domain/api.ts'
import type { ArticleSelection } from '../domain/scope.ts'
import { isUsable } from './allowlist-effect.ts'

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

export interface SectionGroup {
  readonly id: string
  readonly name: string
  readonly locales: readonly string[]
  readonly rows: readonly StatedRow[]
  readonly counts: Counts
}

export interface CategoryGroup {
  readonly id: string
  readonly name: string
  readonly locales: readonly string[]
  readonly sections: readonly SectionGroup[]
  readonly counts: Counts
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
  const haystack = fold(
    [row.title, row.sectionName, row.categoryName, row.articleId, row.locale, ...row.labels].join(' '),
  )
  return words.every((word) => haystack.includes(word))
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Groups by id, not by name: help centers name a section differently in every language; `preferred` decides. */
export function groupRows(rows: readonly StatedRow[], preferred: string): readonly CategoryGroup[] {
  const categories = new Map<string, Map<string, StatedRow[]>>()
  for (const stated of rows) {
    const sections = categories.get(stated.row.categoryId) ?? new Map<string, StatedRow[]>()
    categories.set(stated.row.categoryId, sections)
    const list = sections.get(stated.row.sectionId) ?? []
    sections.set(stated.row.sectionId, list)
    list.push(stated)
  }
  return [...categories]
    .map(([id, sections]) => {
      const groups = [...sections].map(([sectionId, list]) => sectionGroup(sectionId, list, preferred))
      const all = [...sections.values()].flat()
      return {
        id,
        name: inLanguage(all, preferred)?.categoryName ?? id,
        locales: localesOf(all),
        sections: groups.toSorted((a, b) => a.name.localeCompare(b.name)),
        counts: countStates(all),
      }
    })
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

function sectionGroup(id: string, rows: readonly StatedRow[], preferred: string): SectionGroup {
  return {
    id,
    name: inLanguage(rows, preferred)?.sectionName ?? id,
    locales: localesOf(rows),
    rows: sideBySide(rows, preferred),
    counts: countStates(rows),
  }
}

/** By the title in the reader's language, the translations of one article next to each other. */
function sideBySide(rows: readonly StatedRow[], preferred: string): readonly StatedRow[] {
  const byArticle = new Map<string, StatedRow[]>()
  for (const stated of rows) {
    const versions = byArticle.get(stated.row.articleId) ?? []
    byArticle.set(stated.row.articleId, versions)
    versions.push(stated)
  }
  return [...byArticle.values()]
    .map((versions) => ({
      title: inLanguage(versions, preferred)?.title ?? '',
      versions: versions.toSorted(
        (a, b) =>
          Number(b.row.locale.startsWith(preferred)) - Number(a.row.locale.startsWith(preferred)) ||
          a.row.locale.localeCompare(b.row.locale),
      ),
    }))
    .toSorted((a, b) => a.title.localeCompare(b.title))
    .flatMap(({ versions }) => versions)
}

function inLanguage(rows: readonly StatedRow[], preferred: string): ArticleRow | undefined {
  return (rows.find(({ row }) => row.locale.startsWith(preferred)) ?? rows[0])?.row
}

function localesOf(rows: readonly StatedRow[]): readonly string[] {
  return [...new Set(rows.map(({ row }) => row.locale))].toSorted()
}

export interface TreeCut {
  readonly categories: readonly CategoryGroup[]
  readonly shown: number
  readonly hidden: number
}

/**
 * Keeps the first `budget` article rows of the open sections, so that a help center of thousands opens as
 * fast as a small one. Headers are always kept; `hidden` counts only rows of open sections.
 */
export function cutRows(
  categories: readonly CategoryGroup[],
  isOpen: (sectionId: string) => boolean,
  budget: number,
): TreeCut {
  let left = budget
  let hidden = 0
  const cut = categories.map((category) => ({
    ...category,
    sections: category.sections.map((section) => {
      if (!isOpen(section.id)) return { ...section, rows: [] }
      const rows = section.rows.slice(0, left)
      left -= rows.length
      hidden += section.rows.length - rows.length
      return { ...section, rows }
    }),
  }))
  return { categories: cut, shown: budget - left, hidden }
}

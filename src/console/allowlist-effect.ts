/** What a selection would do to the synced articles, computed by the server's own rule before it is saved. */
import { isAllowed, selects } from '../domain/allowlist.ts'
import type { ArticleRow } from '../domain/api.ts'
import type { ArticleSelection, ArticleSelector } from '../domain/scope.ts'
import type { Rule } from './allowlist-rules.ts'

/** A barred version is never usable, so no rule can gain or lose it. */
export function isUsable(row: ArticleRow, selection: ArticleSelection): boolean {
  return row.barred === null && isAllowed(row, selection)
}

type RowIndex = (row: ArticleRow) => ArticleSelector | undefined

/** The first rule that names a row. Rules are held by their narrowest id, so that each row meets few of them. */
function indexRules(rules: readonly ArticleSelector[]): RowIndex {
  const held = new Map<string, { readonly order: number; readonly rule: ArticleSelector }[]>()
  rules.forEach((rule, order) => {
    const key =
      rule.articleId !== undefined
        ? `a${rule.articleId}`
        : rule.sectionId !== undefined
          ? `s${rule.sectionId}`
          : rule.categoryId !== undefined
            ? `c${rule.categoryId}`
            : ''
    const own = held.get(key)
    if (own === undefined) held.set(key, [{ order, rule }])
    else own.push({ order, rule })
  })
  return (row) => {
    let first: { readonly order: number; readonly rule: ArticleSelector } | undefined
    for (const key of [`a${row.articleId}`, `s${row.sectionId}`, `c${row.categoryId}`, '']) {
      const found = held.get(key)?.find(({ rule }) => selects(rule, row))
      if (found !== undefined && (first === undefined || found.order < first.order)) first = found
    }
    return first?.rule
  }
}

export interface SelectionIndex {
  /** True when an allow rule names the row, denied or not. */
  readonly names: (row: ArticleRow) => boolean
  /** As `isAllowed` answers, for thousands of rows at once. */
  readonly allows: (row: ArticleRow) => boolean
  /** As `decidingRule` answers. */
  readonly decides: (row: ArticleRow) => Rule | null
}

export function indexSelection(selection: ArticleSelection): SelectionIndex {
  const allow = indexRules(selection.allow)
  const deny = indexRules(selection.deny)
  return {
    names: (row) => allow(row) !== undefined,
    allows: (row) => deny(row) === undefined && allow(row) !== undefined,
    decides: (row) => {
      const denied = deny(row)
      if (denied !== undefined) return { side: 'deny', selector: denied }
      const allowed = allow(row)
      return allowed === undefined ? null : { side: 'allow', selector: allowed }
    },
  }
}

export interface SelectionEffect {
  readonly total: number
  readonly allowed: number
  readonly gained: readonly ArticleRow[]
  readonly lost: readonly ArticleRow[]
}

export function selectionEffect(
  rows: readonly ArticleRow[],
  saved: ArticleSelection,
  edited: ArticleSelection,
): SelectionEffect {
  const gained: ArticleRow[] = []
  const lost: ArticleRow[] = []
  let allowed = 0
  const was = indexSelection(saved)
  const is = indexSelection(edited)
  for (const row of rows) {
    const before = row.barred === null && was.allows(row)
    const after = row.barred === null && is.allows(row)
    if (after) allowed += 1
    if (after && !before) gained.push(row)
    if (before && !after) lost.push(row)
  }
  return { total: rows.length, allowed, gained, lost }
}

/** How many synced versions a selector names, allowed or not: a rule that names none is worth a warning. */
export function selectorReach(rows: readonly ArticleRow[], selector: ArticleSelector): number {
  const alone: ArticleSelection = { allow: [selector], deny: [] }
  return rows.reduce((count, row) => (isAllowed(row, alone) ? count + 1 : count), 0)
}

/** The rule that settles one article: the first deny that names it, else the first allow; `null` is the default no. */
export function decidingRule(row: ArticleRow, selection: ArticleSelection): Rule | null {
  const names = (selector: ArticleSelector) => isAllowed(row, { allow: [selector], deny: [] })
  const denied = selection.deny.find(names)
  if (denied !== undefined) return { side: 'deny', selector: denied }
  const allowed = selection.allow.find(names)
  return allowed === undefined ? null : { side: 'allow', selector: allowed }
}

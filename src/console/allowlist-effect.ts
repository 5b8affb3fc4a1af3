/** What a selection would do to the synced articles, computed by the server's own rule before it is saved. */
import { isAllowed } from '../domain/allowlist.ts'
import type { ArticleRow } from '../domain/api.ts'
import type { ArticleSelection, ArticleSelector } from '../domain/scope.ts'
import type { Rule } from './allowlist-rules.ts'

/** A barred version is never usable, so no rule can gain or lose it. */
export function isUsable(row: ArticleRow, selection: ArticleSelection): boolean {
  return row.barred === null && isAllowed(row, selection)
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
  for (const row of rows) {
    const before = isUsable(row, saved)
    const after = isUsable(row, edited)
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

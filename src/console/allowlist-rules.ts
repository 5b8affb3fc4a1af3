/** Editing the allowlist as rules, without a server: what was added, what was removed, what differs. */
import type { ArticleSelection, ArticleSelector } from '../domain/scope.ts'

export const SIDES = ['allow', 'deny'] as const
export type Side = (typeof SIDES)[number]

export interface Rule {
  readonly side: Side
  readonly selector: ArticleSelector
}

export const SELECTOR_KEYS = [
  'articleId',
  'sectionId',
  'categoryId',
  'brandId',
  'label',
  'locale',
] as const satisfies readonly (keyof ArticleSelector)[]

/** The same for selectors that mean the same, whatever the order of their keys. */
export function selectorKey(selector: ArticleSelector): string {
  return JSON.stringify(SELECTOR_KEYS.map((key) => selector[key] ?? null))
}

export function hasRule(selection: ArticleSelection, rule: Rule): boolean {
  const wanted = selectorKey(rule.selector)
  return selection[rule.side].some((selector) => selectorKey(selector) === wanted)
}

/** Adding a rule takes back its exact opposite: nobody wants "allow X" and "deny X" side by side. */
export function addRule(selection: ArticleSelection, rule: Rule): ArticleSelection {
  const opposite: Rule = { side: rule.side === 'allow' ? 'deny' : 'allow', selector: rule.selector }
  const without = removeRule(selection, opposite)
  if (hasRule(without, rule)) return without
  return { ...without, [rule.side]: [...without[rule.side], rule.selector] }
}

export function removeRule(selection: ArticleSelection, rule: Rule): ArticleSelection {
  const unwanted = selectorKey(rule.selector)
  return {
    ...selection,
    [rule.side]: selection[rule.side].filter((selector) => selectorKey(selector) !== unwanted),
  }
}

export function toggleRule(selection: ArticleSelection, rule: Rule): ArticleSelection {
  return hasRule(selection, rule) ? removeRule(selection, rule) : addRule(selection, rule)
}

export function rulesOf(selection: ArticleSelection): readonly Rule[] {
  return SIDES.flatMap((side) => selection[side].map((selector) => ({ side, selector })))
}

export interface RuleChanges {
  readonly added: readonly Rule[]
  readonly removed: readonly Rule[]
}

export function rulesChanged(saved: ArticleSelection, edited: ArticleSelection): RuleChanges {
  return {
    added: rulesOf(edited).filter((rule) => !hasRule(saved, rule)),
    removed: rulesOf(saved).filter((rule) => !hasRule(edited, rule)),
  }
}

export function hasChanges(changes: RuleChanges): boolean {
  return changes.added.length + changes.removed.length > 0
}

/** Repeats one person's changes on the version that another has saved meanwhile, so that neither is lost. */
export function reapply(changes: RuleChanges, onto: ArticleSelection): ArticleSelection {
  const kept = changes.removed.reduce(removeRule, onto)
  return changes.added.reduce(addRule, kept)
}

/** Adds what is not there yet; a rule that is there stays where it stands. */
export function addSelectors(
  rules: readonly ArticleSelector[],
  added: readonly ArticleSelector[],
): readonly ArticleSelector[] {
  return [...new Map([...rules, ...added].map((selector) => [selectorKey(selector), selector])).values()]
}

/** Which articles drafts may use: the help center as a tree with ticks, the rules behind them, their effect unsaved. */
import { useMemo, useState } from 'preact/hooks'
import type { AllowlistView, ArticleRow } from '../../domain/api.ts'
import {
  type ArticleFilter,
  buildTree,
  countStates,
  matchesFilter,
  NO_FILTER,
  statesUnder,
  type TreeNode,
  treeLines,
} from '../article-tree.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { EmptyState, PageHead, ReadOnlyNote, WhenLoaded } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { articleNames, describeSelector } from '../rule-words.ts'
import { mapPlaces } from '../scope-ticks.ts'
import { onlyShown, tickNode } from '../tree-ticks.ts'
import { fill, formatNumber, localeName, plural } from '../words.ts'
import { AllowlistBar } from './allowlist-bar.tsx'
import { useAllowlistEdit } from './allowlist-edit.ts'
import { AllowlistRules } from './allowlist-rules-card.tsx'
import { ArticleFilters, ArticleSummary } from './article-filters.tsx'
import { MeaningNote } from './meaning-note.tsx'
import { ScopeTree } from './scope-tree.tsx'
import { WaitingNote } from './waiting-note.tsx'

export function ArticlesScreen() {
  const { client, words } = useConsole()
  const loading = useLoading(() => Promise.all([client.articles(), client.allowlist()]), 'articles')
  return (
    <>
      <PageHead title={words.articles.title} lead={words.articles.lead} />
      <ReadOnlyNote />
      <MeaningNote />
      <WhenLoaded loading={loading}>
        {([rows, allowlist]) => <AllowlistEditor rows={rows} allowlist={allowlist} />}
      </WhenLoaded>
    </>
  )
}

function AllowlistEditor(props: { readonly rows: readonly ArticleRow[]; readonly allowlist: AllowlistView }) {
  const { rows } = props
  const { language, words, tell, mayChange } = useConsole()
  const say = words.articles
  const edit = useAllowlistEdit(rows, props.allowlist)
  const [filter, setFilter] = useState<ArticleFilter>(NO_FILTER)
  const [folded, setFolded] = useState<ReadonlyMap<string, boolean>>(new Map())
  const names = useMemo(() => articleNames(rows, language), [rows, language])
  const places = useMemo(() => mapPlaces(rows), [rows])
  const states = useMemo(() => statesUnder(edit.selection), [edit.selection])
  const saved = useMemo(() => statesUnder(edit.saved.selection), [edit.saved])
  // By what is saved, so that a line does not vanish under the hand that ticks it.
  const found = useMemo(
    () => rows.filter((row) => matchesFilter({ row, state: saved.stateOf(row) }, filter)),
    [rows, saved, filter],
  )
  const tree = useMemo(() => buildTree(found, language, names), [found, language, names])
  const isOpen = (node: TreeNode) =>
    folded.get(node.key) ??
    (node.kind === 'brand' || node.kind === 'category' || (node.kind === 'section' && onlyShown(filter)))
  const lines = treeLines(tree, isOpen)

  if (rows.length === 0 && edit.selection.allow.length + edit.selection.deny.length === 0) {
    return (
      <EmptyState title={say.empty} hint={say.emptyHint}>
        <a class="g-btn g-btn-primary" href={routeHash('sync')}>
          {words.overview.openSync}
        </a>
      </EmptyState>
    )
  }

  const changeFilter = (next: ArticleFilter) => {
    setFilter(next)
    setFolded(new Map())
  }
  const foldAll = (open: boolean) =>
    setFolded(
      new Map(
        tree.flatMap(({ key, children }) => [
          [key, true] as const,
          ...children.map((section) => [section.key, open] as const),
        ]),
      ),
    )
  const onTick = (node: TreeNode) => {
    if (!mayChange) return
    const result = tickNode(places, edit.selection, node, filter)
    if (result.outcome === 'ticked') return edit.select(result.selection)
    if (result.outcome === 'barred') return tell(say.tickBarred, 'info')
    const rule = edit.ruleFor(result.row)
    tell(
      fill(say.tickHeld, {
        rule: rule === null ? '' : describeSelector(rule.selector, names, words, language),
      }),
      'info',
    )
  }

  return (
    <>
      <WaitingNote kind="allowlist" turn={edit.waiting} />
      <ArticleSummary counts={countStates(rows.map((row) => ({ row, state: states.stateOf(row) })))} />
      <div class="c-articles">
        <div class="c-articles-main g-stack" data-gap="4">
          <ArticleFilters rows={rows} filter={filter} onChange={changeFilter} />
          <div class="g-row" data-spread>
            <p class="g-muted" role="status">
              {plural(say.shown, found.length, language, { total: formatNumber(rows.length, language) })}
              {onlyShown(filter) ? ` ${say.tickShown}` : ''}
              {filter.locale === 'any'
                ? ''
                : ` ${fill(say.tickLanguage, { language: localeName(filter.locale, language) })}`}
            </p>
            <div class="g-row">
              <button type="button" class="g-btn g-btn-link" onClick={() => foldAll(true)}>
                {say.openAll}
              </button>
              <button type="button" class="g-btn g-btn-link" onClick={() => foldAll(false)}>
                {say.closeAll}
              </button>
            </div>
          </div>
          {found.length === 0 ? (
            <div class="g-card g-empty">
              <p>{say.nothingFound}</p>
              <button type="button" class="g-btn g-btn-small" onClick={() => changeFilter(NO_FILTER)}>
                {say.clearFilter}
              </button>
            </div>
          ) : (
            <ScopeTree
              lines={lines}
              edit={edit}
              names={names}
              filter={filter}
              states={states}
              saved={saved}
              onOpen={(node, open) => setFolded((now) => new Map(now).set(node.key, open))}
              onTick={onTick}
            />
          )}
        </div>
        <AllowlistRules rows={rows} edit={edit} names={names} />
      </div>
      <AllowlistBar edit={edit} />
    </>
  )
}

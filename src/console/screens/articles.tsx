/** Which articles drafts may use: every synced version with its state, the rules, and their effect unsaved. */
import { useMemo, useState } from 'preact/hooks'
import type { AllowlistView, ArticleRow } from '../../domain/api.ts'
import {
  type ArticleFilter,
  countStates,
  cutRows,
  groupRows,
  matchesFilter,
  NO_FILTER,
  type StatedRow,
  stateOf,
} from '../article-tree.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { EmptyState, PageHead, ReadOnlyNote, WhenLoaded } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { articleNames } from '../rule-words.ts'
import { formatNumber, plural } from '../words.ts'
import { AllowlistBar } from './allowlist-bar.tsx'
import { useAllowlistEdit } from './allowlist-edit.ts'
import { AllowlistRules } from './allowlist-rules-card.tsx'
import { ArticleFilters, ArticleSummary } from './article-filters.tsx'
import { ArticleTable } from './article-table.tsx'

/** Up to this many rows every section starts open; a larger help center starts folded. */
const OPEN_UP_TO = 120
const PAGE_ROWS = 150

export function ArticlesScreen() {
  const { client, words } = useConsole()
  const loading = useLoading(() => Promise.all([client.articles(), client.allowlist()]), 'articles')
  return (
    <>
      <PageHead title={words.articles.title} lead={words.articles.lead} />
      <ReadOnlyNote />
      <WhenLoaded loading={loading}>
        {([rows, allowlist]) => <AllowlistEditor rows={rows} allowlist={allowlist} />}
      </WhenLoaded>
    </>
  )
}

function AllowlistEditor(props: { readonly rows: readonly ArticleRow[]; readonly allowlist: AllowlistView }) {
  const { rows } = props
  const { language, words } = useConsole()
  const edit = useAllowlistEdit(rows, props.allowlist)
  const [filter, setFilter] = useState<ArticleFilter>(NO_FILTER)
  const [folded, setFolded] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [budget, setBudget] = useState(PAGE_ROWS)
  const names = useMemo(() => articleNames(rows, language), [rows, language])
  const stated = useMemo(
    () => rows.map((row): StatedRow => ({ row, state: stateOf(row, edit.selection) })),
    [rows, edit.selection],
  )
  const found = useMemo(() => stated.filter((row) => matchesFilter(row, filter)), [stated, filter])
  const groups = useMemo(() => groupRows(found, language), [found, language])
  const filtering = filter !== NO_FILTER
  const isOpen = (sectionId: string) => folded.get(sectionId) ?? (filtering || rows.length <= OPEN_UP_TO)
  const cut = cutRows(groups, isOpen, budget)
  const counts = countStates(stated)

  if (rows.length === 0 && edit.selection.allow.length + edit.selection.deny.length === 0) {
    return (
      <EmptyState title={words.articles.empty} hint={words.articles.emptyHint}>
        <a class="g-btn g-btn-primary" href={routeHash('sync')}>
          {words.overview.openSync}
        </a>
      </EmptyState>
    )
  }

  const changeFilter = (next: ArticleFilter) => {
    const none = next.text.trim() === '' && next.state === 'any' && next.locale === 'any'
    setFilter(none && next.text === '' ? NO_FILTER : next)
    setFolded(new Map())
    setBudget(PAGE_ROWS)
  }
  const foldAll = (open: boolean) =>
    setFolded(new Map(groups.flatMap(({ sections }) => sections.map(({ id }) => [id, open] as const))))

  return (
    <>
      <ArticleSummary counts={counts} />
      <div class="c-articles">
        <AllowlistRules rows={rows} edit={edit} names={names} />
        <div class="c-articles-main g-stack" data-gap="4">
          <ArticleFilters rows={rows} filter={filter} onChange={changeFilter} />
          <div class="g-row" data-spread>
            <p class="g-muted" role="status">
              {plural(words.articles.shown, found.length, language, {
                total: formatNumber(rows.length, language),
              })}
            </p>
            <div class="g-row">
              <button type="button" class="g-btn g-btn-link" onClick={() => foldAll(true)}>
                {words.articles.openAll}
              </button>
              <button type="button" class="g-btn g-btn-link" onClick={() => foldAll(false)}>
                {words.articles.closeAll}
              </button>
            </div>
          </div>
          {found.length === 0 ? (
            <div class="g-card g-empty">
              <p>{words.articles.nothingFound}</p>
              <button type="button" class="g-btn g-btn-small" onClick={() => changeFilter(NO_FILTER)}>
                {words.articles.clearFilter}
              </button>
            </div>
          ) : (
            <ArticleTable
              categories={cut.categories}
              isOpen={isOpen}
              onFold={(id, open) => setFolded((now) => new Map(now).set(id, open))}
              edit={edit}
              names={names}
            />
          )}
          {cut.hidden > 0 ? (
            <button type="button" class="g-btn" onClick={() => setBudget(budget + PAGE_ROWS)}>
              {plural(words.articles.more, Math.min(cut.hidden, PAGE_ROWS), language)}
            </button>
          ) : null}
        </div>
      </div>
      <AllowlistBar edit={edit} />
    </>
  )
}

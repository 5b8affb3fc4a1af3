/** How much is allowed at a glance, and the filter over it. */
import type { ArticleRow } from '../../domain/api.ts'
import { type ArticleFilter, type Counts, ROW_STATES } from '../article-tree.ts'
import { useConsole } from '../context.ts'
import { Choice } from '../parts/choice.tsx'
import { fill, formatNumber, localeName } from '../words.ts'

export function ArticleSummary({ counts }: { readonly counts: Counts }) {
  const { words, language } = useConsole()
  const say = words.articles
  const number = (value: number) => formatNumber(value, language)
  const notAllowed = counts.total - counts.allowed - counts.barred
  const share = (count: number) => ({ flexGrow: String(count) })
  return (
    <section
      class="c-summary"
      aria-label={fill(say.summary, { allowed: number(counts.allowed), total: number(counts.total) })}
    >
      <p class="c-summary-text">
        {fill(say.summary, { allowed: number(counts.allowed), total: number(counts.total) })}
      </p>
      <div class="c-share" aria-hidden="true">
        <span data-state="allowed" style={share(counts.allowed)} />
        <span data-state="not_allowed" style={share(notAllowed)} />
        <span data-state="barred" style={share(counts.barred)} />
      </div>
      <ul class="c-legend">
        <li data-state="allowed">{fill(say.legendAllowed, { count: number(counts.allowed) })}</li>
        <li data-state="not_allowed">{fill(say.legendNot, { count: number(notAllowed) })}</li>
        <li data-state="barred">{fill(say.legendBarred, { count: number(counts.barred) })}</li>
      </ul>
    </section>
  )
}

export function ArticleFilters(props: {
  readonly rows: readonly ArticleRow[]
  readonly filter: ArticleFilter
  readonly onChange: (filter: ArticleFilter) => void
}) {
  const { words, language } = useConsole()
  const say = words.articles
  const { filter, onChange } = props
  const locales = [...new Set(props.rows.map((row) => row.locale))].toSorted()
  return (
    <search class="c-filters">
      <div class="g-field c-filter-text">
        <label class="g-label" for="article-filter">
          {say.filter}
        </label>
        <input
          id="article-filter"
          class="g-input"
          type="search"
          autocomplete="off"
          placeholder={say.filterHint}
          value={filter.text}
          onInput={(event) => onChange({ ...filter, text: event.currentTarget.value })}
        />
      </div>
      <Choice
        id="article-state"
        label={say.state}
        value={filter.state}
        options={['any', ...ROW_STATES]}
        nameOf={(state) => (state === 'any' ? say.anyState : say.stateWords[state])}
        onChoose={(state) => onChange({ ...filter, state })}
      />
      <Choice
        id="article-locale"
        label={say.language}
        value={filter.locale}
        options={['any', ...locales]}
        nameOf={(locale) => (locale === 'any' ? say.anyLanguage : localeName(locale, language))}
        onChoose={(locale) => onChange({ ...filter, locale })}
      />
    </search>
  )
}

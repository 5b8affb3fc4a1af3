/** What requesters ask and no allowed article answers: which article to write next. */
import { useState } from 'preact/hooks'
import { type GapsView, LEAST_REQUESTERS } from '../../domain/gap-api.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { GAP_DUTIES, type GapFilter, gapsCsv, matchesGap, NO_FILTER } from '../gap-list.ts'
import { useLoading } from '../loading.ts'
import { Choice } from '../parts/choice.tsx'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, WhenLoaded } from '../parts/page.tsx'
import { fill, formatNumber, localeName, plural } from '../words.ts'
import { KeptQuestions } from './dry-run-keeping.tsx'
import { GapCard } from './gap-card.tsx'

const SHOWN = 25

export function GapsScreen() {
  const { client, words } = useConsole()
  const say = words.gaps
  const loading = useLoading(() => client.gaps(), 'gaps')
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      <div class="g-stack" data-gap="4">
        {loading.loaded.status === 'loading' ? <p class="g-muted">{say.looking}</p> : null}
        <WhenLoaded loading={loading}>{(view) => <Gaps view={view} />}</WhenLoaded>
        <KeptQuestions />
      </div>
    </>
  )
}

function Gaps({ view }: { readonly view: GapsView }) {
  const { words, language } = useConsole()
  const say = words.gaps
  const [filter, setFilter] = useState(NO_FILTER)
  const [shown, setShown] = useState(SHOWN)
  const number = (value: number) => formatNumber(value, language)
  const days = number(view.days)
  if (!view.kept) return <EmptyState title={say.notKept} hint={say.notKeptHint} />
  if (view.questions === 0) return <EmptyState title={say.none} hint={fill(say.noneHint, { days })} />
  if (view.uncovered === 0)
    return (
      <EmptyState
        title={say.allCovered}
        hint={plural(say.allCoveredHint, view.questions, language, { days })}
      />
    )
  const topics = view.topics.filter((topic) => matchesGap(topic, filter))
  const rest = topics.length - shown
  return (
    <>
      <section class="c-summary">
        <p class="c-summary-text" role="status">
          {plural(say.summary, view.questions, language, { uncovered: number(view.uncovered), days })}
        </p>
        <div class="c-share" aria-hidden="true">
          <span data-state="allowed" style={{ flexGrow: String(view.questions - view.uncovered) }} />
          <span data-state="not_allowed" style={{ flexGrow: String(view.uncovered) }} />
        </div>
        {view.unnamed === 0 ? null : (
          <p class="g-small g-muted">
            {plural(say.unnamed, view.unnamed, language, { least: number(LEAST_REQUESTERS) })}
          </p>
        )}
        {view.cut ? <p class="g-small g-muted">{plural(say.cut, view.questions, language)}</p> : null}
      </section>
      {view.topics.length === 0 ? (
        <EmptyState title={say.tooFew} hint={fill(say.tooFewHint, { least: number(LEAST_REQUESTERS) })} />
      ) : (
        <>
          <Filters view={view} filter={filter} onChange={setFilter} />
          <div class="g-row" data-spread>
            <p class="g-muted" role="status">
              {topics.length === 0
                ? say.noMatch
                : plural(say.shown, Math.min(shown, topics.length), language, {
                    total: number(topics.length),
                  })}
            </p>
            <button
              type="button"
              class="g-btn g-btn-small"
              aria-disabled={topics.length === 0}
              onClick={() =>
                downloadText('gaps.csv', 'text/csv;charset=utf-8', gapsCsv(topics, words, language))
              }
            >
              <Icon name="save" />
              {words.table.csv}
            </button>
          </div>
          {topics.slice(0, shown).map((topic) => (
            <GapCard key={topic.topicId} topic={topic} />
          ))}
          {rest > 0 ? (
            <button type="button" class="g-btn g-btn-small c-start" onClick={() => setShown(shown + SHOWN)}>
              {plural(say.more, Math.min(rest, SHOWN), language)}
            </button>
          ) : null}
        </>
      )}
    </>
  )
}

function Filters(props: {
  readonly view: GapsView
  readonly filter: GapFilter
  readonly onChange: (filter: GapFilter) => void
}) {
  const { words, language } = useConsole()
  const say = words.gaps
  const { filter, onChange } = props
  const languages = [...new Set(props.view.topics.map((topic) => topic.language))].toSorted()
  return (
    <search class="c-filters">
      <div class="g-field c-filter-text">
        <label class="g-label" for="gap-filter">
          {say.filter}
        </label>
        <input
          id="gap-filter"
          class="g-input"
          type="search"
          autocomplete="off"
          placeholder={say.filterHint}
          value={filter.text}
          onInput={(event) => onChange({ ...filter, text: event.currentTarget.value })}
        />
      </div>
      <Choice
        id="gap-language"
        label={say.language}
        value={filter.language}
        options={['any', ...languages]}
        nameOf={(one) => (one === 'any' ? say.anyLanguage : localeName(one, language))}
        onChoose={(wanted) => onChange({ ...filter, language: wanted })}
      />
      <Choice
        id="gap-duty"
        label={say.duty}
        value={filter.duty}
        options={['any', ...GAP_DUTIES]}
        nameOf={(duty) => (duty === 'any' ? say.anyDuty : say.duties[duty])}
        onChoose={(duty) => onChange({ ...filter, duty })}
      />
    </search>
  )
}

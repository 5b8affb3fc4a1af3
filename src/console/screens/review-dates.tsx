/** By when articles must be looked at again: what presses first, then a day for each section and article. */
import { useState } from 'preact/hooks'
import type { ReviewArticle, ReviewSection, ReviewsView, SetReviewDate } from '../../domain/recall-api.ts'
import { UNREADABLE_DAY } from '../../domain/review.ts'
import { useConsole } from '../context.ts'
import { type Act, useAct, useLoading } from '../loading.ts'
import { EmptyState, ReadOnlyNote, SetbackAlert, StateChip, WhenLoaded } from '../parts/page.tsx'
import { inSection, pressing, reviewState } from '../review-list.ts'
import { fill, formatDate, plural } from '../words.ts'

type Save = (order: SetReviewDate) => void

export function ReviewDates() {
  const { client } = useConsole()
  const loading = useLoading(() => client.reviews(), 'reviews')
  return <WhenLoaded loading={loading}>{(loaded) => <Desk loaded={loaded} />}</WhenLoaded>
}

function Desk({ loaded }: { readonly loaded: ReviewsView }) {
  const { client, words, tell } = useConsole()
  const say = words.recalls
  const act = useAct()
  const [view, setView] = useState(loaded)
  const [sought, setSought] = useState('')
  const save: Save = (order) =>
    void act.run(async () => {
      setView(await client.setReviewDate(order))
      tell(say.dateToast, 'success')
    })
  if (view.articles.length === 0) return <EmptyState title={say.noArticles} hint={say.noArticlesHint} />
  const shown = view.sections.filter(
    ({ sectionId }) => inSection(view.articles, sectionId, sought).length > 0,
  )
  return (
    <div class="g-stack" data-gap="5">
      <ReadOnlyNote />
      <p class="g-muted">{say.reviewLead}</p>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <Pressing view={view} act={act} save={save} />
      <section class="g-card" aria-labelledby="all-dates">
        <div class="g-card-head g-row" data-spread>
          <h2 class="g-h2" id="all-dates">
            {say.allDates}
          </h2>
          <label class="g-field c-review-search">
            <span class="g-sr">{say.search}</span>
            <input
              class="g-input"
              type="search"
              placeholder={say.search}
              value={sought}
              onInput={(event) => setSought(event.currentTarget.value)}
            />
          </label>
        </div>
        <div class="g-card-body g-stack">
          {shown.length === 0 ? <p class="g-muted">{say.noMatch}</p> : null}
          {shown.map((section) => (
            <Section
              key={section.sectionId}
              section={section}
              view={view}
              sought={sought}
              act={act}
              save={save}
            />
          ))}
        </div>
      </section>
    </div>
  )
}

function Pressing({
  view,
  act,
  save,
}: {
  readonly view: ReviewsView
  readonly act: Act
  readonly save: Save
}) {
  const { words, language } = useConsole()
  const say = words.recalls
  const articles = pressing(view.articles, view.today)
  return (
    <section class="g-card" aria-labelledby="due-soon">
      <div class="g-card-head">
        <h2 class="g-h2" id="due-soon">
          {say.dueSoon}
        </h2>
      </div>
      <div class="g-card-body">
        {articles.length === 0 ? (
          <p class="g-muted">{say.nothingDue}</p>
        ) : (
          <div class="g-stack">
            <p class="g-small g-muted" role="status">
              {plural(say.dueCount, articles.length, language)}
            </p>
            <ul class="g-list c-review-list">
              {articles.map((article) => (
                <ArticleDate
                  key={article.articleId}
                  article={article}
                  today={view.today}
                  act={act}
                  save={save}
                />
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  )
}

function Section(props: {
  readonly section: ReviewSection
  readonly view: ReviewsView
  readonly sought: string
  readonly act: Act
  readonly save: Save
}) {
  const { words, language } = useConsole()
  const { section, view, sought, act, save } = props
  const [open, setOpen] = useState(false)
  const articles = inSection(view.articles, section.sectionId, sought)
  return (
    <details class="g-details" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {section.categoryName} › {section.name}
        {section.reviewBy === null ? null : (
          <span class="g-small g-muted"> · {formatDate(section.reviewBy, language)}</span>
        )}
      </summary>
      {open ? (
        <div class="g-stack">
          <DateForm
            label={fill(words.recalls.sectionDate, { name: section.name })}
            order={{ kind: 'section', ref: section.sectionId, reviewBy: section.reviewBy }}
            act={act}
            save={save}
          />
          <ul class="g-list c-review-list">
            {articles.map((article) => (
              <ArticleDate
                key={article.articleId}
                article={article}
                today={view.today}
                act={act}
                save={save}
              />
            ))}
          </ul>
        </div>
      ) : null}
    </details>
  )
}

function ArticleDate(props: {
  readonly article: ReviewArticle
  readonly today: string
  readonly act: Act
  readonly save: Save
}) {
  const { words, language } = useConsole()
  const say = words.recalls
  const { article, today, act, save } = props
  const { reviewBy } = article
  const state = reviewState(article, today)
  const unreadable = reviewBy?.day === UNREADABLE_DAY
  return (
    <li class="c-review-line">
      <div class="g-grow g-break">
        {article.url === null ? (
          article.title
        ) : (
          <a class="g-link" href={article.url} target="_blank" rel="noopener noreferrer">
            {article.title}
            <span class="g-sr"> ({say.newTab})</span>
          </a>
        )}
        <p class="g-small g-muted">
          {reviewBy === null
            ? say.noDate
            : unreadable
              ? say.unreadable
              : fill(say.from[reviewBy.from], { day: formatDate(reviewBy.day, language) })}
        </p>
      </div>
      {state === 'due' ? (
        <StateChip tone="danger" icon="bar">
          {say.stateDue}
        </StateChip>
      ) : null}
      {state === 'soon' ? (
        <StateChip tone="warning" icon="warning">
          {say.stateSoon}
        </StateChip>
      ) : null}
      <DateForm
        // What was saved in another place of the screen shows here too.
        key={reviewBy?.day ?? ''}
        label={fill(say.articleDate, { title: article.title })}
        order={{
          kind: 'article',
          ref: article.articleId,
          reviewBy: reviewBy?.from === 'article' ? reviewBy.day : null,
        }}
        act={act}
        save={save}
      />
    </li>
  )
}

/** `order` is what holds now; saving sends it with another day. */
function DateForm(props: {
  readonly label: string
  readonly order: SetReviewDate
  readonly act: Act
  readonly save: Save
}) {
  const { mayChange, words } = useConsole()
  const { order, act, save } = props
  const [day, setDay] = useState(order.reviewBy ?? '')
  if (!mayChange) return null
  const changed = day !== (order.reviewBy ?? '')
  return (
    <form
      class="g-row c-review-form"
      data-gap="2"
      onSubmit={(event) => {
        event.preventDefault()
        if (changed) save({ ...order, reviewBy: day === '' ? null : day })
      }}
    >
      <label>
        <span class="g-sr">{props.label}</span>
        <input
          class="g-input"
          type="date"
          value={day}
          onInput={(event) => setDay(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="g-btn g-btn-small" aria-disabled={!changed || act.busy}>
        {words.common.save}
      </button>
    </form>
  )
}

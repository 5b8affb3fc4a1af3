import { useEffect, useState } from 'preact/hooks'
import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { AlsoIn, ArticleLink, focusAwaitedSearch, Outcome, Refusals, SEARCH_FIELD } from './messages.tsx'
import { sourceKey } from './numbering.ts'

/** Open to the agent whatever the requester said: only the typed words are sent. */
export function SearchPanel() {
  const { desk, words } = useRoom()
  const { search, busy } = useDeskState()
  const [query, setQuery] = useState('')
  useEffect(focusAwaitedSearch, [])
  return (
    <details class="g-details v-panel">
      <summary>
        <h2 class="g-h3">{words.say('search.heading')}</h2>
      </summary>
      <div class="g-stack v-details">
        <search>
          <form
            class="g-stack"
            data-gap="2"
            onSubmit={(event) => {
              event.preventDefault()
              void desk.search(query)
            }}
          >
            <label class="g-label" for={SEARCH_FIELD}>
              {words.say('search.label')}
            </label>
            <div class="v-search-row">
              <input
                id={SEARCH_FIELD}
                class="g-input"
                data-size="small"
                type="search"
                autocomplete="off"
                maxLength={500}
                dir={query === '' ? undefined : 'auto'}
                aria-describedby="search-help"
                value={query}
                onInput={(event) => setQuery(event.currentTarget.value)}
              />
              <button type="submit" class="g-btn g-btn-small" aria-disabled={busy !== null}>
                {busy === 'search' ? <span class="g-spinner" aria-hidden="true" /> : <Icon name="search" />}
                {words.say('search.go')}
              </button>
            </div>
            <p id="search-help" class="g-hint">
              {words.say('search.help')}
            </p>
          </form>
        </search>
        <Outcome place="search" />
        {search.refusals.length > 0 && (
          <Refusals
            title={words.say('draft.why_not')}
            refusals={search.refusals}
            decision={search.decision}
            place="search"
          />
        )}
        {search.passages !== null && search.passages.length > 0 && (
          <ol class="v-results">
            {search.passages.map((passage) => {
              const { title, url, headings, text, locale, alsoIn = [] } = passage
              return (
                <li key={sourceKey(passage)} class="g-card v-result g-small">
                  <h3 class="g-h3">
                    <ArticleLink title={title} url={url} />
                  </h3>
                  {headings.length > 0 && <p class="g-muted g-break">{headings.join(' › ')}</p>}
                  <p class="v-result-text g-break" dir="auto" lang={locale}>
                    {text}
                  </p>
                  <AlsoIn copies={alsoIn} />
                  {url !== null && (
                    <button
                      type="button"
                      class="g-btn g-btn-link g-small"
                      aria-label={`${words.say('search.copy_link')}: ${title}`}
                      onClick={() => void desk.copyPlain('search', url)}
                    >
                      <Icon name="copy" />
                      {words.say('search.copy_link')}
                    </button>
                  )}
                </li>
              )
            })}
          </ol>
        )}
      </div>
    </details>
  )
}

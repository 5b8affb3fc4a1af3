/** Every article with the rule that lets it into this ticket, or the first thing that keeps it out. */
import { useState } from 'preact/hooks'
import type { WhyArticle, WhyView } from '../../domain/why-api.ts'
import { useConsole } from '../context.ts'
import { Icon } from '../parts/icon.tsx'
import { type ArticleNames, describeSelector } from '../rule-words.ts'
import { type ConsoleWords, fill, localeName, plural } from '../words.ts'

const SHOWN = 60
const SIDES = ['in', 'out'] as const

export function WhyArticles({ view, names }: { readonly view: WhyView; readonly names: ArticleNames }) {
  const { words, language } = useConsole()
  const say = words.why
  const [side, setSide] = useState<(typeof SIDES)[number]>('in')
  const [text, setText] = useState('')
  const [budget, setBudget] = useState(SHOWN)
  const isIn = (article: WhyArticle) => article.reason.why === 'allowed'
  const count = { in: view.articles.filter(isIn).length, out: 0 }
  count.out = view.articles.length - count.in
  const wanted = text.trim().toLowerCase()
  const found = view.articles.filter(
    (article) =>
      isIn(article) === (side === 'in') &&
      `${article.title} ${article.sectionName} ${article.categoryName}`.toLowerCase().includes(wanted),
  )
  return (
    <section class="g-card" aria-labelledby="why-articles">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="why-articles">
          {say.articles}
        </h2>
        <fieldset class="g-fieldset c-segments">
          <legend class="g-sr">{say.articles}</legend>
          {SIDES.map((one) => (
            <label key={one} class="c-segment">
              <input type="radio" name="why-side" checked={side === one} onChange={() => setSide(one)} />
              <span>{plural(say.side[one], count[one], language)}</span>
            </label>
          ))}
        </fieldset>
      </div>
      <div class="g-card-body g-stack">
        <input
          class="g-input"
          type="search"
          aria-label={words.articles.filter}
          placeholder={words.articles.filter}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        {found.length === 0 ? <p class="g-muted">{words.articles.nothingFound}</p> : null}
        <ul class="c-why-articles">
          {found.slice(0, budget).map((article) => (
            <li key={`${article.articleId} ${article.locale}`}>
              <p>
                {article.title} <span class="g-muted">– {localeName(article.locale, language)}</span>
              </p>
              <p class="g-small g-muted c-why-reason">
                <Icon name={isIn(article) ? 'check' : article.reason.why === 'barred' ? 'bar' : 'minus'} />
                {reasonWords(article, names, words, language)}
              </p>
            </li>
          ))}
        </ul>
        {found.length > budget ? (
          <button type="button" class="g-btn c-start" onClick={() => setBudget(budget + 200)}>
            {plural(words.articles.whichMore, found.length - budget, language)}
          </button>
        ) : null}
      </div>
    </section>
  )
}

function reasonWords(
  { reason }: WhyArticle,
  names: ArticleNames,
  words: ConsoleWords,
  language: string,
): string {
  const { articles, why } = words
  switch (reason.why) {
    case 'barred':
      return articles.barredWhy[reason.bar]
    case 'no_rule':
      return articles.noRule
    case 'scope_older':
      return why.scopeOlder
    case 'policy_rule':
      return fill(why.policyRule, { name: reason.name })
    case 'allowed':
    case 'denied':
    case 'narrowed': {
      const form = { allowed: articles.allowedBy, denied: articles.deniedBy, narrowed: why.narrowed }
      return fill(form[reason.why], { rule: describeSelector(reason.rule, names, words, language) })
    }
    default:
      return reason satisfies never
  }
}

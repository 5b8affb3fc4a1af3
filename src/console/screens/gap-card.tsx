/** One topic that nothing allowed answers: how many ask, how, and what could be done about it. */
import { useState } from 'preact/hooks'
import { GAP_SPAN_DAYS, type GapTopic, LEAST_REQUESTERS } from '../../domain/gap-api.ts'
import type { NearArticle } from '../../domain/refusal.ts'
import { useConsole } from '../context.ts'
import { dutyOf, type GapTrend, trendOf } from '../gap-list.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { StateChip } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { fill, formatNumber, joinWords, localeName, plural } from '../words.ts'
import { GapOutline } from './gap-outline.tsx'

export function GapCard({ topic }: { readonly topic: GapTopic }) {
  const { words, language } = useConsole()
  const say = words.gaps
  const [outlining, setOutlining] = useState(false)
  const duty = dutyOf(topic)
  const number = (value: number) => formatNumber(value, language)
  const least = number(LEAST_REQUESTERS)
  return (
    <article class="g-card c-gap" aria-labelledby={`gap-${topic.topicId}`}>
      <div class="c-gap-count" aria-hidden="true">
        <span class="c-gap-number">{number(topic.questions)}</span>
        {topic.spans.length === 0 ? null : <Spans topic={topic} />}
      </div>
      <div class="g-stack g-grow c-gap-body" data-gap="3">
        <div class="g-row" data-spread>
          <h2 class="g-h3 g-break" id={`gap-${topic.topicId}`} lang={topic.language}>
            <bdi>{topic.words.join(' · ')}</bdi>
          </h2>
          <StateChip
            tone={duty === 'allow' ? 'info' : 'warning'}
            icon={duty === 'allow' ? 'lock' : 'articles'}
          >
            {say.duties[duty]}
          </StateChip>
        </div>
        <p class="g-small g-muted">
          {plural(say.questions, topic.questions, language)} ·{' '}
          {topic.requesters === null
            ? fill(say.fewRequesters, { least })
            : plural(say.requesters, topic.requesters, language)}{' '}
          · {localeName(topic.language, language)}
          {topic.spans.length === 0 ? null : (
            <>
              {' · '}
              <Trend trend={trendOf(topic)} />
              <span class="g-sr">
                {' '}
                {fill(say.spans, {
                  days: number(GAP_SPAN_DAYS),
                  counts: joinWords(topic.spans.map(number), language),
                })}
              </span>
            </>
          )}
        </p>
        {topic.examples.length === 0 ? (
          <p class="g-small g-muted">{fill(say.noExample, { least })}</p>
        ) : (
          <ul class="c-gap-examples" lang={topic.language}>
            {topic.examples.map((example) => (
              <li key={example}>
                <bdi>{example}</bdi>
              </li>
            ))}
          </ul>
        )}
        {topic.answeredBy === null ? null : (
          <p>
            {say.answers} <ArticleLink article={topic.answeredBy} />{' '}
            <a class="g-link" href={routeHash('articles')}>
              {say.allowIt}
            </a>
          </p>
        )}
        {topic.nearest.length === 0 ? null : (
          <p class="g-small g-muted">
            {say.nearestLead}{' '}
            {topic.nearest.map((article, at) => (
              <span key={`${article.articleId} ${article.locale}`}>
                {at === 0 ? '' : ' · '}
                <ArticleLink article={article} />
              </span>
            ))}
          </p>
        )}
        <button type="button" class="g-btn g-btn-small c-start" onClick={() => setOutlining(true)}>
          {say.outline}
        </button>
      </div>
      {outlining ? <GapOutline topic={topic} onClose={() => setOutlining(false)} /> : null}
    </article>
  )
}

const TREND_ICON: Readonly<Record<GapTrend, IconName>> = { grows: 'warning', fades: 'down', steady: 'minus' }

function Trend({ trend }: { readonly trend: GapTrend }) {
  const { words } = useConsole()
  return (
    <span class="c-gap-trend" data-trend={trend}>
      <span class="c-gap-sign">
        <Icon name={TREND_ICON[trend]} />
      </span>{' '}
      {words.gaps.trend[trend]}
    </span>
  )
}

const BAR = 8
const STEP = 11
const HEIGHT = 26

function Spans({ topic }: { readonly topic: GapTopic }) {
  const most = Math.max(1, ...topic.spans)
  const tall = (count: number) => (count === 0 ? 1 : Math.max(3, (HEIGHT * count) / most))
  return (
    <svg class="c-gap-spans" viewBox={`0 0 ${topic.spans.length * STEP} ${HEIGHT}`} aria-hidden="true">
      {topic.spans.map((count, at) => (
        <rect key={at} x={at * STEP} width={BAR} y={HEIGHT - tall(count)} height={tall(count)} rx="1" />
      ))}
    </svg>
  )
}

function ArticleLink({ article }: { readonly article: NearArticle }) {
  const { words } = useConsole()
  if (article.url === null) return <>{article.title}</>
  return (
    <a class="g-link" href={article.url} target="_blank" rel="noopener noreferrer">
      {article.title}
      <span class="g-sr"> ({words.recalls.newTab})</span>
    </a>
  )
}

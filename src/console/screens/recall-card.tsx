/** One article version that left: why, what became of the quoted sentences, and what can be done about it. */
import { useState } from 'preact/hooks'
import type { QuoteChange } from '../../domain/recall.ts'
import type { RecallView } from '../../domain/recall-api.ts'
import { affectedDetail } from '../affected-route.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct } from '../loading.ts'
import { Filled } from '../parts/filled.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, StateChip } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { formatMoment, localeName, plural } from '../words.ts'
import { DraftsOfRecall, SeverityChip } from './recall-drafts.tsx'

export function RecallCard(props: {
  readonly recall: RecallView
  readonly onChanged: (recall: RecallView) => void
}) {
  const { client, words, language, tell, me } = useConsole()
  const say = words.recalls
  const { recall } = props
  const act = useAct()
  const [open, setOpen] = useState(false)
  const handled = recall.handledAt !== null
  const handle = () =>
    act.run(async () => {
      props.onChanged(await client.handleRecall(recall.recallId, !handled))
      tell(handled ? say.reopenedToast : say.handledToast, 'success')
    })
  const download = () =>
    act.run(async () => {
      const text = await client.recallExport(recall.recallId)
      downloadText(`recall-${recall.recallId}.csv`, 'text/csv;charset=utf-8', text)
    })
  return (
    <article class="g-card" aria-labelledby={`recall-${recall.recallId}`}>
      <div class="g-card-head g-row" data-spread>
        <div class="g-stack" data-gap="1">
          <h2 class="g-h3 g-break" id={`recall-${recall.recallId}`}>
            <ArticleName recall={recall} />
          </h2>
          <p class="g-small g-muted">
            {say.cause[recall.cause]} · {localeName(recall.locale, language)} ·{' '}
            <time dateTime={recall.at}>{formatMoment(recall.at, language)}</time>
          </p>
        </div>
        <div class="g-row">
          {recall.severity === null ? null : <SeverityChip severity={recall.severity} />}
          {handled ? (
            <StateChip tone="neutral" icon="check">
              {say.handled}
            </StateChip>
          ) : null}
        </div>
      </div>
      <div class="g-card-body g-stack">
        <p>
          {recall.drafts === 0
            ? say.noDrafts
            : `${plural(say.draftCount, recall.drafts, language)} · ${plural(say.sentCount, recall.sent, language)}`}
        </p>
        {recall.quotes.length === 0 ? null : <Quotes quotes={recall.quotes} />}
        {recall.drafts > 0 && recall.quotes.length === 0 ? (
          <p class="g-small g-muted">{say.why[recall.cause]}</p>
        ) : null}
        {recall.drafts === 0 ? null : (
          <details class="g-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary>{say.showDrafts}</summary>
            <div>{open ? <DraftsOfRecall recall={recall} /> : null}</div>
          </details>
        )}
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        <div class="g-row">
          <button type="button" class="g-btn g-btn-small" aria-disabled={act.busy} onClick={handle}>
            {handled ? say.reopen : say.handle}
          </button>
          {recall.drafts === 0 ? null : (
            <button type="button" class="g-btn g-btn-small" aria-disabled={act.busy} onClick={download}>
              <Icon name="save" />
              {say.export}
            </button>
          )}
          {me.roles.includes('compliance') ? (
            <a
              class="g-btn g-btn-small g-btn-ghost"
              href={routeHash('incidents', affectedDetail({ about: 'article', articleId: recall.articleId }))}
            >
              {say.affected}
            </a>
          ) : null}
          {recall.handledAt === null ? null : (
            <span class="g-small g-muted c-handled">
              <Filled
                sentence={say.handledOn}
                values={{
                  when: formatMoment(recall.handledAt, language),
                  who: (
                    <bdi class="g-mono c-reference" title={recall.handledBy ?? ''}>
                      {recall.handledBy}
                    </bdi>
                  ),
                }}
              />
            </span>
          )}
        </div>
      </div>
    </article>
  )
}

function ArticleName({ recall }: { readonly recall: RecallView }) {
  const { words } = useConsole()
  if (recall.url === null) return <>{recall.title}</>
  return (
    <a class="g-link" href={recall.url} target="_blank" rel="noopener noreferrer">
      {recall.title}
      <span class="g-sr"> ({words.recalls.newTab})</span>
    </a>
  )
}

function Quotes({ quotes }: { readonly quotes: readonly QuoteChange[] }) {
  const { words } = useConsole()
  const say = words.recalls
  return (
    <section class="g-stack" data-gap="2" aria-label={say.whatChanged}>
      <h3 class="g-small g-strong">{say.whatChanged}</h3>
      <ul class="g-list c-quotes">
        {quotes.map((quote) => (
          <li key={`${quote.passageId} ${quote.startAt}`} data-fate={quote.fate}>
            <p class="g-small g-strong">{say.fate[quote.fate]}</p>
            <p class="g-break">
              <bdi>{quote.fate === 'same' ? quote.before : <del>{quote.before}</del>}</bdi>
            </p>
            {quote.after === null ? null : (
              <p class="g-break">
                <bdi>
                  <ins>{quote.after}</ins>
                </bdi>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

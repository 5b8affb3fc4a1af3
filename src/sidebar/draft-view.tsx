import { useEffect, useRef, useState } from 'preact/hooks'
import { DISMISS_REASONS, type DraftSentence } from '../domain/draft.ts'
import { restore } from '../domain/minimise.ts'
import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { Refusals } from './messages.tsx'
import { groupByPart, numberSources, sourceKey } from './numbering.ts'
import { PassageView } from './passage-view.tsx'
import { ReceiptView } from './receipt-view.tsx'
import { type DraftState, mayInsert } from './state.ts'

export function DraftView({ draft, onGone }: { readonly draft: DraftState; onGone(): void }) {
  const { desk, words } = useRoom()
  const insertable = mayInsert(useDeskState())
  const ready = draft.stage === 'ready'
  const numbers = numberSources(draft.sentences)
  const articles = new Set(
    draft.sentences.flatMap((sentence) => (sentence.kind === 'quote' ? [sentence.citation.articleId] : [])),
  )
  const all = draft.sentences.map(({ id }) => id)
  // What is in the reply already is not put there twice; once all of it is, it starts over.
  const fresh = all.filter((id) => !draft.inserted.has(id))
  const rest = fresh.length > 0 && fresh.length < all.length ? fresh : null
  const dropped = draft.draft?.receipt.verdicts.dropped ?? 0

  return (
    <article
      class={`g-card v-draft ${draft.closed === null ? '' : 'v-closed'}`}
      aria-labelledby="draft-ready"
    >
      <header class="g-row v-draft-head" data-spread>
        <h3 id="draft-ready" class="g-h3">
          {words.say('draft.heading_ready')}
        </h3>
        <span class="g-small g-muted">{words.count('draft.sources', articles.size)}</span>
      </header>
      {draft.closed !== null && (
        <div class="g-alert v-flush" data-tone="warning">
          <Icon name="alert" />
          <div class="g-stack" data-gap="2">
            <p>{words.say(draft.closed === 'ticket' ? 'draft.stale_ticket' : 'draft.stale_consent')}</p>
            {draft.closed === 'ticket' && (
              <div>
                <button type="button" class="g-btn g-btn-small" onClick={() => void desk.draft()}>
                  {words.say('draft.again')}
                </button>
              </div>
            )}
          </div>
        </div>
      )}
      <div class="v-sentences">
        {groupByPart(draft.sentences, draft.parts).map((group, index) => (
          <div key={`${group.part}-${index}`} class="v-part">
            {group.question !== null && (
              <h4 class="v-question g-small">{words.say('draft.question', { number: group.question })}</h4>
            )}
            {group.notCovered ? (
              <p class="v-uncovered g-small">
                <Icon name="question" />
                <span>{words.say('draft.not_covered')}</span>
              </p>
            ) : (
              <ul class="v-lines">
                {group.sentences.map((sentence) => (
                  <Line key={sentence.id} sentence={sentence} draft={draft} numbers={numbers} />
                ))}
              </ul>
            )}
          </div>
        ))}
      </div>
      {dropped > 0 && <p class="v-note g-small g-muted">{words.count('draft.dropped', dropped)}</p>}
      {ready && (
        <>
          {draft.refusals.length > 0 && (
            <div class="v-note">
              <Refusals title={words.say('draft.why_not')} refusals={draft.refusals} />
            </div>
          )}
          <footer class="g-stack v-draft-foot">
            <div class="g-row">
              <button
                type="button"
                class="g-btn g-btn-small g-btn-primary"
                aria-disabled={!insertable}
                onClick={() => void desk.insert(rest ?? all, 'insert')}
              >
                <Icon name="insert" />
                {words.say(rest === null ? 'draft.insert_all' : 'draft.insert_rest')}
              </button>
              <button
                type="button"
                class="g-btn g-btn-small"
                aria-disabled={!insertable}
                onClick={() => void desk.insert(all, 'copy')}
              >
                {words.say('draft.copy')}
              </button>
              <Dismiss onGone={onGone} />
            </div>
            <p class="g-small g-muted">{words.say('draft.ai_mark')}</p>
            {draft.draft !== null && <ReceiptView receipt={draft.draft.receipt} passages={draft.passages} />}
          </footer>
        </>
      )}
    </article>
  )
}

function Line({
  sentence,
  draft,
  numbers,
}: {
  readonly sentence: DraftSentence
  readonly draft: DraftState
  readonly numbers: ReadonlyMap<string, number>
}) {
  const { desk, words } = useRoom()
  const insertable = mayInsert(useDeskState())
  const [open, setOpen] = useState(false)
  const quote = sentence.kind === 'quote' ? sentence : null
  const key = quote === null ? null : sourceKey(quote.citation)
  const number = key === null ? null : (numbers.get(key) ?? 0)
  const passage = draft.passages.find((candidate) => sourceKey(candidate) === key) ?? null
  const marker =
    quote?.block === 'list_item' ? '•' : quote?.block === 'step' ? `${quote.ordinal ?? ''}.` : null
  const used = draft.inserted.has(sentence.id)
  const panelId = `source-${sentence.id}`

  return (
    <li class={`v-line ${quote === null ? 'v-template' : ''}`}>
      <div class="v-line-row">
        {marker !== null && <span class="v-marker">{marker}</span>}
        <div class="g-grow g-break">
          <span dir="auto">{restore(sentence.text, draft.table)}</span>
          {number !== null && (
            <button
              type="button"
              class="v-cite"
              aria-expanded={open}
              aria-controls={panelId}
              aria-label={words.say('draft.cite', { number, title: passage?.title ?? '' })}
              onClick={() => setOpen(!open)}
            >
              {number}
            </button>
          )}
          {quote === null && <span class="g-sr"> ({words.say('draft.template')})</span>}
        </div>
        {draft.stage === 'ready' && (
          <button
            type="button"
            class={`g-btn g-btn-icon g-btn-ghost v-insert ${used ? 'v-used' : ''}`}
            aria-disabled={!insertable}
            title={words.say('draft.insert_one')}
            aria-label={`${words.say('draft.insert_one')}${used ? ` (${words.say('draft.inserted_mark')})` : ''}`}
            onClick={() => void desk.insert([sentence.id], 'insert')}
          >
            <Icon name={used ? 'check' : 'insert'} />
          </button>
        )}
      </div>
      <div id={panelId} hidden={!open}>
        {open && quote !== null && (
          <PassageView passage={passage} quote={quote.citation.quote} number={number ?? 0} />
        )}
      </div>
    </li>
  )
}

function Dismiss({ onGone }: { onGone(): void }) {
  const { desk, words } = useRoom()
  const [asking, setAsking] = useState(false)
  const first = useRef<HTMLButtonElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (asking) first.current?.focus()
  }, [asking])
  return (
    <>
      <button
        ref={opener}
        type="button"
        class="g-btn g-btn-small g-btn-ghost"
        aria-expanded={asking}
        onClick={() => setAsking(!asking)}
      >
        {words.say('draft.dismiss')}
      </button>
      {asking && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as part of a form
        <div
          class="v-reasons-row g-row"
          role="group"
          aria-label={words.say('draft.dismiss_why')}
          data-gap="1"
        >
          <span class="g-small g-muted">{words.say('draft.dismiss_why')}</span>
          {DISMISS_REASONS.map((reason, index) => (
            <button
              key={reason}
              ref={index === 0 ? first : null}
              type="button"
              class="g-chip v-reason"
              onClick={() => {
                void desk.dismiss(reason).then((gone) => {
                  if (gone) onGone()
                })
              }}
            >
              {words.say(`draft.reason.${reason}`)}
            </button>
          ))}
          <button
            type="button"
            class="g-btn g-btn-link g-small"
            onClick={() => {
              setAsking(false)
              opener.current?.focus()
            }}
          >
            {words.say('draft.cancel')}
          </button>
        </div>
      )}
    </>
  )
}

import { DISMISS_REASONS } from '../domain/draft.ts'
import { Choices } from './choices.tsx'
import { useDeskState, useRoom } from './context.ts'
import { DroppedView } from './dropped-view.tsx'
import { Icon } from './icons.tsx'
import { Line } from './line-view.tsx'
import { Outcome, Refusals } from './messages.tsx'
import { citationsOf, groupByPart, numberSources, type PartGroup } from './numbering.ts'
import { RecallBanner } from './recall-banner.tsx'
import { ReceiptView } from './receipt-view.tsx'
import { RewriteBar } from './rewrite-bar.tsx'
import { type DraftState, mayInsert, mayRewrite } from './state.ts'

const STALE = {
  ticket: 'draft.stale_ticket',
  consent: 'draft.stale_consent',
  corrected: 'draft.stale_corrected',
} as const

export function DraftView({ draft, onGone }: { readonly draft: DraftState; onGone(): void }) {
  const { desk, words } = useRoom()
  const numbers = numberSources(draft.sentences)
  // The newer comment is the reply that it went into.
  const isSent = draft.sent && draft.closed === 'ticket'
  return (
    <article
      class={`g-card v-draft ${draft.closed === null && draft.recall === null ? '' : 'v-closed'}`}
      aria-labelledby="draft-ready"
      aria-busy={draft.stage === 'writing'}
    >
      <Head draft={draft} />
      {draft.closed !== null && (
        <div class="g-alert v-flush" data-tone={isSent ? 'success' : 'warning'}>
          <Icon name={isSent ? 'check' : 'alert'} />
          <div class="g-stack" data-gap="2">
            <p>{words.say(isSent ? 'draft.sent' : STALE[draft.closed])}</p>
            {draft.closed !== 'consent' && (
              <div>
                <button type="button" class="g-btn g-btn-small" onClick={() => void desk.draft(draft.wish)}>
                  {words.say('draft.again')}
                </button>
              </div>
            )}
          </div>
        </div>
      )}
      <RecallBanner draft={draft} />
      <div class="v-sentences">
        {groupByPart(draft.sentences, draft.parts).map((group, index) => (
          <Part key={`${group.part}-${index}`} group={group} draft={draft} numbers={numbers} />
        ))}
      </div>
      <DroppedView dropped={draft.dropped} />
      <Foot draft={draft} onGone={onGone} />
    </article>
  )
}

function Head({ draft }: { readonly draft: DraftState }) {
  const { desk, words } = useRoom()
  const articles = new Set(draft.sentences.flatMap(citationsOf).map(({ articleId }) => articleId))
  return (
    <header class="g-row v-draft-head" data-spread>
      <h3 id="draft-ready" class="g-h3">
        {words.say('draft.heading_ready')}
      </h3>
      {draft.stage === 'writing' ? (
        <span class="g-row" data-gap="2">
          <span class="g-spinner" aria-hidden="true" />
          <span class="g-small g-muted">{words.count('draft.progress', draft.sentences.length)}</span>
          <button type="button" class="g-btn g-btn-link g-small" onClick={() => desk.stopDraft()}>
            {words.say('draft.stop')}
          </button>
        </span>
      ) : (
        <span class="g-small g-muted">{words.count('draft.sources', articles.size)}</span>
      )}
    </header>
  )
}

function Part({
  group,
  draft,
  numbers,
}: {
  readonly group: PartGroup
  readonly draft: DraftState
  readonly numbers: ReadonlyMap<string, number>
}) {
  const { desk, words } = useRoom()
  const state = useDeskState()
  const answered = draft.parts.filter(({ outcome }) => outcome === 'answered').length
  const separable = draft.stage === 'ready' && answered > 1 && !group.notCovered
  const permitted = state.view?.scope.actions.includes('rewrite') === true
  return (
    <div class="v-part">
      {group.question !== null && (
        <div class="g-row v-question" data-spread>
          <h4 class="g-small">{words.say('draft.question', { number: group.question })}</h4>
          {separable && permitted && (
            <button
              type="button"
              class="g-btn g-btn-link g-small"
              aria-disabled={!mayRewrite(state, 'only_part')}
              aria-label={words.say('rewrite.only_part_of', { number: group.question })}
              onClick={() => void desk.rewrite('only_part', { part: group.part })}
            >
              {words.say('rewrite.how.only_part')}
            </button>
          )}
        </div>
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
  )
}

function Foot({ draft, onGone }: { readonly draft: DraftState; onGone(): void }) {
  const { desk, words } = useRoom()
  const state = useDeskState()
  const may = mayInsert(state)
  const all = draft.sentences.map(({ id }) => id)
  // What is in the reply already is not put there twice by the same press: once all of it is, the button says "again".
  const fresh = all.filter((id) => !draft.inserted.has(id))
  const again = fresh.length === 0
  const next = again ? all : fresh
  const some = !again && fresh.length < all.length
  const byModel = draft.sentences.some(({ kind }) => kind === 'statement')
  const waiting = draft.stage === 'ready' ? undefined : words.say('draft.wait')
  return (
    <footer class="g-stack v-draft-foot">
      {draft.stage === 'ready' && draft.refusals.length > 0 && (
        <Refusals title={words.say('draft.why_not')} refusals={draft.refusals} />
      )}
      <div class="g-row">
        <button
          type="button"
          class={`g-btn g-btn-small ${again ? '' : 'g-btn-primary'}`}
          aria-keyshortcuts={again ? undefined : 'Alt+I'}
          aria-disabled={!may}
          title={waiting}
          onClick={() => void desk.insert(next, 'insert')}
        >
          <Icon name="insert" />
          {words.say(again ? 'draft.insert_again' : some ? 'draft.insert_rest' : 'draft.insert_all')}
        </button>
        <button
          type="button"
          class="g-btn g-btn-small"
          aria-disabled={!may}
          title={waiting}
          onClick={() => void desk.insert(all, 'copy')}
        >
          {words.say('draft.copy')}
        </button>
        <Choices
          label={words.say('draft.dismiss')}
          question={words.say('draft.dismiss_why')}
          choices={DISMISS_REASONS.map((value) => ({ value, label: words.say(`draft.reason.${value}`) }))}
          look="g-btn g-btn-small g-btn-ghost"
          disabled={draft.stage !== 'ready' || state.rewriting !== null}
          onChoose={(reason) => {
            void desk.dismiss(reason).then((gone) => {
              if (gone) onGone()
            })
          }}
        />
      </div>
      <Outcome place="draft" />
      <p class="g-small g-muted">{words.say(byModel ? 'draft.model_mark' : 'draft.ai_mark')}</p>
      {draft.draft !== null && (
        <>
          <RewriteBar draft={draft} />
          <ReceiptView receipt={draft.draft.receipt} passages={draft.passages} />
        </>
      )}
    </footer>
  )
}

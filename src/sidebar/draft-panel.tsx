import { useEffect, useRef } from 'preact/hooks'
import type { TicketView } from '../domain/api.ts'
import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { lazily } from './lazily.tsx'
import { Outcome, Refusals, TroubleBox } from './messages.tsx'
import { type DraftState, draftUnderWay, mayDraft, modelDrafts } from './state.ts'

/** Not needed to see whether a draft may be made. */
const Preview = lazily(() => import('./preview.tsx').then((part) => part.Preview))
/** Not needed before there is a draft. */
const DraftView = lazily(() => import('./draft-view.tsx').then((part) => part.DraftView))

/** Only for a model, and only where something was found. */
const Options = lazily(() => import('./options.tsx').then((part) => part.Options))
const SignsBanner = lazily(() => import('./signs-banner.tsx').then((part) => part.SignsBanner))

export function DraftPanel({ view }: { readonly view: TicketView }) {
  const { desk, words } = useRoom()
  const state = useDeskState()
  const { draft } = state
  const first = draft === null || draft.stage === 'reading' || draft.stage === 'writing'
  const button = useRef<HTMLButtonElement>(null)
  const refused = view.refusals.length > 0

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // `code`: with Alt held, a Mac writes another letter than D.
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== 'KeyD') return
      event.preventDefault()
      button.current?.focus()
      void desk.draft()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [desk])

  return (
    <section class="v-panel g-stack" aria-labelledby="draft-heading">
      <h2 id="draft-heading" class="g-sr">
        {words.say('draft.heading')}
      </h2>
      <div class="g-stack" data-gap="1">
        {/* Not `disabled`: the button stays reachable, and tells why it does nothing. */}
        <button
          ref={button}
          type="button"
          class={`g-btn g-btn-block ${draft?.stage === 'ready' && draft.closed === null ? '' : 'g-btn-primary'}`}
          aria-disabled={!mayDraft(state)}
          aria-keyshortcuts="Alt+D"
          aria-describedby={view.unsent.length > 0 ? 'removal' : refused ? 'draft-refusals' : undefined}
          onClick={() => void desk.draft()}
        >
          {draftUnderWay(state) ? <span class="g-spinner" aria-hidden="true" /> : <Icon name="spark" />}
          {words.say(first ? 'draft.make' : 'draft.again')}
          <span class="g-kbd" aria-hidden="true">
            {words.say('draft.shortcut')}
          </span>
        </button>
        <Preview />
        {modelDrafts(state) && <Options />}
      </div>
      {state.signs !== null && state.signs.instructions.length + state.signs.hidden.length > 0 && (
        <SignsBanner />
      )}
      {refused && (
        <div id="draft-refusals">
          <Refusals title={words.say('draft.why_not')} refusals={view.refusals} />
        </div>
      )}
      <Result onGone={() => button.current?.focus()} />
      {/* Beside the buttons of a draft, where there is one. */}
      {!hasFoot(draft) && <Outcome place="draft" />}
    </section>
  )
}

const hasFoot = (draft: DraftState | null): boolean =>
  draft !== null &&
  draft.stage !== 'refused' &&
  (draft.stage !== 'failed' || draft.trouble === null) &&
  draft.sentences.length > 0

/** Whatever became of the last order. */
function Result({ onGone }: { onGone(): void }) {
  const { desk, words } = useRoom()
  const { draft } = useDeskState()
  if (draft === null) return null
  const { stage, trouble, wish } = draft
  if (stage === 'refused')
    return (
      <Refusals
        title={words.say('draft.refused')}
        refusals={draft.refusals}
        decision={draft.decision}
        place="draft"
      />
    )
  if (stage === 'failed' && trouble !== null) {
    return (
      <TroubleBox
        title={words.say('draft.failed')}
        trouble={trouble}
        here={wish.drafter === 'extractive'}
        onRetry={() => void desk.draft(wish)}
      />
    )
  }
  return hasFoot(draft) ? <DraftView draft={draft} onGone={onGone} /> : <Progress />
}

/** Until the first sentence has passed. */
function Progress() {
  const { desk, words } = useRoom()
  const state = useDeskState()
  const { draft } = state
  if (draft === null || !draftUnderWay(state)) return null
  const byModel = modelDrafts(state) && draft.wish.drafter !== 'extractive'
  const key = draft.stage === 'reading' ? 'draft.reading' : byModel ? 'draft.writing' : 'draft.searching'
  return (
    <div class="g-card v-draft">
      <div class="g-row v-draft-head" data-spread>
        <span class="g-small g-muted g-grow">{words.say(key)}</span>
        <button type="button" class="g-btn g-btn-link g-small" onClick={() => desk.stopDraft()}>
          {words.say('draft.stop')}
        </button>
      </div>
      <div class="g-stack v-waiting" data-gap="2" aria-hidden="true">
        <span class="g-skeleton" />
        <span class="g-skeleton" />
        <span class="g-skeleton v-short" />
      </div>
    </div>
  )
}

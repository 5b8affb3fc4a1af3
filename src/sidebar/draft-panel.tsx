import { useEffect, useRef } from 'preact/hooks'
import type { TicketView } from '../domain/api.ts'
import { useDeskState, useRoom } from './context.ts'
import { DraftView } from './draft-view.tsx'
import { Icon } from './icons.tsx'
import { Outcome, Refusals } from './messages.tsx'
import { Preview } from './preview.tsx'
import { troubleSentence } from './refusal-words.ts'
import { draftUnderWay, mayDraft } from './state.ts'

export function DraftPanel({ view }: { readonly view: TicketView }) {
  const { desk, words } = useRoom()
  const state = useDeskState()
  const { draft } = state
  const button = useRef<HTMLButtonElement>(null)
  const open = mayDraft(state)
  const underWay = draftUnderWay(state)
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
      {/* Not `disabled`: the button stays reachable, and tells why it does nothing. */}
      <button
        ref={button}
        type="button"
        class={`g-btn g-btn-block ${draft?.stage === 'ready' && draft.closed === null ? '' : 'g-btn-primary'}`}
        aria-disabled={!open}
        aria-keyshortcuts="Alt+D"
        aria-describedby={refused ? 'draft-refusals' : undefined}
        onClick={() => void desk.draft()}
      >
        {underWay ? <span class="g-spinner" aria-hidden="true" /> : <Icon name="spark" />}
        {words.say(draft === null || underWay ? 'draft.make' : 'draft.again')}
        <span class="g-kbd" aria-hidden="true">
          {words.say('draft.shortcut')}
        </span>
      </button>
      {refused && (
        <div id="draft-refusals">
          <Refusals title={words.say('draft.why_not')} refusals={view.refusals} />
        </div>
      )}
      {draft?.stage === 'refused' && (
        <Refusals title={words.say('draft.refused')} refusals={draft.refusals} />
      )}
      {draft?.stage === 'failed' && draft.trouble !== null && (
        <div class="g-alert" data-tone="danger">
          <Icon name="cross" />
          <div class="g-stack" data-gap="2">
            <p class="g-alert-title">{words.say('draft.failed')}</p>
            <p>{troubleSentence(words, draft.trouble)}</p>
            {draft.trouble.kind === 'fault' && draft.trouble.requestId !== null && (
              <p class="g-small g-mono g-break">
                {words.say('trouble.request', { id: draft.trouble.requestId })}
              </p>
            )}
            <div>
              <button type="button" class="g-btn g-btn-small" onClick={() => void desk.draft()}>
                {words.say('trouble.retry')}
              </button>
            </div>
          </div>
        </div>
      )}
      {underWay && <Progress />}
      {draft !== null && draft.sentences.length > 0 && (
        <DraftView draft={draft} onGone={() => button.current?.focus()} />
      )}
      <Outcome place="draft" />
      <Preview />
    </section>
  )
}

function Progress() {
  const { desk, words } = useRoom()
  const { draft } = useDeskState()
  if (draft === null) return null
  const count = draft.sentences.length
  const key = draft.stage === 'reading' ? 'draft.reading' : 'draft.searching'
  return (
    <div class="g-stack" data-gap="2">
      <div class="g-row" data-spread>
        <span class="g-small g-muted">
          {count === 0 ? words.say(key) : words.count('draft.progress', count)}
        </span>
        <button type="button" class="g-btn g-btn-small g-btn-ghost" onClick={() => desk.stopDraft()}>
          {words.say('draft.stop')}
        </button>
      </div>
      {count === 0 && (
        <div class="g-stack" data-gap="2" aria-hidden="true">
          <span class="g-skeleton" />
          <span class="g-skeleton" />
          <span class="g-skeleton v-short" />
        </div>
      )}
    </div>
  )
}

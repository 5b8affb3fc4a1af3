import { ConsentPanel } from './consent-panel.tsx'
import { useDeskState, useRoom } from './context.ts'
import { DraftPanel } from './draft-panel.tsx'
import { Icon } from './icons.tsx'
import { troubleSentence } from './refusal-words.ts'
import { SearchPanel } from './search-panel.tsx'
import { StatusPanel } from './status-panel.tsx'

export function Sidebar() {
  const { words } = useRoom()
  const state = useDeskState()
  return (
    <main class="g-app v-app">
      <h1 class="g-sr">{words.say('title')}</h1>
      <LiveRegion />
      {state.stage === 'opening' && <Skeleton />}
      {state.stage === 'failed' && <Failed />}
      {state.stage === 'signed_out' && <SignedOut />}
      {state.stage === 'open' && state.view !== null && (
        <>
          {state.offline && (
            <div class="g-alert v-banner g-small" data-tone="warning">
              <Icon name="offline" />
              <div>{words.say('trouble.offline')}</div>
            </div>
          )}
          <StatusPanel view={state.view} />
          <DraftPanel view={state.view} />
          <ConsentPanel view={state.view} />
          <SearchPanel />
        </>
      )}
    </main>
  )
}

/** One polite voice for the whole page, so that two panels never talk at once. */
function LiveRegion() {
  const { words } = useRoom()
  const { said, draft, offline, stage } = useDeskState()
  const count = draft?.sentences.length ?? 0
  let text = said?.text ?? ''
  if (offline) text = words.say('trouble.offline')
  else if (stage === 'opening') text = words.say('loading')
  else if (draft?.stage === 'writing' && count > 0) text = words.count('draft.progress', count)
  else if (said === null && draft?.stage === 'ready') text = words.count('draft.ready', count)
  else if (said === null && draft?.stage === 'refused') text = words.say('draft.refused')
  else if (said === null && draft?.stage === 'failed') text = words.say('draft.failed')
  return (
    <p class="g-sr" role="status" aria-live="polite">
      {text}
    </p>
  )
}

function Skeleton() {
  return (
    <div class="v-panel g-stack" aria-busy="true">
      <span class="g-skeleton" data-size="title" />
      <span class="g-skeleton" />
      <span class="g-skeleton v-button" />
      <span class="g-skeleton v-short" />
    </div>
  )
}

function Failed() {
  const { desk, words } = useRoom()
  const { trouble } = useDeskState()
  if (trouble === null) return null
  const offline = trouble.kind === 'offline'
  return (
    <div class="v-panel">
      <div class="g-alert" data-tone={offline ? 'warning' : 'danger'}>
        <Icon name={offline ? 'offline' : 'cross'} />
        <div class="g-stack" data-gap="2">
          <h2 class="g-alert-title">{words.say('trouble.heading')}</h2>
          <p>{offline ? words.say('trouble.offline') : troubleSentence(words, trouble)}</p>
          {trouble.kind === 'fault' && trouble.requestId !== null && (
            <p class="g-small g-mono g-break">{words.say('trouble.request', { id: trouble.requestId })}</p>
          )}
          <div>
            <button type="button" class="g-btn g-btn-small" onClick={() => void desk.open()}>
              {words.say('trouble.retry')}
            </button>
          </div>
        </div>
      </div>
    </div>
  )
}

function SignedOut() {
  const { words } = useRoom()
  return (
    <div class="v-panel">
      <div class="g-alert" data-tone="info">
        <Icon name="back" />
        <div>
          <h2 class="g-alert-title">{words.say('trouble.signed_out_heading')}</h2>
          <p>{words.say('trouble.signed_out')}</p>
        </div>
      </div>
    </div>
  )
}

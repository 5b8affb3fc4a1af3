import { useState } from 'preact/hooks'
import type { SidebarWords } from '../words.ts'
import { useDeskState, useRoom } from './context.ts'
import { DraftPanel } from './draft-panel.tsx'
import { Icon } from './icons.tsx'
import { lazily } from './lazily.tsx'
import { RetryButton } from './messages.tsx'
import { troubleSentence } from './refusal-words.ts'
import { RemovalBanner } from './removal-banner.tsx'
import type { DeskState } from './state.ts'
import { StatusPanel } from './status-panel.tsx'

const LowerPanels = lazily(() => import('./lower-panels.tsx').then((part) => part.LowerPanels))

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
          {(state.offline || state.stale) && (
            <div class="g-alert v-banner g-small" data-tone="warning">
              <Icon name={state.offline ? 'offline' : 'alert'} />
              <div>{words.say(state.offline ? 'trouble.offline' : 'trouble.stale')}</div>
            </div>
          )}
          <RemovalBanner view={state.view} />
          <StatusPanel view={state.view} />
          <DraftPanel view={state.view} />
          <LowerPanels view={state.view} />
        </>
      )}
    </main>
  )
}

/** One polite voice for the whole page, so that two panels never talk at once. */
function LiveRegion() {
  const { words } = useRoom()
  const text = voiceOf(words, useDeskState())
  return (
    <p class="g-sr" role="status" aria-live="polite">
      {text}
    </p>
  )
}

/** What is under way comes first, then the last act, then what it became. */
function voiceOf(words: SidebarWords, state: DeskState): string {
  const { said, draft, rewriting, unmade, summary, signs, outgoing, offline, stale, stage } = state
  if (offline) return words.say('trouble.offline')
  if (stale) return words.say('trouble.stale')
  if (stage === 'opening') return words.say('loading')
  const growing = rewriting ?? (draft?.stage === 'writing' ? draft : null)
  if (growing !== null && growing.sentences.length > 0) {
    return words.count('draft.progress', growing.sentences.length)
  }
  if (rewriting !== null) return words.say(`rewrite.running.${rewriting.rewrite ?? 'shorter'}`)
  if (summary?.stage === 'writing') return words.say('summary.running')
  if (said !== null) return said.text
  if (draft !== null && draft.recall !== null && !draft.sent) return words.say('recall.heading')
  if (draft?.sent && draft.closed === 'ticket') return words.say('draft.sent')
  if (unmade !== null) return words.say(`${unmade.what}.unmade`)
  if (summary?.stage === 'ready') return words.count('summary.ready', summary.points.length)
  if (summary?.stage === 'refused' || summary?.stage === 'failed')
    return words.say(`summary.${summary.stage}`)
  if (draft?.stage === 'ready') return words.count('draft.ready', draft.sentences.length)
  if (draft?.stage === 'refused' || draft?.stage === 'failed') return words.say(`draft.${draft.stage}`)
  const planted = (signs?.instructions.length ?? 0) + (signs?.hidden.length ?? 0)
  if (planted > 0 && draft === null) return words.say('signs.heading')
  return outgoing?.everyoneKnown === false && draft === null ? words.say('preview.people_unread') : ''
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
            <p class="g-small g-break">{words.say('trouble.request', { id: trouble.requestId })}</p>
          )}
          <div class="g-row">
            <RetryButton trouble={trouble} onRetry={() => void desk.open()} />
          </div>
        </div>
      </div>
    </div>
  )
}

function SignedOut() {
  const { words } = useRoom()
  const { typed } = useDeskState()
  return (
    <div class="v-panel g-stack">
      <div class="g-alert" data-tone="info">
        <Icon name="back" />
        <div>
          <h2 class="g-alert-title">{words.say('trouble.signed_out_heading')}</h2>
          <p>{words.say('trouble.signed_out')}</p>
        </div>
      </div>
      {typed !== '' && <Typed />}
    </div>
  )
}

function Typed() {
  const { desk, words } = useRoom()
  const { typed } = useDeskState()
  const [copied, setCopied] = useState<boolean | null>(null)
  return (
    <div class="g-well g-stack g-small" data-gap="2">
      <p>{words.say('trouble.typed')}</p>
      <div class="g-row">
        <button type="button" class="g-btn g-btn-small" onClick={() => void desk.copyTyped().then(setCopied)}>
          <Icon name={copied === true ? 'check' : 'copy'} />
          {words.say('trouble.copy_typed')}
        </button>
        <span role="status">
          {copied !== null && words.say(copied ? 'trouble.typed_copied' : 'draft.copy_failed')}
        </span>
      </div>
      {copied === false && (
        <textarea
          class="g-textarea"
          rows={6}
          readOnly
          aria-label={words.say('trouble.copy_typed')}
          value={typed}
        />
      )}
    </div>
  )
}

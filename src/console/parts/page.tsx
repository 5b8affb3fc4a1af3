/** The frame of a screen: its heading, what it is for, and how it looks while its data is not there. */
import type { ComponentChildren } from 'preact'
import { waitWords } from '../../domain/wait.ts'
import { useWait } from '../../look/wait.ts'
import { useConsole } from '../context.ts'
import type { Loading } from '../loading.ts'
import { isWorthRetrying, type Setback, setbackWords } from '../setback.ts'
import { fill } from '../words.ts'
import { Icon } from './icon.tsx'

export function PageHead(props: {
  readonly title: string
  readonly lead: string
  readonly children?: ComponentChildren
}) {
  return (
    <header class="c-page-head">
      <div class="c-page-words">
        <h1 class="g-h1" tabIndex={-1} id="screen-title">
          {props.title}
        </h1>
        <p class="g-muted">{props.lead}</p>
      </div>
      {props.children ? <div class="g-row">{props.children}</div> : null}
    </header>
  )
}

/** Why nothing here can be changed, said once at the top instead of by dead buttons alone. */
export function ReadOnlyNote() {
  const { mayChange, words } = useConsole()
  return mayChange ? null : (
    <p class="g-alert c-read-only" data-tone="info">
      <Icon name="lock" />
      <span>{words.common.readOnly}</span>
    </p>
  )
}

/** To try again would meet the same answer: what holds now is to be looked at first. */
const LOOKS: readonly Setback['code'][] = ['CONFLICT', 'CHANGE_CLOSED', 'CHANGE_STALE', 'NOT_FOUND']

export function SetbackAlert(props: {
  readonly setback: Setback
  /** What did not work, where it can be said. */
  readonly title?: string
  readonly onRetry?: (() => void) | undefined
}) {
  const { words, now } = useConsole()
  const { setback, onRetry } = props
  const wait = setback.retryAfterSeconds
  const left = useWait(setback, wait ?? 0, now)
  return (
    <div class="g-alert" data-tone="danger" role="alert">
      <Icon name="warning" />
      <div>
        <p class="g-alert-title">{props.title ?? words.problem.title}</p>
        <p>{setbackWords(setback, words)}</p>
        {wait === undefined ? null : <Wait seconds={wait} left={left} />}
        {setback.requestId === null ? null : (
          <p class="g-small">{fill(words.common.requestId, { id: setback.requestId })}</p>
        )}
      </div>
      {onRetry && isWorthRetrying(setback) ? (
        <button type="button" class="g-btn g-btn-small" aria-disabled={left > 0} onClick={onRetry}>
          {LOOKS.includes(setback.code) ? words.health.again : words.common.retry}
        </button>
      ) : null}
    </div>
  )
}

/** Counted down for who looks; read out once, and again when it is over. */
function Wait({ seconds, left }: { readonly seconds: number; readonly left: number }) {
  const { gate, language } = useConsole()
  const say = (count: number) => fill(gate.trouble.wait, { when: waitWords(count, language) })
  return left === 0 ? (
    <p>{gate.trouble.waited}</p>
  ) : (
    <>
      <p aria-hidden="true">{say(left)}</p>
      <p class="g-sr">{say(seconds)}</p>
    </>
  )
}

export function WhenLoaded<T>(props: {
  readonly loading: Loading<T>
  readonly children: (value: T) => ComponentChildren
}) {
  const { words } = useConsole()
  const { loaded, reload } = props.loading
  switch (loaded.status) {
    case 'loading':
      return (
        <div class="g-stack" data-gap="4" aria-busy="true">
          <p class="g-sr" role="status">
            {words.common.loading}
          </p>
          <span class="g-skeleton" data-size="title" />
          <span class="g-skeleton" data-size="block" />
          <span class="g-skeleton" data-size="block" />
        </div>
      )
    case 'failed':
      return <SetbackAlert setback={loaded.setback} onRetry={reload} />
    case 'ready':
      return <>{props.children(loaded.value)}</>
    default:
      return loaded satisfies never
  }
}

export function EmptyState(props: {
  readonly title: string
  readonly hint: string
  readonly children?: ComponentChildren
}) {
  return (
    <div class="g-card g-empty c-empty">
      <p class="g-h2">{props.title}</p>
      <p>{props.hint}</p>
      {props.children}
    </div>
  )
}

/** A chip whose icon says the same as its colour. */
export function StateChip(props: {
  readonly tone: 'neutral' | 'info' | 'success' | 'warning' | 'danger'
  readonly icon: Parameters<typeof Icon>[0]['name']
  readonly children: ComponentChildren
}) {
  return (
    <span class="g-chip" data-tone={props.tone}>
      <Icon name={props.icon} />
      {props.children}
    </span>
  )
}

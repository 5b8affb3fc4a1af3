/** The checklist of the set-up. What stands at a step is what the companion finds there now. */
import { useEffect } from 'preact/hooks'
import { isProbeFailure } from '../../domain/probe-outcome.ts'
import type { SetUpStep, StepView } from '../../domain/set-up.ts'
import type { SetUpView } from '../../domain/set-up-api.ts'
import { useConsole } from '../context.ts'
import { type Act, type Loading, useAct, useLoading } from '../loading.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { PageHead, ReadOnlyNote, SetbackAlert, StateChip, WhenLoaded } from '../parts/page.tsx'
import { UnreadReason } from '../parts/unread-reason.tsx'
import { routeHash, type Screen } from '../routes.ts'
import { fill, formatMoment, formatNumber } from '../words.ts'

const POLL_MS = 1_000
const MOST_UNREAD = 20

/** Where a step is done; absent: here. */
const STEP_SCREEN: Readonly<Partial<Record<SetUpStep, Screen>>> = {
  connect: 'helpdesk',
  articles: 'sync',
  scope: 'articles',
  notice: 'notices',
  simulation: 'simulation',
  webhooks: 'helpdesk',
}
const TONE = { done: 'success', open: 'info', running: 'info', problem: 'danger' } as const
const MARK: Readonly<Record<StepView['state'], IconName>> = {
  ...{ done: 'check', open: 'clock', running: 'sync', problem: 'warning' },
}

/** Asked again while something runs, so that the numbers grow before one's eyes. */
export function useSetUp(): Loading<SetUpView> {
  const { client } = useConsole()
  const loading = useLoading(() => client.setUp(), 'set-up')
  const { loaded, put } = loading
  useEffect(() => {
    if (loaded.status !== 'ready' || loaded.value.steps.every(({ state }) => state !== 'running')) return
    let gone = false
    const timer = setTimeout(() => {
      client.setUp().then(
        (next) => gone || put(next),
        // The numbers stay as they were; the next look tells.
        () => gone || put({ ...loaded.value }),
      )
    }, POLL_MS)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [loaded, put, client])
  return loading
}

export function SetUpScreen() {
  const { words } = useConsole()
  const loading = useSetUp()
  return (
    <>
      <PageHead title={words.setup.title} lead={words.setup.lead} />
      <ReadOnlyNote />
      <WhenLoaded loading={loading}>
        {(view) => (
          <div class="g-stack" data-gap="5">
            <SetUpList view={view} put={loading.put} titled />
            <Unread view={view} />
          </div>
        )}
      </WhenLoaded>
    </>
  )
}

export function SetUpList({
  view,
  put,
  titled = false,
}: {
  readonly view: SetUpView
  readonly put: (next: SetUpView) => void
  /** The page says already what this is. */
  readonly titled?: boolean
}) {
  const { words } = useConsole()
  const act = useAct()
  const counted = view.steps.filter(({ step, needed }) => needed || step === 'live')
  const done = counted.filter(({ state }) => state === 'done').length
  const next = view.steps.find(
    ({ state, needed, step }) => state !== 'done' && (needed || step === 'live'),
  )?.step
  return (
    <section class="g-card" aria-labelledby="set-up-title">
      <div class="g-card-head g-row" data-spread>
        <h2 class={titled ? 'g-sr' : 'g-h2'} id="set-up-title">
          {words.setup.title}
        </h2>
        <p class="g-strong" role="status">
          {fill(words.setup.done, { done, total: counted.length })}
        </p>
      </div>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <ol class="c-step-list">
        {view.steps.map((step, index) => (
          <Step key={step.step} {...{ step, put, act, index }} live={view.live} isNext={step.step === next} />
        ))}
      </ol>
    </section>
  )
}

interface StepProps {
  readonly step: StepView
  readonly index: number
  readonly isNext: boolean
  readonly live: boolean
  readonly act: Act
  readonly put: (next: SetUpView) => void
}

function Step(props: StepProps) {
  const { words, language } = useConsole()
  const { step, index, isNext } = props
  const say = words.setup.step[step.step]
  const { state, code, count = 0, at, ref = '', ms = 0 } = step
  return (
    <li
      data-done={state === 'done' ? 'yes' : undefined}
      data-state={state}
      data-next={isNext ? 'yes' : undefined}
    >
      <span class="c-step-mark" aria-hidden="true">
        {state === 'done' ? <Icon name="check" /> : index + 1}
      </span>
      <div class="g-grow">
        <h3 class="g-strong c-step-title">
          {say.title}
          {step.needed || step.step === 'live' ? null : (
            <span class="g-small g-muted"> · {words.setup.optional}</span>
          )}
        </h3>
        <p>
          {fill(words.setup.code[code], {
            count: formatNumber(count, language),
            at: at === undefined ? '' : formatMoment(at, language),
            ms: formatNumber(ms, language),
            ref,
          })}
        </p>
        {isProbeFailure(ref) ? <p>{words.setup.failure[ref]}</p> : null}
        {state === 'running' ? <div class="c-running" role="presentation" /> : null}
        {state === 'done' ? null : <p class="g-small g-muted">{say.how}</p>}
        <details class="g-details c-undo">
          <summary class="g-small">{words.setup.undoTitle}</summary>
          <p class="g-small g-muted">{say.undo}</p>
        </details>
      </div>
      <StateChip tone={TONE[state]} icon={MARK[state]}>
        {words.setup.state[state]}
      </StateChip>
      <StepAct {...props} />
    </li>
  )
}

function StepAct({ step, isNext, live, act, put }: StepProps) {
  const { client, words, mayChange, tell } = useConsole()
  const say = words.setup
  const look = isNext ? 'g-btn g-btn-small g-btn-primary' : 'g-btn g-btn-small'
  const screen = STEP_SCREEN[step.step]
  if (screen !== undefined)
    return (
      <a class={look} href={routeHash(screen)}>
        {say.step[step.step].go}
      </a>
    )
  if (!mayChange) return null
  const press = (work: () => Promise<SetUpView>, told?: string) => () =>
    void act.run(async () => {
      put(await work())
      if (told !== undefined) tell(told)
    })
  if (step.step === 'provider')
    return step.code === 'nothing_leaves' ? null : (
      <button
        type="button"
        class={look}
        aria-disabled={act.busy}
        onClick={press(() => client.testProvider())}
      >
        {act.busy ? <span class="g-spinner" aria-hidden="true" /> : null}
        {act.busy ? say.testing : say.step.provider.go}
      </button>
    )
  if (step.step !== 'live') return null
  return live ? (
    <button
      type="button"
      class="g-btn g-btn-small"
      aria-disabled={act.busy}
      onClick={press(() => client.setLive(false), say.backToast)}
    >
      {say.takeBack}
    </button>
  ) : (
    <button
      type="button"
      class={look}
      aria-disabled={act.busy || step.code === 'not_ready'}
      onClick={press(() => client.setLive(true), say.liveToast)}
    >
      {say.step.live.go}
    </button>
  )
}

function Unread({ view }: { readonly view: SetUpView }) {
  const { words } = useConsole()
  if (view.unread.length === 0) return null
  return (
    <section class="g-card" aria-labelledby="unread-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="unread-title">
          {words.setup.unread}
        </h2>
      </div>
      <ul class="g-card-body c-unread">
        {view.unread.slice(0, MOST_UNREAD).map((problem) => (
          <li key={`${problem.article} ${problem.reason}`}>
            <bdi class="g-strong">{problem.article}</bdi>: <UnreadReason problem={problem} />
          </li>
        ))}
      </ul>
    </section>
  )
}

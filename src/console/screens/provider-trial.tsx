/** Provider trials: two providers asked the same questions of nobody, followed to their end, their words side by side. */
import { useEffect, useState } from 'preact/hooks'
import { TRIAL_MOST_QUESTIONS, type TrialRefusal, type TrialSource } from '../../domain/provider-trial.ts'
import type { TrialContender, TrialDetail, TrialList } from '../../domain/provider-trial-api.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, ReadOnlyNote, SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { isWorthRetrying, type Setback, setbackFrom } from '../setback.ts'
import { trialReason } from '../simulation-words.ts'
import { fill, formatMoment, formatNumber } from '../words.ts'
import { ProviderTrialResult } from './provider-trial-result.tsx'

const POLL_MS = 1_000

export function SimulationTabs(props: { readonly current: 'past' | 'providers' }) {
  const { words } = useConsole()
  const say = words.providerTrial
  const tab = (name: 'past' | 'providers', label: string) => (
    <a
      class="g-tab c-tab-link"
      href={routeHash('simulation', name === 'past' ? null : name)}
      aria-current={props.current === name ? 'page' : undefined}
    >
      {label}
    </a>
  )
  return (
    <nav class="g-tabs c-sim-tabs" aria-label={words.simulation.title}>
      {tab('past', say.past)}
      {tab('providers', say.title)}
    </nav>
  )
}

export function ProviderTrialScreen() {
  const { client, words } = useConsole()
  const say = words.providerTrial
  const loading = useLoading(() => client.providerTrials(), 'provider-trials')
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      <ReadOnlyNote />
      <SimulationTabs current="providers" />
      <div class="g-stack" data-gap="4">
        <WhenLoaded loading={loading}>{(list) => <Trials list={list} again={loading.reload} />}</WhenLoaded>
      </div>
    </>
  )
}

function Trials({ list, again }: { readonly list: TrialList; readonly again: () => void }) {
  const { words, language, mayChange } = useConsole()
  const say = words.providerTrial
  const [newest] = list.trials
  const open = newest?.status === 'running' || newest?.status === 'interrupted'
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = open ? newest.trialId : (chosen ?? newest?.trialId ?? null)
  const { configured, candidate } = list.contenders
  return (
    <>
      {configured === null || candidate === null ? (
        <EmptyState title={say.none} hint={say.noneHint} />
      ) : open || !mayChange ? null : (
        <Start
          both={[configured, candidate]}
          onStarted={() => {
            setChosen(null)
            again()
          }}
        />
      )}
      {open || list.trials.length < 2 ? null : (
        <label class="g-field c-trial-choice">
          <span class="g-label">{words.simulation.started}</span>
          <select
            class="g-select"
            value={shown ?? ''}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {list.trials.map(({ trialId, startedAt }) => (
              <option key={trialId} value={trialId}>
                {formatMoment(startedAt, language)}
              </option>
            ))}
          </select>
        </label>
      )}
      {shown === null ? null : <Followed key={shown} trialId={shown} again={again} />}
    </>
  )
}

function Start(props: {
  readonly both: readonly [TrialContender, TrialContender]
  readonly onStarted: () => void
}) {
  const { client, words } = useConsole()
  const say = words.providerTrial
  const act = useAct()
  const [typed, setTyped] = useState('')
  const [source, setSource] = useState<TrialSource>('typed')
  const [refusals, setRefusals] = useState<readonly TrialRefusal[]>([])
  const lines = typed.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  // The press would otherwise take the place of words that nobody can bring back.
  const own = source === 'typed' ? lines : []
  useUnsaved(own.length > 0)
  const suggest = () =>
    act.run(async () => {
      const { questions } = await client.suggestedTrialQuestions()
      setTyped([...new Set([...own, ...questions.map(({ text }) => text)])].join('\n'))
      setSource(own.length === 0 ? 'articles' : 'typed')
      setRefusals([])
    })
  const start = () =>
    act.run(async () => {
      const questions = lines.map((text) => ({ text }))
      const started = await client.startProviderTrial({ source, questions })
      if (started.outcome === 'started') props.onStarted()
      else setRefusals(started.refusals)
    })
  return (
    <section class="g-card g-stack c-sim-card" data-gap="3" aria-labelledby="trial-start">
      <h2 class="g-h2" id="trial-start">
        {say.start}
      </h2>
      <dl class="c-sim-columns">
        {props.both.map((one, at) => (
          <div key={one.host + one.model}>
            <dt class="g-label">{at === 0 ? say.configured : say.candidate}</dt>
            <dd>
              <bdi>
                {one.provider}, {one.model}
              </bdi>{' '}
              <span class="g-small g-muted">
                <bdi>{one.region}</bdi>
                {one.price === null ? ` · ${say.noPrice}` : null}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <label class="g-field">
        <span class="g-label">{say.questions}</span>
        <span class="g-small g-muted" id="trial-hint">
          {fill(say.questionsHint, { most: String(TRIAL_MOST_QUESTIONS) })}
        </span>
        <textarea
          class="g-textarea"
          rows={8}
          value={typed}
          aria-describedby="trial-hint"
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            setSource('typed')
          }}
        />
      </label>
      <Refusals refusals={refusals} lines={lines} />
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <div class="g-row g-wrap">
        <button
          type="button"
          class="g-btn g-btn-primary"
          onClick={start}
          aria-disabled={act.busy || lines.length === 0 || lines.length > TRIAL_MOST_QUESTIONS}
        >
          {say.ask}
        </button>
        <button type="button" class="g-btn" onClick={suggest} aria-disabled={act.busy}>
          {say.suggest}
        </button>
      </div>
    </section>
  )
}

function Refusals(props: { readonly refusals: readonly TrialRefusal[]; readonly lines: readonly string[] }) {
  const { words } = useConsole()
  const say = words.providerTrial
  if (props.refusals.length === 0) return null
  return (
    <div class="g-alert" data-tone="warning" role="alert">
      <Icon name="warning" />
      <ul>
        {props.refusals.flatMap((refusal) =>
          refusal.reason === 'PERSONAL_DATA_FOUND'
            ? refusal.found.map(({ question, start, end }) => (
                <li key={`${question} ${start}`}>
                  {fill(say.found, {
                    line: String(question),
                    text: props.lines[question - 1]?.slice(start, end) ?? '',
                  })}
                </li>
              ))
            : [
                <li key={`${refusal.reason} ${refusal.side}`}>
                  {say[refusal.side]}: {trialReason(refusal.reason, words)}
                </li>,
              ],
        )}
      </ul>
    </div>
  )
}

/** Asked about until it rests; what was answered so far is shown while it runs. */
function Followed({ trialId, again }: { readonly trialId: string; readonly again: () => void }) {
  const { client, words, language, mayChange } = useConsole()
  const say = words.providerTrial
  const act = useAct()
  const [detail, setDetail] = useState<TrialDetail | null>(null)
  const [setback, setSetback] = useState<Setback | null>(null)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let gone = false
    let timer: ReturnType<typeof setTimeout>
    const look = () =>
      client.providerTrial(trialId).then(
        (next) => {
          if (gone) return
          setSetback(null)
          setDetail(next)
          if (next.trial.status === 'running') timer = setTimeout(look, POLL_MS)
          else if (turn > 0) again()
        },
        (error: unknown) => {
          if (gone) return
          const failed = setbackFrom(error)
          setSetback(failed)
          // The trial itself goes on, and what was answered so far stays in sight.
          if (isWorthRetrying(failed)) timer = setTimeout(look, POLL_MS * 3)
        },
      )
    void look()
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [client, trialId, turn])
  const missed = setback === null ? null : <SetbackAlert setback={setback} />
  if (detail === null) return missed
  const { trial } = detail
  const open = trial.status === 'running' || trial.status === 'interrupted'
  const number = (value: number) => formatNumber(value, language)
  const move = (to: 'resume' | 'cancel') =>
    act.run(async () => {
      await client.moveProviderTrial(trialId, to)
      setTurn(turn + 1)
      again()
    })
  const remove = () =>
    act.run(async () => {
      await client.deleteProviderTrial(trialId)
      again()
    })
  return (
    <>
      {missed}
      {open ? (
        <section class="g-card g-stack c-sim-card" data-gap="3">
          <p role="status">
            {fill(say.progress, { done: number(trial.done), of: number(2 * trial.questions) })}
          </p>
          <progress
            class="c-sim-progress"
            max={2 * trial.questions}
            value={trial.done}
            aria-label={say.title}
          />
          {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
          {mayChange ? (
            <div class="g-row g-wrap">
              {trial.status === 'interrupted' ? (
                <button
                  type="button"
                  class="g-btn g-btn-primary"
                  onClick={() => move('resume')}
                  aria-disabled={act.busy}
                >
                  {words.simulation.resume}
                </button>
              ) : null}
              <button
                type="button"
                class="g-btn g-btn-danger"
                onClick={() => move('cancel')}
                aria-disabled={act.busy}
              >
                {words.common.cancel}
              </button>
            </div>
          ) : null}
        </section>
      ) : null}
      <ProviderTrialResult detail={detail} onRemove={open || !mayChange ? null : remove} />
    </>
  )
}

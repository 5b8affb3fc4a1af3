/** The kill switch with its levels: pulled by one person at once, lifted by two. */
import { useState } from 'preact/hooks'
import { STOP_LEVELS, STOP_REASONS, type StopLevel } from '../../domain/kill-switch.ts'
import type { KillSwitchView, PullOrder, StopView } from '../../domain/kill-switch-api.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, StateChip, WhenLoaded } from '../parts/page.tsx'
import { fill, formatMoment } from '../words.ts'

export function KillSwitchPanel() {
  const { client } = useConsole()
  const loading = useLoading(() => client.killSwitch(), 'kill-switch')
  return (
    <WhenLoaded loading={loading}>{(view) => <KillSwitch view={view} onChanged={loading.put} />}</WhenLoaded>
  )
}

function KillSwitch(props: {
  readonly view: KillSwitchView
  readonly onChanged: (view: KillSwitchView) => void
}) {
  const { words } = useConsole()
  const say = words.incidents.switch
  const { view } = props
  const [pulling, setPulling] = useState(false)
  const held = view.stops.filter(({ liftedAt }) => liftedAt === null)
  const lifted = view.stops.filter(({ liftedAt }) => liftedAt !== null)
  const on = held.length > 0 || view.blind.length > 0
  return (
    <div class="g-stack" data-gap="5">
      <section class="g-card" aria-labelledby="switch-title">
        <div class="g-card-head g-row" data-spread>
          <h2 class="g-h2" id="switch-title">
            {say.title}
          </h2>
          <StateChip tone={on ? 'danger' : 'success'} icon={on ? 'power' : 'check'}>
            {on ? say.on : say.off}
          </StateChip>
        </div>
        <div class="g-card-body g-stack">
          {view.blind.map((why) => (
            <p class="g-alert" data-tone="danger" key={why}>
              <Icon name="warning" />
              <span>{say.blind[why]}</span>
            </p>
          ))}
          <Untold view={view} />
          {on ? null : <p>{say.offHint}</p>}
          <p class="g-muted">{say.pullHint}</p>
          {view.mayPull ? (
            <div class="g-row">
              <button type="button" class="g-btn g-btn-danger" onClick={() => setPulling(true)}>
                <Icon name="power" />
                {say.pull}
              </button>
            </div>
          ) : null}
        </div>
      </section>
      {held.length === 0 ? null : (
        <section class="g-card" aria-labelledby="held-title">
          <div class="g-card-head">
            <h2 class="g-h2" id="held-title">
              {say.inForce}
            </h2>
          </div>
          <ul class="g-card-body g-stack c-stops">
            {held.map((stop) => (
              <StopLine key={stop.stopId} stop={stop} mayLift={view.mayLift} />
            ))}
          </ul>
        </section>
      )}
      {lifted.length === 0 ? null : <LiftedStops stops={lifted} />}
      {pulling ? (
        <PullDialog
          provider={view.provider}
          onPulled={(changed) => {
            props.onChanged(changed)
            setPulling(false)
          }}
          onClose={() => setPulling(false)}
        />
      ) : null}
    </div>
  )
}

/** A stop that holds although somewhere it could not be written: never passed over, never shown as a failure. */
function Untold({ view }: { readonly view: KillSwitchView }) {
  const { words } = useConsole()
  const [place, other] = view.untold
  if (place === undefined) return null
  return (
    <p class="g-alert" data-tone="warning" role="status">
      <Icon name="warning" />
      <span>{words.incidents.switch.untold[other === undefined ? place : 'both']}</span>
    </p>
  )
}

function StopLine({ stop, mayLift }: { readonly stop: StopView; readonly mayLift: boolean }) {
  const { client, words, language, tell } = useConsole()
  const say = words.incidents.switch
  const act = useAct()
  const [asked, setAsked] = useState(false)
  const lift = async () => {
    const done = await act.run(() => client.proposeLift({ stopIds: [stop.stopId] }))
    if (!done) return
    setAsked(true)
    tell(say.liftAsked, 'info')
  }
  return (
    <li class="g-stack" data-gap="2">
      <div class="g-row" data-spread>
        <span class="g-strong g-break">{fill(words.incidents.level[stop.level], { ref: stop.ref })}</span>
        {mayLift ? (
          <button type="button" class="g-btn g-btn-small" aria-disabled={act.busy || asked} onClick={lift}>
            {say.lift}
            <span class="g-sr"> {fill(words.incidents.level[stop.level], { ref: stop.ref })}</span>
          </button>
        ) : null}
      </div>
      <p class="g-small g-muted">
        {say.reasons[stop.reason]} · {fill(say.since, { at: formatMoment(stop.pulledAt, language) })} ·{' '}
        {say.by[stop.via]}
      </p>
      {stop.note === null ? null : (
        <p class="g-break" dir="auto">
          {stop.note}
        </p>
      )}
      {asked ? (
        <p class="g-small">{say.liftAsked}</p>
      ) : mayLift ? (
        <p class="g-small g-muted">{say.liftHint}</p>
      ) : null}
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
    </li>
  )
}

function LiftedStops({ stops }: { readonly stops: readonly StopView[] }) {
  const { words, language } = useConsole()
  const say = words.incidents.switch
  return (
    <details class="g-details">
      <summary>{say.lifted}</summary>
      <ul class="g-list">
        {stops.map((stop) => (
          <li key={stop.stopId}>
            {fill(words.incidents.level[stop.level], { ref: stop.ref })} · {say.reasons[stop.reason]} ·{' '}
            {fill(say.until, {
              from: formatMoment(stop.pulledAt, language),
              to: formatMoment(stop.liftedAt ?? '', language),
            })}
          </li>
        ))}
      </ul>
    </details>
  )
}

const REASONS = STOP_REASONS.filter((reason) => reason !== 'drill')
type Named = Exclude<StopLevel, 'account' | 'egress'>
const isNamed = (level: StopLevel): level is Named => level !== 'account' && level !== 'egress'

function PullDialog(props: {
  readonly provider: string | null
  readonly onPulled: (view: KillSwitchView) => void
  readonly onClose: () => void
}) {
  const { client, words, tell } = useConsole()
  const say = words.incidents.switch
  const act = useAct()
  const [level, setLevel] = useState<StopLevel>('account')
  const [ref, setRef] = useState('')
  const [reason, setReason] = useState<PullOrder['reason']>('suspected_breach')
  const [note, setNote] = useState('')
  const pull = () =>
    act.run(async () => {
      const target = { level, ref: isNamed(level) ? ref.trim() : '' }
      const view = await client.pullStop({ ...target, reason, ...(note.trim() === '' ? {} : { note }) })
      tell(fill(say.pulled, { what: fill(words.incidents.level[level], { ref: target.ref }) }), 'success')
      props.onPulled(view)
    })
  return (
    <Dialog
      title={say.pullTitle}
      onClose={props.onClose}
      foot={
        <CancelOrAct
          onCancel={props.onClose}
          onAct={pull}
          off={act.busy || (isNamed(level) && ref.trim() === '')}
          grave
        >
          {say.pull}
        </CancelOrAct>
      }
    >
      {act.setback === null ? null : (
        <>
          <SetbackAlert setback={act.setback} />
          <p class="g-strong">{say.pullUncertain}</p>
        </>
      )}
      <p class="g-muted">{say.pullHint}</p>
      <fieldset class="c-plain">
        <legend class="g-legend">{say.what}</legend>
        <div class="g-stack" data-gap="2">
          {STOP_LEVELS.map((name) => (
            <label class="g-check" key={name}>
              <input
                type="radio"
                name="level"
                checked={level === name}
                onChange={() => {
                  setLevel(name)
                  setRef(name === 'provider' ? (props.provider ?? '*') : '')
                }}
              />
              <span>
                {say.levels[name]}
                <span class="g-small g-muted c-block">{say.levelHint[name]}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {isNamed(level) ? (
        <label class="g-field">
          <span class="g-label">{say.ref[level]}</span>
          <input class="g-input" value={ref} onInput={(event) => setRef(event.currentTarget.value)} />
        </label>
      ) : null}
      <label class="g-field">
        <span class="g-label">{say.reason}</span>
        <select
          class="g-select"
          value={reason}
          onChange={(event) =>
            setReason(REASONS.find((known) => known === event.currentTarget.value) ?? 'other')
          }
        >
          {REASONS.map((name) => (
            <option key={name} value={name}>
              {say.reasons[name]}
            </option>
          ))}
        </select>
      </label>
      <label class="g-field">
        <span class="g-label">{say.note}</span>
        <textarea
          class="g-textarea"
          rows={2}
          maxLength={500}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </label>
    </Dialog>
  )
}

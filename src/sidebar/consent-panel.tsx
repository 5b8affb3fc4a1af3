import { useEffect, useRef, useState } from 'preact/hooks'
import type { TicketView } from '../domain/api.ts'
import { CONSENT_CHANNELS } from '../domain/consent.ts'
import {
  type ConsentDeskView,
  RELAYED_EVENTS,
  type RelayChannel,
  type RelayedEvent,
} from '../domain/consent-api.ts'
import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { Outcome } from './messages.tsx'
import { CarryOver, SecondLook } from './second-look.tsx'

type SaidEvent = RelayedEvent
const isRelay = (channel: (typeof CONSENT_CHANNELS)[number]): channel is RelayChannel => channel !== 'link'
const RELAY_CHANNELS = CONSENT_CHANNELS.filter(isRelay)

export function ConsentPanel({ view }: { readonly view: TicketView }) {
  const { desk, words } = useRoom()
  const { busy, asked } = useDeskState()
  const [recording, setRecording] = useState<SaidEvent | 'unsaid' | null>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const { status, overlays, saidNo } = view.consent
  const standing = status === 'granted'
  const [offers, setOffers] = useState<ConsentDeskView | null>(null)
  useEffect(() => {
    let left = false
    void desk.readConsentDesk().then((read) => left || setOffers(read))
    return () => {
      left = true
    }
  }, [desk, view.ticketId, view.revision])
  // After a no nobody is asked again before the account's time is over.
  const rests = saidNo && (offers === null || offers.askAgainFrom !== null)
  const askable = !standing && !rests && status !== 'not_required' && overlays.length === 0

  function close() {
    setRecording(null)
    opener.current?.focus()
  }

  return (
    <details class="g-details v-panel" open={asked !== null || view.consent.awaiting !== null || undefined}>
      <summary>
        <h2 class="g-h3">{words.say('consent.heading')}</h2>
      </summary>
      <div class="g-stack v-details">
        {askable && (
          <>
            <p class="g-small g-muted">{words.say('consent.ask_help')}</p>
            <button
              type="button"
              class="g-btn g-btn-small"
              aria-disabled={busy !== null}
              onClick={() => void desk.askForConsent()}
            >
              {words.say(status === 'requested' ? 'consent.ask_again' : 'consent.ask')}
            </button>
          </>
        )}
        {status === 'not_required' && overlays.length === 0 && (
          <>
            <p class="g-small g-muted">{words.say('consent.inform_help')}</p>
            <button
              type="button"
              class="g-btn g-btn-small"
              aria-disabled={busy !== null}
              onClick={() => void desk.askForConsent()}
            >
              {words.say('consent.inform')}
            </button>
          </>
        )}
        <SecondLook view={view} />
        {offers?.carryOver && <CarryOver view={view} validUntil={offers.carryOver.validUntil} />}
        {offers?.notCarried === 'requester_unconfirmed' && (
          <p class="g-small">{words.say('carry_over.unconfirmed')}</p>
        )}
        {saidNo && offers?.askAgainFrom && (
          <p class="g-small g-muted">
            {words.say('consent.ask_again_from', { date: words.date(offers.askAgainFrom) })}
          </p>
        )}
        {offers?.objectionPath && (
          <p class="g-small g-muted">{words.say('consent.objection_path', { path: offers.objectionPath })}</p>
        )}
        <Outcome place="consent" />
        {asked !== null && <AskedLink informs={status === 'not_required'} />}
        <div class="g-row">
          <button
            ref={opener}
            type="button"
            class="g-btn g-btn-small g-btn-link"
            aria-expanded={recording !== null}
            onClick={() => (recording === null ? setRecording('unsaid') : close())}
          >
            {words.say('consent.record')}
          </button>
          {standing && (
            <button
              type="button"
              class="g-btn g-btn-small g-btn-danger"
              onClick={() => setRecording('withdraw')}
            >
              {words.say('consent.withdraw')}
            </button>
          )}
        </div>
        {recording !== null && (
          <RecordForm key={recording} first={recording === 'unsaid' ? null : recording} onClose={close} />
        )}
        {(status === 'denied' || status === 'withdrawn' || askable) && (
          <p class="g-small g-muted">{words.say('consent.no_cost')}</p>
        )}
      </div>
    </details>
  )
}

function AskedLink({ informs }: { readonly informs: boolean }) {
  const { desk, words } = useRoom()
  const { asked } = useDeskState()
  if (asked === null) return null
  return (
    <div class="g-well g-stack g-small" data-gap="2">
      <p class="g-strong">{words.say(informs ? 'consent.inform_link' : 'consent.link')}</p>
      <p class="g-mono g-break">{asked.url}</p>
      <p class="g-muted">{words.say('consent.link_until', { date: words.dateTime(asked.expiresAt) })}</p>
      <div class="g-row">
        <button
          type="button"
          class="g-btn g-btn-small"
          onClick={() => void desk.copyPlain('consent', asked.url)}
        >
          <Icon name="copy" />
          {words.say('consent.copy_link')}
        </button>
        {!asked.inserted && (
          <button
            type="button"
            class="g-btn g-btn-small"
            onClick={() => void desk.copyPlain('consent', asked.message)}
          >
            <Icon name="copy" />
            {words.say('consent.copy_message')}
          </button>
        )}
      </div>
    </div>
  )
}

function RecordForm({ first, onClose }: { readonly first: SaidEvent | null; onClose(): void }) {
  const { desk, words } = useRoom()
  const { busy } = useDeskState()
  // Nothing is chosen beforehand: a yes on record must be somebody's choice.
  const [event, setEvent] = useState<SaidEvent | null>(first)
  const [channel, setChannel] = useState<RelayChannel>('email')
  const [evidence, setEvidence] = useState('')
  const [missing, setMissing] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const radio = (which: string) => form.current?.querySelector<HTMLElement>(which)
    const start = radio('input:checked') ?? radio('input')
    start?.focus()
  }, [])

  async function save(submit: Event) {
    submit.preventDefault()
    if (event === null) {
      form.current?.querySelector<HTMLElement>('input')?.focus()
      return
    }
    // Withdrawing is never made harder than it was to agree.
    if (event === 'grant' && evidence.trim() === '') {
      setMissing(true)
      field.current?.focus()
      return
    }
    if (await desk.recordConsent({ event, channel, evidence: evidence.trim() })) onClose()
  }

  return (
    <form ref={form} class="g-well g-stack" onSubmit={save} noValidate>
      <p class="g-small">{words.say('consent.record_help')}</p>
      <fieldset class="g-fieldset">
        <legend class="g-legend">{words.say('consent.what')}</legend>
        {RELAYED_EVENTS.map((value) => (
          <label key={value} class="g-check">
            <input
              type="radio"
              name="consent-event"
              value={value}
              checked={event === value}
              onChange={() => setEvent(value)}
            />
            <span>{words.say(`consent.event.${value}`)}</span>
          </label>
        ))}
      </fieldset>
      <label class="g-field">
        <span class="g-label">{words.say('consent.channel')}</span>
        <select
          class="g-select"
          data-size="small"
          value={channel}
          onChange={(change) => {
            const chosen = RELAY_CHANNELS.find((known) => known === change.currentTarget.value)
            if (chosen !== undefined) setChannel(chosen)
          }}
        >
          {RELAY_CHANNELS.map((value) => (
            <option key={value} value={value}>
              {words.say(`channel.${value}`)}
            </option>
          ))}
        </select>
      </label>
      <div class="g-field">
        <label class="g-label" for="consent-evidence">
          {words.say('consent.evidence')}
        </label>
        <span id="evidence-help" class="g-hint">
          {words.say('consent.evidence_help')}
        </span>
        <textarea
          ref={field}
          id="consent-evidence"
          class="g-textarea"
          rows={3}
          maxLength={2000}
          aria-describedby={missing ? 'evidence-help evidence-missing' : 'evidence-help'}
          aria-invalid={missing}
          aria-required={event === 'grant'}
          value={evidence}
          onInput={(change) => {
            setEvidence(change.currentTarget.value)
            setMissing(false)
          }}
        />
        {missing && (
          <span id="evidence-missing" class="g-error" role="alert">
            {words.say('consent.evidence_missing')}
          </span>
        )}
      </div>
      <div class="g-row">
        <button
          type="submit"
          class={`g-btn g-btn-small ${event === 'withdraw' ? 'g-btn-danger' : ''}`}
          aria-disabled={busy !== null || event === null}
        >
          {words.say(event === 'withdraw' ? 'consent.withdraw' : 'consent.save')}
        </button>
        <button type="button" class="g-btn g-btn-small g-btn-ghost" onClick={onClose}>
          {words.say('draft.cancel')}
        </button>
      </div>
    </form>
  )
}

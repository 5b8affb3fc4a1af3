import { useEffect, useRef, useState } from 'preact/hooks'
import type { TicketView } from '../domain/api.ts'
import type { ConsentDeskView, RelayedEvent } from '../domain/consent-api.ts'
import { useDeskState, useRoom } from './context.ts'
import { FormHint } from './form-hint.tsx'
import { showsFormHint } from './form-yes.ts'
import { Icon } from './icons.tsx'
import { Outcome } from './messages.tsx'
import { RecordForm } from './record-form.tsx'
import { CarryOver, SecondLook } from './second-look.tsx'

export function ConsentPanel({ view }: { readonly view: TicketView }) {
  const { desk, words } = useRoom()
  const { busy, asked, formSaysYes } = useDeskState()
  const hinted = showsFormHint(view, formSaysYes)
  const [recording, setRecording] = useState<RelayedEvent | 'unsaid' | null>(null)
  // Outlives the form: it is let go of by being saved, or by "Cancel".
  const [evidence, setEvidence] = useState('')
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
  // A yes from elsewhere is nothing to somebody who is not asked.
  const carries = !standing && status !== 'not_required'
  const askable = !standing && !rests && status !== 'not_required' && overlays.length === 0

  function close() {
    setRecording(null)
    opener.current?.focus()
  }

  return (
    <details
      class="g-details v-panel"
      open={hinted || asked !== null || view.consent.awaiting !== null || undefined}
    >
      <summary>
        <h2 class="g-h3">{words.say('consent.heading')}</h2>
      </summary>
      <div class="g-stack v-details">
        <FormHint view={view} />
        {askable && (asked === null || asked.landing === null) && (
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
        {carries && offers?.carryOver && <CarryOver view={view} validUntil={offers.carryOver.validUntil} />}
        {carries && offers?.notCarried === 'requester_unconfirmed' && (
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
        {asked !== null && <AskedLink informs={status === 'not_required'} askable={askable} />}
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
          <RecordForm
            key={recording}
            first={recording === 'unsaid' ? null : recording}
            offers={offers}
            evidence={evidence}
            onEvidence={setEvidence}
            onClose={() => {
              setEvidence('')
              close()
            }}
          />
        )}
        {(status === 'denied' || status === 'withdrawn' || askable) && (
          <p class="g-small g-muted">{words.say('consent.no_cost')}</p>
        )}
      </div>
    </details>
  )
}

function AskedLink({ informs, askable }: { readonly informs: boolean; readonly askable: boolean }) {
  const { desk, words } = useRoom()
  const { asked, busy } = useDeskState()
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
        {askable && asked.landing !== null && (
          <button
            type="button"
            class="g-btn g-btn-small g-btn-ghost"
            aria-disabled={busy !== null}
            onClick={() => void desk.askForConsent()}
          >
            {words.say('consent.ask_again')}
          </button>
        )}
        {asked.landing !== 'reply' && (
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

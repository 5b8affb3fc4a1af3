/** Consent: of one ticket, with what compliance may do about it now, and the rules of the whole account. */
import { useState } from 'preact/hooks'
import { parseHelpdeskId } from '../../domain/ticket.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { fill } from '../words.ts'
import { ConsentFileView } from './consent-file.tsx'
import { ConsentRules } from './consent-rules.tsx'

export function ConsentScreen({ ticketId }: { readonly ticketId: string | null }) {
  const { me, words } = useConsole()
  const say = words.consent
  const known = parseHelpdeskId(ticketId)
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      {me.roles.includes('compliance') ? null : (
        <p class="g-alert c-read-only" data-tone="info">
          <Icon name="lock" />
          <span>{say.readOnly}</span>
        </p>
      )}
      <div class="g-stack" data-gap="5">
        <NumberForm key={ticketId} ticketId={ticketId} />
        {known === null ? null : <OfTicket key={known} ticketId={known} />}
        <ConsentRules />
      </div>
    </>
  )
}

function NumberForm({ ticketId }: { readonly ticketId: string | null }) {
  const { words } = useConsole()
  const [typed, setTyped] = useState(ticketId ?? '')
  const [wrong, setWrong] = useState(ticketId !== null && parseHelpdeskId(ticketId) === null)
  return (
    <form
      class="c-why-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const number = parseHelpdeskId(typed.trim().replace(/^#/, ''))
        setWrong(number === null)
        if (number !== null) location.hash = routeHash('consent', number)
      }}
    >
      <div class="g-field">
        <label class="g-label" for="consent-ticket">
          {words.why.number}
        </label>
        <input
          id="consent-ticket"
          class="g-input"
          inputMode="numeric"
          autocomplete="off"
          value={typed}
          aria-invalid={wrong}
          aria-describedby={wrong ? 'consent-ticket-error' : undefined}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <button type="submit" class="g-btn g-btn-primary">
        {words.consent.show}
      </button>
      {wrong ? (
        <p class="g-error" id="consent-ticket-error" role="alert">
          {words.why.wrongNumber}
        </p>
      ) : null}
    </form>
  )
}

function OfTicket({ ticketId }: { readonly ticketId: string }) {
  const { client, words } = useConsole()
  const loading = useLoading(() => client.consentFile(ticketId), ticketId)
  const { loaded, reload, put } = loading
  if (loaded.status === 'failed')
    return loaded.setback.code === 'NOT_FOUND' ? (
      <EmptyState title={fill(words.why.unknown, { ticket: ticketId })} hint={words.consent.unknownHint} />
    ) : (
      <SetbackAlert setback={loaded.setback} onRetry={reload} />
    )
  return (
    <WhenLoaded loading={loading}>{(file) => <ConsentFileView file={file} onChanged={put} />}</WhenLoaded>
  )
}

/** Consent: of one ticket, with what compliance may do about it now, and the rules of the whole account. */
import { parseHelpdeskId } from '../../domain/ticket.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { TicketNumberForm } from '../parts/ticket-number-form.tsx'
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
        <TicketNumberForm key={ticketId} screen="consent" ticketId={ticketId} submit={say.show} />
        {known === null ? null : (
          <div class="c-room-kept g-stack" data-gap="5">
            <OfTicket key={known} ticketId={known} />
          </div>
        )}
        <ConsentRules />
      </div>
    </>
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

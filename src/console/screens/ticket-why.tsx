/** "What could a draft in this ticket use, and why?": a number goes in, every rule that decides comes out. */
import { useMemo } from 'preact/hooks'
import { parseHelpdeskId } from '../../domain/ticket.ts'
import type { WhyView } from '../../domain/why-api.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { EmptyState, PageHead, SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { TicketNumberForm } from '../parts/ticket-number-form.tsx'
import { articleNames } from '../rule-words.ts'
import { fill } from '../words.ts'
import { WhyArticles } from './why-articles.tsx'
import { WhyScope, WhyVerdict } from './why-scope.tsx'
import { WhySteps } from './why-steps.tsx'

export function TicketWhyScreen({ ticketId }: { readonly ticketId: string | null }) {
  const { words } = useConsole()
  const say = words.why
  const known = parseHelpdeskId(ticketId)
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      <div class="g-stack" data-gap="5">
        <TicketNumberForm key={ticketId} screen="ticket" ticketId={ticketId} submit={say.ask} />
        {known === null ? null : <Answer key={known} ticketId={known} />}
      </div>
    </>
  )
}

function Answer({ ticketId }: { readonly ticketId: string }) {
  const { client, words } = useConsole()
  const say = words.why
  const loading = useLoading(() => client.whyTicket(ticketId), ticketId)
  const { loaded, reload } = loading
  if (loaded.status === 'failed')
    return loaded.setback.code === 'NOT_FOUND' ? (
      <EmptyState title={fill(say.unknown, { ticket: ticketId })} hint={say.unknownHint} />
    ) : (
      <SetbackAlert setback={loaded.setback} onRetry={reload} />
    )
  return <WhenLoaded loading={loading}>{(view) => <Reasons view={view} />}</WhenLoaded>
}

function Reasons({ view }: { readonly view: WhyView }) {
  const { language } = useConsole()
  const names = useMemo(() => articleNames(view.articles, language), [view, language])
  return (
    <div class="g-stack" data-gap="5">
      <WhyVerdict view={view} />
      <WhyScope view={view} />
      <WhySteps view={view} names={names} />
      <WhyArticles view={view} names={names} />
    </div>
  )
}

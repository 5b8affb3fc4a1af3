/** What comes from the helpdesk by itself: its webhooks, the form's field, tags, and the status that goes back. */
import { useState } from 'preact/hooks'
import type { HelpdeskView } from '../../domain/helpdesk-settings-api.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { PageHead, WhenLoaded } from '../parts/page.tsx'
import { HelpdeskAge } from './helpdesk-age.tsx'
import { HelpdeskEvents } from './helpdesk-events.tsx'
import { HelpdeskForm } from './helpdesk-form.tsx'
import { HelpdeskTags } from './helpdesk-tags.tsx'

export interface HelpdeskPart {
  readonly view: HelpdeskView
  readonly onView: (view: HelpdeskView) => void
}

export function HelpdeskScreen() {
  const { client, words } = useConsole()
  const loading = useLoading(() => client.helpdesk(), 'helpdesk')
  return (
    <>
      <PageHead title={words.helpdesk.title} lead={words.helpdesk.lead} />
      <WhenLoaded loading={loading}>{(loaded) => <Desk loaded={loaded} />}</WhenLoaded>
    </>
  )
}

function Desk({ loaded }: { readonly loaded: HelpdeskView }) {
  const { words } = useConsole()
  const say = words.helpdesk
  const [view, setView] = useState(loaded)
  return (
    <div class="g-stack" data-gap="5">
      <HelpdeskForm view={view} onView={setView} />
      <HelpdeskAge view={view} onView={setView} />
      <HelpdeskTags view={view} onView={setView} />
      <section class="g-card" aria-labelledby="helpdesk-status">
        <div class="g-card-head">
          <h2 class="g-h2" id="helpdesk-status">
            {say.status}
          </h2>
        </div>
        <div class="g-card-body g-stack" data-gap="3">
          <p>{say.statusLead}</p>
          <p>
            <code>vouch_consent_granted</code>
          </p>
          <p class="g-small g-muted">{say.statusHow}</p>
        </div>
      </section>
      <HelpdeskEvents view={view} />
    </div>
  )
}

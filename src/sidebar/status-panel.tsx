import type { TicketView } from '../domain/api.ts'
import { type ConsentOverlay, type ConsentStatus, DRAFTABLE_STATUSES } from '../domain/consent.ts'
import type { SidebarWords } from '../words.ts'
import { useRoom } from './context.ts'
import { Icon, type IconName } from './icons.tsx'
import { lazily } from './lazily.tsx'
import { Outcome } from './messages.tsx'
import { providerWords, regionWords } from './recipient-words.ts'

/** Behind a fold: not needed to see where the ticket stands. */
const StatusDetails = lazily(() => import('./status-details.tsx').then((part) => part.StatusDetails))

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'
const CONSENT_LOOK: Readonly<Record<ConsentStatus, { readonly tone: Tone; readonly icon: IconName }>> = {
  unknown: { tone: 'neutral', icon: 'question' },
  requested: { tone: 'info', icon: 'clock' },
  granted: { tone: 'success', icon: 'check' },
  denied: { tone: 'danger', icon: 'cross' },
  withdrawn: { tone: 'danger', icon: 'back' },
  expired: { tone: 'warning', icon: 'clock' },
  invalidated: { tone: 'danger', icon: 'alert' },
  not_required: { tone: 'success', icon: 'shield' },
}

export function StatusPanel({ view }: { readonly view: TicketView }) {
  const { words } = useRoom()
  const { consent } = view
  const look = CONSENT_LOOK[consent.status]
  // A date beside a withdrawn consent would read as if it still held.
  const drafting = DRAFTABLE_STATUSES.some((status) => status === consent.status)
  return (
    <section class="v-panel v-status" aria-labelledby="status-heading">
      <h2 id="status-heading" class="g-sr">
        {words.say('status.heading')}
      </h2>
      <div class="g-row" data-spread>
        <span class="g-row" data-gap="1">
          <span class="g-chip" data-tone={look.tone}>
            <Icon name={look.icon} />
            {words.say(`status.consent.${consent.status}`)}
          </span>
          {consent.overlays.map((overlay: ConsentOverlay) => (
            <span key={overlay} class="g-chip" data-tone="danger">
              <Icon name="alert" />
              {words.say(`status.overlay.${overlay}`)}
            </span>
          ))}
        </span>
        {consent.validUntil !== null && drafting && (
          <span class="g-small g-muted">
            {words.say('status.until', { date: words.date(consent.validUntil) })}
          </span>
        )}
      </div>
      <p class="v-summary g-small g-muted">{summary(words, view)}</p>
      <details class="g-details">
        <summary>{words.say('status.details')}</summary>
        <div class="g-stack v-details" data-gap="4">
          <StatusDetails view={view} />
        </div>
      </details>
      <Outcome place="status" />
    </section>
  )
}

function summary(words: SidebarWords, { scope, articlesInScope, articlesSynced }: TicketView): string {
  const { drafter, provider, region } = scope.drafter
  const by = { provider: providerWords(words, provider), region: regionWords(words, region) }
  return words.dotted([
    words.count('status.articles', articlesInScope, { total: articlesSynced }),
    drafter === 'extractive' ? words.say('status.drafter.local') : words.say('status.drafter.remote', by),
    words.count('status.fields', scope.fields.length),
  ])
}

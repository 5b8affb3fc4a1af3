import type { TicketView } from '../domain/api.ts'
import { type ConsentOverlay, type ConsentStatus, DRAFTABLE_STATUSES } from '../domain/consent.ts'
import { CONSENT_EVENTS } from '../domain/consent-event.ts'
import type { SidebarWords } from '../words.ts'
import { useRoom } from './context.ts'
import { Icon, type IconName } from './icons.tsx'
import { Outcome } from './messages.tsx'
import { NarrowForm } from './narrow-form.tsx'
import { drafterWords, providerWords, regionWords } from './recipient-words.ts'

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
          <ScopeDetails view={view} />
          <History view={view} />
          <NarrowForm view={view} />
        </div>
      </details>
      <Outcome place="status" />
    </section>
  )
}

function summary(words: SidebarWords, { scope, articlesInScope, articlesSynced }: TicketView): string {
  const { drafter, provider, region } = scope.drafter
  const by = { provider: providerWords(words, provider), region: regionWords(words, region) }
  return [
    words.count('status.articles', articlesInScope, { total: articlesSynced }),
    drafter === 'extractive' ? words.say('status.drafter.local') : words.say('status.drafter.remote', by),
    words.count('status.fields', scope.fields.length),
  ].join(' · ')
}

function ScopeDetails({ view }: { readonly view: TicketView }) {
  const { words } = useRoom()
  const { scope, consent, draftsMade } = view
  const { limits, drafter } = scope
  const orNone = (items: readonly string[]) =>
    items.length === 0 ? words.say('scope.none') : words.list(items)
  const left = Math.max(0, limits.draftsPerTicket - draftsMade)
  return (
    <div class="g-stack" data-gap="2">
      <h3 class="g-h3">{words.say('scope.heading')}</h3>
      <dl class="g-dl g-small">
        <dt>{words.say('scope.actions')}</dt>
        <dd>{orNone(scope.actions.map((action) => words.say(`scope.action.${action}`)))}</dd>
        <dt>{words.say('scope.fields')}</dt>
        <dd>{orNone(scope.fields.map((field) => words.say(`scope.field.${field}`)))}</dd>
        <dt>{words.say('scope.visibility')}</dt>
        <dd>{words.say(scope.visibility === 'public' ? 'scope.public_only' : 'scope.restricted_too')}</dd>
        <dt>{words.say('receipt.drafter')}</dt>
        <dd>{drafterWords(words, drafter)}</dd>
        <dt>{words.say('scope.drafts')}</dt>
        <dd>{words.count('scope.drafts_left', left, { limit: limits.draftsPerTicket })}</dd>
        <dt>{words.say('scope.max_chars')}</dt>
        <dd>{words.count('scope.chars', limits.maxChars)}</dd>
        <dt>{words.say('scope.expires')}</dt>
        <dd>{words.dateTime(scope.expiresAt)}</dd>
        <dt>{words.say('receipt.consent')}</dt>
        <dd>{words.say(`status.basis.${consent.legalBasis}`)}</dd>
        {consent.noticeVersion !== null && consent.noticeLocale !== null && (
          <>
            <dt>{words.say('receipt.notice')}</dt>
            <dd>
              {words.say('status.notice_shown', {
                version: consent.noticeVersion,
                language: words.language(consent.noticeLocale),
              })}
            </dd>
          </>
        )}
        <dt>{words.say('scope.fingerprint')}</dt>
        <dd class="g-mono" title={view.scopeHash}>
          {view.scopeHash.slice(0, 12)}
        </dd>
      </dl>
    </div>
  )
}

function History({ view }: { readonly view: TicketView }) {
  const { words } = useRoom()
  return (
    <div class="g-stack" data-gap="2">
      <h3 class="g-h3">{words.say('status.history')}</h3>
      {view.history.length === 0 && <p class="g-small g-muted">{words.say('status.no_history')}</p>}
      <ol class="v-history g-small">
        {view.history.map(({ at, event, by, channel, noticeVersion }) => {
          const known = CONSENT_EVENTS.find((kind) => kind === event) ?? 'other'
          const notes = [
            words.say(`by.${by}`),
            ...(channel === null ? [] : [words.say(`channel.${channel}`)]),
            ...(noticeVersion === null ? [] : [words.say('status.notice', { version: noticeVersion })]),
          ]
          return (
            <li key={`${at}${event}`}>
              <div class="g-strong">{words.say(`event.${known}`)}</div>
              <div class="g-muted">
                <time dateTime={at}>{words.dateTime(at)}</time> · {notes.join(' · ')}
              </div>
            </li>
          )
        })}
      </ol>
    </div>
  )
}

import type { TicketView } from '../domain/api.ts'
import { CONSENT_EVENTS } from '../domain/consent-event.ts'
import { useRoom } from './context.ts'
import { NarrowForm } from './narrow-form.tsx'
import { drafterWords } from './recipient-words.ts'

export function StatusDetails({ view }: { readonly view: TicketView }) {
  return (
    <>
      <ScopeDetails view={view} />
      <History view={view} />
      <NarrowForm view={view} />
    </>
  )
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
                <time dateTime={at}>{words.dateTime(at)}</time>
                {words.dotted(['', ...notes])}
              </div>
            </li>
          )
        })}
      </ol>
    </div>
  )
}

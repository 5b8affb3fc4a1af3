import type { TicketView } from '../domain/api.ts'
import { DRAFTABLE_STATUSES } from '../domain/consent.ts'
import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { Outcome } from './messages.tsx'

/** Somebody said no while a draft stands in the reply: only the agent can take it out, and says so. */
export function RemovalBanner({ view }: { readonly view: TicketView }) {
  const { desk, words } = useRoom()
  const { busy, offline } = useDeskState()
  const { status, overlays } = view.consent
  const [overlay] = overlays
  const lawful = overlay === undefined && DRAFTABLE_STATUSES.some((known) => known === status)
  const standing =
    overlay === undefined ? words.say(`status.consent.${status}`) : words.say(`status.overlay.${overlay}`)
  if (view.unsent.length === 0) return null
  return (
    <div class="g-alert v-banner" data-tone="danger" role="alert" id="removal">
      <Icon name="alert" />
      <div class="g-stack" data-gap="2">
        <p class="g-alert-title">
          {words.say('removal.heading', { standing: lawful ? words.say('removal.changed') : standing })}
        </p>
        <p class="g-small">{words.say('removal.help')}</p>
        <div>
          <button
            type="button"
            class="g-btn g-btn-small"
            aria-disabled={busy !== null || offline}
            onClick={() => void desk.confirmRemoval()}
          >
            {words.say('removal.confirm')}
          </button>
        </div>
        <Outcome place="removal" />
      </div>
    </div>
  )
}

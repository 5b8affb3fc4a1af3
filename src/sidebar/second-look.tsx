import { useEffect, useState } from 'preact/hooks'
import type { TicketView } from '../domain/api.ts'
import type { EvidenceView } from '../domain/consent-api.ts'
import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'

/** A yes that was relayed waits here until somebody else has read its evidence and decided. */
export function SecondLook({ view }: { readonly view: TicketView }) {
  const { desk, words } = useRoom()
  const { busy } = useDeskState()
  const [shown, setShown] = useState<EvidenceView | null>(null)
  const { awaiting, epoch } = view.consent
  // Another word since: what is on the screen is not what would be decided on.
  useEffect(() => setShown(null), [view.ticketId, epoch])
  if (awaiting === null) return null
  const decide = (look: 'confirm' | 'reject') => void desk.decideSecondLook(look, epoch)
  return (
    <div class="g-alert" data-tone="info">
      <Icon name="clock" />
      <div class="g-stack" data-gap="2">
        <p class="g-alert-title">{words.say('second_look.heading')}</p>
        <p class="g-small">{words.say('second_look.help', { date: words.dateTime(awaiting.at) })}</p>
        {shown === null ? (
          <div>
            <button
              type="button"
              class="g-btn g-btn-small"
              aria-disabled={busy !== null}
              onClick={() => void desk.openEvidence().then(setShown)}
            >
              {words.say('second_look.open')}
            </button>
          </div>
        ) : (
          <>
            <blockquote class="g-well g-small g-break" dir="auto">
              {shown.evidence}
            </blockquote>
            <p class="g-small g-muted">
              {words.dotted([
                ...(shown.channel === null ? [] : [words.say(`channel.${shown.channel}`)]),
                words.say('second_look.said', { date: words.dateTime(shown.saidAt) }),
                ...(shown.noticeLocale === null
                  ? []
                  : [words.say('second_look.notice', { language: words.language(shown.noticeLocale) })]),
                ...(shown.localeReason === null ? [] : [words.say(`locale_reason.${shown.localeReason}`)]),
              ])}
            </p>
            {shown.mine && <p class="g-small">{words.say('second_look.mine')}</p>}
            <div class="g-row">
              {!shown.mine && (
                <button
                  type="button"
                  class="g-btn g-btn-small"
                  aria-disabled={busy !== null}
                  onClick={() => decide('confirm')}
                >
                  {words.say('second_look.confirm')}
                </button>
              )}
              <button
                type="button"
                class="g-btn g-btn-small g-btn-danger"
                aria-disabled={busy !== null}
                onClick={() => decide('reject')}
              >
                {words.say(shown.mine ? 'second_look.take_back' : 'second_look.reject')}
              </button>
            </div>
          </>
        )}
      </div>
    </div>
  )
}

/** This person's yes on another ticket, where it would hold here too. */
export function CarryOver({ view, validUntil }: { readonly view: TicketView; readonly validUntil: string }) {
  const { desk, words } = useRoom()
  const { busy } = useDeskState()
  return (
    <div class="g-stack" data-gap="2">
      <p class="g-small">{words.say('carry_over.help', { date: words.date(validUntil) })}</p>
      <div>
        <button
          type="button"
          class="g-btn g-btn-small"
          aria-disabled={busy !== null}
          onClick={() => void desk.carryOver(view.consent.epoch)}
        >
          {words.say('carry_over.do')}
        </button>
      </div>
    </div>
  )
}

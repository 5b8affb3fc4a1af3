import { useEffect, useRef, useState } from 'preact/hooks'
import { CONSENT_CHANNELS, LOCALE_REASONS, type LocaleReason } from '../domain/consent.ts'
import {
  type ConsentDeskView,
  RELAYED_EVENTS,
  type RelayChannel,
  type RelayedEvent,
} from '../domain/consent-api.ts'
import { isLanguageOf } from '../domain/notice-language.ts'
import { useDeskState, useRoom } from './context.ts'
import { localMinute, momentsOf, saidAtOf } from './said-at.ts'

const isRelay = (channel: (typeof CONSENT_CHANNELS)[number]): channel is RelayChannel => channel !== 'link'
const RELAY_CHANNELS = CONSENT_CHANNELS.filter(isRelay)

type Missing =
  | 'evidence'
  | 'said_missing'
  | 'said_which'
  | 'said_in_future'
  | 'said_too_early'
  | 'language'
  | null

/** With how far the clock was from UTC: that alone tells the two apart. */
const clockTime = (locale: string, at: number) =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZoneName: 'shortOffset' }).format(
    at,
  )

/** What the requester told the agent themselves, by whichever way but the link. */
export function RecordForm({
  first,
  offers,
  evidence,
  onEvidence,
  onClose,
}: {
  readonly first: RelayedEvent | null
  readonly offers: ConsentDeskView | null
  readonly evidence: string
  onEvidence(evidence: string): void
  onClose(): void
}) {
  const { desk, words, now } = useRoom()
  const { busy, ticket } = useDeskState()
  // Whom the agent saw when they began: their words are nobody else's, whoever the ticket belongs to by now.
  const [requesterId] = useState(ticket?.requester.id)
  // Nothing is chosen beforehand: a yes on record must be somebody's choice.
  const [event, setEvent] = useState<RelayedEvent | null>(first)
  const [channel, setChannel] = useState<RelayChannel>('email')
  // Until it is touched it is the moment of recording, which the companion knows better.
  const [said, setSaid] = useState<string | null>(null)
  /** Which of two, where the clock showed that minute twice. */
  const [turn, setTurn] = useState<number | null>(null)
  const [shownIn, setShownIn] = useState<string | null>(null)
  const [reason, setReason] = useState<LocaleReason | null>(null)
  const [missing, setMissing] = useState<Missing>(null)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const radio = (which: string) => form.current?.querySelector<HTMLElement>(which)
    const start = radio('input:checked') ?? radio('input')
    start?.focus()
  }, [])

  const notices = offers?.noticeLocales ?? []
  const spoken = offers?.ticketLocales ?? []
  const own = notices.find((locale) => spoken.length > 0 && isLanguageOf(spoken, locale))
  const noticeLocale = shownIn ?? own ?? notices[0] ?? null
  const differs = event === 'grant' && noticeLocale !== null && !isLanguageOf(spoken, noticeLocale)
  // One that has not come yet is not meant.
  const moments = said === null ? [] : momentsOf(said).filter((at) => at <= now())
  const twice = moments.length > 1
  const saidAt =
    said === null || (twice && turn === null)
      ? null
      : saidAtOf(said, offers?.answersFrom ?? null, twice ? (turn ?? 0) : 0)

  /** Of a no nothing is asked: withdrawing is never made harder than it was to agree. */
  function firstMissing(): Missing {
    if (twice && turn === null) return 'said_which'
    if (said !== null && saidAt === null) return 'said_missing'
    if (saidAt !== null && Date.parse(saidAt) > now()) return 'said_in_future'
    if (event !== 'grant') return null
    if (saidAt !== null && offers !== null && saidAt < offers.answersFrom) return 'said_too_early'
    if (differs && reason === null) return 'language'
    return evidence.trim() === '' ? 'evidence' : null
  }

  async function save(submit: Event) {
    submit.preventDefault()
    if (event === null) {
      form.current?.querySelector<HTMLElement>('input')?.focus()
      return
    }
    const lacks = firstMissing()
    setMissing(lacks)
    if (lacks !== null) {
      const field =
        lacks === 'evidence'
          ? '#consent-evidence'
          : lacks === 'language'
            ? '#consent-reason'
            : lacks === 'said_which'
              ? '[name="consent-turn"]'
              : '#consent-said'
      form.current?.querySelector<HTMLElement>(field)?.focus()
      return
    }
    const order = {
      ...{ event, channel, evidence: evidence.trim() },
      ...(requesterId === undefined ? {} : { requesterId }),
      ...(saidAt === null ? {} : { saidAt }),
      ...(event !== 'grant' || noticeLocale === null ? {} : { noticeLocale }),
      ...(differs && reason !== null ? { localeReason: reason } : {}),
    }
    if (await desk.recordConsent(order)) onClose()
  }

  const saidWrong = missing !== 'said_which' && missing?.startsWith('said_') === true
  return (
    <form ref={form} class="g-well g-stack" onSubmit={save} noValidate>
      <p class="g-small">{words.say('consent.record_help')}</p>
      <fieldset class="g-fieldset">
        <legend class="g-legend">{words.say('consent.what')}</legend>
        {RELAYED_EVENTS.map((value) => (
          <label key={value} class="g-check">
            <input
              type="radio"
              name="consent-event"
              value={value}
              checked={event === value}
              onChange={() => setEvent(value)}
            />
            <span>{words.say(`consent.event.${value}`)}</span>
          </label>
        ))}
      </fieldset>
      <label class="g-field">
        <span class="g-label">{words.say('consent.channel')}</span>
        <select
          class="g-select"
          data-size="small"
          value={channel}
          onChange={(change) => {
            const chosen = RELAY_CHANNELS.find((known) => known === change.currentTarget.value)
            if (chosen !== undefined) setChannel(chosen)
          }}
        >
          {RELAY_CHANNELS.map((value) => (
            <option key={value} value={value}>
              {words.say(`channel.${value}`)}
            </option>
          ))}
        </select>
      </label>
      <div class="g-field">
        <label class="g-label" for="consent-said">
          {words.say('consent.said_at')}
        </label>
        {event === 'grant' && offers !== null && (
          <span id="said-help" class="g-hint">
            {words.say('consent.said_at_help', { from: words.dateTime(offers.answersFrom) })}
          </span>
        )}
        <input
          id="consent-said"
          class="g-input"
          data-size="small"
          type="datetime-local"
          max={localMinute(now())}
          value={said ?? localMinute(now())}
          aria-invalid={saidWrong}
          aria-describedby={saidWrong ? 'said-help said-wrong' : 'said-help'}
          onInput={(change) => {
            setSaid(change.currentTarget.value)
            setTurn(null)
            setMissing(null)
          }}
        />
        {(missing === 'said_missing' || missing === 'said_in_future' || missing === 'said_too_early') && (
          <span id="said-wrong" class="g-error" role="alert">
            {words.say(`consent.${missing}`)}
          </span>
        )}
      </div>
      {twice && (
        <fieldset
          class="g-fieldset"
          aria-describedby={missing === 'said_which' ? 'said-which' : undefined}
          aria-invalid={missing === 'said_which'}
        >
          <legend class="g-legend">{words.say('consent.said_twice')}</legend>
          {moments.map((at, index) => (
            <label key={at} class="g-check">
              <input
                type="radio"
                name="consent-turn"
                checked={turn === index}
                onChange={() => {
                  setTurn(index)
                  setMissing(null)
                }}
              />
              <span>
                {words.say(index === 0 ? 'consent.said_first' : 'consent.said_second', {
                  time: clockTime(words.locale, at),
                })}
              </span>
            </label>
          ))}
          {missing === 'said_which' && (
            <span id="said-which" class="g-error" role="alert">
              {words.say('consent.said_which')}
            </span>
          )}
        </fieldset>
      )}
      {event === 'grant' && noticeLocale !== null && (
        <label class="g-field">
          <span class="g-label">{words.say('consent.notice_language')}</span>
          <select
            class="g-select"
            data-size="small"
            value={noticeLocale}
            onChange={(change) => {
              setShownIn(change.currentTarget.value)
              setMissing(null)
            }}
          >
            {notices.map((locale) => (
              <option key={locale} value={locale}>
                {words.language(locale)}
              </option>
            ))}
          </select>
        </label>
      )}
      {differs && (
        <div class="g-field">
          <label class="g-label" for="consent-reason">
            {words.say('consent.language_differs', {
              languages: words.list(spoken.map((locale) => words.language(locale))),
            })}
          </label>
          <select
            id="consent-reason"
            class="g-select"
            data-size="small"
            value={reason ?? ''}
            aria-required
            aria-invalid={missing === 'language'}
            aria-describedby="reason-missing"
            onChange={(change) => {
              setReason(LOCALE_REASONS.find((known) => known === change.currentTarget.value) ?? null)
              setMissing(null)
            }}
          >
            <option value="">{words.say('consent.language_choose')}</option>
            {LOCALE_REASONS.map((value) => (
              <option key={value} value={value}>
                {words.say(`locale_reason.${value}`)}
              </option>
            ))}
          </select>
          {missing === 'language' && (
            <span id="reason-missing" class="g-error" role="alert">
              {words.say('consent.language_missing')}
            </span>
          )}
        </div>
      )}
      <div class="g-field">
        <label class="g-label" for="consent-evidence">
          {words.say('consent.evidence')}
        </label>
        <span id="evidence-help" class="g-hint">
          {words.say('consent.evidence_help')}
        </span>
        <textarea
          id="consent-evidence"
          class="g-textarea"
          rows={3}
          maxLength={2000}
          // Nothing typed is in no script: the field then begins where the page does.
          dir={evidence === '' ? undefined : 'auto'}
          aria-describedby={missing === 'evidence' ? 'evidence-help evidence-missing' : 'evidence-help'}
          aria-invalid={missing === 'evidence'}
          aria-required={event === 'grant'}
          value={evidence}
          onInput={(change) => {
            onEvidence(change.currentTarget.value)
            setMissing(null)
          }}
        />
        {missing === 'evidence' && (
          <span id="evidence-missing" class="g-error" role="alert">
            {words.say('consent.evidence_missing')}
          </span>
        )}
      </div>
      <div class="g-row">
        <button
          type="submit"
          class={`g-btn g-btn-small ${event === 'withdraw' ? 'g-btn-danger' : ''}`}
          aria-disabled={busy !== null || event === null}
        >
          {words.say(event === 'withdraw' ? 'consent.withdraw' : 'consent.save')}
        </button>
        <button type="button" class="g-btn g-btn-small g-btn-ghost" onClick={onClose}>
          {words.say('draft.cancel')}
        </button>
      </div>
    </form>
  )
}

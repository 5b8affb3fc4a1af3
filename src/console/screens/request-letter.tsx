/** Letters of a case: proposed in the requester's language, worded by a person, with parts that cannot be left out. */
import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { REQUESTER_LANGUAGES, requesterLanguageOf } from '../../domain/notice.ts'
import { answerLetterOf, isEnded, LETTER_KINDS, type LetterKind } from '../../domain/request-case.ts'
import { isFinished, type LetterFrame, letterText } from '../../domain/request-letter.ts'
import { directionOf } from '../../domain/staff-language.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Choice } from '../parts/choice.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { printText } from '../print.ts'
import { localeName } from '../words.ts'
import type { CaseProps } from './request-case.tsx'
import { TYPED_CHANNELS, type TypedChannel } from './request-opening.tsx'

/** Those that fit the case; the answers to other rights do not. */
function lettersFor(kind: Parameters<typeof answerLetterOf>[0]): readonly LetterKind[] {
  return LETTER_KINDS.filter((letter) => !letter.startsWith('answer_') || letter === answerLetterOf(kind))
}

export function LettersCard(props: CaseProps) {
  const { words } = useConsole()
  const say = words.requests.letter
  const { request, lettersSent } = props.detail
  const [open, setOpen] = useState<LetterKind | null>(null)
  return (
    <section class="g-card" aria-labelledby="letters-card">
      <div class="g-card-head">
        <h2 class="g-h2" id="letters-card">
          {say.title}
        </h2>
      </div>
      <div class="g-card-body g-stack">
        <p class="g-small g-muted">{say.lead}</p>
        <ul class="g-list c-letters">
          {lettersFor(request.kind).map((letter) => (
            <li key={letter} class="g-row" data-spread>
              <span class="g-grow">
                {say.kind[letter]}
                {lettersSent.includes(letter) ? (
                  <span class="c-sent">
                    <Icon name="check" />
                    {say.sent}
                  </span>
                ) : null}
              </span>
              {isEnded(request.status) ? null : (
                <button type="button" class="g-btn g-btn-small" onClick={() => setOpen(letter)}>
                  {say.write}
                  <span class="g-sr"> ({say.kind[letter]})</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      </div>
      {open === null ? null : <LetterDialog {...props} letter={open} onClose={() => setOpen(null)} />}
    </section>
  )
}

type LetterProps = CaseProps & { readonly letter: LetterKind; readonly onClose: () => void }

export function LetterDialog(props: LetterProps) {
  const { client, words, language } = useConsole()
  const say = words.requests.letter
  const { request } = props.detail
  const first = requesterLanguageOf(request.locale)
  const [locale, setLocale] = useState<string>(first)
  // In another language only the frame is another one: what a person has written stays theirs.
  const [written, setWritten] = useState<string | null>(null)
  const loading = useLoading(
    () => client.requestLetter(request.caseId, props.letter, locale),
    `letter-${props.letter}-${locale}`,
  )
  const languages = (
    <label class="g-field c-letter-language">
      <span class="g-label">{say.language}</span>
      <select class="g-select" value={locale} onChange={(event) => setLocale(event.currentTarget.value)}>
        {REQUESTER_LANGUAGES.map((each) => (
          <option key={each} value={each}>
            {localeName(each, language)}
          </option>
        ))}
      </select>
    </label>
  )
  if (loading.loaded.status !== 'ready')
    return (
      <Dialog
        wide
        title={say.kind[props.letter]}
        unsaved={written !== null}
        onClose={props.onClose}
        foot={
          <button type="button" class="g-btn" onClick={props.onClose}>
            {words.common.cancel}
          </button>
        }
      >
        {languages}
        <WhenLoaded loading={loading}>{() => null}</WhenLoaded>
      </Dialog>
    )
  return (
    <LetterForm
      key={locale}
      {...props}
      frame={loading.loaded.value}
      body={written ?? loading.loaded.value.body}
      onBody={setWritten}
      unsaved={written !== null}
    >
      {languages}
    </LetterForm>
  )
}

function LetterForm(
  props: LetterProps & {
    readonly frame: LetterFrame
    readonly body: string
    readonly onBody: (body: string) => void
    readonly unsaved: boolean
    readonly children: ComponentChildren
  },
) {
  const { client, words, tell } = useConsole()
  const say = words.requests.letter
  const { frame, detail, body } = props
  const { request, today } = detail
  const id = useId()
  const act = useAct()
  const [channel, setChannel] = useState<TypedChannel>(request.ticketId === null ? 'email' : 'ticket')
  const [sentOn, setSentOn] = useState(today)
  const whole = letterText(frame, body)
  const finished = isFinished(body)
  const fetchFresh = async () => props.onChanged(await client.requestDetail(request.caseId))
  async function insertLink() {
    await act.run(async () => {
      const issued = await client.issueIdentityLink(request.caseId, request.version)
      props.onBody(body.replaceAll('{link}', issued.url))
      props.onChanged(issued.detail)
    }, fetchFresh)
  }
  async function record() {
    const done = await act.run(async () => {
      const order = { letter: frame.letter, locale: frame.language, version: request.version }
      props.onChanged(
        await client.recordRequestLetter(request.caseId, { ...order, body: body.trim(), channel, sentOn }),
      )
    }, fetchFresh)
    if (!done) return
    tell(say.recorded, 'success')
    props.onClose()
  }
  return (
    <Dialog
      wide
      title={say.kind[frame.letter]}
      unsaved={props.unsaved}
      onClose={props.onClose}
      foot={
        <CancelOrAct onCancel={props.onClose} onAct={record} off={act.busy || !finished}>
          {say.record}
        </CancelOrAct>
      }
    >
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {props.children}
      <div class="c-letter" lang={frame.language} dir={directionOf(frame.language)}>
        <p class="g-strong">{frame.subject}</p>
        <p>{frame.reference}</p>
        <p>{frame.greeting}</p>
        <textarea
          class="g-textarea"
          rows={6}
          maxLength={8000}
          aria-label={say.body}
          aria-describedby={`${id}-gaps`}
          value={body}
          onInput={(event) => props.onBody(event.currentTarget.value)}
        />
        {frame.mandatory.map((paragraph) => (
          <p key={paragraph} class="c-letter-fixed">
            {paragraph}
          </p>
        ))}
        <p>{frame.closing}</p>
        <p>
          {frame.sender.map((line) => (
            <span key={line} class="c-letter-line">
              {line}
            </span>
          ))}
        </p>
      </div>
      <p class="g-small g-muted" id={`${id}-gaps`}>
        {finished ? say.fixed : say.gaps}
      </p>
      <div class="g-row">
        {body.includes('{link}') ? (
          <button
            type="button"
            class="g-btn g-btn-small"
            aria-disabled={act.busy}
            onClick={() => void insertLink()}
          >
            {say.insertLink}
          </button>
        ) : null}
        {finished ? (
          <>
            <CopyButton text={whole} label={say.copy} visible />
            <button
              type="button"
              class="g-btn g-btn-small"
              onClick={() => printText({ language: frame.language, title: frame.subject, text: whole })}
            >
              {say.print}
            </button>
            {request.ticketUrl === null ? null : (
              <a class="g-btn g-btn-small" href={request.ticketUrl} target="_blank" rel="noreferrer">
                {say.ticket} <Icon name="external" />
              </a>
            )}
          </>
        ) : null}
      </div>
      <fieldset class="c-plain">
        <legend class="g-label">{say.howSent}</legend>
        <div class="c-form-pair">
          <Choice
            id={`${id}-channel`}
            label={say.channel}
            value={channel}
            options={TYPED_CHANNELS}
            nameOf={(each) => words.requests.channel[each]}
            onChoose={setChannel}
          />
          <div class="g-field">
            <label class="g-label" for={`${id}-sent`}>
              {say.sentOn}
            </label>
            <input
              id={`${id}-sent`}
              class="g-input"
              type="date"
              min={request.receivedOn}
              max={today}
              value={sentOn}
              onInput={(event) => setSentOn(event.currentTarget.value)}
            />
          </div>
        </div>
      </fieldset>
    </Dialog>
  )
}

/** A request that came by another way than the requester's own page: a call, a letter, an e-mail. */
import { useId, useState } from 'preact/hooks'
import { REQUESTER_LANGUAGES, requesterLanguageOf } from '../../domain/notice.ts'
import {
  REQUEST_CHANNELS,
  REQUEST_KINDS,
  type RequestChannel,
  type RequestKind,
} from '../../domain/request-case.ts'
import { parseHelpdeskId } from '../../domain/ticket.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Choice } from '../parts/choice.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { localeName } from '../words.ts'

export type TypedChannel = Exclude<RequestChannel, 'page' | 'cli'>
export const TYPED_CHANNELS = REQUEST_CHANNELS.filter(
  (channel): channel is TypedChannel => channel !== 'page' && channel !== 'cli',
)

export function OpeningDialog(props: { readonly today: string; readonly onClose: () => void }) {
  const { client, words, language } = useConsole()
  const say = words.requests
  const act = useAct()
  const id = useId()
  const [kind, setKind] = useState<RequestKind>('access')
  const [by, setBy] = useState<'ticket' | 'user'>('ticket')
  const [number, setNumber] = useState('')
  const [channel, setChannel] = useState<TypedChannel>('email')
  const [receivedOn, setReceivedOn] = useState(props.today)
  const [locale, setLocale] = useState<string>(requesterLanguageOf(language))
  const [another, setAnother] = useState(false)
  const [wrong, setWrong] = useState(false)

  async function open() {
    const parsed = parseHelpdeskId(number.trim().replace(/^#/, ''))
    setWrong(parsed === null)
    if (parsed === null) return
    const who = by === 'ticket' ? { ticketId: parsed } : { userId: parsed }
    await act.run(async () => {
      const { request } = await client.openRequestCase({ kind, channel, who, locale, receivedOn, another })
      location.hash = routeHash('requests', request.caseId)
      // What was typed is the request now: nobody is asked whether to leave it.
      props.onClose()
    })
  }
  const twin = act.setback?.code === 'CONFLICT'
  return (
    <Dialog
      title={say.opening.title}
      onClose={props.onClose}
      foot={
        <CancelOrAct onCancel={props.onClose} onAct={open} off={act.busy}>
          {say.opening.submit}
        </CancelOrAct>
      }
    >
      {act.setback === null || twin ? null : <SetbackAlert setback={act.setback} />}
      {twin ? (
        <div class="g-alert" data-tone="warning" role="alert">
          <div class="g-stack">
            <p>{say.opening.twin}</p>
            <label class="g-check">
              <input
                type="checkbox"
                checked={another}
                onChange={(event) => setAnother(event.currentTarget.checked)}
              />
              <span>{say.opening.another}</span>
            </label>
          </div>
        </div>
      ) : null}
      <p>{say.opening.lead}</p>
      <Choice
        id={`${id}-kind`}
        label={say.table.what}
        value={kind}
        options={REQUEST_KINDS}
        nameOf={(each) => say.kind[each]}
        onChoose={setKind}
      />
      <fieldset class="c-plain">
        <legend class="g-label">{say.opening.who}</legend>
        <div class="g-row">
          {(['ticket', 'user'] as const).map((each) => (
            <label key={each} class="g-check">
              <input type="radio" name={`${id}-by`} checked={by === each} onChange={() => setBy(each)} />
              <span>{say.opening.by[each]}</span>
            </label>
          ))}
        </div>
        <div class="g-field">
          <label class="g-label" for={`${id}-number`}>
            {say.opening.by[by]}
          </label>
          <input
            id={`${id}-number`}
            class="g-input"
            inputMode="numeric"
            autocomplete="off"
            value={number}
            aria-invalid={wrong}
            aria-describedby={wrong ? `${id}-wrong` : undefined}
            onInput={(event) => setNumber(event.currentTarget.value)}
          />
          {wrong ? (
            <span class="g-error" id={`${id}-wrong`} role="alert">
              {say.opening.wrong}
            </span>
          ) : null}
        </div>
      </fieldset>
      <div class="c-form-pair">
        <Choice
          id={`${id}-channel`}
          label={say.opening.channel}
          value={channel}
          options={TYPED_CHANNELS}
          nameOf={(each) => say.channel[each]}
          onChoose={setChannel}
        />
        <div class="g-field">
          <label class="g-label" for={`${id}-received`}>
            {say.table.received}
          </label>
          <input
            id={`${id}-received`}
            class="g-input"
            type="date"
            max={props.today}
            value={receivedOn}
            onInput={(event) => setReceivedOn(event.currentTarget.value)}
          />
        </div>
        <Choice
          id={`${id}-language`}
          label={say.table.language}
          value={locale}
          options={REQUESTER_LANGUAGES}
          nameOf={(each) => localeName(each, language)}
          onChoose={setLocale}
        />
      </div>
    </Dialog>
  )
}

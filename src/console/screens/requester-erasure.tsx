/** Erasing, restricting and objecting, for the person whose dossier is open. */
import { useState } from 'preact/hooks'
import type { DossierCase } from '../../domain/dossier-api.ts'
import type { PersonAct } from '../../domain/erasure-api.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { plural } from '../words.ts'

interface Person {
  readonly requesterRef: string
  readonly erased: boolean
  /** Where the helpdesk shows their tickets: erasing there is the controller's own act. */
  readonly ticketUrls: Readonly<Record<string, string>>
  /** What there is to do about their tickets. */
  readonly acts: readonly PersonAct[]
  /** Their open requests to be erased. */
  readonly cases: readonly DossierCase[]
  readonly onDone: () => Promise<unknown>
}

type Asked = 'erase' | PersonAct

export function RequesterErasure(props: Person) {
  const say = useConsole().words.retention
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => setAsked(null)
  return (
    <>
      {props.acts.map((act) => (
        <button key={act} type="button" class="g-btn" onClick={() => setAsked(act)}>
          {say.act[act]}
        </button>
      ))}
      <button
        type="button"
        class="g-btn g-btn-danger"
        aria-disabled={props.erased}
        onClick={() => setAsked('erase')}
      >
        {say.erase}
      </button>
      {asked === 'erase' ? <EraseDialog {...props} onClose={close} /> : null}
      {asked !== null && asked !== 'erase' ? <ActDialog {...props} act={asked} onClose={close} /> : null}
    </>
  )
}

function EraseDialog(props: Person & { readonly onClose: () => void }) {
  const { client, words, tell } = useConsole()
  const say = words.retention
  const act = useAct()
  const [caseId, setCaseId] = useState(props.cases[0]?.caseId ?? null)
  const erase = () =>
    act.run(async () => {
      const reply = await client.erasePerson({ requesterRef: props.requesterRef, caseId })
      tell(say.outcome[reply.outcome], reply.outcome === 'nothing_held' ? 'info' : 'success')
      props.onClose()
      await props.onDone()
    })
  const tickets = Object.entries(props.ticketUrls)
  return (
    <Dialog
      title={say.erase}
      onClose={props.onClose}
      foot={
        <CancelOrAct onCancel={props.onClose} onAct={erase} off={act.busy} grave>
          {say.erasePropose}
        </CancelOrAct>
      }
    >
      <p>{say.eraseIs}</p>
      <p>{say.eraseTwo}</p>
      {props.cases.length === 0 ? null : (
        <div class="g-field">
          <label class="g-label" for="erase-case">
            {say.eraseCase}
          </label>
          <select
            id="erase-case"
            class="g-select"
            value={caseId ?? ''}
            onChange={({ currentTarget }) =>
              setCaseId(currentTarget.value === '' ? null : currentTarget.value)
            }
          >
            {props.cases.map((each) => (
              <option key={each.caseId} value={each.caseId}>
                {each.caseNumber} · {words.requests.status[each.status]}
              </option>
            ))}
            <option value="">{say.eraseNoCase}</option>
          </select>
        </div>
      )}
      <p class="g-alert" data-tone="info">
        <span>{say.eraseHelpdesk}</span>
      </p>
      {tickets.length === 0 ? null : (
        <ul class="g-list">
          {tickets.map(([ticketId, url]) => (
            <li key={ticketId}>
              <a class="g-link" href={url} target="_blank" rel="noreferrer">
                #{ticketId}
              </a>
            </li>
          ))}
        </ul>
      )}
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
    </Dialog>
  )
}

function ActDialog(props: Person & { readonly act: PersonAct; readonly onClose: () => void }) {
  const { client, words, language, now, tell } = useConsole()
  const say = words.retention
  const act = useAct()
  const [reason, setReason] = useState('')
  const [told, setTold] = useState(false)
  const lifts = props.act === 'lift_restriction'
  const run = () =>
    act.run(async () => {
      const { tickets } = await client.actOnPerson({
        requesterRef: props.requesterRef,
        act: props.act,
        reason: reason.trim(),
        toldAt: lifts && told ? new Date(now()).toISOString() : null,
      })
      const some = tickets > 0
      tell(some ? plural(say.actDone, tickets, language) : say.actNothing, some ? 'success' : 'info')
      props.onClose()
      await props.onDone()
    })
  return (
    <Dialog
      title={say.act[props.act]}
      onClose={props.onClose}
      foot={
        <CancelOrAct
          onCancel={props.onClose}
          onAct={run}
          off={act.busy || reason.trim() === '' || (lifts && !told)}
        >
          {say.act[props.act]}
        </CancelOrAct>
      }
    >
      <p>{say.actIs[props.act]}</p>
      <div class="g-field">
        <label class="g-label" for="act-reason">
          {say.actReason}
        </label>
        <textarea
          id="act-reason"
          class="g-textarea"
          rows={3}
          maxLength={2_000}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      {lifts ? (
        <label class="g-check">
          <input type="checkbox" checked={told} onChange={(event) => setTold(event.currentTarget.checked)} />
          <span>{say.actTold}</span>
        </label>
      ) : null}
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
    </Dialog>
  )
}

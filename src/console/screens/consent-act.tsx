/** The question before compliance changes a ticket's consent: what happens, and what must be written down. */
import { useState } from 'preact/hooks'
import type { ComplianceAct, ConsentFile } from '../../domain/consent-api.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { fill } from '../words.ts'

/** They stop drafting or end what permitted it. */
const GRAVE: readonly ComplianceAct[] = ['invalidate', 'restrict', 'hold_minor', 'uphold_objection']

interface Given {
  readonly file: ConsentFile
  readonly act: ComplianceAct
  readonly onClose: () => void
  readonly onDone: (file: ConsentFile) => void
  /** Something was said meanwhile: what stands now is shown behind the question. */
  readonly onRefreshed: (file: ConsentFile) => void
}

export function ConsentActDialog(props: Given) {
  const { client, words, now } = useConsole()
  const say = words.consent
  const { file, act } = props
  const doing = useAct()
  const [reason, setReason] = useState('')
  const [told, setTold] = useState('')
  const [asked, setAsked] = useState(false)
  const tells = act === 'lift_restriction'
  const toldAt = momentOf(told)
  const toldWrong = tells && (toldAt === null || Date.parse(toldAt) > now())
  const reasonMissing = reason.trim() === ''

  async function save() {
    setAsked(true)
    if (reasonMissing || toldWrong) return
    await doing.run(async () => {
      const order = { act, reason: reason.trim(), epoch: file.consent.epoch }
      props.onDone(await client.actOnConsent(file.ticketId, toldAt === null ? order : { ...order, toldAt }))
    })
  }
  const stale = doing.setback?.code === 'CONFLICT'
  const refresh = () =>
    doing.run(async () => {
      props.onRefreshed(await client.consentFile(file.ticketId))
    })
  return (
    <Dialog
      title={fill(say.act[act].title, { ticket: file.ticketId })}
      onClose={props.onClose}
      foot={
        <CancelOrAct
          onCancel={props.onClose}
          onAct={save}
          off={doing.busy || stale}
          grave={GRAVE.includes(act)}
        >
          {say.act[act].button}
        </CancelOrAct>
      }
    >
      {doing.setback === null ? null : (
        <SetbackAlert setback={doing.setback} onRetry={stale ? () => void refresh() : undefined} />
      )}
      <p>{say.act[act].happens}</p>
      {tells ? (
        <Field id="act-told" label={say.toldAt} error={asked && toldWrong ? say.toldWrong : null}>
          {(described) => (
            <input
              id="act-told"
              class="g-input"
              type="datetime-local"
              value={told}
              required
              aria-invalid={asked && toldWrong}
              aria-describedby={described}
              onInput={(event) => setTold(event.currentTarget.value)}
            />
          )}
        </Field>
      ) : null}
      <Field
        id="act-reason"
        label={say.act[act].reason}
        hint={say.reasonHint}
        error={asked && reasonMissing ? say.reasonMissing : null}
      >
        {(described) => (
          <textarea
            id="act-reason"
            class="g-textarea"
            rows={4}
            maxLength={4000}
            value={reason}
            aria-required
            aria-invalid={asked && reasonMissing}
            aria-describedby={described}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
    </Dialog>
  )
}

/** What the browser's own clock means by it, as a moment; `null` while it is none. */
function momentOf(local: string): string | null {
  const at = new Date(local)
  return local === '' || Number.isNaN(at.getTime()) ? null : at.toISOString()
}

export function Field(props: {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly error: string | null
  readonly children: (describedBy: string | undefined) => preact.ComponentChildren
}) {
  const { id, hint, error } = props
  const parts = [...(hint === undefined ? [] : [`${id}-hint`]), ...(error === null ? [] : [`${id}-error`])]
  return (
    <div class="g-field">
      <label class="g-label" for={id}>
        {props.label}
      </label>
      {hint === undefined ? null : (
        <span class="g-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {props.children(parts.length === 0 ? undefined : parts.join(' '))}
      {error === null ? null : (
        <span class="g-error" id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
    </div>
  )
}

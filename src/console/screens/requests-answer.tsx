/** The question before a request is closed: how it was answered. */
import { useState } from 'preact/hooks'
import type { RequestCaseView } from '../../domain/request-api.ts'
import { useConsole } from '../context.ts'
import type { Act } from '../loading.ts'
import { Dialog } from '../parts/dialog.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { fill } from '../words.ts'

export function AnswerDialog(props: {
  readonly request: RequestCaseView
  readonly act: Act
  readonly onSave: (note: string) => void
  readonly onClose: () => void
}) {
  const { words } = useConsole()
  const say = words.requests
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const save = () => (note.trim() === '' ? setMissing(true) : props.onSave(note.trim()))
  return (
    <Dialog
      title={fill(say.answerTitle, { ticketId: props.request.ticketId })}
      onClose={props.onClose}
      foot={
        <>
          <button type="button" class="g-btn" onClick={props.onClose}>
            {words.common.cancel}
          </button>
          <button type="button" class="g-btn g-btn-primary" disabled={props.act.busy} onClick={save}>
            {say.answer}
          </button>
        </>
      }
    >
      {props.act.setback === null ? null : <SetbackAlert setback={props.act.setback} />}
      <p>{say.answerLead}</p>
      <div class="g-field">
        <label class="g-label" for="request-note">
          {say.note}
        </label>
        <span class="g-hint" id="request-note-hint">
          {say.noteHint}
        </span>
        <textarea
          id="request-note"
          class="g-textarea"
          rows={4}
          maxLength={4000}
          aria-describedby={missing ? 'request-note-hint request-note-missing' : 'request-note-hint'}
          aria-invalid={missing}
          aria-required
          value={note}
          onInput={(change) => {
            setNote(change.currentTarget.value)
            setMissing(false)
          }}
        />
        {missing ? (
          <span class="g-error" id="request-note-missing" role="alert">
            {say.noteMissing}
          </span>
        ) : null}
      </div>
    </Dialog>
  )
}

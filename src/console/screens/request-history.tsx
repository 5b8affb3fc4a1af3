/** What happened with a request, newest first, and a place for notes. Only compliance reads it. */
import { useId, useState } from 'preact/hooks'
import type { CaseLineView } from '../../domain/request-api.ts'
import { LETTER_KINDS, REQUEST_CHANNELS } from '../../domain/request-case.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct } from '../loading.ts'
import { SetbackAlert } from '../parts/page.tsx'
import { fill, formatDay, formatMoment } from '../words.ts'
import type { CaseProps } from './request-case.tsx'

export function RequestHistory({ detail, onChanged }: CaseProps) {
  const { client, words, language, tell } = useConsole()
  const say = words.requests.history
  const id = useId()
  const act = useAct()
  const [note, setNote] = useState('')
  useUnsaved(note.trim() !== '')
  const fetchFresh = async () => onChanged(await client.requestDetail(detail.request.caseId))
  async function save() {
    const done = await act.run(async () => {
      const { caseId, version } = detail.request
      onChanged(await client.addRequestNote(caseId, version, note.trim()))
    }, fetchFresh)
    if (!done) return
    setNote('')
    tell(say.noteSaved, 'success')
  }
  return (
    <section class="g-card" aria-labelledby="history-card">
      <div class="g-card-head">
        <h2 class="g-h2" id="history-card">
          {say.title}
        </h2>
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <div class="g-field">
          <label class="g-label" for={`${id}-note`}>
            {say.note}
          </label>
          <span class="g-hint" id={`${id}-hint`}>
            {words.requests.case.sealed}
          </span>
          <textarea
            id={`${id}-note`}
            class="g-textarea"
            rows={2}
            maxLength={8000}
            value={note}
            aria-describedby={`${id}-hint`}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </div>
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        <div>
          <button
            type="button"
            class="g-btn g-btn-small"
            aria-disabled={act.busy || note.trim() === ''}
            onClick={() => void save()}
          >
            {say.add}
          </button>
        </div>
        <ol class="g-list c-case-history">
          {detail.history.toReversed().map((line) => (
            <li key={line.seq}>
              <p>
                <span class="g-strong">
                  <LineWords line={line} />
                </span>{' '}
                <span class="g-small g-muted">
                  <time dateTime={line.at}>{formatMoment(line.at, language)}</time> · {say.by[line.actor]}
                </span>
              </p>
              {line.text === null ? null : <LineText line={line} text={line.text} />}
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

function LineText({ line, text }: { readonly line: CaseLineView; readonly text: string }) {
  const { words } = useConsole()
  if (line.kind !== 'letter_sent') return <p class="g-break c-case-text">{text}</p>
  return (
    <details class="g-details">
      <summary>{words.requests.history.showLetter}</summary>
      <p class="g-break c-case-text">{text}</p>
    </details>
  )
}

function LineWords({ line }: { readonly line: CaseLineView }) {
  const { words, language } = useConsole()
  const say = words.requests
  const records: Readonly<Record<string, string>> = say.history.record
  const moves: Readonly<Record<string, { readonly done: string }>> = say.move
  const letter = LETTER_KINDS.find((known) => known === line.detail.letter)
  const channel = REQUEST_CHANNELS.find((known) => known === line.detail.channel)
  const reminders: Readonly<Record<string, string>> = say.history.reminder
  const products: Readonly<Record<string, string>> = say.history.product
  const day = (of: string | undefined) => (of === undefined ? '' : formatDay(of, language))
  const sentence = records[line.kind] ?? moves[line.kind]?.done ?? line.kind
  return (
    <>
      {fill(sentence, {
        letter: letter === undefined ? '' : say.letter.kind[letter],
        channel: channel === undefined ? '' : say.channel[channel],
        day: day(line.detail.sent_on ?? line.detail.due),
        reminder: reminders[line.detail.reminder ?? ''] ?? '',
        product: products[line.detail.product ?? ''] ?? line.detail.product ?? '',
      })}
      {line.detail.due_after === undefined
        ? ''
        : ` ${fill(say.history.newDue, { day: day(line.detail.due_after) })}`}
    </>
  )
}

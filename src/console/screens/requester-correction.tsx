/** What the person says is wrong, noted beside what it is about; what was drafted from it ends with the same act. */
import { useState } from 'preact/hooks'
import type { CorrectionReply, RecordName } from '../../domain/correction-api.ts'
import type { DossierRecord } from '../../domain/dossier-api.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { formatMoment, plural } from '../words.ts'
import type { DossierProps } from './dossier.tsx'

const keyOf = ({ class: name, ref }: RecordName) => `${name} ${ref}`

type Props = DossierProps & { readonly start: RecordName | null; readonly onClose: () => void }

export function CorrectionDialog(props: Props) {
  const { client, words } = useConsole()
  const say = words.retention
  const act = useAct()
  const [about, setAbout] = useState(props.start)
  const [note, setNote] = useState('')
  const [done, setDone] = useState<CorrectionReply | null>(null)
  const close = () => {
    props.onClose()
    if (done !== null) void props.onReload()
  }
  const save = () =>
    act.run(async () => {
      const { requesterRef } = props.dossier
      setDone(await client.correctPerson({ requesterRef, note: note.trim(), about }))
    })
  if (done !== null) return <Done reply={done} onClose={close} />
  return (
    <Dialog
      title={say.act.correct}
      onClose={close}
      foot={
        <CancelOrAct onCancel={close} onAct={save} off={act.busy || note.trim() === ''}>
          {say.act.correct}
        </CancelOrAct>
      }
    >
      <p>{say.actIs.correct}</p>
      <AboutField records={props.dossier.records} about={about} onChoose={setAbout} />
      <div class="g-field">
        <label class="g-label" for="correction-note">
          {say.actReason}
        </label>
        <textarea
          id="correction-note"
          class="g-textarea"
          rows={3}
          maxLength={2_000}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
    </Dialog>
  )
}

function AboutField({
  records,
  about,
  onChoose,
}: {
  readonly records: readonly DossierRecord[]
  readonly about: RecordName | null
  readonly onChoose: (about: RecordName | null) => void
}) {
  const { words, language } = useConsole()
  const say = words.retention
  const named = records.flatMap(({ name, at, ticketId, class: kind }) =>
    name === null ? [] : [{ name, at, ticketId, kind }],
  )
  const lineOf = ({ kind, at, ticketId }: (typeof named)[number]) =>
    [
      words.requesters.class[kind],
      ...(ticketId === null ? [] : [`#${ticketId}`]),
      at === null ? words.requesters.noDate : formatMoment(at, language),
    ].join(' · ')
  return (
    <div class="g-field">
      <label class="g-label" for="correction-about">
        {say.correctAbout}
      </label>
      <select
        id="correction-about"
        class="g-select"
        value={about === null ? '' : keyOf(about)}
        onChange={({ currentTarget }) =>
          onChoose(named.find(({ name }) => keyOf(name) === currentTarget.value)?.name ?? null)
        }
      >
        <option value="">{say.correctAll}</option>
        {named.map((each) => (
          <option key={keyOf(each.name)} value={keyOf(each.name)}>
            {lineOf(each)}
          </option>
        ))}
      </select>
    </div>
  )
}

function Done({ reply, onClose }: { readonly reply: CorrectionReply; readonly onClose: () => void }) {
  const { words, language } = useConsole()
  const say = words.retention
  return (
    <Dialog
      title={say.corrected}
      onClose={onClose}
      foot={
        <button type="button" class="g-btn g-btn-primary" onClick={onClose}>
          {words.common.close}
        </button>
      }
    >
      <p>{plural(say.correctWithdrawn, reply.withdrawn, language)}</p>
      {reply.recipients.length === 0 ? (
        <p class="g-muted">{words.requesters.recipientsNone}</p>
      ) : (
        <>
          <h3 class="g-h3">{say.correctTell}</h3>
          <p>{say.correctTellIs}</p>
          <ul class="g-stack">
            {reply.recipients.map((each) => (
              <li key={`${each.provider} ${each.host ?? ''} ${each.region}`}>
                <span class="g-strong">{each.provider}</span> · {each.host} · {each.region} ·{' '}
                {plural(words.requesters.requestCount, each.requests, language)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  )
}

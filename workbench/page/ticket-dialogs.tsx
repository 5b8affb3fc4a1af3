/** What happens to a ticket in a helpdesk, each in a dialog of its own. */
import { useState } from 'preact/hooks'
import { type Bootstrap, desk, type NamedJson } from './desk-client.ts'
import { Dialog } from './dialog.tsx'
import type { TicketState } from './ticket-state.ts'

export interface ActProps {
  readonly boot: Bootstrap
  readonly state: TicketState
  onClose(): void
}

/** One of a few records, by its name. */
export function Choice(props: {
  readonly label: string
  readonly chosen: number | null
  readonly among: readonly NamedJson[]
  /** Said for "none"; without it there is always one. */
  readonly none?: string
  onChoose(id: number | null): void
}) {
  return (
    <label>
      {props.label}
      <select
        value={props.chosen === null ? '' : String(props.chosen)}
        onChange={({ currentTarget: { value } }) => props.onChoose(value === '' ? null : Number(value))}
      >
        {props.none !== undefined && <option value="">{props.none}</option>}
        {props.among.map(({ id, name }) => (
          <option key={id} value={String(id)}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

export function ReplyDialog({ state, onClose }: ActProps) {
  const { ticket } = state.view()
  const [text, setText] = useState('')
  const name = state.person(ticket.requester_id)?.name ?? 'The requester'
  return (
    <Dialog
      title={`${name} replies`}
      action="Add public comment"
      onClose={onClose}
      onAct={async () => void (await desk.replyAsRequester(ticket.id, text))}
    >
      <label>
        Their words
        <textarea rows={6} required value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
    </Dialog>
  )
}

export function FilingDialog({ boot, state, onClose }: ActProps) {
  const { ticket } = state.view()
  const [brand, setBrand] = useState<number | null>(ticket.brand_id)
  const [form, setForm] = useState(ticket.ticket_form_id)
  const [group, setGroup] = useState(ticket.group_id)
  const [tags, setTags] = useState(ticket.tags.join(' '))
  async function file() {
    await desk.update(ticket.id, {
      brand_id: brand ?? ticket.brand_id,
      group_id: group,
      ...(form === null ? {} : { ticket_form_id: form }),
      tags: tags.toLowerCase().split(/\s+/).filter(Boolean),
    })
    return undefined
  }
  return (
    <Dialog title={`File ticket #${ticket.id} elsewhere`} action="Save" onClose={onClose} onAct={file}>
      <p>Rules of the account can give another scope by each of these.</p>
      <div class="dialog-pair">
        <Choice label="Brand" chosen={brand} among={boot.brands} onChoose={setBrand} />
        <Choice label="Form" chosen={form} among={boot.forms} onChoose={setForm} />
      </div>
      <Choice label="Group" chosen={group} among={boot.groups} none="No group" onChoose={setGroup} />
      <label>
        Tags, with blanks between
        <input value={tags} onInput={(event) => setTags(event.currentTarget.value)} />
      </label>
    </Dialog>
  )
}

export function MergeDialog({ state, onClose }: ActProps) {
  const { ticket } = state.view()
  const [target, setTarget] = useState('')
  return (
    <Dialog
      title={`Merge ticket #${ticket.id}`}
      action="Merge and close"
      onClose={onClose}
      onAct={async () => void (await desk.merge(ticket.id, Number(target)))}
    >
      <label>
        Into ticket number
        <input
          required
          inputMode="numeric"
          pattern="[0-9]+"
          value={target}
          onInput={(event) => setTarget(event.currentTarget.value)}
        />
      </label>
    </Dialog>
  )
}

export function DeleteTicketDialog({ state, onClose }: ActProps) {
  const { ticket } = state.view()
  const [binned, setBinned] = useState(false)
  async function act() {
    await desk.deleteTicket(ticket.id)
    setBinned(true)
    return binned
      ? 'The ticket is gone for good.'
      : 'The ticket lies in the bin. It can be deleted for good now.'
  }
  async function restore() {
    await desk.restoreTicket(ticket.id)
    onClose()
  }
  return (
    <Dialog
      title={`Delete ticket #${ticket.id}`}
      action={binned ? 'Delete for good' : 'Move to the bin'}
      onClose={onClose}
      onAct={act}
    >
      <p>In the bin it can be restored; deleted for good it cannot.</p>
      {binned && (
        <button type="button" class="plain" data-act="restore" onClick={() => void restore()}>
          Restore it
        </button>
      )}
    </Dialog>
  )
}

/** The web form as a requester fills it in, the settings of the app, and a webhook sent by hand. */
import { useState } from 'preact/hooks'
import { desk } from './desk-client.ts'
import { Dialog } from './dialog.tsx'
import { type ActProps, Choice } from './ticket-dialogs.tsx'
import type { TicketState } from './ticket-state.ts'

export function FormDialog({ boot, state, onClose }: ActProps) {
  const { ticket } = state.view()
  const [form, setForm] = useState<number | null>(boot.forms[0]?.id ?? null)
  const [subject, setSubject] = useState('')
  const [text, setText] = useState('')
  const [filled, setFilled] = useState<Readonly<Record<number, string>>>({})
  const asked = boot.ticketFields.filter(({ portalTitle }) => portalTitle !== null)
  async function send() {
    const customFields = Object.entries(filled).map(([id, value]) => ({ id: Number(id), value }))
    const requesterId = ticket.requester_id
    const { ticketId } = await desk.writeForm({ requesterId, formId: form, subject, text, customFields })
    window.location.assign(`/agent/tickets/${ticketId}`)
    return undefined
  }
  return (
    <Dialog
      title={`${state.person(ticket.requester_id)?.name ?? 'The requester'} fills in the form`}
      action="Send the form"
      onClose={onClose}
      onAct={send}
    >
      <Choice label="Form" chosen={form} among={boot.forms} onChoose={setForm} />
      <label>
        Subject
        <input required value={subject} onInput={(event) => setSubject(event.currentTarget.value)} />
      </label>
      <label>
        Their words
        <textarea rows={4} required value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      {asked.map(({ id, type, portalTitle, options }) => {
        const set = (value: string) => setFilled({ ...filled, [id]: value })
        return (
          <div class="dialog-field" key={id}>
            <label for={`form-field-${id}`}>{portalTitle}</label>
            {options.length === 0 ? (
              <input
                id={`form-field-${id}`}
                type={type === 'date' ? 'date' : 'text'}
                value={filled[id] ?? ''}
                onInput={(event) => set(event.currentTarget.value)}
              />
            ) : (
              <select
                id={`form-field-${id}`}
                value={filled[id] ?? ''}
                onChange={(event) => set(event.currentTarget.value)}
              >
                <option value="">–</option>
                {options.map(({ name, value }) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </div>
        )
      })}
    </Dialog>
  )
}

const SETTINGS: Readonly<Record<string, string>> = {
  write_consent_status: 'Write the consent status to each ticket as a tag',
}

export function SettingsDialog({ boot, onClose }: ActProps) {
  const [settings, setSettings] = useState(boot.appSettings)
  return (
    <Dialog
      title="Settings of the app"
      action="Save"
      onClose={onClose}
      onAct={async () => {
        await desk.setApp(settings)
        // The app reads its settings when it is loaded.
        window.location.reload()
        return undefined
      }}
    >
      {Object.entries(settings).map(([name, isOn]) => (
        <label class="dialog-check" key={name}>
          <input
            type="checkbox"
            name={name}
            checked={isOn}
            onChange={(event) => setSettings({ ...settings, [name]: event.currentTarget.checked })}
          />
          {SETTINGS[name] ?? name}
        </label>
      ))}
    </Dialog>
  )
}

function orderFor(type: string, state: TicketState): object {
  const { ticket, comments } = state.view()
  const order = { type, ticketId: ticket.id }
  const more: Readonly<Record<string, object>> = {
    'ticket.comment_added': { commentId: comments.at(-1)?.id },
    'ticket.requester_changed': { previousRequesterId: ticket.requester_id },
    'user.deleted': { userId: ticket.requester_id },
  }
  return { ...order, ...more[type] }
}

const WEBHOOK_TYPES = [
  'ticket.created',
  'ticket.comment_added',
  'ticket.requester_changed',
  'ticket.soft_deleted',
  'ticket.undeleted',
  'user.deleted',
]

export function WebhookDialog({ state, onClose }: ActProps) {
  const [type, setType] = useState('ticket.created')
  return (
    <Dialog
      title="Send a signed webhook"
      action="Send"
      onClose={onClose}
      onAct={async () => {
        const { delivery } = await desk.sendWebhook(orderFor(type, state))
        return `${delivery.type}: ${delivery.problem ?? `answered ${delivery.status}`}`
      }}
    >
      <p>The event is sent as it is; the ticket itself does not change.</p>
      <label>
        Event
        <select value={type} onChange={(event) => setType(event.currentTarget.value)}>
          {WEBHOOK_TYPES.map((entry) => (
            <option key={entry}>{entry}</option>
          ))}
        </select>
      </label>
    </Dialog>
  )
}

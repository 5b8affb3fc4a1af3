/** What only a workbench offers on a ticket: act as the requester, change facts, set off webhooks. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { desk, type UserJson } from './desk-client.ts'
import { Dialog } from './dialog.tsx'
import { useDismissal } from './dismissal.ts'
import { FoldIcon, ToolsIcon } from './icons.tsx'
import type { TicketState } from './ticket-state.ts'

const ACTS = {
  reply: 'Let the requester reply…',
  requester: 'Change requester…',
  merge: 'Merge into another ticket…',
  erase: 'Delete the requester…',
  webhook: 'Send webhook…',
} as const
type Act = keyof typeof ACTS

interface ActProps {
  readonly state: TicketState
  onClose(): void
}

function ReplyDialog({ state, onClose }: ActProps) {
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

function RequesterDialog({ state, onClose }: ActProps) {
  const { ticket } = state.view()
  const [people, setPeople] = useState<readonly UserJson[]>([])
  const [chosen, setChosen] = useState(ticket.requester_id)
  useEffect(() => {
    void desk.people().then(({ users }) => setPeople(users.filter(({ role }) => role === 'end-user')))
  }, [])
  return (
    <Dialog
      title="Change requester"
      action="Change"
      onClose={onClose}
      onAct={async () => void (await desk.update(ticket.id, { requester_id: chosen }))}
    >
      <label>
        New requester
        <select value={String(chosen)} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
          {people.map((person) => (
            <option key={person.id} value={String(person.id)}>
              {person.name} · {person.email}
            </option>
          ))}
        </select>
      </label>
    </Dialog>
  )
}

function MergeDialog({ state, onClose }: ActProps) {
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
          value={target}
          onInput={(event) => setTarget(event.currentTarget.value)}
        />
      </label>
    </Dialog>
  )
}

function EraseDialog({ state, onClose }: ActProps) {
  const { ticket } = state.view()
  const requester = state.person(ticket.requester_id)
  return (
    <Dialog
      title="Delete the requester"
      action="Delete"
      onClose={onClose}
      onAct={async () => void (await desk.deleteUser(ticket.requester_id))}
    >
      <p>{requester?.name} is deleted in the helpdesk and the companion is told by webhook.</p>
    </Dialog>
  )
}

function orderFor(type: string, state: TicketState): object {
  const { ticket, comments } = state.view()
  return {
    'ticket.created': { type, ticketId: ticket.id },
    'ticket.comment_added': { type, ticketId: ticket.id, commentId: comments.at(-1)?.id },
    'ticket.requester_changed': { type, ticketId: ticket.id, previousRequesterId: ticket.requester_id },
    'ticket.merged': { type, ticketId: ticket.id, targetTicketId: ticket.id },
    'user.deleted': { type, userId: ticket.requester_id },
  }[type] as object
}

const WEBHOOK_TYPES = [
  'ticket.created',
  'ticket.comment_added',
  'ticket.requester_changed',
  'ticket.merged',
  'user.deleted',
]

function WebhookDialog({ state, onClose }: ActProps) {
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

const DIALOGS = {
  reply: ReplyDialog,
  requester: RequesterDialog,
  merge: MergeDialog,
  erase: EraseDialog,
  webhook: WebhookDialog,
} satisfies Record<Act, (props: ActProps) => unknown>

export function WorkbenchTools({ state }: { readonly state: TicketState }) {
  const [isOpen, setOpen] = useState(false)
  const [act, setAct] = useState<Act | null>(null)
  const ActDialog = act === null ? null : DIALOGS[act]
  const box = useRef<HTMLDivElement>(null)
  const close = useCallback(() => setOpen(false), [])
  useDismissal(box, isOpen, close)
  return (
    <div class="tools-menu" ref={box}>
      <button
        type="button"
        class="plain"
        id="workbench-tools"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <ToolsIcon /> Workbench <FoldIcon />
      </button>
      {isOpen && (
        <ul>
          {(Object.keys(ACTS) as Act[]).map((name) => (
            <li key={name}>
              <button
                type="button"
                data-act={name}
                onClick={() => {
                  setAct(name)
                  setOpen(false)
                }}
              >
                {ACTS[name]}
              </button>
            </li>
          ))}
        </ul>
      )}
      {ActDialog !== null && <ActDialog state={state} onClose={() => setAct(null)} />}
    </div>
  )
}

/** What only a workbench offers on a ticket: act as the requester, change facts, set off webhooks. */
import { useCallback, useRef, useState } from 'preact/hooks'
import type { Bootstrap } from './desk-client.ts'
import { useDismissal } from './dismissal.ts'
import { FoldIcon, ToolsIcon } from './icons.tsx'
import {
  DeleteUserDialog,
  MergeUserDialog,
  RequesterDialog,
  RoleDialog,
  SuspendDialog,
} from './person-dialogs.tsx'
import { DeleteTicketDialog, FilingDialog, MergeDialog, ReplyDialog } from './ticket-dialogs.tsx'
import type { TicketState } from './ticket-state.ts'
import { FormDialog, SettingsDialog, WebhookDialog } from './tool-dialogs.tsx'

const GROUPS = {
  Ticket: {
    file: 'File it elsewhere…',
    merge: 'Merge into another ticket…',
    bin: 'Delete the ticket…',
  },
  Requester: {
    reply: 'Let the requester reply…',
    form: 'Let them write through the form…',
    requester: 'Change requester…',
    join: 'Merge with another person…',
    suspend: 'Suspend the requester…',
    erase: 'Delete the requester…',
  },
  Helpdesk: {
    role: 'Change an agent’s role…',
    settings: 'Settings of the app…',
    webhook: 'Send webhook…',
  },
} as const

const DIALOGS = {
  file: FilingDialog,
  merge: MergeDialog,
  bin: DeleteTicketDialog,
  reply: ReplyDialog,
  form: FormDialog,
  requester: RequesterDialog,
  join: MergeUserDialog,
  suspend: SuspendDialog,
  erase: DeleteUserDialog,
  role: RoleDialog,
  settings: SettingsDialog,
  webhook: WebhookDialog,
} as const
type Act = keyof typeof DIALOGS
const isAct = (name: string): name is Act => Object.hasOwn(DIALOGS, name)

export function WorkbenchTools(props: { readonly boot: Bootstrap; readonly state: TicketState }) {
  const { boot, state } = props
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
          {Object.entries(GROUPS).map(([heading, acts]) => (
            <li key={heading}>
              <h3>{heading}</h3>
              {Object.entries(acts).map(([name, label]) => (
                <button
                  key={name}
                  type="button"
                  data-act={name}
                  onClick={() => {
                    if (isAct(name)) setAct(name)
                    setOpen(false)
                  }}
                >
                  {label}
                </button>
              ))}
            </li>
          ))}
        </ul>
      )}
      {ActDialog !== null && <ActDialog boot={boot} state={state} onClose={() => setAct(null)} />}
    </div>
  )
}

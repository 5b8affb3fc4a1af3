/** What happens to people in a helpdesk, each in a dialog of its own. */
import { useEffect, useState } from 'preact/hooks'
import { desk, type UserJson } from './desk-client.ts'
import { Dialog } from './dialog.tsx'
import { type ActProps, Choice } from './ticket-dialogs.tsx'

function useRequesters(): readonly UserJson[] {
  const [people, setPeople] = useState<readonly UserJson[]>([])
  useEffect(() => {
    void desk.people().then(({ users }) => setPeople(users.filter(({ role }) => role === 'end-user')))
  }, [])
  return people
}

const named = ({ id, name, email }: UserJson) => ({ id, name: `${name} · ${email}` })

export function RequesterDialog({ state, onClose }: ActProps) {
  const { ticket } = state.view()
  const people = useRequesters()
  const [chosen, setChosen] = useState<number | null>(ticket.requester_id)
  return (
    <Dialog
      title="Change requester"
      action="Change"
      onClose={onClose}
      onAct={async () => void (await desk.update(ticket.id, { requester_id: chosen ?? ticket.requester_id }))}
    >
      <Choice label="New requester" chosen={chosen} among={people.map(named)} onChoose={setChosen} />
    </Dialog>
  )
}

export function MergeUserDialog({ state, onClose }: ActProps) {
  const { ticket } = state.view()
  const person = state.person(ticket.requester_id)
  const others = useRequesters().filter(({ id }) => id !== ticket.requester_id)
  const [chosen, setChosen] = useState<number | null>(null)
  return (
    <Dialog
      title={`Merge ${person?.name ?? 'the requester'}`}
      action="Merge"
      onClose={onClose}
      onAct={async () => {
        if (chosen === null) return 'Choose who they are.'
        await desk.mergeUser(ticket.requester_id, chosen)
        return undefined
      }}
    >
      <p>Both records are one person. All tickets go on under the record that is chosen.</p>
      <Choice
        label="They are the same as"
        chosen={chosen}
        among={others.map(named)}
        none="Choose…"
        onChoose={setChosen}
      />
    </Dialog>
  )
}

export function SuspendDialog({ state, onClose }: ActProps) {
  const { ticket } = state.view()
  const person = state.person(ticket.requester_id)
  const suspended = person?.suspended === true
  return (
    <Dialog
      title={suspended ? 'Lift the suspension' : 'Suspend the requester'}
      action={suspended ? 'Lift' : 'Suspend'}
      onClose={onClose}
      onAct={async () => void (await desk.suspendUser(ticket.requester_id, !suspended))}
    >
      <p>
        {suspended
          ? `${person.name} may write to the helpdesk again.`
          : `What ${person?.name ?? 'the requester'} writes from now on goes to the suspended tickets.`}
      </p>
    </Dialog>
  )
}

export function DeleteUserDialog({ state, onClose }: ActProps) {
  const { ticket } = state.view()
  const person = state.person(ticket.requester_id)
  const gone = person?.active === false
  return (
    <Dialog
      title={gone ? 'Delete the requester for good' : 'Delete the requester'}
      action={gone ? 'Delete for good' : 'Delete'}
      onClose={onClose}
      onAct={async () => void (await desk.deleteUser(ticket.requester_id))}
    >
      <p>{person?.name} is deleted in the helpdesk and the companion is told by webhook.</p>
    </Dialog>
  )
}

const ROLES: Readonly<Record<string, string>> = { admin: 'Admin', agent: 'Agent', 'end-user': 'End user' }

export function RoleDialog({ boot, onClose }: ActProps) {
  const others = boot.staff.filter(({ id }) => id !== boot.agentId)
  const [chosen, setChosen] = useState<number | null>(others[0]?.id ?? null)
  const agent = others.find(({ id }) => id === chosen)
  const [role, setRole] = useState<string | null>(null)
  return (
    <Dialog
      title="Change an agent’s role"
      action="Change"
      onClose={onClose}
      onAct={async () => {
        if (agent === undefined || role === null || role === agent.role) return 'Choose another role.'
        await desk.changeRole(agent.id, role)
        // Who can be acted as has changed.
        window.location.reload()
        return undefined
      }}
    >
      <p>It is their role in the helpdesk; the companion is told by webhook, and raises nobody by it.</p>
      <Choice
        label="Agent"
        chosen={chosen}
        among={others.map(({ id, name, role: held }) => ({ id, name: `${name} · ${ROLES[held] ?? held}` }))}
        onChoose={setChosen}
      />
      <label>
        Role
        <select value={role ?? ''} onChange={({ currentTarget: { value } }) => setRole(value)}>
          <option value="">Choose…</option>
          {Object.entries(ROLES).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </Dialog>
  )
}

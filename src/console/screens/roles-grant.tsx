/** Giving a role to an agent who has none yet. */
import { useState } from 'preact/hooks'
import { ROLES, type Role } from '../../domain/account.ts'
import type { RoleRow } from '../../domain/api.ts'
import { useConsole } from '../context.ts'
import { Choice } from '../parts/choice.tsx'
import { type GrantProblem, grantProblem, toggledRoles } from '../role-changes.ts'

export function GrantForm(props: {
  readonly rows: readonly RoleRow[]
  readonly busy: boolean
  readonly onGrant: (agentId: string, roles: readonly Role[]) => Promise<boolean>
}) {
  const { words } = useConsole()
  const say = words.roles
  const [typed, setTyped] = useState('')
  const [role, setRole] = useState<Role>('compliance')
  const [problem, setProblem] = useState<GrantProblem | null>(null)
  const grant = async (event: Event) => {
    event.preventDefault()
    const agentId = typed.trim()
    const found = grantProblem(props.rows, agentId, role)
    setProblem(found)
    if (found !== null) return
    const row = props.rows.find((known) => known.agentId === agentId) ?? { agentId, roles: [] }
    if (await props.onGrant(agentId, toggledRoles(row, role))) setTyped('')
  }
  return (
    <form class="g-card" noValidate onSubmit={grant} aria-labelledby="grant-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="grant-title">
          {say.addTitle}
        </h2>
      </div>
      <div class="g-card-body c-grant">
        <div class="g-field">
          <label class="g-label" for="grant-id">
            {say.addId}
          </label>
          <input
            id="grant-id"
            class="g-input"
            inputMode="numeric"
            autocomplete="off"
            value={typed}
            aria-invalid={problem !== null}
            aria-describedby="grant-hint grant-error"
            onInput={(event) => {
              setTyped(event.currentTarget.value)
              setProblem(null)
            }}
          />
          <p class="g-hint" id="grant-hint">
            {say.addIdHint}
          </p>
          <p class="g-error" id="grant-error" role="alert">
            {problem === null ? '' : say[problem]}
          </p>
        </div>
        <Choice
          id="grant-role"
          label={say.addRole}
          value={role}
          options={ROLES}
          nameOf={(known) => say.role[known]}
          onChoose={setRole}
        />
        <button type="submit" class="g-btn g-btn-primary c-grant-button" aria-disabled={props.busy}>
          {say.add}
        </button>
      </div>
    </form>
  )
}

/** Who may do what in Vouch. Only an admin changes it; everyone else here sees why not. */
import { useState } from 'preact/hooks'
import { ROLES, type Role } from '../../domain/account.ts'
import type { RoleRow } from '../../domain/api.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { EmptyState, PageHead, ReadOnlyNote, SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { toggledRoles } from '../role-changes.ts'
import { fill } from '../words.ts'
import { GrantForm } from './roles-grant.tsx'

export function RolesScreen() {
  const { client, words } = useConsole()
  const loading = useLoading(() => client.roles(), 'roles')
  return (
    <>
      <PageHead title={words.roles.title} lead={words.roles.lead} />
      <ReadOnlyNote />
      <WhenLoaded loading={loading}>{(rows) => <RolesDesk loaded={rows} />}</WhenLoaded>
    </>
  )
}

function RolesDesk({ loaded }: { readonly loaded: readonly RoleRow[] }) {
  const { client, mayChange, words, tell } = useConsole()
  const say = words.roles
  const act = useAct()
  const [rows, setRows] = useState(loaded)
  const save = (agentId: string, roles: readonly Role[]) =>
    act.run(async () => {
      setRows(await client.saveRoles(agentId, roles))
      tell(fill(say.savedToast, { agentId }), 'success')
    })
  return (
    <div class="g-stack" data-gap="5">
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {rows.length === 0 ? (
        <EmptyState title={say.empty} hint={say.lead} />
      ) : (
        <RolesTable
          rows={rows}
          busy={act.busy}
          onToggle={(row, role) => save(row.agentId, toggledRoles(row, role))}
        />
      )}
      {mayChange ? <GrantForm rows={rows} busy={act.busy} onGrant={save} /> : null}
    </div>
  )
}

function RolesTable(props: {
  readonly rows: readonly RoleRow[]
  readonly busy: boolean
  readonly onToggle: (row: RoleRow, role: Role) => void
}) {
  const { me, mayChange, words } = useConsole()
  const say = words.roles
  const { rows } = props
  return (
    <div class="g-card">
      <ScrollTable label={say.tableCaption}>
        <table class="g-table c-roles">
          <caption class="g-sr">{say.tableCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{say.addId}</th>
              {ROLES.map((role) => (
                <th scope="col" key={role}>
                  {say.role[role]}
                  <p class="g-small g-muted c-th-hint">{say.roleHint[role]}</p>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              // The companion refuses it too: it would lock an account out of its own console.
              const own = row.agentId === me.agentId && row.roles.includes('admin')
              return (
                <tr key={row.agentId}>
                  <th scope="row">
                    <span class="g-mono">{row.agentId}</span>{' '}
                    {row.agentId === me.agentId ? <span class="c-tag">{say.you}</span> : null}
                  </th>
                  {ROLES.map((role) => (
                    <td key={role}>
                      <label class="g-check">
                        <input
                          type="checkbox"
                          checked={row.roles.includes(role)}
                          disabled={!mayChange || (role === 'admin' && own)}
                          aria-disabled={props.busy}
                          aria-describedby={role === 'admin' && own ? 'own-admin' : undefined}
                          onChange={() => props.onToggle(row, role)}
                        />
                        <span class="g-sr">
                          {fill(say.grant, { role: say.role[role], agentId: row.agentId })}
                        </span>
                      </label>
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </ScrollTable>
      {mayChange ? (
        <p class="g-small g-muted c-table-note" id="own-admin">
          {say.ownAdmin}
        </p>
      ) : null}
    </div>
  )
}

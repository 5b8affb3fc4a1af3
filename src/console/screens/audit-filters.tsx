/** Which entries are listed: of one type, or of some days. */
import type { AuditFilter } from '../../domain/audit-copies-api.ts'
import { useConsole } from '../context.ts'

export const NO_FILTER: AuditFilter = { type: '', from: '', to: '' }

export function EntryFilters(props: {
  readonly filter: AuditFilter
  readonly onChange: (filter: AuditFilter) => void
}) {
  const { words } = useConsole()
  const say = words.audit
  const { filter, onChange } = props
  const types = Object.entries(say.types).sort(([, a], [, b]) => a.localeCompare(b))
  return (
    <div class="g-row c-days">
      <label class="g-field">
        <span class="g-label">{say.act}</span>
        <select
          class="g-select"
          value={filter.type}
          onChange={(event) => onChange({ ...filter, type: event.currentTarget.value })}
        >
          <option value="">{say.allTypes}</option>
          {types.map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      </label>
      {(['from', 'to'] as const).map((end) => (
        <label class="g-field" key={end}>
          <span class="g-label">{words.auditBundle[end]}</span>
          <input
            class="g-input"
            type="date"
            value={filter[end]}
            onInput={(event) => onChange({ ...filter, [end]: event.currentTarget.value })}
          />
        </label>
      ))}
    </div>
  )
}

/** Whether a version of the policy must pass a simulation before anything is drafted under it, and whether this one has. */
import type { ScopePolicyView } from '../../domain/api.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { StateChip } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { FIRST_GATE, GATE_NAMES, type ScopeForm, type ScopeProblems } from '../scope-form.ts'
import { fill, formatNumber } from '../words.ts'
import { FieldError } from './scope-limits.tsx'

export function ScopeGate(props: {
  readonly form: ScopeForm
  readonly saved: ScopePolicyView
  readonly problems: ScopeProblems
  readonly onChange: (part: Partial<ScopeForm>) => void
}) {
  const { words } = useConsole()
  const say = words.scope.gate
  const { problems, onChange } = props
  const { gate } = props.form
  return (
    <fieldset class="g-card c-fieldset">
      <legend>
        <h2 class="g-h2">{say.title}</h2>
      </legend>
      <div class="g-stack" data-gap="3">
        <p class="g-hint">{say.body}</p>
        <label class="g-check">
          <input
            type="checkbox"
            checked={gate !== null}
            onChange={(event) => onChange({ gate: event.currentTarget.checked ? FIRST_GATE : null })}
          />
          <span>{say.on}</span>
        </label>
        {gate === null ? null : (
          <div class="c-limits c-limits-pairs">
            {GATE_NAMES.map((name) => (
              <div class="g-field" key={name}>
                <label class="g-label" for={`gate-${name}`}>
                  {say[name]}
                </label>
                <input
                  id={`gate-${name}`}
                  class="g-input"
                  inputMode="decimal"
                  autocomplete="off"
                  placeholder={FIRST_GATE[name] === '' ? say.notAsked : undefined}
                  value={gate[name]}
                  aria-invalid={problems[name] !== undefined}
                  aria-describedby={`gate-${name}-error`}
                  onInput={(event) => onChange({ gate: { ...gate, [name]: event.currentTarget.value } })}
                />
                <FieldError id={`gate-${name}-error`} problem={problems[name]} name={name} />
              </div>
            ))}
          </div>
        )}
        {props.saved.requiresSimulation === undefined ? null : (
          <GateStanding key={props.saved.version} version={props.saved.version} />
        )}
      </div>
    </fieldset>
  )
}

function GateStanding({ version }: { readonly version: number }) {
  const { client, words, language } = useConsole()
  const say = words.scope.gate
  const { loaded } = useLoading(() => client.simulations(), `gate ${version}`)
  if (loaded.status !== 'ready') return null
  const { runs } = loaded.value
  const passed = runs.some((run) => run.policyVersion === version && run.passed === true)
  const says = fill(passed ? say.done : say.open, { version: formatNumber(version, language) })
  return (
    <div class="g-row g-wrap" role="status">
      <StateChip tone={passed ? 'success' : 'warning'} icon={passed ? 'check' : 'clock'}>
        {says}
      </StateChip>
      {passed ? null : (
        <a class="g-btn g-btn-small" href={routeHash('simulation')}>
          {words.setup.step.simulation.go}
        </a>
      )}
    </div>
  )
}

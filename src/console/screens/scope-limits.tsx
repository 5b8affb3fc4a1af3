import { useConsole } from '../context.ts'
import {
  BOUNDS,
  GATE_BOUNDS,
  type GateName,
  LIMIT_NAMES,
  type LimitName,
  type ScopeForm,
  type ScopeProblem,
  type ScopeProblems,
  WINDOWS,
} from '../scope-form.ts'
import { type ConsoleWords, fill, formatNumber } from '../words.ts'

const UNITS = {
  draftsPerTicket: 'unitDrafts',
  maxChars: 'unitChars',
  validDays: 'unitDays',
  draftsPerAgentHour: 'unitDrafts',
  draftsPerAgentDay: 'unitDrafts',
  draftsPerAccountDay: 'unitDrafts',
} as const

function problemText(
  problem: ScopeProblem,
  say: ConsoleWords['scope'],
  language: string,
  name?: LimitName | GateName,
): string {
  if (problem !== 'range' || name === undefined) return say.error[problem]
  const { min, max } = { ...BOUNDS, ...GATE_BOUNDS }[name]
  return fill(say.error.range, { min: formatNumber(min, language), max: formatNumber(max, language) })
}

const isWindow = (name: LimitName) => name in WINDOWS

export function FieldError(props: {
  readonly id: string
  readonly problem: ScopeProblem | undefined
  readonly name?: LimitName | GateName
}) {
  const { words, language } = useConsole()
  return props.problem === undefined ? null : (
    <p class="g-error" id={props.id}>
      {problemText(props.problem, words.scope, language, props.name)}
    </p>
  )
}

export function LimitFields(props: {
  readonly form: ScopeForm
  readonly problems: ScopeProblems
  readonly onChange: (part: Partial<ScopeForm>) => void
}) {
  const { words } = useConsole()
  const say = words.scope
  const { form, problems } = props
  return (
    <fieldset class="g-card c-fieldset">
      <legend>
        <h2 class="g-h2">{say.limits}</h2>
      </legend>
      <div class="c-limits">
        {LIMIT_NAMES.map((name) => (
          <div class="g-field" key={name}>
            <label class="g-label" for={`limit-${name}`}>
              {say[name].title}
            </label>
            <div class="c-number">
              <input
                id={`limit-${name}`}
                class="g-input"
                inputMode="numeric"
                autocomplete="off"
                placeholder={isWindow(name) ? say.noLimit : undefined}
                value={form[name]}
                aria-invalid={problems[name] !== undefined}
                aria-describedby={`limit-${name}-hint limit-${name}-error`}
                onInput={(event) => props.onChange({ [name]: event.currentTarget.value })}
              />
              <span class="g-muted">{say[UNITS[name]]}</span>
            </div>
            <p class="g-hint" id={`limit-${name}-hint`}>
              {say[name].body}
            </p>
            <FieldError id={`limit-${name}-error`} problem={problems[name]} name={name} />
          </div>
        ))}
      </div>
    </fieldset>
  )
}

export function OrderPatterns(props: {
  readonly form: ScopeForm
  readonly problem: ScopeProblem | undefined
  readonly onChange: (part: Partial<ScopeForm>) => void
}) {
  const { words } = useConsole()
  const say = words.scope.orderPatterns
  return (
    <section class="g-card c-fieldset">
      <div class="g-stack">
        <label class="g-h2" for="order-patterns">
          {say.title}
        </label>
        <p class="g-hint" id="order-patterns-hint">
          {say.body}
        </p>
        <textarea
          id="order-patterns"
          class="g-textarea g-mono"
          rows={3}
          spellcheck={false}
          autocomplete="off"
          value={props.form.orderPatterns}
          aria-invalid={props.problem !== undefined}
          aria-describedby={`order-patterns-hint${props.problem === undefined ? '' : ' order-patterns-error'}`}
          onInput={(event) => props.onChange({ orderPatterns: event.currentTarget.value })}
        />
        <FieldError id="order-patterns-error" problem={props.problem} />
      </div>
    </section>
  )
}

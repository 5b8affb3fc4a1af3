/** Everything that is known of an incident now; saved as a phase of its own. */
import { useState } from 'preact/hooks'
import {
  BREACH_KINDS,
  DATA_CATEGORIES,
  type Estimate,
  INCIDENT_CAUSES,
  INCIDENT_ROLES,
  INCIDENT_TEXTS,
  type IncidentFacts,
  KNOWN,
  missingOf,
  RISKS,
  TELLING,
} from '../../domain/incident.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { Theirs } from '../parts/theirs.tsx'
import { useTypedOver } from '../typed-over.ts'
import { fill, joinWords } from '../words.ts'
import type { IncidentProps } from './incident-record.tsx'

type Set = (change: Partial<IncidentFacts>) => void

function Choice<Word extends string>(props: {
  readonly label: string
  readonly words: readonly Word[]
  readonly names: Readonly<Record<Word, string>>
  readonly value: Word
  readonly onChange: (value: Word) => void
}) {
  return (
    <label class="g-field">
      <span class="g-label">{props.label}</span>
      <select
        class="g-select"
        value={props.value}
        onChange={(event) => {
          const chosen = props.words.find((word) => word === event.currentTarget.value)
          if (chosen !== undefined) props.onChange(chosen)
        }}
      >
        {props.words.map((word) => (
          <option key={word} value={word}>
            {props.names[word]}
          </option>
        ))}
      </select>
    </label>
  )
}

function Ticks<Word extends string>(props: {
  readonly label: string
  readonly words: readonly Word[]
  readonly names: Readonly<Record<Word, string>>
  readonly value: readonly Word[]
  readonly onChange: (value: readonly Word[]) => void
}) {
  return (
    <fieldset class="c-plain">
      <legend class="g-legend">{props.label}</legend>
      <div class="g-row g-wrap">
        {props.words.map((word) => (
          <label class="g-check" key={word}>
            <input
              type="checkbox"
              checked={props.value.includes(word)}
              onChange={(event) =>
                props.onChange(
                  event.currentTarget.checked
                    ? [...props.value, word]
                    : props.value.filter((other) => other !== word),
                )
              }
            />
            <span>{props.names[word]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Both empty: nobody knows. One alone counts for both. */
function Range(props: {
  readonly label: string
  readonly value: Estimate | null
  readonly onChange: (value: Estimate | null) => void
}) {
  const { words } = useConsole()
  const say = words.incidents
  const [min, setMin] = useState(props.value === null ? '' : String(props.value.min))
  const [max, setMax] = useState(props.value === null ? '' : String(props.value.max))
  const change = (low: string, high: string) => {
    setMin(low)
    setMax(high)
    const [from, to] = [low === '' ? high : low, high === '' ? low : high]
    props.onChange(from === '' ? null : { min: Number(from), max: Number(to) })
  }
  return (
    <>
      <label class="g-field">
        <span class="g-label">{fill(say.atLeast, { what: props.label })}</span>
        <input
          class="g-input"
          type="number"
          min={0}
          value={min}
          onInput={(event) => change(event.currentTarget.value, max)}
        />
      </label>
      <label class="g-field">
        <span class="g-label">{fill(say.atMost, { what: props.label })}</span>
        <input
          class="g-input"
          type="number"
          min={0}
          value={max}
          onInput={(event) => change(min, event.currentTarget.value)}
        />
      </label>
    </>
  )
}

export function IncidentForm({ incident, onChanged, fetchFresh }: IncidentProps) {
  const { client, words, language, tell } = useConsole()
  const say = words.incidents
  const act = useAct()
  const { form: facts, changed, put, clashesAt } = useTypedOver(incident.facts)
  const set: Set = (change) => put({ ...facts, ...change })
  useUnsaved(changed)
  const missing = missingOf(facts)
  const save = () =>
    act.run(async () => {
      const saved = await client.recordPhase(incident.incidentId, { version: incident.version, facts })
      onChanged(saved)
      tell(fill(say.phaseSaved, { version: saved.version }), 'success')
    }, fetchFresh)
  return (
    <section class="g-card" aria-labelledby="record-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="record-title">
          {say.record}
        </h2>
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <p class="g-muted">{say.recordHint}</p>
        <p class="g-alert" data-tone={missing.length === 0 ? 'success' : 'info'} role="status">
          <Icon name={missing.length === 0 ? 'check' : 'info'} />
          <span>
            {missing.length === 0
              ? say.missingNone
              : fill(say.missing, {
                  fields: joinWords(
                    missing.map((field) => say.field[field]),
                    language,
                  ),
                })}
          </span>
        </p>
        <FactFields key={JSON.stringify(incident.facts)} facts={facts} set={set} />
        {INCIDENT_TEXTS.map((name) => (
          <label class="g-field" key={name}>
            <span class="g-label">{say.field[name]}</span>
            <textarea
              class="g-textarea"
              rows={name === 'contact' || name === 'systems' ? 1 : 2}
              value={facts.texts[name]}
              onInput={(event) => set({ texts: { ...facts.texts, [name]: event.currentTarget.value } })}
            />
            {clashesAt(`texts.${name}`) ? <Theirs text={incident.facts.texts[name]} /> : null}
          </label>
        ))}
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        <div class="g-row">
          <button
            type="button"
            class="g-btn g-btn-primary"
            aria-disabled={act.busy || !changed}
            onClick={() => void save()}
          >
            {act.busy ? words.common.saving : say.savePhase}
          </button>
        </div>
      </div>
    </section>
  )
}

function FactFields({ facts, set }: { readonly facts: IncidentFacts; readonly set: Set }) {
  const { words } = useConsole()
  const say = words.incidents
  const [countries, setCountries] = useState(facts.countries.join(' '))
  return (
    <>
      <Ticks
        label={say.kinds}
        words={BREACH_KINDS}
        names={say.kind}
        value={facts.kinds}
        onChange={(kinds) => set({ kinds })}
      />
      <Ticks
        label={say.field.categories}
        words={DATA_CATEGORIES}
        names={say.category}
        value={facts.categories}
        onChange={(categories) => set({ categories })}
      />
      <div class="c-incident-grid">
        <Choice
          label={say.role}
          words={INCIDENT_ROLES}
          names={say.roles}
          value={facts.role}
          onChange={(role) => set({ role })}
        />
        <Choice
          label={say.cause}
          words={INCIDENT_CAUSES}
          names={say.causes}
          value={facts.cause}
          onChange={(cause) => set({ cause })}
        />
        <Range label={say.field.persons} value={facts.persons} onChange={(persons) => set({ persons })} />
        <Range label={say.field.records} value={facts.records} onChange={(records) => set({ records })} />
        <label class="g-field">
          <span class="g-label">{say.countries}</span>
          <input
            class="g-input"
            value={countries}
            onInput={(event) => {
              const { value } = event.currentTarget
              setCountries(value)
              set({ countries: value.toUpperCase().match(/\b[A-Z]{2}\b/g) ?? [] })
            }}
          />
        </label>
        <Choice
          label={say.minors}
          words={KNOWN}
          names={say.known}
          value={facts.minors}
          onChange={(minors) => set({ minors })}
        />
        <Choice
          label={say.special}
          words={KNOWN}
          names={say.known}
          value={facts.special}
          onChange={(special) => set({ special })}
        />
        <Choice
          label={say.likelihood}
          words={RISKS}
          names={say.risk}
          value={facts.likelihood}
          onChange={(likelihood) => set({ likelihood })}
        />
        <Choice
          label={say.severity}
          words={RISKS}
          names={say.risk}
          value={facts.severity}
          onChange={(severity) => set({ severity })}
        />
        <Choice
          label={say.tellAuthority}
          words={TELLING}
          names={say.telling}
          value={facts.tellAuthority}
          onChange={(tellAuthority) => set({ tellAuthority })}
        />
        <Choice
          label={say.tellPersons}
          words={TELLING}
          names={say.telling}
          value={facts.tellPersons}
          onChange={(tellPersons) => set({ tellPersons })}
        />
      </div>
    </>
  )
}

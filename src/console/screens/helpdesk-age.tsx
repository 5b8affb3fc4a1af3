/** The field of the form that says how old a requester is: drafts are held back for whom it says under age. */
import { AGE_COUNTRIES, AGE_OF_CONSENT, type AgeCountry, yearsOf } from '../../domain/age-of-consent.ts'
import { AGE_FIELD_KINDS, type AgeFieldKind } from '../../domain/minor-age.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct } from '../loading.ts'
import { Choice } from '../parts/choice.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { useTypedOver } from '../typed-over.ts'
import { fill } from '../words.ts'
import type { HelpdeskPart } from './helpdesk.tsx'

export function HelpdeskAge({ view, onView }: HelpdeskPart) {
  const { words, mayChange } = useConsole()
  const say = words.helpdesk
  const { ageField } = view.settings
  return (
    <section class="g-card" aria-labelledby="helpdesk-age">
      <div class="g-card-head">
        <h2 class="g-h2" id="helpdesk-age">
          {say.age}
        </h2>
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <p>{say.ageLead}</p>
        {mayChange ? (
          <AgeForm view={view} onView={onView} />
        ) : (
          <>
            <p>
              {ageField === null
                ? say.ageFieldNone
                : fill(say.ageIs, { field: ageField.fieldId, years: yearsOf(ageField) })}
            </p>
            <p class="g-alert" data-tone="info">
              <Icon name="lock" />
              <span>{say.ageOnlyAdmin}</span>
            </p>
          </>
        )}
      </div>
    </section>
  )
}

interface AgeField {
  readonly fieldId: string
  readonly kind: AgeFieldKind
  readonly country: AgeCountry | null
}

const FIELD = /^[1-9][0-9]{0,18}$/

function AgeForm({ view, onView }: HelpdeskPart) {
  const { client, words, language, tell } = useConsole()
  const say = words.helpdesk
  const act = useAct()
  const held = view.settings.ageField
  const { form, put } = useTypedOver<AgeField>({
    fieldId: held?.fieldId ?? '',
    kind: held?.kind ?? 'birth_date',
    country: held?.country ?? null,
  })
  const { fieldId, kind, country } = form
  const typed = fieldId.trim()
  const next = typed === '' ? null : { fieldId: typed, kind, country }
  const changed = JSON.stringify(next) !== JSON.stringify(held)
  const wrong = typed !== '' && !FIELD.test(typed)
  useUnsaved(changed)
  const names = new Intl.DisplayNames([language], { type: 'region' })
  const save = () =>
    act.run(
      async () => {
        onView(await client.saveAgeField(view.version, next))
        tell(next === null ? say.ageOffToast : say.ageToast, 'success')
      },
      async () => onView(await client.helpdesk()),
    )
  return (
    <form
      class="g-stack c-narrow"
      data-gap="3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrong && changed) void save()
      }}
    >
      <div class="g-field">
        <label class="g-label" for="helpdesk-age-field">
          {say.ageField}
        </label>
        <input
          id="helpdesk-age-field"
          class="g-input"
          type="text"
          dir="ltr"
          inputMode="numeric"
          autocomplete="off"
          value={fieldId}
          aria-invalid={wrong}
          aria-describedby="helpdesk-age-hint"
          onInput={(event) => put({ ...form, fieldId: event.currentTarget.value })}
        />
        <span class={wrong ? 'g-error' : 'g-hint'} id="helpdesk-age-hint">
          {wrong ? say.ageWrong : say.ageFieldHint}
        </span>
      </div>
      <Choice
        id="helpdesk-age-kind"
        label={say.ageKind}
        value={kind}
        options={AGE_FIELD_KINDS}
        nameOf={(known) => say.ageKinds[known]}
        onChoose={(chosen) => put({ ...form, kind: chosen })}
      />
      <div class="g-field">
        <label class="g-label" for="helpdesk-age-country">
          {say.ageCountry}
        </label>
        <select
          id="helpdesk-age-country"
          class="g-select"
          value={country ?? ''}
          aria-describedby="helpdesk-age-country-hint"
          onChange={(event) =>
            put({
              ...form,
              country: AGE_COUNTRIES.find((known) => known === event.currentTarget.value) ?? null,
            })
          }
        >
          <option value="">{fill(say.ageEu, { years: yearsOf({ country: null }) })}</option>
          {AGE_COUNTRIES.map((known) => (
            <option key={known} value={known}>
              {fill(say.ageYears, { country: names.of(known) ?? known, years: AGE_OF_CONSENT[known] })}
            </option>
          ))}
        </select>
        <span class="g-hint" id="helpdesk-age-country-hint">
          {say.ageCountryHint}
        </span>
      </div>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <button type="submit" class="g-btn c-start" aria-disabled={!changed || wrong || act.busy}>
        {words.common.save}
      </button>
    </form>
  )
}

/** What drafting rests on in this account. Anything but consent waits for a second person of compliance. */
import { useState } from 'preact/hooks'
import { LEGAL_BASES } from '../../domain/consent.ts'
import type { ConsentRulesView, LegalBasisView } from '../../domain/consent-api.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct } from '../loading.ts'
import { SetbackAlert } from '../parts/page.tsx'
import { Unsaved } from '../parts/unsaved.tsx'
import { useTypedOver } from '../typed-over.ts'
import { Field } from './consent-act.tsx'
import { WaitingNote } from './waiting-note.tsx'

const DAY_LENGTH = 10
/** The review is over at the end of its day. */
const endOfDay = (day: string) => `${day}T23:59:59.000Z`

interface Form {
  readonly basis: LegalBasisView['basis']
  readonly reference: string
  readonly objectionPath: string
  readonly reviewDay: string
}

function formOf({ basis, reference, objectionPath, reviewBy }: LegalBasisView): Form {
  return { basis, reference, objectionPath, reviewDay: reviewBy?.slice(0, DAY_LENGTH) ?? '' }
}

/** What the companion would take: fields that the basis has no use for go out empty. */
function viewOf(form: Form, version: number): LegalBasisView {
  const { basis } = form
  const rests = basis !== 'consent'
  return {
    ...{ version, basis },
    reference: rests ? form.reference.trim() : '',
    objectionPath: basis === 'legitimate_interest' ? form.objectionPath.trim() : '',
    reviewBy: rests && form.reviewDay !== '' ? endOfDay(form.reviewDay) : null,
  }
}

export function ConsentBasis(props: {
  readonly basis: LegalBasisView
  readonly onChanged: (rules: ConsentRulesView) => void
}) {
  const { client, me, words, now, tell } = useConsole()
  const say = words.consent
  const act = useAct()
  const start = formOf(props.basis)
  const { form, put: setForm, discard } = useTypedOver(start)
  const [proposed, setProposed] = useState(0)
  const [asked, setAsked] = useState(false)
  const mayChange = me.roles.includes('compliance')
  const view = viewOf(form, props.basis.version)
  const changed = JSON.stringify(view) !== JSON.stringify(viewOf(start, props.basis.version))
  useUnsaved(changed)
  const put = (part: Partial<Form>) => setForm({ ...form, ...part })
  const rests = form.basis !== 'consent'
  const missing = {
    reference: rests && view.reference === '',
    objectionPath: form.basis === 'legitimate_interest' && view.objectionPath === '',
    reviewDay: rests && (view.reviewBy === null || Date.parse(view.reviewBy) <= now()),
  }
  async function save() {
    setAsked(true)
    if (Object.values(missing).includes(true)) return
    await act.run(
      async () => {
        const outcome = await client.saveLegalBasis(view)
        setAsked(false)
        if (outcome.outcome === 'proposed') {
          tell(words.common.waitsToast, 'info')
          // What is in force has not changed; the proposal stands under Approvals.
          discard()
          setProposed(proposed + 1)
        } else {
          tell(say.basisSaved, 'success')
          props.onChanged(outcome.value)
        }
      },
      async () => props.onChanged(await client.consentRules()),
    )
  }
  const text = (name: 'reference' | 'objectionPath', label: string, hint: string) => (
    <Field id={`basis-${name}`} label={label} hint={hint} error={asked && missing[name] ? say.needed : null}>
      {(described) => (
        <input
          id={`basis-${name}`}
          class="g-input"
          maxLength={500}
          value={form[name]}
          aria-required
          aria-invalid={asked && missing[name]}
          aria-describedby={described}
          onInput={(event) => put({ [name]: event.currentTarget.value })}
        />
      )}
    </Field>
  )
  return (
    <section class="g-card" aria-labelledby="legal-basis">
      <form
        class="g-card-body g-stack"
        data-gap="3"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <h2 class="g-h2" id="legal-basis">
          {say.basisTitle}
        </h2>
        <p class="g-muted">{say.basisLead}</p>
        <WaitingNote kind="legal_basis" turn={proposed} />
        <fieldset class="g-fieldset g-stack" data-gap="3" disabled={!mayChange}>
          <legend class="g-sr">{say.basisTitle}</legend>
          {LEGAL_BASES.map((basis) => (
            <label key={basis} class="g-check">
              <input
                type="radio"
                name="legal-basis"
                checked={form.basis === basis}
                onChange={() => put({ basis })}
              />
              <span>
                {say.basis[basis]}
                <span class="g-hint c-block">{say.basisHint[basis]}</span>
              </span>
            </label>
          ))}
          {rests
            ? text(
                'reference',
                form.basis === 'contract' ? say.contractRef : say.assessmentRef,
                say.referenceHint,
              )
            : null}
          {form.basis === 'legitimate_interest'
            ? text('objectionPath', say.objectionPath, say.objectionHint)
            : null}
          {rests ? (
            <Field
              id="basis-review"
              label={say.reviewBy}
              hint={say.reviewHint}
              error={asked && missing.reviewDay ? say.reviewWrong : null}
            >
              {(described) => (
                <input
                  id="basis-review"
                  class="g-input c-day"
                  type="date"
                  value={form.reviewDay}
                  required
                  aria-invalid={asked && missing.reviewDay}
                  aria-describedby={described}
                  onInput={(event) => put({ reviewDay: event.currentTarget.value })}
                />
              )}
            </Field>
          ) : null}
        </fieldset>
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        {mayChange ? (
          <div class="g-row">
            <button type="submit" class="g-btn g-btn-primary" aria-disabled={!changed || act.busy}>
              {rests ? say.propose : words.common.save}
            </button>
            {changed ? <Unsaved busy={act.busy} onDiscard={discard} /> : null}
          </div>
        ) : null}
      </form>
    </section>
  )
}

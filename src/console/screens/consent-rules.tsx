/** The account's own rules of consent: what drafting rests on, and how often and how widely somebody is asked. */
import type { ConsentRulesView } from '../../domain/consent-api.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { useTypedOver } from '../typed-over.ts'
import { fill, formatNumber } from '../words.ts'
import { Field } from './consent-act.tsx'
import { ConsentBasis } from './consent-basis.tsx'

const MOST_MONTHS = 120

export function ConsentRules() {
  const { client } = useConsole()
  const loading = useLoading(() => client.consentRules(), 'consent rules')
  return (
    <WhenLoaded loading={loading}>
      {(rules) => (
        <>
          <ConsentBasis basis={rules.basis} onChanged={loading.put} />
          <AskingAgain rules={rules} onChanged={loading.put} />
        </>
      )}
    </WhenLoaded>
  )
}

function AskingAgain(props: {
  readonly rules: ConsentRulesView
  readonly onChanged: (rules: ConsentRulesView) => void
}) {
  const { client, me, words, language, tell } = useConsole()
  const say = words.consent
  const { rules } = props
  const act = useAct()
  const held = { months: String(rules.cooldownMonths), remembers: rules.remembers }
  const { form, changed, put } = useTypedOver(held)
  const { months, remembers } = form
  const mayChange = me.roles.includes('compliance')
  useUnsaved(changed)
  const wrong = !/^\d{1,3}$/.test(months) || Number(months) < 1 || Number(months) > MOST_MONTHS
  const version = (value: number | null) => ({ version: formatNumber(value ?? 0, language) })
  const memory = () => {
    if (!remembers) return rules.remembers ? say.memoryEnds : say.memoryOff
    const from = rules.remembersFromNotice ?? rules.noticeNow + 1
    return fill(from > rules.noticeNow ? say.memoryNext : say.memoryOn, version(from))
  }
  const save = () =>
    act.run(
      async () => {
        const order = { version: rules.version, cooldownMonths: Number(months), remembers }
        const next = await client.saveConsentRules(order)
        tell(say.rulesSaved, 'success')
        props.onChanged(next)
      },
      async () => props.onChanged(await client.consentRules()),
    )
  return (
    <section class="g-card" aria-labelledby="asking-again">
      <form
        class="g-card-body g-stack"
        data-gap="3"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!wrong) void save()
        }}
      >
        <h2 class="g-h2" id="asking-again">
          {say.rulesTitle}
        </h2>
        <fieldset class="g-fieldset g-stack" data-gap="3" disabled={!mayChange}>
          <legend class="g-sr">{say.rulesTitle}</legend>
          <Field
            id="cooldown"
            label={say.cooldown}
            hint={say.cooldownHint}
            error={wrong ? say.cooldownWrong : null}
          >
            {(described) => (
              <span class="g-row">
                <input
                  id="cooldown"
                  class="g-input c-months"
                  inputMode="numeric"
                  autocomplete="off"
                  value={months}
                  aria-invalid={wrong}
                  aria-describedby={described}
                  onInput={(event) => put({ ...form, months: event.currentTarget.value })}
                />
                <span class="g-muted">{say.months}</span>
              </span>
            )}
          </Field>
          <label class="g-check">
            <input
              type="checkbox"
              checked={remembers}
              aria-describedby="memory-hint"
              onChange={(event) => put({ ...form, remembers: event.currentTarget.checked })}
            />
            <span>{say.memoryLabel}</span>
          </label>
          <p class="g-hint" id="memory-hint" role="status">
            {memory()}
          </p>
        </fieldset>
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        {mayChange ? (
          <div class="g-row">
            <button type="submit" class="g-btn g-btn-primary" aria-disabled={!changed || wrong || act.busy}>
              {words.common.save}
            </button>
          </div>
        ) : null}
      </form>
    </section>
  )
}

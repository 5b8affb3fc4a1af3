/** Editing the templates of one language; nothing wrong is ever sent. */
import { useState } from 'preact/hooks'
import type { TemplatesView } from '../../domain/api.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct } from '../loading.ts'
import { SetbackAlert } from '../parts/page.tsx'
import { Unsaved } from '../parts/unsaved.tsx'
import { setbackFrom } from '../setback.ts'
import {
  formFromTemplates,
  serverTemplateProblems,
  TEMPLATE_MAX_CHARS,
  TEMPLATE_NAMES,
  type TemplateName,
  type TemplateProblem,
  type TemplateProblems,
  templateProblems,
  templatesFromForm,
} from '../templates-form.ts'
import { useTypedOver } from '../typed-over.ts'
import { type ConsoleWords, fill, formatNumber, localeName } from '../words.ts'
import { TemplateField } from './template-field.tsx'
import { TemplatesSample } from './templates-sample.tsx'

function problemText(problem: TemplateProblem, say: ConsoleWords['templates'], language: string): string {
  const values = { max: formatNumber(TEMPLATE_MAX_CHARS, language) }
  return fill(
    say.error[problem.kind],
    problem.kind === 'placeholder' ? { ...values, found: problem.found } : values,
  )
}

export function TemplatesDesk({ loaded }: { readonly loaded: TemplatesView }) {
  const { client, words, language, tell, mayChange } = useConsole()
  const say = words.templates
  const act = useAct()
  const [saved, setSaved] = useState(loaded)
  const held = formFromTemplates(saved)
  const { form, changed, put: setForm, discard, clashesAt } = useTypedOver(held)
  const [refused, setRefused] = useState<TemplateProblems>({})
  useUnsaved(changed)
  const problems: TemplateProblems = { ...refused, ...templateProblems(form) }
  const change = (name: TemplateName, text: string) => {
    setForm({ ...form, [name]: text })
    setRefused({})
  }
  const letGo = () => {
    discard()
    setRefused({})
    act.clear()
  }
  const save = (event: Event) => {
    event.preventDefault()
    if (Object.keys(templateProblems(form)).length > 0) {
      document.querySelector<HTMLElement>('.c-form [aria-invalid=true]')?.focus()
      return
    }
    const { locale, version } = saved
    void act.run(
      async () => {
        try {
          const stored = await client.saveTemplates({ ...templatesFromForm(form, locale), version })
          setForm(formFromTemplates(stored))
          setSaved(stored)
          tell(fill(say.savedToast, { language: localeName(locale, language) }), 'success')
        } catch (error) {
          setRefused(serverTemplateProblems(setbackFrom(error).invalid))
          throw error
        }
      },
      async () => setSaved(await client.templates(locale)),
    )
  }
  return (
    <form class="c-form c-with-aside" noValidate onSubmit={save}>
      <div class="g-stack" data-gap="4">
        <fieldset class="g-card g-card-body g-stack" data-gap="5" disabled={!mayChange}>
          {TEMPLATE_NAMES.map((name) => {
            const problem = problems[name]
            return (
              <TemplateField
                key={name}
                name={name}
                locale={saved.locale}
                text={form[name]}
                theirs={clashesAt(name) ? held[name] : null}
                error={problem === undefined ? null : problemText(problem, say, language)}
                onText={(text) => change(name, text)}
              />
            )
          })}
          <p class="g-small g-muted">{say.emptyOk}</p>
        </fieldset>
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        <div class="g-row c-form-foot">
          <button
            type="submit"
            class="g-btn g-btn-primary"
            aria-disabled={!changed || act.busy}
            hidden={!mayChange}
          >
            {act.busy ? words.common.saving : words.common.save}
          </button>
          {changed ? <Unsaved busy={act.busy} onDiscard={letGo} /> : null}
        </div>
      </div>
      <TemplatesSample form={form} locale={saved.locale} />
    </form>
  )
}

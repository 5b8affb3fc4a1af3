/** The field on the ticket form: whether its yes counts, which compliance staff decide by naming the notice beside it. */
import { FORM_NO, FORM_YES, type HelpdeskView } from '../../domain/helpdesk-settings-api.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, StateChip } from '../parts/page.tsx'
import { useTypedOver } from '../typed-over.ts'
import { fill, formatMoment, localeName } from '../words.ts'
import type { HelpdeskPart } from './helpdesk.tsx'

type FormStanding = 'counts' | 'hint' | 'replaced'

function standingOf({ settings: { formNotice }, notice }: HelpdeskView): FormStanding {
  if (formNotice === null) return 'hint'
  return formNotice.version === notice?.version ? 'counts' : 'replaced'
}

const CHIPS = {
  counts: { tone: 'success', icon: 'check' },
  hint: { tone: 'neutral', icon: 'minus' },
  replaced: { tone: 'warning', icon: 'warning' },
} as const

export function HelpdeskForm({ view, onView }: HelpdeskPart) {
  const { words, language, me } = useConsole()
  const say = words.helpdesk
  const standing = standingOf(view)
  const { formNotice } = view.settings
  const values = {
    shown: formNotice?.version ?? 0,
    language: formNotice === null ? '' : localeName(formNotice.locale, language),
    inForce: view.notice?.version ?? 0,
  }
  return (
    <section class="g-card" aria-labelledby="helpdesk-form">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="helpdesk-form">
          {say.form}
        </h2>
        <StateChip {...CHIPS[standing]}>{say.formState[standing]}</StateChip>
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <p>{fill(say.formLead[standing], values)}</p>
        <dl class="g-dl">
          <dt>{say.field}</dt>
          <dd>
            <code>{FORM_YES}</code> / <code>{FORM_NO}</code>
          </dd>
          <dt>{say.fieldHeard}</dt>
          <dd>{view.formHeardAt === null ? say.fieldNever : formatMoment(view.formHeardAt, language)}</dd>
        </dl>
        {view.formHeardAt === null ? <p class="g-small g-muted">{say.fieldHint}</p> : null}
        {me.roles.includes('compliance') ? (
          <NoticeChoice view={view} onView={onView} />
        ) : (
          <p class="g-alert" data-tone="info">
            <Icon name="lock" />
            <span>{say.onlyCompliance}</span>
          </p>
        )}
      </div>
    </section>
  )
}

const NONE = ''

function NoticeChoice({ view, onView }: HelpdeskPart) {
  const { client, words, language, tell } = useConsole()
  const say = words.helpdesk
  const act = useAct()
  const { notice, settings } = view
  const held = standingOf(view) === 'counts' ? (settings.formNotice?.locale ?? NONE) : NONE
  const { form: locale, put: setLocale } = useTypedOver(held)
  // A notice that was replaced is saved anew, or taken away, even when nothing else was chosen.
  const changed = locale !== held || standingOf(view) === 'replaced'
  useUnsaved(locale !== held)
  const save = () =>
    act.run(
      async () => {
        const chosen = locale === NONE || notice === null ? null : { version: notice.version, locale }
        onView(await client.saveFormNotice(view.version, chosen))
        tell(chosen === null ? say.hintToast : say.countsToast, 'success')
      },
      async () => onView(await client.helpdesk()),
    )
  return (
    <form
      class="g-stack"
      data-gap="3"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div class="g-field">
        <label class="g-label" for="helpdesk-choice">
          {say.choice}
        </label>
        <select
          id="helpdesk-choice"
          class="g-select"
          value={locale}
          aria-describedby="helpdesk-choice-hint"
          onChange={(event) => setLocale(event.currentTarget.value)}
        >
          <option value={NONE}>{say.choiceNone}</option>
          {notice?.locales.map((code) => (
            <option key={code} value={code}>
              {fill(say.choiceNotice, { version: notice.version, language: localeName(code, language) })}
            </option>
          ))}
        </select>
        <span class="g-hint" id="helpdesk-choice-hint">
          {say.choiceHint}
        </span>
      </div>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <button type="submit" class="g-btn c-start" aria-disabled={!changed || act.busy}>
        {words.common.save}
      </button>
    </form>
  )
}

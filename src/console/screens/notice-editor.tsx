/** Writing the notice in one language, with the page beside it as the requester will see it. */
import type { NoticeSection, RequesterLanguage, WrittenNotice, WrittenPart } from '../../domain/notice.ts'
import { ART_13 } from '../../domain/notice.ts'
import type { NoticeDraftView } from '../../domain/notice-api.ts'
import { directionOf } from '../../domain/staff-language.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct } from '../loading.ts'
import {
  EDITOR_GROUPS,
  isSameWritten,
  NOTICE_MAX_CHARS,
  noticeChanges,
  partProblem,
  previewText,
} from '../notice-form.ts'
import { EmptyState, SetbackAlert } from '../parts/page.tsx'
import { Theirs } from '../parts/theirs.tsx'
import { Unsaved } from '../parts/unsaved.tsx'
import { routeHash } from '../routes.ts'
import { useTypedOver } from '../typed-over.ts'
import { fill, formatNumber, localeName } from '../words.ts'
import { NoticeDiff } from './notice-diff.tsx'
import { DraftActs } from './notice-draft.tsx'
import { NoticePreview } from './notice-preview.tsx'
import type { NoticePart } from './notices.tsx'

type EditorProps = NoticePart & { readonly draft: NoticeDraftView; readonly locale: RequesterLanguage }

export function NoticeEditor(props: EditorProps) {
  const { view, draft, locale } = props
  const { words, language } = useConsole()
  const say = words.notices
  const written = draft.written[locale]
  return (
    <>
      <a class="g-link c-notice-back" href={routeHash('notices')}>
        {say.back}
      </a>
      <nav class="g-tabs" aria-label={say.languages}>
        {view.locales.map((code) => {
          const lacks = draft.missing.some((missing) => missing.locale === code)
          return (
            <a
              key={code}
              class="g-tab c-tab-link"
              href={routeHash('notices', code)}
              aria-current={code === locale ? 'page' : undefined}
            >
              {localeName(code, language)}
              {lacks ? (
                <span class="c-notice-lacks">
                  <span class="g-sr">{say.tabMissing}</span>
                </span>
              ) : null}
            </a>
          )
        })}
      </nav>
      {written === undefined ? (
        <MissingLanguage {...props} />
      ) : (
        <LanguageForm key={locale} {...props} written={written} />
      )}
    </>
  )
}

function MissingLanguage({ draft, locale, onView, mayWrite }: EditorProps) {
  const { client, words, language } = useConsole()
  const say = words.notices
  const act = useAct()
  const fillIt = () => act.run(async () => onView(await client.saveNoticeDraft(draft.saved, locale, null)))
  return (
    <EmptyState
      title={fill(say.emptyLanguage, { language: localeName(locale, language) })}
      hint={say.emptyHint}
    >
      {mayWrite ? (
        <button type="button" class="g-btn g-btn-primary" aria-disabled={act.busy} onClick={fillIt}>
          {say.fillBuiltIn}
        </button>
      ) : null}
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
    </EmptyState>
  )
}

function LanguageForm(props: EditorProps & { readonly written: WrittenNotice }) {
  const { view, draft, locale, written, onView, mayWrite } = props
  const { client, words, language, tell } = useConsole()
  const say = words.notices
  const act = useAct()
  const { form, put: setForm, discard, clashesAt } = useTypedOver(written)
  const changed = !isSameWritten(form, written)
  useUnsaved(changed)
  const frame = view.frames[locale]
  const text = previewText(frame, form)
  const tooLong = Object.values(form).some((each) => partProblem(each) === 'long')
  const save = (event: Event) => {
    event.preventDefault()
    void act.run(
      async () => {
        onView(await client.saveNoticeDraft(draft.saved, locale, form))
        tell(fill(say.savedToast, { language: localeName(locale, language) }), 'success')
      },
      async () => onView(await client.notices()),
    )
  }
  const heading = (section: NoticeSection | null) =>
    section === null ? say.question : frame[section].heading
  return (
    <form class="c-form c-with-aside c-notice-form" noValidate onSubmit={save}>
      <div class="g-stack" data-gap="4">
        {EDITOR_GROUPS.map(({ section, parts }) => (
          <fieldset key={section} class="g-card c-fieldset" disabled={!mayWrite}>
            <legend class="g-h3" lang={section === null ? undefined : locale}>
              {heading(section)}
            </legend>
            <div class="g-stack c-notice-fields" data-gap="4">
              {section === null || frame[section].facts.length === 0 ? null : (
                <div class="g-well">
                  <p class="g-small g-muted">{say.fromConfiguration}</p>
                  {frame[section].facts.map((fact) => (
                    <p key={fact} lang={locale} dir={directionOf(locale)}>
                      {fact}
                    </p>
                  ))}
                </div>
              )}
              {parts.map((part) => (
                <PartField
                  key={part}
                  part={part}
                  locale={locale}
                  text={form[part]}
                  theirs={clashesAt(part) ? written[part] : null}
                  onText={(next) => setForm({ ...form, [part]: next })}
                />
              ))}
            </div>
          </fieldset>
        ))}
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        {mayWrite ? (
          <div class="g-row c-form-foot c-notice-foot">
            <button type="submit" class="g-btn g-btn-primary" aria-disabled={!changed || tooLong || act.busy}>
              {act.busy ? words.common.saving : say.saveDraft}
            </button>
            {changed ? (
              <Unsaved busy={act.busy} onDiscard={discard} />
            ) : (
              <DraftActs view={view} draft={draft} onView={onView} mayWrite={mayWrite} lesser />
            )}
          </div>
        ) : null}
        <NoticeDiff locale={locale} changes={noticeChanges(view.active.texts[locale], text)} />
      </div>
      <aside class="g-stack" data-gap="2" aria-label={say.preview}>
        <h2 class="g-h3">{say.preview}</h2>
        <NoticePreview locale={locale} version={view.active.version + 1} text={text} />
      </aside>
    </form>
  )
}

function PartField(props: {
  readonly part: WrittenPart
  readonly locale: RequesterLanguage
  readonly text: string
  readonly theirs: string | null
  readonly onText: (text: string) => void
}) {
  const { words, language } = useConsole()
  const say = words.notices
  const { part, text, theirs } = props
  const id = `notice-${part}`
  const problem = partProblem(text)
  const letter = part === 'title' || part === 'lead' ? null : ART_13[part]
  return (
    <div class="g-field">
      <label class="g-label" for={id}>
        {say.part[part].title}
        {letter === null ? null : (
          <span class="g-muted c-notice-letter"> {fill(say.letter, { letter })}</span>
        )}
      </label>
      <p class="g-hint" id={`${id}-hint`}>
        {say.part[part].body}
      </p>
      <textarea
        id={id}
        class="g-textarea c-template-text"
        lang={props.locale}
        dir="auto"
        rows={Math.min(8, Math.max(2, Math.ceil(text.length / 75)))}
        value={text}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint${problem === null ? '' : ` ${id}-error`}`}
        onInput={(event) => props.onText(event.currentTarget.value)}
      />
      {theirs === null ? null : <Theirs text={theirs} />}
      {problem === null ? null : (
        <p class="g-error" id={`${id}-error`}>
          {problem === 'missing'
            ? say.partMissing
            : fill(say.partLong, { max: formatNumber(NOTICE_MAX_CHARS, language) })}
        </p>
      )}
    </div>
  )
}

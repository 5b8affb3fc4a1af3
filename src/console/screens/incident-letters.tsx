/** Texts to tell the authority and the persons with: filled in, changed by hand, kept in versions, sent by nobody here. */
import { useEffect, useState } from 'preact/hooks'
import type { IncidentView, LetterView } from '../../domain/incident-api.ts'
import { REQUESTER_LANGUAGES } from '../../domain/notice.ts'
import { DOCUMENT_LANGUAGES, directionOf, documentLanguageOf } from '../../domain/staff-language.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct } from '../loading.ts'
import { SetbackAlert } from '../parts/page.tsx'
import { Theirs } from '../parts/theirs.tsx'
import { Unsaved } from '../parts/unsaved.tsx'
import { useTypedOver } from '../typed-over.ts'
import { fill, joinWords, localeName } from '../words.ts'

const TARGETS = ['authority', 'persons'] as const
type Target = (typeof TARGETS)[number]
const DAY_MS = 86_400_000

export function IncidentLetters({ incident }: { readonly incident: IncidentView }) {
  const { client, words, language, now } = useConsole()
  const say = words.incidents
  const act = useAct()
  const [target, setTarget] = useState<Target>('authority')
  const [locale, setLocale] = useState<string>(documentLanguageOf(language))
  const [letter, setLetter] = useState<LetterView | null>(null)
  // Another text takes the place of this one: not before it is saved or let go of.
  const [unsaved, setUnsaved] = useState(false)
  const locales: readonly string[] = target === 'authority' ? DOCUMENT_LANGUAGES : REQUESTER_LANGUAGES
  const figures = {
    from: new Date(Date.parse(incident.suspectedAt) - 30 * DAY_MS).toISOString(),
    to: new Date(now()).toISOString(),
  }
  const fetchLetter = async (anew: boolean) =>
    setLetter(
      await client.incidentLetter(incident.incidentId, {
        target,
        locale,
        anew,
        figures: target === 'authority' ? figures : null,
      }),
    )
  const show = (anew: boolean) => act.run(() => fetchLetter(anew))
  const page = () =>
    act.run(async () => {
      const html = await client.incidentPage(incident.incidentId, {
        locale: documentLanguageOf(language),
        figures,
      })
      downloadText(`incident-${incident.suspectedAt.slice(0, 10)}.html`, 'text/html', html)
    })
  return (
    <section class="g-card" aria-labelledby="letters-title">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="letters-title">
          {say.letters}
        </h2>
        <button type="button" class="g-btn" aria-disabled={act.busy} onClick={() => void page()}>
          {say.pageDownload}
        </button>
      </div>
      <div class="g-card-body g-stack">
        <p class="g-muted">{say.lettersHint}</p>
        <div class="c-incident-grid">
          <label class="g-field">
            <span class="g-label">{say.letters}</span>
            <select
              class="g-select"
              value={target}
              disabled={unsaved}
              onChange={(event) => {
                const chosen = TARGETS.find((known) => known === event.currentTarget.value) ?? 'authority'
                setTarget(chosen)
                setLetter(null)
                if (chosen === 'authority') setLocale(documentLanguageOf(locale))
              }}
            >
              {TARGETS.map((name) => (
                <option key={name} value={name}>
                  {say.letterTarget[name]}
                </option>
              ))}
            </select>
          </label>
          <label class="g-field">
            <span class="g-label">{say.letterLanguage}</span>
            <select
              class="g-select"
              value={locale}
              disabled={unsaved}
              onChange={(event) => {
                setLocale(event.currentTarget.value)
                setLetter(null)
              }}
            >
              {locales.map((name) => (
                <option key={name} value={name}>
                  {localeName(name, language)}
                </option>
              ))}
            </select>
          </label>
        </div>
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        <div class="g-row">
          <button
            type="button"
            class="g-btn"
            aria-disabled={act.busy || unsaved}
            onClick={() => void show(false)}
          >
            {say.letterShow}
          </button>
          {letter === null ? null : (
            <button
              type="button"
              class="g-btn g-btn-ghost"
              aria-disabled={act.busy || unsaved}
              onClick={() => void show(true)}
            >
              {say.letterAnew}
            </button>
          )}
        </div>
        {letter === null ? null : (
          <LetterText
            key={`${letter.target} ${letter.locale}`}
            letter={letter}
            incidentId={incident.incidentId}
            onSaved={setLetter}
            onUnsaved={setUnsaved}
            fetchFresh={() => fetchLetter(false)}
          />
        )}
      </div>
    </section>
  )
}

function LetterText(props: {
  readonly letter: LetterView
  readonly incidentId: string
  readonly onSaved: (letter: LetterView) => void
  readonly onUnsaved: (unsaved: boolean) => void
  readonly fetchFresh: () => Promise<void>
}) {
  const { client, words, language, tell } = useConsole()
  const say = words.incidents
  const act = useAct()
  const { letter, onUnsaved } = props
  const { form: text, changed, put: setText, discard, clashesAt } = useTypedOver(letter.text)
  useUnsaved(changed)
  useEffect(() => onUnsaved(changed), [changed, onUnsaved])
  const fieldNames: Readonly<Record<string, string>> = say.field
  const save = () =>
    act.run(async () => {
      const { target, locale, version } = letter
      const saved = await client.saveIncidentLetter(props.incidentId, { target, locale, version, text })
      tell(fill(say.letterSaved, { version: saved.version }), 'success')
      props.onSaved(saved)
    }, props.fetchFresh)
  return (
    <div class="g-stack">
      {letter.missing.length === 0 ? null : (
        <p class="g-alert" data-tone="warning">
          {fill(say.letterMissing, {
            fields: joinWords(
              letter.missing.map((name) => fieldNames[name] ?? name),
              language,
            ),
          })}
        </p>
      )}
      <label class="g-field">
        <span class="g-label">{say.letterText}</span>
        <textarea
          class="g-textarea"
          rows={18}
          lang={letter.locale}
          dir={directionOf(letter.locale)}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        {clashesAt('') ? <Theirs text={letter.text} /> : null}
      </label>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <div class="g-row">
        <button
          type="button"
          class="g-btn g-btn-primary"
          aria-disabled={act.busy}
          onClick={() => void save()}
        >
          {say.letterSave}
        </button>
        <button
          type="button"
          class="g-btn"
          onClick={() => downloadText(`${letter.target}-${letter.locale}.txt`, 'text/plain', text)}
        >
          {say.print}
        </button>
        {changed ? <Unsaved busy={act.busy} onDiscard={discard} /> : null}
      </div>
    </div>
  )
}

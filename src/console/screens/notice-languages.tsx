/** The languages that a notice must have: an account's choice. */
import { useState } from 'preact/hooks'
import { REQUESTER_LANGUAGES, type RequesterLanguage } from '../../domain/notice.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { SetbackAlert } from '../parts/page.tsx'
import { localeName } from '../words.ts'
import type { NoticePart } from './notices.tsx'

export function NoticeLanguages({ view, onView, mayWrite }: NoticePart) {
  const { client, words, language, tell } = useConsole()
  const say = words.notices
  const act = useAct()
  const [chosen, setChosen] = useState<readonly RequesterLanguage[]>(view.locales)
  const changed = chosen.toSorted().join() !== view.locales.toSorted().join()
  const turn = (code: RequesterLanguage, on: boolean) =>
    setChosen(on ? [...chosen, code] : chosen.filter((other) => other !== code))
  const save = () =>
    act.run(async () => {
      onView(await client.setNoticeLocales(chosen))
      tell(say.languagesToast, 'success')
    })
  return (
    <section class="g-card" aria-labelledby="notice-languages">
      <div class="g-card-head">
        <h2 class="g-h2" id="notice-languages">
          {say.languages}
        </h2>
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <p class="g-muted">
          {view.active.origin === 'generated' ? say.languagesGenerated : say.languagesWritten}
        </p>
        <fieldset class="c-notice-languages" disabled={!mayWrite}>
          <legend class="g-sr">{say.languages}</legend>
          {REQUESTER_LANGUAGES.map((code) => (
            <label key={code} class="g-check">
              <input
                type="checkbox"
                checked={chosen.includes(code)}
                onChange={(event) => turn(code, event.currentTarget.checked)}
              />
              <span>{localeName(code, language)}</span>
            </label>
          ))}
        </fieldset>
        {chosen.length === 0 ? <p class="g-error">{say.languagesNone}</p> : null}
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        {mayWrite ? (
          <button
            type="button"
            class="g-btn c-start"
            aria-disabled={!changed || chosen.length === 0 || act.busy}
            onClick={save}
          >
            {say.saveLanguages}
          </button>
        ) : null}
      </div>
    </section>
  )
}

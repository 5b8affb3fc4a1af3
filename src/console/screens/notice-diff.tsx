/** What a requester would read otherwise than in the active notice, paragraph by paragraph. */
import type { RequesterLanguage } from '../../domain/notice.ts'
import { directionOf } from '../../domain/staff-language.ts'
import { useConsole } from '../context.ts'
import type { SectionChange } from '../notice-form.ts'

export function NoticeDiff(props: {
  readonly locale: RequesterLanguage
  readonly changes: readonly SectionChange[]
}) {
  const { words } = useConsole()
  const say = words.notices
  const { locale, changes } = props
  return (
    <section class="g-card" aria-labelledby="notice-diff">
      <div class="g-card-head">
        <h2 class="g-h2" id="notice-diff">
          {say.diffTitle}
        </h2>
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        {changes.length === 0 ? <p class="g-muted">{say.diffNone}</p> : null}
        {changes.map(({ heading, gone, come }) => (
          <div key={heading} class="c-notice-diff" lang={locale} dir={directionOf(locale)}>
            <h3 class="g-label">{heading === '' ? say.question : heading}</h3>
            {gone.map((line) => (
              <del key={line}>
                <span class="g-sr">{say.gone} </span>
                {line}
              </del>
            ))}
            {come.map((line) => (
              <ins key={line}>
                <span class="g-sr">{say.come} </span>
                {line}
              </ins>
            ))}
          </div>
        ))}
      </div>
    </section>
  )
}

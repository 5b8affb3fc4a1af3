/** What a change permits, in words, and what differs, line by line. */
import type { ChangeView } from '../../domain/change-api.ts'
import { useConsole } from '../context.ts'
import type { ArticleNames } from '../rule-words.ts'
import { wideningWords } from '../widening-words.ts'
import { plural } from '../words.ts'

const SHOWN = 12

export function ChangeContents(props: {
  readonly change: Pick<ChangeView, 'widens' | 'diff'>
  readonly names: ArticleNames
  /** Nobody is asked any more whether it is to hold. */
  readonly decided?: boolean
}) {
  const { words, language } = useConsole()
  const say = words.approvals
  const { names } = props
  const { widens, diff } = props.change
  return (
    <>
      {widens.length === 0 ? null : (
        <div>
          <p class="g-strong">{props.decided ? say.widenedTitle : say.widensTitle}</p>
          <ul class="g-list">
            {widens.slice(0, SHOWN).map((widening) => (
              <li key={JSON.stringify(widening)}>{wideningWords(widening, names, words, language)}</li>
            ))}
          </ul>
          {widens.length > SHOWN ? (
            <p class="g-muted">{plural(say.widensMore, widens.length - SHOWN, language)}</p>
          ) : null}
        </div>
      )}
      <details class="g-details">
        <summary>{say.diffTitle}</summary>
        <div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line must be reachable by keyboard */}
          <pre class="c-diff" tabIndex={0}>
            {diff.map(({ sign, path, value }) => (
              <span key={`${sign} ${path} ${value}`} data-sign={sign}>
                {`${sign} ${path}: ${value}\n`}
              </span>
            ))}
          </pre>
        </div>
      </details>
    </>
  )
}

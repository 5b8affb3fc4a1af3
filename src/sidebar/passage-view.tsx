import { useLayoutEffect, useRef } from 'preact/hooks'
import type { CitedPassage } from '../domain/draft.ts'
import { useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { AlsoIn, ArticleLink } from './messages.tsx'
import { markIn } from './numbering.ts'

/** So that what stands before the quote is seen to go on. */
const LINES_BEFORE_PX = 40

/** The source as it stood when it was quoted, with what is quoted marked. */
export function PassageView({
  passage,
  quotes,
  number,
}: {
  readonly passage: CitedPassage | null
  readonly quotes: readonly string[]
  readonly number: number
}) {
  const { words } = useRoom()
  const text = useRef<HTMLQuoteElement>(null)
  useLayoutEffect(() => {
    const box = text.current
    const quoted = box?.querySelector('mark') ?? null
    if (box === null || quoted === null) return
    // Not `scrollIntoView`: that would move the agent's whole page.
    const hidden = quoted.offsetTop + quoted.offsetHeight > box.clientHeight
    if (hidden) box.scrollTop = quoted.offsetTop - LINES_BEFORE_PX
  }, [])
  if (passage === null) {
    return (
      <blockquote class="v-passage g-small">
        {quotes.map((quote) => (
          <mark key={quote}>{quote}</mark>
        ))}
      </blockquote>
    )
  }
  const { pieces, missing } = markIn(passage.text, quotes)
  return (
    <figure class="v-passage g-small" aria-label={words.say('draft.cite', { number, title: passage.title })}>
      <figcaption class="g-stack" data-gap="1">
        <span class="g-strong v-source-title">
          <ArticleLink title={passage.title} url={passage.url} />
          {passage.url !== null && <Icon name="external" />}
        </span>
        {passage.headings.length > 0 && <span class="g-muted g-break">{passage.headings.join(' › ')}</span>}
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard, too */}
      <blockquote ref={text} class="g-break" tabIndex={0} dir="auto" lang={passage.locale}>
        {pieces.map(({ text, marked }, index) => (marked ? <mark key={index}>{text}</mark> : text))}
        {missing
          .filter((quote) => quote !== '')
          .map((quote) => (
            <span key={quote}>
              {'\n'}
              <mark>{quote}</mark>
            </span>
          ))}
      </blockquote>
      <AlsoIn copies={passage.alsoIn ?? []} />
      <p class="g-muted g-mono" title={passage.versionHash}>
        {words.say('passage.version')} {passage.versionHash.slice(0, 12)}
      </p>
    </figure>
  )
}

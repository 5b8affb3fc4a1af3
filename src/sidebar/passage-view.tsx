import type { CitedPassage } from '../domain/draft.ts'
import { useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { ArticleLink } from './messages.tsx'
import { splitAtQuote } from './numbering.ts'

/** The source as it stood when it was quoted, with the quote marked. */
export function PassageView({
  passage,
  quote,
  number,
}: {
  readonly passage: CitedPassage | null
  readonly quote: string
  readonly number: number
}) {
  const { words } = useRoom()
  if (passage === null) {
    return (
      <blockquote class="v-passage g-small">
        <mark>{quote}</mark>
      </blockquote>
    )
  }
  const found = splitAtQuote(passage.text, quote)
  return (
    <figure class="v-passage g-small" aria-label={words.say('draft.cite', { number, title: passage.title })}>
      <figcaption class="g-stack" data-gap="1">
        <span class="g-strong v-source-title">
          <ArticleLink title={passage.title} url={passage.url} />
          {passage.url !== null && <Icon name="external" />}
        </span>
        {passage.headings.length > 0 && <span class="g-muted g-break">{passage.headings.join(' › ')}</span>}
      </figcaption>
      <blockquote class="g-break" dir="auto" lang={passage.locale}>
        {found === null ? (
          <>
            {passage.text}
            {quote !== '' && (
              <>
                {'\n'}
                <mark>{quote}</mark>
              </>
            )}
          </>
        ) : (
          <>
            {found.before}
            <mark>{found.quote}</mark>
            {found.after}
          </>
        )}
      </blockquote>
      <p class="g-muted g-mono" title={passage.versionHash}>
        {words.say('passage.version')} {passage.versionHash.slice(0, 12)}
      </p>
    </figure>
  )
}

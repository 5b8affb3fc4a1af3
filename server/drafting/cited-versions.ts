/** Which article versions a draft quotes, and where: what a recall finds it by. */
import { type QuoteSpan, spansOf } from '../../src/domain/recall.ts'
import type { Shelf } from '../articles/index.ts'
import type { DraftCitation, DraftContent } from './rooms.ts'
import { citationsOf } from './verified-reply.ts'

export function citedVersions(
  shelf: Pick<Shelf, 'sentencesOf'>,
  { sentences, passages }: Pick<DraftContent, 'sentences' | 'passages'>,
): readonly DraftCitation[] {
  const citations = sentences.flatMap(citationsOf)
  const cited = new Map<string, { version: Omit<DraftCitation, 'quotes'>; quotes: Map<string, QuoteSpan> }>()
  for (const passage of passages) {
    const { articleId, locale, versionHash, passageId } = passage
    const key = JSON.stringify([articleId, locale, versionHash])
    const held = cited.get(key) ?? { version: { articleId, locale, versionHash }, quotes: new Map() }
    cited.set(key, held)
    const own = citations.filter(
      (at) => at.articleId === articleId && at.locale === locale && at.passageId === passageId,
    )
    for (const span of own.flatMap(({ quote }) =>
      spansOf({ ...passage, sentences: shelf.sentencesOf(passage) }, quote),
    ))
      held.quotes.set(JSON.stringify(span), span)
  }
  return [...cited.values()].map(({ version, quotes }) => ({ ...version, quotes: [...quotes.values()] }))
}

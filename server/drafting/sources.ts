/** Which passages a model may read for a ticket: the evidence first, then what retrieval finds beside it. */
import type { CitedPassage } from '../../src/domain/draft.ts'
import type { Evidence, Meaning, Shelf } from '../articles/index.ts'

const MOST_PASSAGES = 12
/** In characters of passage text: more would only cost, and blur what the question is. */
const MOST_CHARS = 12_000
const ARTICLES_BESIDE = 2

export interface AskedSources {
  readonly shelf: Shelf
  readonly questions: readonly {
    readonly text: string
    readonly evidence: Evidence
    readonly meaning?: Meaning | null
  }[]
  readonly locale: string
  /** Language of the reply where it is not the ticket's: the same articles are read in it. */
  readonly replyLocale: string
  readonly allowed: (at: { articleId: string; locale: string }) => boolean
}

function beside(
  { shelf, locale, allowed }: AskedSources,
  { text: query, meaning = null }: AskedSources['questions'][number],
): readonly CitedPassage[] {
  const order = { query, locale, allowed, meaning, limit: ARTICLES_BESIDE, prior: shelf.prior }
  return shelf.index.search(order).flatMap((article) =>
    article.passages.slice(0, 2).flatMap(({ passage }) => {
      const { articleId } = article
      return shelf.passage({ articleId, locale: article.locale, passageId: passage.id }) ?? []
    }),
  )
}

/** Another language's version of an article has passages of its own: all of them, in reading order. */
export function inLocale(
  shelf: Shelf,
  found: readonly CitedPassage[],
  locale: string,
  allowed: AskedSources['allowed'],
): readonly CitedPassage[] {
  const articles = new Set(found.map(({ articleId }) => articleId))
  return [...articles].flatMap((articleId) =>
    allowed({ articleId, locale }) ? shelf.passagesOf(articleId, locale) : [],
  )
}

function bounded(passages: readonly CitedPassage[]): readonly CitedPassage[] {
  const kept = new Map<string, CitedPassage>()
  let room = MOST_CHARS
  for (const passage of passages) {
    const key = JSON.stringify([passage.articleId, passage.locale, passage.passageId])
    if (kept.has(key) || passage.text.length > room || kept.size >= MOST_PASSAGES) continue
    kept.set(key, passage)
    room -= passage.text.length
  }
  return [...kept.values()]
}

/** Only for questions that the articles answer: what is not covered is not put to a model. */
export function sourcesFor(asked: AskedSources): readonly CitedPassage[] {
  const { shelf, questions, locale, replyLocale, allowed } = asked
  const covered = questions.filter(({ evidence }) => evidence.outcome === 'covered')
  const evidence = covered.flatMap(({ evidence: found }) =>
    found.outcome === 'covered' ? found.sentences.flatMap((at) => shelf.passage(at) ?? []) : [],
  )
  if (replyLocale !== locale) return bounded(inLocale(shelf, evidence, replyLocale, allowed))
  return bounded([...evidence, ...covered.flatMap((question) => beside(asked, question))])
}

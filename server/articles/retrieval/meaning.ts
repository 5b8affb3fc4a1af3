/**
 * The second look by meaning, where an embedding model is there: articles in the order of words and meaning together.
 * How surely an article answers stays what its words say: no weight of a model was ever fitted to that.
 */
import type { ArticleVersion } from '../../../src/domain/article.ts'
import type { LanguageIndex } from './language-index.ts'
import type { Allowed, ScoredArticle } from './ranking.ts'

/** How near one question is to articles. */
export interface Meaning {
  /** Cosine for each passage of the version, in its order; `null` where it has no vectors. */
  nearness(version: ArticleVersion): Float64Array | null
}

interface Where {
  readonly locale: string
  readonly allowed: Allowed
  /** Articles that came later are not looked at. */
  readonly until?: number | undefined
}

/** Half the order is the words', half the meaning's: without labels there is no better guess. */
const MEANING_SAY = 0.5
/** So many may come in that share no word with the question. */
const BY_MEANING = 20
/** Closer cosines are rounding: the model tells nothing apart. */
const TOLD_APART = 1e-6

/**
 * Until every allowed article has its vectors the words alone rank: one without would only lose.
 * @param byWords best first, as deep as anybody will look. Each keeps its score by words.
 */
export function byMeaningToo(
  index: LanguageIndex,
  byWords: readonly ScoredArticle[],
  meaning: Meaning | null | undefined,
  { locale, allowed, until = Number.POSITIVE_INFINITY }: Where,
): readonly ScoredArticle[] {
  if (meaning == null) return byWords
  const near = new Map<string, Near>()
  let sum = 0
  let seen = 0
  for (const article of index.articles) {
    if (article === undefined || article.since > until || !allowed(article.version)) continue
    const passages = meaning.nearness(article.version)
    if (passages === null || passages.length !== article.to - article.from) return byWords
    const likeness = passages.reduce((most, one) => Math.max(most, one), 0)
    sum += likeness
    seen += 1
    const { articleId } = article.version
    const other = near.get(articleId)
    if (other === undefined || isNearer({ article, likeness }, other, locale))
      near.set(articleId, { article, likeness, passages })
  }
  const sorted = [...near.values()].sort((a, b) => b.likeness - a.likeness)
  const top = sorted[0]?.likeness ?? 0
  const floor = seen === 0 ? 0 : sum / seen
  if (top - floor < TOLD_APART) return byWords
  return fused(byWords, sorted, (likeness) => Math.max(0, (likeness - floor) / (top - floor)))
}

interface Near {
  readonly article: ScoredArticle['article']
  readonly likeness: number
  readonly passages: Float64Array
}

/** The ticket's own locale wins, as it does among words. */
function isNearer(one: Omit<Near, 'passages'>, other: Near, locale: string): boolean {
  const wanted = locale.toLowerCase()
  const own = (near: Omit<Near, 'passages'>) => (near.article.version.locale === wanted ? 1 : 0)
  return own(one) - own(other) > 0 || (own(one) === own(other) && one.likeness > other.likeness)
}

function fused(
  byWords: readonly ScoredArticle[],
  byMeaning: readonly Near[],
  share: (likeness: number) => number,
): readonly ScoredArticle[] {
  const best = byWords[0]?.score ?? 0
  const likenessOf = new Map(byMeaning.map(({ article, likeness }) => [article.version.articleId, likeness]))
  const known = new Set(byWords.map(({ article }) => article.version.articleId))
  const others = byMeaning
    .slice(0, BY_MEANING)
    .filter(({ article, likeness }) => share(likeness) > 0 && !known.has(article.version.articleId))
    .map(({ article, passages }): ScoredArticle => ({ article, score: 0, passageScores: () => passages }))
  return [...byWords, ...others]
    .map((one) => {
      const likeness = share(likenessOf.get(one.article.version.articleId) ?? 0)
      const words = best === 0 ? 0 : one.score / best
      return { one, worth: (1 - MEANING_SAY) * words + MEANING_SAY * likeness }
    })
    .sort((a, b) => b.worth - a.worth)
    .map(({ one }) => one)
}

import type { IndexedArticle } from './language-index.ts'
import type { ScoredArticle } from './ranking.ts'

/** How many articles are compared to see whether one stands out. */
const RIVALS = 5
/** So much weight of the words around must fit an article before they speak for it fully. */
const TOLD_WORDS = 1
/** By so much the best of any articles leads the fifth, whatever the ticket is about. */
const LEAD_BY_CHANCE = 0.25

/**
 * How much the whole ticket is about one article: 0 where no article stands out of the others, and little where
 * the words around the question have little to do with it, since its own words must not count twice.
 */
export function topicOf(
  whole: readonly ScoredArticle[],
  around: readonly ScoredArticle[],
  weight: number,
): (article: IndexedArticle) => number {
  const top = whole[0]?.score ?? 0
  if (top === 0 || around.length === 0) return () => 0
  const lead = 1 - crowdOf(whole) / top
  const distinct = Math.max(0, lead - LEAD_BY_CHANCE) / (1 - LEAD_BY_CHANCE)
  const scores = new Map(whole.map(({ article, score }) => [article, score / top]))
  const told = new Map(
    around.map(({ article, score }) => [article, Math.min(1, (score * weight) / TOLD_WORDS)]),
  )
  return (article) => (scores.get(article) ?? 0) * distinct * (told.get(article) ?? 0)
}

/**
 * How far an article is the best one both for the question alone and for the whole ticket, 0…1. The question has
 * the more say the more it names its topic itself; `Can that be changed?` is about whatever the ticket is about.
 */
export function agreementOf(
  own: readonly ScoredArticle[],
  whole: readonly ScoredArticle[],
  says: number,
): (article: IndexedArticle) => number {
  const ofOwn = shareOfTop(own)
  const ofWhole = shareOfTop(whole)
  return (article) => says * ofOwn(article) + (1 - says) * ofWhole(article)
}

function shareOfTop(ranked: readonly ScoredArticle[]): (article: IndexedArticle) => number {
  const top = ranked[0]?.score ?? 1
  const shares = new Map(ranked.map(({ article, score }) => [article, score / top]))
  return (article) => shares.get(article) ?? 0
}

/** What an article has to stand out of. Few rivals prove nothing: three must not sound surer than thirty. */
export function crowdOf(ranked: readonly ScoredArticle[], rivals = RIVALS): number {
  return ranked[rivals - 1]?.score ?? Math.min((ranked[0]?.score ?? 0) / 2, ranked.at(-1)?.score ?? 0)
}

import type { IndexedArticle, LanguageIndex } from './language-index.ts'
import { addBestScores, addScores, type Postings } from './postings.ts'
import type { AskedWords } from './question.ts'

const PART_WEIGHT = 0.5
const SYNONYM_WEIGHT = 0.4

/** Which articles exist for this question. Asked inside the ranking: what it bars is never scored or cut. */
export type Allowed = (article: { readonly articleId: string; readonly locale: string }) => boolean

export interface Where {
  readonly locale: string
  readonly allowed: Allowed
  readonly limit: number
}

export interface ScoredArticle {
  readonly article: IndexedArticle
  /** 0…1: the mean of the three views, each the share of what a perfect match would reach. */
  readonly score: number
  /** By position in `LanguageIndex.passages`, from `article.from`. */
  readonly passageScores: Float64Array
}

/** Stems over whole articles, stems over passages, and 4-grams over whole articles, with equal say. */
export function rankArticles(
  index: LanguageIndex,
  asked: AskedWords,
  { locale, allowed, limit }: Where,
): readonly ScoredArticle[] {
  if (asked.weight === 0) return []
  const byArticle = termScores(index.byArticle, asked)
  const byPassage = termScores(index.byPassage, asked)
  const byGram = gramScores(index.byGram, asked)
  for (let passage = 0; passage < byPassage.length; passage += 1) {
    byPassage[passage] = (byPassage[passage] as number) / asked.weight
  }
  const scored: ScoredArticle[] = []
  index.articles.forEach((article, at) => {
    const like = asked.gramWeight === 0 ? 0 : (byGram[at] as number) / asked.gramWeight
    const whole = (byArticle[at] as number) / asked.weight
    if ((whole === 0 && like === 0) || !allowed(article.version)) return
    const passageScores = byPassage.subarray(article.from, article.to)
    let best = 0
    for (const score of passageScores) best = Math.max(best, score)
    scored.push({ article, score: Math.min(1, (whole + best + like) / 3), passageScores })
  })
  scored.sort((a, b) => b.score - a.score)
  return oneLocaleEach(scored, locale).slice(0, limit)
}

function termScores(postings: Postings, asked: AskedWords): Float64Array {
  const scores = new Float64Array(postings.units)
  for (const { word, synonyms } of asked.concepts) {
    if (word.term >= 0) addScores(postings, word.term, word.weight, scores)
    for (const part of word.parts) addScores(postings, part, word.weight * PART_WEIGHT, scores)
    if (synonyms.length > 0) addBestScores(postings, synonyms, word.weight * SYNONYM_WEIGHT, scores)
  }
  return scores
}

function gramScores(postings: Postings, asked: AskedWords): Float64Array {
  const scores = new Float64Array(postings.units)
  for (const { word } of asked.concepts) {
    for (const gram of word.grams) addScores(postings, gram, word.weight, scores)
  }
  return scores
}

/** An article that exists in `en-us` and `en-gb` is one article; the ticket's own locale wins. */
function oneLocaleEach(scored: readonly ScoredArticle[], locale: string): readonly ScoredArticle[] {
  const wanted = locale.toLowerCase()
  const kept = new Map<string, ScoredArticle>()
  for (const candidate of scored) {
    const { articleId, locale: own } = candidate.article.version
    const other = kept.get(articleId)
    if (other === undefined || (own === wanted && other.article.version.locale !== wanted)) {
      kept.set(articleId, candidate)
    }
  }
  return [...kept.values()]
}

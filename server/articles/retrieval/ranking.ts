import { startBest } from './best-few.ts'
import type { ArticleKey, IndexedArticle, LanguageIndex } from './language-index.ts'
import type { Latent } from './latent.ts'
import { nearnessTo } from './near-words.ts'
import type { Postings } from './postings.ts'
import type { AskedWords, TicketWords } from './question.ts'

const PART_WEIGHT = 0.5
const SYNONYM_WEIGHT = 0.4

/** Which articles exist for this question. Asked inside the ranking: what it bars is never scored or cut. */
export type Allowed = (article: { readonly articleId: string; readonly locale: string }) => boolean

export interface Where {
  readonly locale: string
  readonly allowed: Allowed
  readonly limit: number
  /** Articles that came later are not looked at. */
  readonly until?: number | undefined
}

export interface ScoredArticle {
  readonly article: IndexedArticle
  /** 0…1: the mean of all views, each the share of what a perfect match would reach. */
  readonly score: number
  /** By the numbers of its passages, from `article.from`. */
  passageScores(): Float64Array
}

/** The cheap views choose so many articles; the dear ones then look at these alone. */
const LOOKED_AT = 60
/** An article may be there in so many locales of one language, of which one is kept. */
const LOCALES_SEEN = 4
/** A 4-gram that every second article has tells none apart and costs the most. */
const RARE_FROM = 0.1
/** What each view has to say, beside the best passage, which has 1. Both languages gain from each, on either half. */
const WHOLE_SAY = 0.5
const GRAM_SAY = 2
const LATENT_SAY = 0.75
const CLOSE_SAY = 0.75
const TITLE_SAY = 0.1

/**
 * Stems over whole articles, stems over passages, and 4-grams over whole articles; then, among the best of these,
 * how closely the words stand together, the title, and what the articles teach of related words.
 */
export function rankArticles(
  index: LanguageIndex,
  asked: AskedWords,
  where: Where,
): readonly ScoredArticle[] {
  return asked.weight === 0 ? [] : secondLook(index, asked, firstScores(index, asked), where)
}

/** A question, the words around it and both together, each ranked as if it were asked alone. */
export interface TicketRanking {
  readonly own: readonly ScoredArticle[]
  readonly told: readonly ScoredArticle[]
  readonly whole: readonly ScoredArticle[]
}

/** The ticket begins with the question's words: its scores go on from theirs, added in the same order. */
export function rankTicket(
  index: LanguageIndex,
  { asked, ticket, around }: TicketWords,
  where: Where,
): TicketRanking {
  const once = { ...where, allowed: askedOnce(where.allowed) }
  const first = firstScores(index, asked)
  const own = secondLook(index, asked, first, once)
  if (ticket === asked) return { own, told: [], whole: own }
  const told = rankArticles(index, around, once)
  return { own, told, whole: secondLook(index, ticket, firstScores(index, around, first), once) }
}

/** Three rankings ask of the same articles. */
function askedOnce(allowed: Allowed): Allowed {
  const known = new Map<object, boolean>()
  return (article) => {
    const may = known.get(article) ?? allowed(article)
    known.set(article, may)
    return may
  }
}

function secondLook(
  index: LanguageIndex,
  asked: AskedWords,
  first: FirstScores,
  { locale, allowed, limit, until = Number.POSITIVE_INFINITY }: Where,
): readonly ScoredArticle[] {
  if (asked.weight === 0) return []
  const found = oneLocaleEach(firstLook(index, asked, first, { allowed, until }), locale).slice(0, LOOKED_AT)
  const near = nearnessTo(index, asked)
  const { latent } = index
  const likeness = latent.likenessTo(pointOf(latent, asked))
  const latentSay = LATENT_SAY * latent.trust
  const say = 1 + WHOLE_SAY + GRAM_SAY + latentSay + CLOSE_SAY + TITLE_SAY
  return found
    .map(({ article, at, views, passageScores }): ScoredArticle => {
      const { close, titled } = near(at)
      const score = (views + latentSay * likeness(at) + CLOSE_SAY * close + TITLE_SAY * titled) / say
      // Member by member: a copy of all others would cost more than the score.
      return { article, score: Math.min(1, score), passageScores }
    })
    .sort((a, b) => b.score - a.score || inOrder(a.article.version, b.article.version))
    .slice(0, limit)
}

/** Of equal ones the same is first, whenever they came. */
function inOrder(one: ArticleKey, other: ArticleKey): number {
  if (one.articleId !== other.articleId) return one.articleId < other.articleId ? -1 : 1
  return one.locale < other.locale ? -1 : 1
}

function pointOf(latent: Latent, asked: AskedWords): Float32Array {
  const point = new Float32Array(latent.dimensions)
  for (const { word, synonyms } of asked.concepts) {
    if (word.term >= 0) latent.addTerm(word.term, word.weight, point)
    for (const part of word.parts) latent.addTerm(part, word.weight * PART_WEIGHT, point)
    for (const other of synonyms)
      latent.addTerm(other, (word.weight * SYNONYM_WEIGHT) / synonyms.length, point)
  }
  return point
}

interface Found extends Omit<ScoredArticle, 'score'> {
  readonly at: number
  /** The weighted sum of the first three. */
  readonly views: number
}

/** Scores lie in flat tables, and only the best become objects: a hundred thousand would cost more than scoring. */
function firstLook(
  index: LanguageIndex,
  asked: AskedWords,
  { byArticle, byPassage, byGram }: FirstScores,
  { allowed, until }: { readonly allowed: Allowed; readonly until: number },
): readonly Found[] {
  const bestPassage = new Float64Array(byArticle.length)
  const { articleOf } = index
  for (let one = 0; one < byPassage.length; one += 1) {
    const score = byPassage[one] as number
    if (score === 0) continue
    const at = articleOf[one] as number
    if (score > (bestPassage[at] as number)) bestPassage[at] = score
  }
  const best = startBest(LOOKED_AT * LOCALES_SEEN)
  for (let at = 0; at < byArticle.length; at += 1) {
    const like = asked.gramWeight === 0 ? 0 : (byGram[at] as number) / asked.gramWeight
    const whole = (byArticle[at] as number) / asked.weight
    if (whole === 0 && like === 0) continue
    const views = WHOLE_SAY * whole + (bestPassage[at] as number) / asked.weight + GRAM_SAY * like
    if (!best.takes(views)) continue
    const article = index.articles[at]
    if (article !== undefined && article.since <= until && allowed(article.version)) best.add(at, views)
  }
  const found: Found[] = []
  for (const { at, score: views } of best.sorted()) {
    const article = index.articles[at]
    if (article === undefined) continue
    const passageScores = () => byPassage.slice(article.from, article.to).map((score) => score / asked.weight)
    found.push({ article, at, views, passageScores })
  }
  return found
}

/** Sums over the words of a question, by article and by passage. */
interface FirstScores {
  readonly byArticle: Float64Array
  readonly byPassage: Float64Array
  readonly byGram: Float64Array
}

/** @param before the scores of the words in front of these, which are added to. */
function firstScores(index: LanguageIndex, asked: AskedWords, before?: FirstScores): FirstScores {
  const from = (scores: Float64Array | undefined, { size }: Postings) =>
    scores?.slice() ?? new Float64Array(size)
  return {
    byArticle: termScores(index.byArticle, asked, from(before?.byArticle, index.byArticle)),
    byPassage: termScores(index.byPassage, asked, from(before?.byPassage, index.byPassage)),
    byGram: gramScores(index, asked, from(before?.byGram, index.byGram)),
  }
}

function termScores(postings: Postings, asked: AskedWords, scores: Float64Array): Float64Array {
  for (const { word, synonyms } of asked.concepts) {
    if (word.term >= 0) postings.addScores(word.term, word.weight, scores)
    for (const part of word.parts) postings.addScores(part, word.weight * PART_WEIGHT, scores)
    if (synonyms.length > 0) postings.addBestScores(synonyms, word.weight * SYNONYM_WEIGHT, scores)
  }
  return scores
}

/** Words that stand for the asked one share no letters with it, yet must not look foreign here. */
function gramScores(index: LanguageIndex, asked: AskedWords, scores: Float64Array): Float64Array {
  for (const { word, synonyms, gramWeight } of asked.concepts) {
    for (const gram of word.grams)
      if (index.byGram.rarity(gram) >= RARE_FROM) index.byGram.addScores(gram, word.weight, scores)
    if (synonyms.length > 0) index.byArticle.addBestScores(synonyms, gramWeight * SYNONYM_WEIGHT, scores)
  }
  return scores
}

/** An article that exists in `en-us` and `en-gb` is one article; the ticket's own locale wins. */
function oneLocaleEach(scored: readonly Found[], locale: string): readonly Found[] {
  const wanted = locale.toLowerCase()
  const kept = new Map<string, Found>()
  for (const candidate of scored) {
    const { articleId, locale: own } = candidate.article.version
    const other = kept.get(articleId)
    if (other === undefined || (own === wanted && other.article.version.locale !== wanted)) {
      kept.set(articleId, candidate)
    }
  }
  return [...kept.values()]
}

/** Finds what the allowlisted articles say to a question, word for word. Never sees or returns any other article. */
import type { ArticleId, ArticleVersion, BlockKind, Passage } from '../../../src/domain/article.ts'
import type { NearArticle } from '../../../src/domain/refusal.ts'
import { SHIPPED_THRESHOLD } from '../../../src/domain/refusal-threshold.ts'
import type { SectionPrior } from '../../../src/domain/section-prior.ts'
import { judge } from './answer.ts'
import { languageOf } from './language.ts'
import { buildLanguageIndex, type LanguageIndex } from './language-index.ts'
import { preferredFirst } from './preference.ts'
import { readQuestion } from './question.ts'
import { type Allowed, rankArticles, type ScoredArticle } from './ranking.ts'

export { analysedWords } from './analysed-words.ts'
export { type Language, languageFor, languageOf } from './language.ts'
export { type DetectedLocale, detectLocale } from './locale.ts'
export { type Question, splitQuestions } from './questions.ts'
export type { Allowed } from './ranking.ts'
export { synonymsOf } from './synonyms.ts'
export { folded } from './words.ts'

const ARTICLES_FOUND = 10
const PASSAGES_PER_ARTICLE = 3
const NEAREST = 3
/** Below this an article only shares a word with the question; naming it would not help. */
const NEAR_FROM = 0.1

export interface RankedPassage {
  readonly passage: Passage
  readonly score: number
}

export interface RankedArticle {
  readonly articleId: ArticleId
  readonly locale: string
  readonly versionHash: string
  readonly title: string
  readonly url: string | null
  /** 0…1, comparable between help centers of different size. */
  readonly score: number
  readonly passages: readonly RankedPassage[]
}

/** A verbatim sentence: offsets into `Passage.text` of that article version. */
export interface EvidenceSentence {
  readonly articleId: ArticleId
  readonly locale: string
  readonly versionHash: string
  readonly passageId: string
  readonly start: number
  readonly end: number
  readonly kind: BlockKind
  readonly ordinal?: number
}

/** `probability`, 0…1: how surely the allowed articles answer. Covered is what reaches the threshold. */
export type Evidence =
  | {
      readonly outcome: 'covered'
      readonly probability: number
      readonly sentences: readonly EvidenceSentence[]
    }
  | {
      readonly outcome: 'not_covered'
      readonly probability: number
      readonly nearest: readonly NearArticle[]
    }

export interface SearchOrder {
  readonly query: string
  readonly locale: string
  readonly allowed: Allowed
  readonly limit?: number
  /** Which sections carried accepted drafts; decides between articles that are nearly equal. */
  readonly prior?: SectionPrior | null
}

export interface AnswerOrder {
  readonly question: string
  /** What the requester wrote around it (`Question.context`): decides between articles, asks nothing itself. */
  readonly context?: string
  readonly locale: string
  readonly allowed: Allowed
  /** 0…1, of the account; `SHIPPED_THRESHOLD` where it is absent. */
  readonly threshold?: number
  /** As for `SearchOrder`. It never decides whether anything is covered. */
  readonly prior?: SectionPrior | null
}

export interface IndexStats {
  readonly articles: number
  readonly passages: number
  readonly sentences: number
  readonly terms: number
  readonly languages: readonly string[]
  readonly buildMs: number
}

export interface RetrievalIndex {
  readonly stats: IndexStats
  search(order: SearchOrder): readonly RankedArticle[]
  answer(order: AnswerOrder): Evidence
}

/** One closed index a language. `now` only times the building. */
export function buildRetrievalIndex(
  articles: readonly ArticleVersion[],
  now: () => number = () => 0,
): RetrievalIndex {
  const startedAt = now()
  const byLanguage = new Map<string, ArticleVersion[]>()
  for (const article of articles) {
    const language = languageOf(article.locale)
    const own = byLanguage.get(language)
    if (own === undefined) byLanguage.set(language, [article])
    else own.push(article)
  }
  const indexes = new Map([...byLanguage].map(([code, own]) => [code, buildLanguageIndex(code, own)]))
  return {
    stats: statsOf([...indexes], now() - startedAt),
    search: (order) => {
      const index = indexes.get(languageOf(order.locale))
      return index === undefined ? [] : search(index, order)
    },
    answer: (order) => {
      const index = indexes.get(languageOf(order.locale))
      if (index === undefined) return { outcome: 'not_covered', probability: 0, nearest: [] }
      return answer(index, order)
    },
  }
}

function search(index: LanguageIndex, order: SearchOrder): readonly RankedArticle[] {
  const limit = order.limit ?? ARTICLES_FOUND
  const asked = readQuestion(index, order.query)
  const found = rankArticles(index, asked, { locale: order.locale, allowed: order.allowed, limit })
  return preferredFirst(found, ({ score }) => score, order.prior).map((scored) => {
    const { articleId, locale, versionHash, title, url } = scored.article.version
    return {
      articleId,
      locale,
      versionHash,
      title,
      url,
      score: scored.score,
      passages: bestPassages(index, scored),
    }
  })
}

function bestPassages(index: LanguageIndex, scored: ScoredArticle): readonly RankedPassage[] {
  return [...scored.passageScores]
    .flatMap((score, at) => {
      const passage = index.passages[scored.article.from + at]?.passage
      return passage === undefined ? [] : [{ passage, score }]
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, PASSAGES_PER_ARTICLE)
}

function answer(index: LanguageIndex, order: AnswerOrder): Evidence {
  const threshold = order.threshold ?? SHIPPED_THRESHOLD
  const { probability, best, ranked, chosen } = judge(index, { ...order, threshold })
  if (best !== null && chosen.length > 0 && probability >= threshold) {
    const { articleId, locale, versionHash } = best.article.version
    const sentences = chosen.flatMap(({ passage, sentence }) => {
      const holder = index.passages[passage]?.passage
      const found = holder?.sentences[sentence]
      return holder === undefined || found === undefined
        ? []
        : [{ articleId, locale, versionHash, passageId: holder.id, ...found }]
    })
    return { outcome: 'covered', probability, sentences }
  }
  const near = ranked.filter((one) => one.score >= NEAR_FROM).slice(0, NEAREST)
  return { outcome: 'not_covered', probability, nearest: near.map(nearArticle) }
}

function nearArticle({ article }: ScoredArticle): NearArticle {
  const { articleId, locale, title, url } = article.version
  return { articleId, locale, title, url }
}

function statsOf(indexes: readonly (readonly [string, LanguageIndex])[], buildMs: number): IndexStats {
  const sum = (count: (index: LanguageIndex) => number) =>
    indexes.reduce((total, [, index]) => total + count(index), 0)
  return {
    articles: sum((index) => index.articles.length),
    passages: sum((index) => index.passages.length),
    sentences: sum((index) => index.passages.reduce((total, { sentences }) => total + sentences.length, 0)),
    terms: sum((index) => index.lexicon.terms),
    languages: indexes.map(([code]) => code),
    buildMs,
  }
}

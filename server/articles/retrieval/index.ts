/** Finds what the allowlisted articles say to a question, word for word. Never sees or returns any other article. */
import type { ArticleId, ArticleVersion, BlockKind, Passage } from '../../../src/domain/article.ts'
import type { ArticleCopy, NearArticle } from '../../../src/domain/refusal.ts'
import { SHIPPED_THRESHOLD } from '../../../src/domain/refusal-threshold.ts'
import type { SectionPrior } from '../../../src/domain/section-prior.ts'
import { judge } from './answer.ts'
import { distinct } from './copies.ts'
import { languageOf } from './language.ts'
import {
  type ArticleChange,
  type ArticleKey,
  buildLanguageIndex,
  type LanguageIndex,
} from './language-index.ts'
import { byMeaningToo, type Meaning } from './meaning.ts'
import { preferredFirst } from './preference.ts'
import { type Reading, readQuestion, startReading } from './question.ts'
import { type Question, questionsIn, splitQuestions } from './questions.ts'
import { type Allowed, rankArticles, type ScoredArticle } from './ranking.ts'

export { analysedWords } from './analysed-words.ts'
export { type Language, languageFor, languageOf } from './language.ts'
export type { ArticleChange, ArticleKey } from './language-index.ts'
export { type DetectedLocale, detectLocale } from './locale.ts'
export type { Meaning } from './meaning.ts'
export type { Allowed } from './ranking.ts'
export { synonymsOf } from './synonyms.ts'
export { folded } from './words.ts'
export { type Question, splitQuestions }

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
  /** Articles that say the same. They are in no list beside it. */
  readonly alsoIn: readonly ArticleCopy[]
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
  /** How near the question is to articles by an embedding model; `null`: words alone rank. */
  readonly meaning?: Meaning | null
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
  /** As for `SearchOrder`. What it finds is quoted only where its words are sure enough. */
  readonly meaning?: Meaning | null
}

export interface IndexStats {
  readonly articles: number
  readonly passages: number
  readonly sentences: number
  readonly terms: number
  readonly languages: readonly string[]
  readonly buildMs: number
}

/** Reads one ticket. What nobody but its requester wrote is analysed once for all its questions, and goes with this. */
export interface TicketReader {
  /** As `splitQuestions`. */
  split(text: string, subject?: string): readonly Question[]
  /** As the index answers. */
  answer(order: Omit<AnswerOrder, 'locale'>): Evidence
}

export interface RetrievalIndex {
  readonly stats: IndexStats
  search(order: SearchOrder): readonly RankedArticle[]
  answer(order: AnswerOrder): Evidence
  readTicket(locale: string): TicketReader
  /**
   * The index after a change, in time for the size of the change. The former one stays of use to whom holds it: of
   * its articles it finds those that are still there as they were, and none that came later.
   */
  updated(change: ArticleChange): RetrievalIndex
}

/** One index a language. `now` only times the building. */
export function buildRetrievalIndex(
  articles: readonly ArticleVersion[],
  now: () => number = () => 0,
): RetrievalIndex {
  const startedAt = now()
  const indexes = new Map<string, LanguageIndex>()
  for (const [code, own] of byLanguage(articles)) indexes.set(code, buildLanguageIndex(code, own))
  return handleOf({ indexes, state: 0 }, 0, now() - startedAt)
}

interface Shared {
  readonly indexes: Map<string, LanguageIndex>
  /** Rises with every change. */
  state: number
}

function handleOf(shared: Shared, until: number, buildMs: number): RetrievalIndex {
  const { indexes } = shared
  return {
    get stats() {
      return statsOf([...indexes], buildMs)
    },
    search: (order) => {
      const index = indexes.get(languageOf(order.locale))
      return index === undefined ? [] : search(index, { ...order, until })
    },
    answer: (order) => {
      const index = indexes.get(languageOf(order.locale))
      return index === undefined ? NO_ARTICLES : answer({ ...order, until }, startReading(index))
    },
    readTicket: (locale) => {
      const read = readingFrom(() => indexes.get(languageOf(locale)))
      return {
        split: (text, subject) => {
          const reading = read()
          return reading === null
            ? splitQuestions(text, locale, subject)
            : questionsIn(text, reading.language, subject)
        },
        answer: (order) => {
          const reading = read()
          return reading === null ? NO_ARTICLES : answer({ ...order, locale, until }, reading)
        },
      }
    },
    updated: (change) => {
      shared.state += 1
      const come = byLanguage(change.come)
      const gone = byLanguage(change.gone)
      for (const code of new Set([...come.keys(), ...gone.keys()])) {
        const own = { come: come.get(code) ?? [], gone: gone.get(code) ?? [] }
        const index = indexes.get(code) ?? buildLanguageIndex(code, [])
        index.change(own, shared.state)
        if (index.size === 0) indexes.delete(code)
        else indexes.set(code, index.isWasteful ? index.anew() : index)
      }
      return handleOf(shared, shared.state, 0)
    },
  }
}

const NO_ARTICLES: Evidence = { outcome: 'not_covered', probability: 0, nearest: [] }

/** Goes on with what was read for as long as the articles are the same; `null`: there are none. */
function readingFrom(current: () => LanguageIndex | undefined): () => Reading | null {
  let known: Reading | null = null
  return () => {
    const index = current()
    if (known !== null && known.index === index && known.changes === index.changes) return known
    known = index === undefined ? null : startReading(index)
    return known
  }
}

function byLanguage<One extends ArticleKey>(articles: readonly One[]): ReadonlyMap<string, readonly One[]> {
  const found = new Map<string, One[]>()
  for (const article of articles) {
    const language = languageOf(article.locale)
    const own = found.get(language)
    if (own === undefined) found.set(language, [article])
    else own.push(article)
  }
  return found
}

interface Until {
  /** The state of the index that whoever asks knows. */
  readonly until: number
}

function search(index: LanguageIndex, order: SearchOrder & Until): readonly RankedArticle[] {
  const limit = order.limit ?? ARTICLES_FOUND
  const asked = readQuestion(index, order.query)
  const { locale: wanted, allowed, until, meaning = null } = order
  const byWords = rankArticles(index, asked, { locale: wanted, allowed, limit: index.size, until })
  const liked = preferredFirst(byWords, ({ score }) => score, order.prior)
  return distinct(byMeaningToo(index, liked, meaning, order), limit).map(({ one, copies }) => {
    const { articleId, locale, versionHash, title, url } = one.article.version
    return {
      articleId,
      locale,
      versionHash,
      title,
      url,
      score: one.score,
      passages: bestPassages(index, one),
      alsoIn: copies.map(copyOf),
    }
  })
}

function bestPassages(index: LanguageIndex, scored: ScoredArticle): readonly RankedPassage[] {
  return [...scored.passageScores()]
    .flatMap((score, at) => {
      const passage = index.passage(scored.article.from + at)?.passage
      return passage === undefined ? [] : [{ passage, score }]
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, PASSAGES_PER_ARTICLE)
}

function answer(order: AnswerOrder & Until, reading: Reading): Evidence {
  const { index } = reading
  const threshold = order.threshold ?? SHIPPED_THRESHOLD
  const { probability, best, ranked, chosen } = judge(index, { ...order, threshold }, reading)
  if (best !== null && chosen.length > 0 && probability >= threshold) {
    const { articleId, locale, versionHash } = best.article.version
    const sentences = chosen.flatMap(({ passage, sentence }) => {
      const holder = index.passage(passage)?.passage
      const found = holder?.sentences[sentence]
      return holder === undefined || found === undefined
        ? []
        : [{ articleId, locale, versionHash, passageId: holder.id, ...found }]
    })
    return { outcome: 'covered', probability, sentences }
  }
  const near = distinct(
    ranked.filter(({ score }) => score >= NEAR_FROM),
    NEAREST,
  )
  const nearest = near.map(({ one, copies }) => ({
    ...nearArticle(one),
    ...(copies.length === 0 ? {} : { alsoIn: copies.map(copyOf) }),
  }))
  return { outcome: 'not_covered', probability, nearest }
}

function copyOf(scored: ScoredArticle): ArticleCopy {
  return { ...nearArticle(scored), sectionName: scored.article.version.sectionName }
}

function nearArticle({ article }: ScoredArticle): NearArticle {
  const { articleId, locale, title, url } = article.version
  return { articleId, locale, title, url }
}

function statsOf(indexes: readonly (readonly [string, LanguageIndex])[], buildMs: number): IndexStats {
  const sum = (count: (index: LanguageIndex) => number) =>
    indexes.reduce((total, [, index]) => total + count(index), 0)
  return {
    articles: sum((index) => index.size),
    passages: sum((index) => index.passageCount),
    sentences: sum((index) => index.sentenceCount),
    terms: sum((index) => index.lexicon.terms),
    languages: indexes.map(([code]) => code),
    buildMs,
  }
}

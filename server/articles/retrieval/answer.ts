import { type ArticleStrengths, coverageOf, readArticle } from './coverage.ts'
import { selectEvidence } from './evidence.ts'
import type { IndexedArticle, LanguageIndex } from './language-index.ts'
import type { ChosenSentence } from './lists.ts'
import { type AskedWords, readQuestion, wordsAround } from './question.ts'
import { type Allowed, rankArticles, type ScoredArticle } from './ranking.ts'

/**
 * From this score on a question counts as covered. Calibrated, not fitted: of public questions with people's
 * labels about one off-topic question in thirty passes and about one answerable question in seven is refused.
 */
export const COVERED_FROM = 0.4

/** How many articles are compared to see whether one stands out. */
const RIVALS = 5

/**
 * The ticket around a question makes an article surer that stands out for the whole ticket. One that has
 * nothing to do with the rest is doubtful, and the more so the fewer words the question itself has.
 */
const TOPIC_GAIN = 0.6
const TOPIC_OWN = 0.35
const STRAY_MIN = 0.5
const STRAY_MAX = 0.9
const STRAY_PER_WORD = 0.25
/** An article that the whole ticket singles out may lead over one that only the question's words do. */
const TOPIC_SAY = 2
/** Below this the question itself says too little about the article for the ticket to speak for it. */
const OWN_WORD = 0.15
/** So much weight of the words around must fit an article before they speak for it fully. */
const TOLD_WORDS = 1
/** By so much the best of any articles leads the fifth, whatever the ticket is about. */
const LEAD_BY_CHANCE = 0.25
/** In choosing sentences the ticket's other words help out where the question's own say little. */
const TICKET_WORDS = 0.3

export interface JudgeOrder {
  readonly question: string
  readonly context?: string | undefined
  readonly locale: string
  readonly allowed: Allowed
}

export interface Judged {
  /** 0…1: how surely the best article answers. */
  readonly score: number
  readonly best: ScoredArticle | null
  readonly ranked: readonly ScoredArticle[]
  readonly chosen: readonly ChosenSentence[]
}

/** Finds the one article that answers best, says how surely, and picks its sentences. */
export function judge(index: LanguageIndex, order: JudgeOrder): Judged {
  const { question, context = '', locale, allowed } = order
  const where = { locale, allowed, limit: index.articles.length }
  const asked = readQuestion(index, question)
  const own = rankArticles(index, asked, where)
  const ticket = readTicket(index, asked, question, context)
  const around = wordsAround(index, asked, ticket)
  const told = rankArticles(index, around, where)
  const topic = topicOf(rankArticles(index, ticket, where), told, around.weight)
  const top = own[0]?.score ?? 1
  const ranked = own
    .map((one) => ({ one, worth: one.score / top + TOPIC_SAY * topic(one.article) }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ one }) => one)
  const best = ranked[0]
  if (best === undefined) return { score: 0, best: null, ranked, chosen: [] }
  const read = readArticle(index, asked, best.article)
  const sure = certainty(asked, own, best, read)
  const score = told.length === 0 ? sure : inTicket(sure, asked.weight, topic(best.article))
  const words = inLight(asked, ticket)
  const chosen = selectEvidence(
    index,
    words,
    words === asked ? read : readArticle(index, words, best.article),
  )
  return { score: Math.min(1, score), best, ranked, chosen }
}

/** The question itself when the rest of the ticket adds no word: the same evidence must not count twice. */
function readTicket(index: LanguageIndex, asked: AskedWords, question: string, context: string): AskedWords {
  if (context.trim() === '') return asked
  const ticket = readQuestion(index, `${question}\n${context}`)
  return ticket.concepts.length > asked.concepts.length ? ticket : asked
}

/** The words of the ticket begin with those of the question. */
function inLight(asked: AskedWords, ticket: AskedWords): AskedWords {
  if (ticket === asked) return asked
  const own = asked.concepts.length
  const concepts = ticket.concepts.map((concept, at) =>
    at < own ? concept : { ...concept, weight: concept.weight * TICKET_WORDS },
  )
  return { ...ticket, concepts, weight: concepts.reduce((sum, { weight }) => sum + weight, 0) }
}

/**
 * The mean of three signs: one sentence, read under its title and headings, meets the whole question; the article
 * is like the question; and it is more so than its rivals, since a question that many pages half answer is
 * answered by none. A question of one common word is met by chance, unless the title is about just that.
 */
function certainty(
  asked: AskedWords,
  ranked: readonly ScoredArticle[],
  best: ScoredArticle,
  read: ArticleStrengths,
): number {
  if (asked.concepts.length === 0) return 0
  const coverage = Math.max(0, ...read.sentences.map((sentence) => coverageOf(asked, sentence.inContext)))
  const ahead = Math.max(0, Math.min(1, 2 * (best.score - crowdOf(ranked))))
  const substance = Math.min(1, asked.weight + coverageOf(asked, read.title))
  return (substance * (coverage + best.score + ahead)) / 3
}

function inTicket(sure: number, weight: number, topic: number): number {
  const stray = Math.min(STRAY_MAX, STRAY_MIN + STRAY_PER_WORD * weight)
  return sure * (stray + TOPIC_GAIN * topic) + TOPIC_OWN * topic * Math.min(1, sure / OWN_WORD)
}

/**
 * How much the whole ticket is about one article: 0 where no article stands out of the others, and little where
 * the words around the question have little to do with it, since its own words must not count twice.
 */
function topicOf(
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

/** What an article has to stand out of. Few rivals prove nothing: three must not sound surer than thirty. */
function crowdOf(ranked: readonly ScoredArticle[]): number {
  return ranked[RIVALS - 1]?.score ?? Math.min((ranked[0]?.score ?? 0) / 2, ranked.at(-1)?.score ?? 0)
}

import { type ArticleStrengths, coverageOf, type SentenceStrengths, type Strengths } from './coverage.ts'
import type { AskedWords } from './question.ts'
import type { ScoredArticle } from './ranking.ts'
import { crowdOf } from './ticket-topic.ts'

/**
 * The probability that an article answers: a logistic regression on three signs that mean the same in a help center
 * of any size, language or topic. How it was fitted, and how it carries over: docs/retrieval.md.
 */
const LEAD = 7.2
const WINDOW = 2.5
const DENSITY = 1.8
const BIAS = -3.2
/**
 * Of few articles any stands out by chance: questions made of words of unrelated articles, which nothing answers, come
 * to about so much more log-odds in a small help center, and to half of it where there are so many articles.
 */
const FEW = 0.45
const HALF_AT = 40

const RIVALS = 10
/** An answer and what it refers to stand in so many sentences. */
const WINDOW_SENTENCES = 3
/** What title and headings say counts a little less: the page is about it, the sentence does not say it. */
const ABOVE = 0.8

export interface Signs {
  /** How far the best article's score is ahead of the tenth: what many pages half answer, none does. */
  readonly lead: number
  /** The share of the question that some three sentences in a row meet. */
  readonly window: number
  /** The share of the question that the article's sentences meet on average. */
  readonly density: number
}

export function signsOf(
  asked: AskedWords,
  ranked: readonly ScoredArticle[],
  best: ScoredArticle,
  read: ArticleStrengths,
): Signs {
  const { sentences, title } = read
  let window = 0
  let met = 0
  const run = new Float32Array(asked.concepts.length)
  for (let at = 0; at < sentences.length; at += 1) {
    const { strengths, above } = sentences[at] as SentenceStrengths
    run.fill(0)
    for (let next = at; next < at + WINDOW_SENTENCES && next < sentences.length; next += 1)
      raise(run, (sentences[next] as SentenceStrengths).strengths)
    raise(run, title, ABOVE)
    raise(run, above, ABOVE)
    window = Math.max(window, coverageOf(asked, run))
    met += coverageOf(asked, strengths)
  }
  return {
    lead: best.score - crowdOf(ranked, RIVALS),
    window,
    density: sentences.length === 0 ? 0 : met / sentences.length,
  }
}

/** @param articles how many the index holds. */
export function probabilityOf({ lead, window, density }: Signs, articles: number): number {
  const chance = (FEW * HALF_AT) / (articles + HALF_AT)
  return 1 / (1 + Math.exp(chance - (BIAS + LEAD * lead + WINDOW * window + DENSITY * density)))
}

function raise(met: Strengths, other: Strengths, share = 1): void {
  for (let at = 0; at < met.length; at += 1) {
    const strength = share * (other[at] ?? 0)
    if (strength > (met[at] as number)) met[at] = strength
  }
}

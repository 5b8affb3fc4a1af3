import type { BlockKind } from '../../../src/domain/article.ts'
import type { IndexedArticle, LanguageIndex } from './language-index.ts'
import type { AskedWords } from './question.ts'

/** For each concept of the question, how well some words stand for it: 0…1. */
export type Strengths = Float32Array

export interface SentenceStrengths {
  readonly passage: number
  readonly sentence: number
  readonly kind: BlockKind
  readonly strengths: Strengths
  /** The headings of its passage. */
  readonly above: Strengths
  /** The sentence together with the title and the headings above it. */
  readonly inContext: Strengths
}

export interface ArticleStrengths {
  readonly title: Strengths
  readonly whole: Strengths
  readonly sentences: readonly SentenceStrengths[]
}

/** Reads one article with the question in hand. */
export function readArticle(
  index: LanguageIndex,
  asked: AskedWords,
  article: IndexedArticle,
): ArticleStrengths {
  const title = strengthsOf(asked, article.title)
  const whole = merged(title, strengthsOf(asked, article.labels))
  const sentences: SentenceStrengths[] = []
  for (let at = article.from; at < article.to; at += 1) {
    const passage = index.passage(at)
    if (passage === undefined) continue
    const above = strengthsOf(asked, passage.headings)
    const context = merged(title, above)
    raise(whole, above)
    passage.sentences.forEach((sentence, position) => {
      const strengths = strengthsOf(asked, sentence.words)
      raise(whole, strengths)
      sentences.push({
        passage: at,
        sentence: position,
        kind: sentence.sentence.kind,
        strengths,
        above,
        inContext: merged(strengths, context),
      })
    })
  }
  return { title, whole, sentences }
}

function strengthsOf(asked: AskedWords, words: Iterable<number>): Strengths {
  const strengths = new Float32Array(asked.concepts.length)
  asked.concepts.forEach((concept, at) => {
    let best = 0
    for (const word of words) best = Math.max(best, concept.strengthOf(word))
    strengths[at] = best
  })
  return strengths
}

function merged(one: Strengths, other: Strengths): Strengths {
  const both = one.slice()
  raise(both, other)
  return both
}

function raise(strengths: Strengths, other: Strengths): void {
  for (let at = 0; at < strengths.length; at += 1) {
    strengths[at] = Math.max(strengths[at] as number, other[at] as number)
  }
}

/** The share of the question's weight that is met, 0…1. */
export function coverageOf(asked: AskedWords, strengths: Strengths): number {
  if (asked.weight === 0) return 0
  let met = 0
  asked.concepts.forEach((concept, at) => {
    met += concept.weight * (strengths[at] as number)
  })
  return met / asked.weight
}

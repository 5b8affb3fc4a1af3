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
}

export interface ArticleStrengths {
  readonly title: Strengths
  readonly whole: Strengths
  readonly sentences: readonly SentenceStrengths[]
}

/** Reads one article with the question in hand, or with the whole ticket: its words begin with the question's. */
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
      })
    })
  }
  return { title, whole, sentences }
}

function strengthsOf({ meant, first, concepts }: AskedWords, words: ArrayLike<number>): Strengths {
  const strengths = new Float32Array(concepts.length)
  for (let next = 0; next < words.length; next += 1) {
    const row = meant.rowOf[words[next] as number] as number
    if (row === 0) continue
    const from = row * meant.width + first
    for (let at = 0; at < strengths.length; at += 1) {
      const strength = meant.strengths[from + at] as number
      if (strength > (strengths[at] as number)) strengths[at] = strength
    }
  }
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
export function coverageOf(asked: Pick<AskedWords, 'concepts' | 'weight'>, strengths: Strengths): number {
  if (asked.weight === 0) return 0
  let met = 0
  for (let at = 0; at < asked.concepts.length; at += 1)
    met += (asked.concepts[at] as { weight: number }).weight * (strengths[at] as number)
  return met / asked.weight
}

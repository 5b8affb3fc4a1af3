import { holds, kindsAsked } from './answer-kind.ts'
import { type ArticleStrengths, coverageOf, type Strengths } from './coverage.ts'
import type { LanguageIndex } from './language-index.ts'
import type { ChosenSentence } from './lists.ts'
import type { AskedWords, Concept } from './question.ts'

/** Each takes a share of the certainty that an article answers. None can add to it. */

/** What a question that names its topic holds at least, in weights of words. */
const TOPIC_WEIGHT = 0.8
/** A pronoun for something outside the question leaves so much to the question's own words. */
const OWN_WHEN_LEANING = 0.5
/** So much of the words around must be found in an article that answers for what the question leaves out. */
const TOLD_SHARE = 0.2
/** Below this a word of the article is not the thing asked about but only like it. */
const NAMED_FROM = 0.5
/** An article in other words than the question's leaves some things unnamed; from this share on it is about others. */
const UNNAMED_BY_CHANCE = 0.3
const UNNAMED_PRICE = 0.6
/** `How many watts …?`: where no article at all knows the very thing sought, no article says how many. */
const SOUGHT_AND_UNKNOWN = 3
/** Little, since answers are put in many ways: `by return of post` is a time. */
const KIND_PRICE = 0.2

/**
 * 0…1: how far the question says by itself what it is about. `What does it cost?` does not. Where nothing stands
 * around it, a question is taken at its word unless it points elsewhere.
 */
export function ownTopic(asked: AskedWords, alone: boolean): number {
  if (alone && !asked.leansBack) return 1
  const weight = asked.concepts.reduce((sum, concept) => sum + topicWeight(concept), 0)
  return Math.min(1, weight / TOPIC_WEIGHT) * (asked.leansBack && !alone ? OWN_WHEN_LEANING : 1)
}

/** 0…1: how well an article fits what the question points at: the words around it, in so far as they tell. */
export function pointedAt(around: AskedWords, whole: Strengths): number {
  const concepts = around.concepts.map((concept) => ({ ...concept, weight: topicWeight(concept) }))
  const weight = concepts.reduce((sum, concept) => sum + concept.weight, 0)
  return Math.min(1, coverageOf({ concepts, weight }, whole) / TOLD_SHARE)
}

/** What is left when the question asks about things that the article never names: an unknown word is such a thing. */
export function namedShare(asked: AskedWords, read: ArticleStrengths): number {
  let topic = 0
  let unnamed = 0
  asked.concepts.forEach((concept, at) => {
    const weight = topicWeight(concept)
    const strength = read.whole[at] ?? 0
    const isUnknown = concept.word.term < 0
    topic += weight
    if (strength >= NAMED_FROM || !(concept.isNoun || isUnknown)) return
    unnamed += weight * (1 - strength) * (isUnknown && concept.isSought ? SOUGHT_AND_UNKNOWN : 1)
  })
  if (topic === 0) return 1
  const beyond = Math.max(0, Math.min(1, unnamed / topic) - UNNAMED_BY_CHANCE) / (1 - UNNAMED_BY_CHANCE)
  return 1 - UNNAMED_PRICE * beyond
}

/** What is left when the sentences hold no person, time or amount though the question asks for one. */
export function answerKindShare(
  index: LanguageIndex,
  question: string,
  chosen: readonly ChosenSentence[],
): number {
  const kinds = kindsAsked(index.lexicon.language.code, question)
  if (kinds.length === 0) return 1
  const text = chosen.map((one) => textOf(index, one)).join('\n')
  return 1 - (KIND_PRICE * kinds.filter((kind) => !holds(kind, text)).length) / kinds.length
}

function textOf(index: LanguageIndex, { passage, sentence }: ChosenSentence): string {
  const holder = index.passage(passage)?.passage
  const found = holder?.sentences[sentence]
  return found === undefined ? '' : (holder?.text.slice(found.start, found.end) ?? '')
}

function topicWeight(concept: Concept): number {
  return concept.isGeneric ? 0 : concept.weight
}

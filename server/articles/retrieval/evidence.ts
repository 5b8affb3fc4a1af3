import type { ArticleStrengths, SentenceStrengths, Strengths } from './coverage.ts'
import type { LanguageIndex } from './language-index.ts'
import { type ChosenSentence, wholeLists } from './lists.ts'
import type { AskedWords } from './question.ts'
import { matchingRows } from './rows.ts'

const SENTENCES_MAX = 6
/** An answer rarely is the one sentence that repeats the question: what follows it comes along. */
const SENTENCES_MIN = 4
const LEFT_MIN = 2

/** What a window earns beside covering the question: each sentence that helps, and a good first one. */
const EACH_SENTENCE = 0.3
const FIRST_SENTENCE = 0.6
/** A heading that asks the question is answered by the sentences right below it. */
const BELOW_HEADING = 0.5
const LENGTH_PRICE = 0.03
/** What a number is worth in a sentence that may answer "how long" or "how much". */
const FIGURE = 0.25
const HAS_FIGURE = /\p{N}/u

interface Window {
  readonly from: number
  readonly to: number
  readonly value: number
}

/** The sentences of one article that answer: a run inside one section, in reading order, lists whole. */
export function selectEvidence(
  index: LanguageIndex,
  asked: AskedWords,
  read: ArticleStrengths,
): readonly ChosenSentence[] {
  const weights = localWeights(asked, read)
  let best: readonly SentenceStrengths[] = []
  let around: readonly SentenceStrengths[] = []
  let bestValue = Number.NEGATIVE_INFINITY
  for (const section of sectionsOf(index, read.sentences)) {
    const figures = asked.asksForFigure ? section.map((one) => hasFigure(index, one)) : []
    const window = bestWindow(section, weights, figures)
    if (window === null || window.value <= bestValue) continue
    best = section.slice(window.from, window.to)
    around = section
    bestValue = window.value
  }
  const own = ({ strengths }: SentenceStrengths) => share(strengths, weights)
  return wholeLists(index, fromFirstMet(matchingRows(around, best, own), own))
}

/** What stands before the first sentence that meets the question leads nowhere; what follows the last may answer. */
function fromFirstMet(
  chosen: readonly SentenceStrengths[],
  own: (sentence: SentenceStrengths) => number,
): readonly SentenceStrengths[] {
  const first = chosen.findIndex((sentence) => own(sentence) > 0)
  return chosen.slice(Math.max(0, Math.min(first, chosen.length - LEFT_MIN)))
}

/** A word that stands in every sentence of the article does not tell its sentences apart. */
function localWeights(asked: AskedWords, read: ArticleStrengths): Float64Array {
  const sentences = read.sentences.length
  const weights = new Float64Array(asked.concepts.length)
  asked.concepts.forEach((concept, at) => {
    let met = 0
    for (const sentence of read.sentences) met += sentence.strengths[at] ?? 0
    weights[at] = (concept.weight * Math.log(1 + sentences / (0.5 + met))) / Math.log(1 + 2 * sentences)
  })
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return total === 0 ? weights : weights.map((weight) => weight / total)
}

/** Runs under one heading path: a section may fill several passages, and its headings are no sentences. */
function sectionsOf(
  index: LanguageIndex,
  sentences: readonly SentenceStrengths[],
): readonly (readonly SentenceStrengths[])[] {
  const sections: SentenceStrengths[][] = []
  let path: string | null = null
  for (const sentence of sentences) {
    const own = (index.passage(sentence.passage)?.passage.headings ?? []).join('\n')
    if (own !== path) sections.push([])
    path = own
    if (sentence.kind !== 'heading' && !repeatsTitle(index, sentence)) sections.at(-1)?.push(sentence)
  }
  return sections
}

/** Pages often begin with their own title; it answers nothing. */
function repeatsTitle(index: LanguageIndex, { passage, sentence }: SentenceStrengths): boolean {
  const holder = index.passage(passage)
  const title = index.articles[holder?.article ?? -1]?.title ?? []
  const own = holder?.sentences[sentence]?.words ?? []
  return own.length === title.length && title.every((word, at) => word === own[at])
}

function hasFigure(index: LanguageIndex, { passage, sentence }: SentenceStrengths): boolean {
  const holder = index.passage(passage)?.passage
  const found = holder?.sentences[sentence]
  return found !== undefined && HAS_FIGURE.test(holder?.text.slice(found.start, found.end) ?? '')
}

function bestWindow(
  sentences: readonly SentenceStrengths[],
  weights: Float64Array,
  figures: readonly boolean[],
): Window | null {
  const own = sentences.map((sentence) => share(sentence.strengths, weights))
  const above = sentences[0] === undefined ? 0 : share(sentences[0].above, weights)
  const least = Math.min(SENTENCES_MIN, sentences.length)
  let best: Window | null = null
  for (let from = 0; from + least <= sentences.length; from += 1) {
    const met = sentences[0]?.above.slice() ?? new Float32Array(weights.length)
    let figure = 0
    const lead = Math.max(FIRST_SENTENCE * (own[from] ?? 0), from === 0 ? BELOW_HEADING * above : 0)
    let helped = 0
    for (let to = from + 1; to <= sentences.length && to - from <= SENTENCES_MAX; to += 1) {
      raise(met, sentences[to - 1]?.strengths ?? met)
      helped += own[to - 1] ?? 0
      if (figures[to - 1]) figure = FIGURE
      if (to - from < least) continue
      const value = share(met, weights) + figure + lead + EACH_SENTENCE * helped - LENGTH_PRICE * (to - from)
      if (best === null || value > best.value) best = { from, to, value }
    }
  }
  return best
}

function share(strengths: Strengths, weights: Float64Array): number {
  let sum = 0
  for (let at = 0; at < weights.length; at += 1) sum += (weights[at] as number) * (strengths[at] ?? 0)
  return sum
}

function raise(strengths: Strengths, other: Strengths): void {
  for (let at = 0; at < strengths.length; at += 1) {
    strengths[at] = Math.max(strengths[at] as number, other[at] ?? 0)
  }
}

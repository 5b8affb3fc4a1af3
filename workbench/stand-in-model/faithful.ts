/** A good model, as far as one can be without being one: it says what the passages say, and quotes them. */
import type { DraftAnswer, Segment, SummaryAnswer } from './answer.ts'
import type { Prompt } from './prompt.ts'
import { type SourceSentence, sentencesOf, sharedStems, sourceSentences, stemsOf } from './sentences.ts'

const SENTENCES: Readonly<Record<string, number>> = { short: 1, normal: 2, detailed: 4 }
const LONGEST_SENTENCE = 400
/** In words shared with the question. */
const FIRST_PASSAGE = 1.5
/** Openings that say nothing of the matter. */
const FILLER =
  /^(?:please note|note|important|tip|hint|also|in addition|hinweis|wichtig|tipp|bitte beachten|außerdem)\s*[:,]\s*/i

/** Other words, the same meaning: enough for a verifier to have something to verify. */
function reworded(text: string, tone: string): string {
  const plain = text.replace(FILLER, '')
  const opened = plain.charAt(0).toUpperCase() + plain.slice(1)
  if (tone !== 'friendly') return opened
  return opened
    .replace(/\b(do|does|is|are|was|were|has|have|would|could) not\b/gi, "$1n't")
    .replace(/\bcannot\b/g, "can't")
    .replace(/\b(you|we|they) will\b/gi, "$1'll")
}

function segmentOf(source: SourceSentence, question: number, tone: string): Segment {
  const { kind, passage, text } = source
  return { kind, question, text: reworded(text, tone), citations: [{ passage, quote: text }] }
}

/** The sentences that share most words with the question, in the order in which they stand. */
function bestFor(
  question: string,
  sources: readonly SourceSentence[],
  most: number,
): readonly SourceSentence[] {
  const asked = stemsOf(question)
  const first = sources[0]?.passage
  const scored = sources
    .map((source, place) => {
      const shared = sharedStems(asked, stemsOf(source.text))
      // The passage that stands first is the one that was found to answer.
      return { source, place, shared, worth: shared + (source.passage === first ? FIRST_PASSAGE : 0) }
    })
    .filter(({ source, worth }) => worth > 0 && source.text.length <= LONGEST_SENTENCE)
    .sort((a, b) => b.worth - a.worth || a.place - b.place)
  if (!scored.some(({ shared }) => shared > 0)) return []
  return scored
    .slice(0, most)
    .sort((a, b) => a.place - b.place)
    .map(({ source }) => source)
}

function draft(prompt: Prompt): DraftAnswer {
  const sources = sourceSentences(prompt.passages, prompt.language)
  const most = SENTENCES[prompt.length] ?? 2
  const perQuestion = prompt.questions.map(({ id, text }) => {
    const question = Number(id.slice(1))
    return { question, found: bestFor(text, sources, most) }
  })
  return {
    segments: perQuestion.flatMap(({ question, found }) =>
      found.map((source) => segmentOf(source, question, prompt.tone)),
    ),
    not_answered: perQuestion.filter(({ found }) => found.length === 0).map(({ question }) => question),
  }
}

/** Keeps what has a source: shorter is the first half of it, another language says what the passages say there. */
function rewrite(prompt: Prompt): DraftAnswer {
  const sources = sourceSentences(prompt.passages, prompt.language)
  const tone = prompt.change === 'friendlier' ? 'friendly' : prompt.tone
  if (prompt.change === 'translate') {
    const question = prompt.draft[0]?.question ?? 1
    const said = sources.slice(0, prompt.draft.length).map((source) => segmentOf(source, question, tone))
    return { segments: said, not_answered: [] }
  }
  const short = prompt.change === 'shorter' || prompt.length === 'short'
  const kept = short ? prompt.draft.slice(0, Math.ceil(prompt.draft.length / 2)) : prompt.draft
  const segments = kept.flatMap(({ text, question }) =>
    bestFor(text, sources, 1).map((source) => ({
      ...segmentOf(source, question, tone),
      text: reworded(text, tone),
    })),
  )
  return { segments, not_answered: [] }
}

function summarise(prompt: Prompt): SummaryAnswer {
  const points = prompt.comments.flatMap(({ id, text }) => {
    const sentences = sentencesOf(text, prompt.language)
    const told = sentences.find((sentence) => stemsOf(sentence).size > 1) ?? sentences[0]
    return told === undefined ? [] : [{ text: told, comment: id, quote: told }]
  })
  return { points }
}

export function faithfulAnswer(prompt: Prompt): DraftAnswer | SummaryAnswer {
  if (prompt.task === 'summarise') return summarise(prompt)
  return prompt.task === 'rewrite' ? rewrite(prompt) : draft(prompt)
}

/** The same as a draft, whatever was asked for: something true that a bad model can spoil. */
export function trueSegments(prompt: Prompt): readonly Segment[] {
  const { segments } = draft(prompt)
  if (segments.length > 0) return segments
  return sourceSentences(prompt.passages, prompt.language)
    .slice(0, 2)
    .map((source) => segmentOf(source, 1, prompt.tone))
}

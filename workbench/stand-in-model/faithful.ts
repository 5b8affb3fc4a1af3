/** A good model, as far as one can be without being one: it says what the passages say, and quotes them. */
import type { DraftAnswer, Segment, SummaryAnswer } from './answer.ts'
import { sentencesFor, type Unit, unitsOf } from './choice.ts'
import type { Prompt } from './prompt.ts'
import { type SourceSentence, sentencesOf, sharedStems, sourceSentences, stemsOf } from './sentences.ts'

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

/** The sentence of a passage that a sentence of a draft comes from. */
function originOf(text: string, sources: readonly SourceSentence[]): SourceSentence | null {
  const stems = stemsOf(text)
  const [best] = sources
    .map((source) => ({ source, shared: sharedStems(stems, stemsOf(source.text)) }))
    .sort((a, b) => b.shared - a.shared)
  return best === undefined || best.shared === 0 ? null : best.source
}

function draft(prompt: Prompt): DraftAnswer {
  const said = new Set<string>()
  const perQuestion = prompt.questions.map(({ id, text }) => {
    const found = sentencesFor(text, prompt, said)
    for (const sentence of found) said.add(sentence.text)
    return { question: Number(id.slice(1)), found }
  })
  return {
    segments: perQuestion.flatMap(({ question, found }) =>
      found.map((source) => segmentOf(source, question, prompt.tone)),
    ),
    not_answered: perQuestion.filter(({ found }) => found.length === 0).map(({ question }) => question),
  }
}

const whole = ({ opening, items }: Unit) => [...opening, ...items]

/** Half of what is said, and what the ticket speaks of rather than the rest; no list loses its announcement. */
function shorter(said: readonly Origin[], prompt: Prompt): readonly Origin[] {
  const asked = stemsOf(prompt.ticket)
  const units = unitsOf(said.map(({ source }) => source))
  const worth = (unit: Unit) => Math.max(...whole(unit).map(({ text }) => sharedStems(asked, stemsOf(text))))
  const kept = units
    .toSorted((a, b) => worth(b) - worth(a))
    .slice(0, Math.ceil(units.length / 2))
    .flatMap(whole)
  return said.filter(({ source }) => kept.some(({ text }) => text === source.text))
}

interface Origin {
  readonly source: SourceSentence
  readonly question: number
  readonly text: string
}

/** Keeps what has a source: shorter is half of it, another language says what the passages say there. */
function rewrite(prompt: Prompt): DraftAnswer {
  const sources = unitsOf(sourceSentences(prompt.passages, prompt.language)).flatMap(whole)
  const tone = prompt.change === 'friendlier' ? 'friendly' : prompt.tone
  if (prompt.change === 'translate') {
    const question = prompt.draft[0]?.question ?? 1
    const most = prompt.draft.length
    const open = sources[most - 1]?.text.endsWith(':') === true
    const said = sources.slice(0, open ? most + 1 : most)
    return { segments: said.map((source) => segmentOf(source, question, tone)), not_answered: [] }
  }
  const said = prompt.draft.flatMap(({ text, question }): readonly Origin[] => {
    const source = originOf(text, sources)
    return source === null ? [] : [{ source, question, text }]
  })
  const kept = prompt.change === 'shorter' || prompt.length === 'short' ? shorter(said, prompt) : said
  const segments = kept.map(({ source, question, text }) => ({
    ...segmentOf(source, question, tone),
    text: reworded(text, tone),
  }))
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

/**
 * What of a drafter's answer goes on. Everything that is shown is rebuilt here: the words from what the
 * verifier let pass, all else (ids, kinds of block, which questions are answered) from the evidence.
 */
import { z } from 'zod'
import type { CitedPassage, DraftPart, DraftSentence } from '../../src/domain/draft.ts'
import type { EvidenceSentence } from '../articles/index.ts'
import type { DraftTask } from './drafter.ts'
import { verifySentence } from './sentence-verifier.ts'

type Quote = DraftSentence & { kind: 'quote' }

/** What is taken from a drafter's sentence; other members do not exist. */
const drafted = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('quote'),
    text: z.string(),
    part: z.int().min(0),
    citation: z.object({
      articleId: z.string(),
      locale: z.string(),
      versionHash: z.string(),
      passageId: z.string(),
      quote: z.string(),
    }),
  }),
  z.object({ kind: z.literal('template'), text: z.string(), part: z.int().min(0) }),
])

export interface CheckedSentences {
  readonly sentences: readonly DraftSentence[]
  readonly parts: readonly DraftPart[]
  readonly passages: readonly CitedPassage[]
  readonly dropped: number
}

/** How a sentence of the evidence stands in its article, by place and words. */
function evidenceOf(task: DraftTask): ReadonlyMap<string, EvidenceSentence> {
  const found = new Map<string, EvidenceSentence>()
  for (const { evidence } of task.questions)
    for (const sentence of evidence.outcome === 'covered' ? evidence.sentences : []) {
      const text = task.passage(sentence)?.text.slice(sentence.start, sentence.end)
      if (text !== undefined) found.set(placeOf(sentence, text), sentence)
    }
  return found
}

function placeOf(at: { articleId: string; locale: string; passageId: string }, text: string): string {
  return JSON.stringify([at.articleId, at.locale, at.passageId, text])
}

/** A sentence as it may be shown, or `null`. The number of a step is the article's, never the drafter's. */
function checkedSentence(
  raw: unknown,
  id: string,
  task: DraftTask,
  known: ReadonlyMap<string, EvidenceSentence>,
): DraftSentence | null {
  const parsed = drafted.safeParse(raw)
  if (!parsed.success || parsed.data.part > task.questions.length) return null
  const { data } = parsed
  const held = data.kind === 'quote' ? known.get(placeOf(data.citation, data.text)) : undefined
  const sentence: DraftSentence =
    data.kind === 'template'
      ? { id, ...data }
      : {
          id,
          kind: 'quote',
          text: data.text,
          part: data.part,
          block: held?.kind ?? 'paragraph',
          ...(held?.ordinal === undefined ? {} : { ordinal: held.ordinal }),
          citation: data.citation,
        }
  const { templates, namePlaceholder } = task
  const grounds = { passage: (quote: Quote) => task.passage(quote.citation), templates, namePlaceholder }
  return verifySentence(sentence, grounds).verdict === 'verified' ? sentence : null
}

/** Answered is a question only when a sentence that passed the verifier answers it. */
function partsOf(task: DraftTask, quotes: readonly Quote[]): readonly DraftPart[] {
  const said = new Set(quotes.map(({ citation, text }) => placeOf(citation, text)))
  return task.questions.map(({ evidence }, at): DraftPart => {
    const part = at + 1
    // Two questions can share a sentence, which is then said once, under the first of them.
    const shared = (evidence.outcome === 'covered' ? evidence.sentences : []).some((sentence) => {
      const text = task.passage(sentence)?.text.slice(sentence.start, sentence.end) ?? ''
      return said.has(placeOf(sentence, text))
    })
    const answered = shared || quotes.some((quote) => quote.part === part)
    return { part, question: part, outcome: answered ? 'answered' : 'not_covered' }
  })
}

export function checkReply(
  task: DraftTask,
  reply: { readonly sentences: readonly unknown[] },
): CheckedSentences {
  const known = evidenceOf(task)
  const sentences: DraftSentence[] = []
  for (const raw of reply.sentences) {
    const sentence = checkedSentence(raw, `s${sentences.length + 1}`, task, known)
    if (sentence !== null) sentences.push(sentence)
  }
  const quotes = sentences.filter((sentence) => sentence.kind === 'quote')
  const passages = new Map<string, CitedPassage>()
  for (const { citation } of quotes) {
    const held = task.passage(citation)
    if (held !== null) passages.set(placeOf(citation, ''), held)
  }
  return {
    sentences,
    parts: partsOf(task, quotes),
    passages: [...passages.values()],
    dropped: reply.sentences.length - sentences.length,
  }
}

/** One sentence of a drafter: what is taken from it, and whether it holds. Nothing else of it exists. */
import { z } from 'zod'
import { type DraftSentence, type DropRule, STATEMENT_BLOCKS } from '../../src/domain/draft.ts'
import type { EvidenceSentence } from '../articles/index.ts'
import { type ListPlace, stepOf } from './article-lists.ts'
import type { DraftTask } from './drafter.ts'
import { quoteIn } from './grounding/index.ts'
import { verifySentence } from './sentence-verifier.ts'
import { type DraftedStatement, verifyStatement } from './statement-verifier.ts'

type Quote = DraftSentence & { kind: 'quote' }

const address = z.object({ articleId: z.string(), locale: z.string(), passageId: z.string() })
const part = z.int().min(0)

/** What is taken from a drafter's sentence; other members do not exist. */
export const drafted = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('quote'),
    text: z.string(),
    part,
    citation: z.object({ ...address.shape, versionHash: z.string(), quote: z.string() }),
  }),
  z.object({
    kind: z.literal('statement'),
    text: z.string(),
    part,
    block: z.enum(STATEMENT_BLOCKS),
    citations: z.array(z.object({ source: address.nullable(), quote: z.string() })),
  }),
  z.object({ kind: z.literal('template'), text: z.string(), part }),
])
export type Drafted = z.infer<typeof drafted>

/** How a sentence of the evidence stands in its article, by place and words. */
export function evidenceOf(task: DraftTask): ReadonlyMap<string, EvidenceSentence> {
  const found = new Map<string, EvidenceSentence>()
  for (const { evidence } of task.questions)
    for (const sentence of evidence.outcome === 'covered' ? evidence.sentences : []) {
      const text = task.passage(sentence)?.text.slice(sentence.start, sentence.end)
      if (text !== undefined) found.set(placeOf(sentence, text), sentence)
    }
  return found
}

export function placeOf(at: { articleId: string; locale: string; passageId: string }, text: string): string {
  return JSON.stringify([at.articleId, at.locale, at.passageId, text])
}

export type Checked =
  | { readonly sentence: DraftSentence; readonly support: number }
  | { readonly rule: DropRule; readonly support: number }

export function checkVerbatim(
  data: Exclude<Drafted, { kind: 'statement' }>,
  id: string,
  task: DraftTask,
  known: ReadonlyMap<string, EvidenceSentence>,
): Checked {
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
          // The number of a step is the article's, never the drafter's.
          ...(held?.ordinal === undefined ? {} : { ordinal: held.ordinal }),
          citation: data.citation,
        }
  const { templates, namePlaceholder } = task
  const grounds = { passage: (quote: Quote) => task.passage(quote.citation), templates, namePlaceholder }
  const verdict = verifySentence(sentence, grounds)
  return verdict.verdict === 'verified' ? { sentence, support: 1 } : { rule: verdict.rule, support: 0 }
}

/** A drafted statement with its citations looked up among what the drafter was given. */
export function lookedUp(data: Drafted & { kind: 'statement' }, task: DraftTask): DraftedStatement {
  const offered = new Map((task.brief?.sources ?? []).map((source) => [placeOf(source, ''), source]))
  return {
    ...data,
    citations: data.citations.map(({ source, quote }) => ({
      source: source === null ? null : (offered.get(placeOf(source, '')) ?? null),
      quote,
    })),
  }
}

/** Its place among the steps of the article, as far as its citations name one. */
export function stepCited(statement: DraftedStatement, task: DraftTask): ListPlace | null {
  const cited = statement.citations.flatMap(({ source, quote }) => {
    const verbatim = source === null ? null : quoteIn(quote, source.text)
    return source === null || verbatim === null ? [] : [{ source, quote: verbatim }]
  })
  return cited.length < statement.citations.length ? null : stepOf(task, cited)
}

export function checkStatement(
  statement: DraftedStatement,
  step: ListPlace | null,
  id: string,
  task: DraftTask,
): Checked {
  const { brief, namePlaceholder } = task
  if (brief === undefined) return { rule: 'NO_CITATION', support: 0 }
  const verdict = verifyStatement(statement, brief, task.locale, namePlaceholder)
  if (verdict.verdict === 'dropped') return verdict
  const { citations, fromTicket, support } = verdict
  const { text, part } = statement
  // Only the article numbers: what it does not count has no order that a reply could give it.
  const block = step !== null ? 'step' : statement.block === 'step' ? 'list_item' : statement.block
  const ordinal = step === null ? {} : { ordinal: step.ordinal }
  return {
    sentence: { id, kind: 'statement', text, part, block, ...ordinal, citations, fromTicket },
    support,
  }
}

/** Which sentence points to which source, and which question a sentence answers. Pure. */
import type { Citation } from '../domain/article.ts'
import type { CitedPassage, DraftPart, DraftSentence } from '../domain/draft.ts'

export const sourceKey = ({ articleId, locale, passageId }: Citation | CitedPassage): string =>
  `${articleId}\n${locale}\n${passageId}`

/** Sources are numbered in the order in which the draft first quotes them. */
export function numberSources(sentences: readonly DraftSentence[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  for (const sentence of sentences) {
    if (sentence.kind !== 'quote') continue
    const key = sourceKey(sentence.citation)
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1)
  }
  return numbers
}

export interface PartGroup {
  readonly part: number
  readonly question: number | null
  readonly notCovered: boolean
  readonly sentences: readonly DraftSentence[]
}

/**
 * The draft's sentences in its order, with a heading before the first quote of each question where there
 * are several. Greeting and closing stand outside; parts that nothing answers are said at the end.
 */
export function groupByPart(
  sentences: readonly DraftSentence[],
  parts: readonly DraftPart[],
): readonly PartGroup[] {
  const runs: { part: number; kind: DraftSentence['kind']; sentences: DraftSentence[] }[] = []
  for (const sentence of sentences) {
    const { part, kind } = sentence
    const last = runs.at(-1)
    if (last?.part === part && last.kind === kind) last.sentences.push(sentence)
    else runs.push({ part, kind, sentences: [sentence] })
  }
  const named = new Set<number>()
  const shown = runs.map(({ part, kind, sentences: own }): PartGroup => {
    const entry = parts.length > 1 ? parts.find((candidate) => candidate.part === part) : undefined
    const heading = entry !== undefined && kind === 'quote' && !named.has(part)
    if (heading) named.add(part)
    return { part, question: heading ? entry.question : null, notCovered: false, sentences: own }
  })
  const missing = parts
    .filter(({ outcome }) => outcome === 'not_covered')
    .map(({ part, question }): PartGroup => ({ part, question, notCovered: true, sentences: [] }))
  return [...shown, ...missing]
}

/** The quote inside its passage, so that it can be marked; `null` when it does not stand there word for word. */
export function splitAtQuote(
  passage: string,
  quote: string,
): { readonly before: string; readonly quote: string; readonly after: string } | null {
  const at = quote === '' ? -1 : passage.indexOf(quote)
  if (at === -1) return null
  return { before: passage.slice(0, at), quote, after: passage.slice(at + quote.length) }
}

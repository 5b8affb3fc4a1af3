/** Which sentence points to which source, and which question a sentence answers. Pure. */
import type { Citation } from '../domain/article.ts'
import type { CitedPassage, DraftPart, DraftSentence } from '../domain/draft.ts'

export const sourceKey = ({ articleId, locale, passageId }: Citation | CitedPassage): string =>
  `${articleId}\n${locale}\n${passageId}`

/** What carries a sentence: one citation of a quote, one or several of a statement, none of a template. */
export function citationsOf(sentence: DraftSentence): readonly Citation[] {
  switch (sentence.kind) {
    case 'quote':
      return [sentence.citation]
    case 'statement':
      return sentence.citations
    case 'template':
      return []
    default:
      return sentence satisfies never
  }
}

/** Sources are numbered in the order in which the draft first quotes them. */
export function numberSources(sentences: readonly DraftSentence[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  for (const citation of sentences.flatMap(citationsOf)) {
    const key = sourceKey(citation)
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
 * The draft's sentences in its order, with a heading before the first cited sentence of each question where
 * there are several. Greeting and closing stand outside; what nothing answers is said in its place before them.
 */
export function groupByPart(
  sentences: readonly DraftSentence[],
  parts: readonly DraftPart[],
): readonly PartGroup[] {
  const runs: { part: number; cited: boolean; sentences: DraftSentence[] }[] = []
  for (const sentence of sentences) {
    const { part } = sentence
    const cited = sentence.kind !== 'template'
    const last = runs.at(-1)
    if (last?.part === part && last.cited === cited) last.sentences.push(sentence)
    else runs.push({ part, cited, sentences: [sentence] })
  }
  const named = new Set<number>()
  const shown = runs.map(({ part, cited, sentences: own }): PartGroup => {
    const entry = parts.length > 1 ? parts.find((candidate) => candidate.part === part) : undefined
    const heading = entry !== undefined && cited && !named.has(part)
    if (heading) named.add(part)
    return { part, question: heading ? entry.question : null, notCovered: false, sentences: own }
  })
  const missing = parts
    .filter(({ outcome }) => outcome === 'not_covered')
    .map(({ part, question }): PartGroup => ({ part, question, notCovered: true, sentences: [] }))
  return missing.reduce(withMissing, shown)
}

/** Before the next question that is answered; after the last one, but before the closing. */
function withMissing(groups: readonly PartGroup[], missing: PartGroup): readonly PartGroup[] {
  const number = missing.question ?? 0
  const next = groups.findIndex(({ question }) => question !== null && question > number)
  const isCited = ({ notCovered, sentences }: PartGroup) =>
    notCovered || sentences.some(({ kind }) => kind !== 'template')
  const at = next === -1 ? groups.findLastIndex(isCited) + 1 : next
  return groups.toSpliced(at, 0, missing)
}

/** The citations of one sentence by source: two quotes of one passage are one source with two marks. */
export interface Source {
  readonly key: string
  readonly quotes: readonly string[]
}

export function sourcesOf(sentence: DraftSentence): readonly Source[] {
  const quotes = new Map<string, string[]>()
  for (const citation of citationsOf(sentence)) {
    const key = sourceKey(citation)
    quotes.set(key, [...(quotes.get(key) ?? []), citation.quote])
  }
  return [...quotes].map(([key, own]) => ({ key, quotes: own }))
}

export interface MarkedPiece {
  readonly text: string
  readonly marked: boolean
}

/** The text in pieces, with what `wanted` names marked wherever it first stands word for word. */
export function markIn(
  text: string,
  wanted: readonly string[],
): { readonly pieces: readonly MarkedPiece[]; readonly missing: readonly string[] } {
  const found = wanted
    .map((words) => ({ words, start: words === '' ? -1 : text.indexOf(words) }))
    .sort((a, b) => a.start - b.start)
  const pieces: MarkedPiece[] = []
  let at = 0
  for (const { words, start } of found) {
    const end = start + words.length
    if (start === -1 || end <= at) continue
    if (start > at) pieces.push({ text: text.slice(at, start), marked: false })
    pieces.push({ text: text.slice(Math.max(start, at), end), marked: true })
    at = end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false })
  return { pieces, missing: found.filter(({ start }) => start === -1).map(({ words }) => words) }
}

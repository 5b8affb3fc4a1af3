import type { PassageSentence } from '../../../src/domain/article.ts'
import type { SentenceStrengths } from './coverage.ts'
import type { LanguageIndex } from './language-index.ts'

/** Longer lists are cut to the run around what answers: a reply is not the article. */
const LIST_SENTENCES_MAX = 14

/** The number of a passage, and a position in its sentences. */
export interface ChosenSentence {
  readonly passage: number
  readonly sentence: number
}

/**
 * Half a list of steps is a wrong instruction. When one item was chosen, its introduction and all items come
 * along; a sentence that only announces a list (`You need:`) never stands last on its own.
 */
export function wholeLists(
  index: LanguageIndex,
  chosen: readonly SentenceStrengths[],
): readonly ChosenSentence[] {
  const byPassage = new Map<number, number[]>()
  for (const { passage, sentence } of chosen) {
    byPassage.set(passage, [...(byPassage.get(passage) ?? []), sentence])
  }
  return [...byPassage].flatMap(([passage, positions], at) => {
    const isLast = at === byPassage.size - 1
    return listsOfPassage(index, passage, positions, isLast).map((sentence) => ({ passage, sentence }))
  })
}

function listsOfPassage(
  index: LanguageIndex,
  at: number,
  positions: readonly number[],
  isLast: boolean,
): readonly number[] {
  const passage = index.passage(at)?.passage
  if (passage === undefined) return []
  const { sentences, text } = passage
  const kept = new Set(positions.flatMap((position) => [position, ...listAround(sentences, position)]))
  const last = Math.max(...kept)
  if (isLast && announces(text, sentences[last])) {
    const following = listAround(sentences, last + 1)
    for (const member of following) kept.add(member)
    if (following.length === 0 && kept.size > 1) kept.delete(last)
  }
  return [...kept].filter((position) => sentences[position]?.kind !== 'heading').sort((a, b) => a - b)
}

function isItem(sentence: PassageSentence | undefined): boolean {
  return sentence?.kind === 'step' || sentence?.kind === 'list_item'
}

/** Positions of the list that holds `at` and of the sentence that introduces it; empty outside a list. */
function listAround(sentences: readonly PassageSentence[], at: number): readonly number[] {
  if (!isItem(sentences[at])) return []
  let from = at
  while (continues(sentences[from - 1], sentences[from])) from -= 1
  let to = at + 1
  while (continues(sentences[to - 1], sentences[to])) to += 1
  if (to - from > LIST_SENTENCES_MAX) {
    from = Math.max(from, Math.min(at, to - LIST_SENTENCES_MAX))
    to = Math.min(to, from + LIST_SENTENCES_MAX)
  }
  const introduced = sentences[from - 1]?.kind === 'paragraph' && (sentences[from]?.ordinal ?? 1) === 1
  return Array.from({ length: to - from + (introduced ? 1 : 0) }, (_, i) => from - (introduced ? 1 : 0) + i)
}

/** The next sentence is of the same list when it is of the same kind and its number does not start again. */
function continues(before: PassageSentence | undefined, after: PassageSentence | undefined): boolean {
  if (before === undefined || after === undefined || !isItem(before) || before.kind !== after.kind)
    return false
  return (after.ordinal ?? 0) >= (before.ordinal ?? 0)
}

function announces(text: string, sentence: PassageSentence | undefined): boolean {
  if (sentence === undefined) return false
  const end = text.slice(sentence.start, sentence.end).trimEnd().at(-1)
  return end === ':' || end === '：'
}

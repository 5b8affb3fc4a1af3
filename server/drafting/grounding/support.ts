/** How much of a sentence its sources say, from 0 to 1. Continuous, so that a threshold can be set on data. */
import { sameFigure } from './figure-values.ts'
import type { Figure } from './figures.ts'
import type { Ground } from './ground.ts'
import { nearIn } from './near-words.ts'
import type { Reading, Word } from './reading.ts'

/** Grammar counts a little: a sentence of the same small words in the same order is closer. */
const GRAMMAR = 0.3
const NEAR = 0.6
const ELSEWHERE = 0.9
const FROM_TICKET = 0.5
const PAIRS_SHARE = 0.3
const FIRST_PERSON = new Set(
  'i my me mine myself ich mir mich mein meine je moi mon ma yo mi mis io mio mia ik mijn'.split(' '),
)

/** The year alone, or a date without its year, is another spelling of what stands there. */
function isSaid(figure: Figure, { cited, heads }: Ground): boolean {
  return [...cited, ...heads].some(({ figures }) => figures.some((other) => sameFigure(figure, other)))
}

function credit(word: Word, own: Reading, ground: Ground, ticket: ReadonlySet<string> | null): number {
  if (ground.citedStems.has(word.stem) || ground.headStems.has(word.stem)) return 1
  if (ground.sources.some(({ stems }) => stems.has(word.stem))) return ELSEWHERE
  if (word.figure !== null && isSaid(word.figure, ground)) return 1
  if (ticket?.has(word.stem)) return FROM_TICKET
  if (word.figure !== null || word.weight === 0) return 0
  return ground.sources.some(({ stems }) => nearIn(word.stem, stems, own.language)) ? NEAR : 0
}

/** Neighbours in the sentence that are neighbours in the cited words, too. */
function pairShare(own: Reading, pairs: ReadonlySet<string>): number | null {
  const mine = pairsOf(own.words)
  return mine.length === 0 ? null : mine.filter((pair) => pairs.has(pair)).length / mine.length
}

export function pairsOf(words: readonly Word[]): readonly string[] {
  return words.slice(1).map((word, at) => `${words[at]?.stem} ${word.stem}`)
}

/** A figure or a person that no source has weighs more than a word: it is what a reader acts on. */
function weightOf(word: Word, isCovered: boolean): number {
  if (FIRST_PERSON.has(word.text)) return isCovered ? GRAMMAR : 1
  return word.weight + GRAMMAR + (word.figure !== null && !isCovered ? 1 : 0)
}

/** Content words in a row that no source says. What only the ticket says is foreign, too: its writer may attack. */
export function foreignRuns(own: Reading, ground: Ground): readonly (readonly Word[])[] {
  const runs: Word[][] = [[]]
  for (const word of own.words) {
    if (word.weight === 0 && word.figure === null) continue
    if (credit(word, own, ground, null) > 0) runs.push([])
    else runs.at(-1)?.push(word)
  }
  return runs.filter((run) => run.length > 0)
}

export function supportIn(
  own: Reading,
  ground: Ground,
  pairs: ReadonlySet<string>,
  ticket: ReadonlySet<string> | null,
): number {
  let covered = 0
  let all = 0
  for (const word of own.words) {
    const share = credit(word, own, ground, ticket)
    const weight = weightOf(word, share > 0)
    covered += share * weight
    all += weight
  }
  if (all === 0) return 0
  const share = pairShare(own, pairs)
  return share === null ? covered / all : (1 - PAIRS_SHARE) * (covered / all) + PAIRS_SHARE * share
}

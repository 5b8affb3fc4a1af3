/** Which words of a text could be a name, and what the text says about capitals. */
import { ALSO_WORD, ENGLISH, FAMILY, GERMAN, GIVEN, ORDINARY, signsOf } from './lexicon.ts'
import { PARTICLES } from './name-signs.ts'
import type { Word } from './words.ts'

type Kind = 'given' | 'family' | 'unknown' | 'initial' | 'none'

/** A run of words that could be one name: indexes of its first and last word. */
export interface Run {
  readonly at: number
  readonly last: number
  readonly kinds: readonly Kind[]
  readonly opening: boolean
}

export interface Reading {
  readonly text: string
  readonly words: readonly Word[]
  readonly kinds: readonly Kind[]
  /** A capital in the middle of a sentence means a name: English prose, not German, not a text in capitals. */
  readonly capitalsTell: boolean
  readonly shouting: boolean
  /** Its writer uses no capitals. */
  readonly careless: boolean
  /** Numbers of four digits or an address: a block of contact lines may stand here. */
  readonly contact: boolean
}

export const isOrdinary = ({ signs }: Word) => (signs & ORDINARY) !== 0

export function readingOf(text: string, words: readonly Word[]): Reading {
  let english = 0
  let german = 0
  let small = 0
  let shouted = 0
  let capitals = 0
  let numbers = 0
  for (const { lower, capital, shouted: loud, number, signs } of words) {
    if (signs & ENGLISH) english++
    else if (signs & GERMAN) german++
    if (number) numbers++
    else if (!capital) small++
    if (capital && lower !== 'i') capitals++
    if (loud) shouted++
  }
  const shouting = shouted * 2 > words.length
  const careless = capitals === 0
  const written = { shouting, careless }
  const kinds: Kind[] = []
  let given = 0
  for (let at = 0; at < words.length; at++) {
    const kind = kindOf(words[at] as Word, words[at + 1], written)
    if (kind === 'given') given++
    kinds.push(kind)
  }
  return {
    text,
    words,
    kinds,
    capitalsTell: !shouting && english > german && (small + given) * 3 >= words.length - shouted - numbers,
    shouting,
    careless,
    contact: /@|\d{4}/.test(text),
  }
}

function kindOf(
  word: Word,
  next: Word | undefined,
  { shouting, careless }: { readonly shouting: boolean; readonly careless: boolean },
): Kind {
  if (word.number) return 'none'
  if (!word.capital) return smallKind(word, next, careless)
  const { signs } = word
  const length = word.end - word.start
  if (length === 1) return word.lower === 'i' ? 'none' : 'initial'
  if (word.shouted && !shouting && length <= 4) return 'none'
  if (signs & GIVEN) return 'given'
  if (signs & FAMILY || (signs & ALSO_WORD && !(signs & ORDINARY))) return 'family'
  if (signs & ORDINARY || word.mixed) return 'none'
  const joint = word.lower.search(/[-'’]/)
  if (joint !== -1) return jointKind(word.lower, joint)
  // "PayPal", "BildungsLokal": a capital inside is a brand's, but for Mc, De and the like.
  if (word.humped && !word.shouted && !/^(?:mc|mac|de|di|la|le|van|von|fitz)/.test(word.lower)) return 'none'
  return 'unknown'
}

/** "Marie-Claire", "Rems-Murr", "O'Brien". */
function jointKind(lower: string, joint: number): Kind {
  const first = signsOf(lower.slice(0, joint), false)
  const second = signsOf(lower.slice(joint + 1), true)
  const rest = lower.slice(joint + 1)
  if (/^(?:t|re|ll|ve|d|m)$/.test(rest)) return 'none'
  if (rest === 's') return first & ORDINARY ? 'none' : 'unknown'
  if (first & GIVEN && joint > 2) return 'given'
  if ((first | second) & FAMILY) return 'family'
  return (first | second) & ORDINARY ? 'none' : 'unknown'
}

/** In small letters only what is a name and no word: "lena andersson", and "lena" where nothing has a capital. */
function smallKind(word: Word, next: Word | undefined, careless: boolean): Kind {
  const { signs } = word
  if ((signs & (GIVEN | FAMILY)) === 0 || signs & (ALSO_WORD | ORDINARY) || word.end - word.start < 4)
    return 'none'
  if (signs & GIVEN)
    return careless || (next !== undefined && !next.capital && isFamily(next)) ? 'given' : 'none'
  return 'family'
}

const isFamily = ({ signs }: Word) => (signs & (FAMILY | ALSO_WORD)) === FAMILY

/** Index of the last word of the run of names that begins at `at`. */
export function runEnd({ text, words, kinds }: Reading, at: number): number {
  let last = at
  for (let index = at + 1; index < words.length && index <= at + 5; index++) {
    const word = words[index]
    const before = words[index - 1]
    if (word === undefined || before === undefined || /['’`]s$/.test(before.lower)) break
    const between = text.slice(before.end, word.start)
    const abbreviated = before.end - before.start === 1 || (PARTICLES.has(before.lower) && !before.capital)
    if (!/^[ \u00a0]{1,2}$/.test(between) && !(abbreviated && /^\.[ ]?$/.test(between))) break
    if (PARTICLES.has(word.lower) && !word.capital) continue
    if (kinds[index] === 'none' || word.capital !== words[at]?.capital) break
    last = index
  }
  return last
}

export const alsoWord = (word: Word | undefined) =>
  word !== undefined && (word.signs & (ALSO_WORD | ORDINARY)) !== 0

import { asksForFigure } from './asking-words.ts'
import type { LanguageIndex } from './language-index.ts'
import { leansBack } from './leaning.ts'
import type { Word } from './lexicon.ts'
import { isSlipOf } from './spelling.ts'
import { type WordKind, wordKinds } from './word-kinds.ts'
import { folded, gramsOf, namesIn, wordsOf } from './words.ts'

/** A question longer than this is a ticket: its first part says enough, and the work stays bounded. */
const QUESTION_CHARS = 4_000
const CONCEPTS = 40
/** A name that no article has is another matter (`Brazil`); any other word may only be another way to say it. */
const UNKNOWN_NAME = 1.5
/** German writes every noun with a capital, so there a capital says less. */
const UNKNOWN_NOUN = 1
const UNKNOWN = 0.7

const PLAIN = { asksForFigure: false, leansBack: false }
const NONE: ReadonlyMap<number, number> = new Map()

/** How far a looser match counts as the word itself. */
const COMPOUND = 0.85
const SYNONYM = 0.7
const MISSPELT = 0.9
const ALIKE_DICE_MIN = 0.55
const ALIKE = 0.8

/** One word of the question that is compared. */
export interface Concept extends WordKind {
  readonly word: Word
  /** Light for vague words, heavier the rarer the word is in the articles. */
  readonly weight: number
  /** What its 4-grams weigh, those that no article has among them. */
  readonly gramWeight: number
  readonly synonyms: readonly number[]
  /** 0…1: how well a word of the articles stands for it. */
  strengthOf(word: number): number
  /** Every word of the articles that stands for it at all. */
  words(): readonly number[]
}

export interface AskedWords {
  readonly concepts: readonly Concept[]
  /** "How long", "wie viel", "wann": the answer is likely to hold a number. */
  readonly asksForFigure: boolean
  /** Points at what was said before it: "Can that be changed?" */
  readonly leansBack: boolean
  readonly weight: number
  /** Grams in the question that no article has count too: they say that the topic is foreign. */
  readonly gramWeight: number
}

export function readQuestion(index: LanguageIndex, text: string): AskedWords {
  const { language } = index.lexicon
  return asAsked(conceptsIn(index, text), {
    asksForFigure: asksForFigure(language.code, text),
    leansBack: leansBack(language, text),
  })
}

/** The words of a ticket without those of the question, with which it begins. */
export function wordsAround(asked: AskedWords, ticket: AskedWords): AskedWords {
  return asAsked(ticket.concepts.slice(asked.concepts.length), PLAIN)
}

function asAsked(
  concepts: readonly Concept[],
  manner: Pick<AskedWords, 'asksForFigure' | 'leansBack'>,
): AskedWords {
  const gramWeight = concepts.reduce((sum, concept) => sum + concept.gramWeight, 0)
  return { concepts, ...manner, weight: sumOf(concepts), gramWeight }
}

function sumOf(concepts: readonly Concept[]): number {
  return concepts.reduce((sum, concept) => sum + concept.weight, 0)
}

function conceptsIn(index: LanguageIndex, text: string): readonly Concept[] {
  const concepts: Concept[] = []
  const seen = new Set<string>()
  const read = text.slice(0, QUESTION_CHARS)
  const names = namesIn(read)
  const kindOf = wordKinds(index.lexicon.language, read)
  for (const written of wordsOf(read)) {
    if (concepts.length === CONCEPTS) break
    if (seen.has(written)) continue
    seen.add(written)
    const word = index.lexicon.look(written)
    if (word.weight > 0)
      concepts.push(conceptOf(index, written, word, names.has(written), kindOf(written, word)))
  }
  return concepts
}

function conceptOf(
  index: LanguageIndex,
  written: string,
  word: Word,
  isName: boolean,
  kind: WordKind,
): Concept {
  const rarity = word.term < 0 ? unknownRarity(index, word, isName) : index.byArticle.rarity(word.term)
  const alike = word.term < 0 ? spelledLike(index, written, word) : NONE
  const synonyms = [...index.synonyms(index.lexicon.language.stem(written)), ...meantTerms(index, alike)]
  const gramRarity = word.grams.reduce(
    (sum, gram) => sum + index.byGram.rarity(gram),
    gramCount(written) - word.grams.length,
  )
  const known = new Map<number, number>()
  const strength = (id: number): number => {
    const other = index.lexicon.words[id]
    if (other === undefined || other.weight === 0) return 0
    if (other.term === word.term) return 1
    let best = alike.get(id) ?? 0
    if (synonyms.includes(other.term)) best = Math.max(best, SYNONYM)
    if (word.term >= 0 && other.parts.includes(word.term)) best = Math.max(best, COMPOUND)
    if (word.parts.length > 0) {
      const met = word.parts.filter((part) => part === other.term || other.parts.includes(part)).length
      best = Math.max(best, (COMPOUND * met) / word.parts.length)
    }
    return best
  }
  return {
    word,
    ...kind,
    weight: word.weight * rarity,
    gramWeight: word.weight * gramRarity,
    synonyms,
    words: () => {
      const terms = new Set([word.term, ...word.parts, ...synonyms])
      return [
        ...new Set([...terms].flatMap((term) => index.lexicon.wordsWithTerm(term)).concat([...alike.keys()])),
      ]
    },
    strengthOf: (id) => {
      const found = known.get(id) ?? strength(id)
      known.set(id, found)
      return found
    },
  }
}

/** A compound that no article has is foreign only so far as its parts are. */
function unknownRarity(index: LanguageIndex, word: Word, isName: boolean): number {
  if (word.parts.length > 0) return Math.max(...word.parts.map((part) => index.byArticle.rarity(part)))
  if (!isName) return UNKNOWN
  return index.lexicon.language.code === 'de' ? UNKNOWN_NOUN : UNKNOWN_NAME
}

/** Words of the articles that a word which none of them has may stand for: a slip, or most 4-grams shared. */
function spelledLike(index: LanguageIndex, written: string, word: Word): ReadonlyMap<number, number> {
  const shared = new Uint8Array(index.lexicon.words.length)
  const seen: number[] = []
  for (const gram of new Set(word.grams)) {
    for (const id of index.lexicon.wordsWithGram(gram)) {
      if (shared[id] === 0) seen.push(id)
      shared[id] = (shared[id] as number) + 1
    }
  }
  const own = gramCount(written)
  const typed = folded(written)
  const alike = new Map<number, number>()
  for (const id of seen) {
    const dice = (2 * (shared[id] as number)) / (own + (index.lexicon.words[id]?.grams.length ?? 0))
    if (isSlipOf(typed, index.lexicon.foldedWord(id))) alike.set(id, MISSPELT)
    else if (dice >= ALIKE_DICE_MIN) alike.set(id, ALIKE * dice)
  }
  return alike
}

/** Only a slip is the word itself; a word that merely looks alike helps no article up. */
function meantTerms(index: LanguageIndex, alike: ReadonlyMap<number, number>): readonly number[] {
  return [...alike].flatMap(([id, strength]) =>
    strength === MISSPELT ? (index.lexicon.words[id]?.term ?? []) : [],
  )
}

function gramCount(written: string): number {
  return gramsOf(folded(written)).length
}

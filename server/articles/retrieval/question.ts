import { asksForFigure } from './asking-words.ts'
import { genericStems } from './generic-words.ts'
import type { Language } from './language.ts'
import type { LanguageIndex } from './language-index.ts'
import { leansBack } from './leaning.ts'
import type { Word } from './lexicon.ts'
import { type MeantWords, meantBy, type StandIns } from './meant-words.ts'
import { isSlipOf } from './spelling.ts'
import { type KindOf, PLAIN_KINDS, type WordKind, wordKinds } from './word-kinds.ts'
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
/** Words of the articles alone: what nobody but the requester wrote is forgotten with the question. */
const MEANT_KEPT = 2_000

/** How far a looser match counts as the word itself. */
const COMPOUND = 0.85
const SYNONYM = 0.7
const MISSPELT = 0.9
const ALIKE_DICE_MIN = 0.55
const ALIKE = 0.8

/** What a written word means among the articles, wherever in a ticket it stands. */
interface Meant {
  readonly word: Word
  /** What its 4-grams weigh, those that no article has among them. */
  readonly gramWeight: number
  readonly synonyms: readonly number[]
  readonly stands: StandIns
  /** Says nothing about the topic: `send`, `bekommen`. */
  readonly isGeneric: boolean
}

/** One word of the question that is compared. */
export interface Concept extends Meant, WordKind {
  /** Light for vague words, heavier the rarer the word is in the articles. */
  readonly weight: number
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
  /** The words of the articles that stand for its concepts, and for those of the ticket that it is part of. */
  readonly meant: MeantWords
  /** Where its concepts begin among those of `meant`. */
  readonly first: number
}

/** A question and what stands around it. The words of the ticket begin with those of the question. */
export interface TicketWords {
  readonly asked: AskedWords
  /** The question itself when the rest of the ticket adds no word: the same evidence must not count twice. */
  readonly ticket: AskedWords
  /** The words of the ticket without those of the question. */
  readonly around: AskedWords
}

/** One ticket with its questions, while it is read: each written word is looked up once, and forgotten with this. */
export interface Reading {
  readonly index: LanguageIndex
  /** The state of the articles in which it was begun: after another change its words mean something else. */
  readonly changes: number
  readonly language: Language
  readonly known: Map<string, Meant>
}

export function startReading(index: LanguageIndex): Reading {
  return { index, changes: index.changes, language: index.lexicon.forOneText(), known: new Map() }
}

export function readQuestion(index: LanguageIndex, text: string): AskedWords {
  const reading = startReading(index)
  const { language } = reading
  const kinds = wordKinds(language, text.slice(0, QUESTION_CHARS))
  const concepts = conceptsIn(reading, text, kinds)
  return asAsked(concepts, mannerOf(language, text), meantBy(index, concepts))
}

export function readTicket(
  index: LanguageIndex,
  question: string,
  context: string,
  reading = startReading(index),
): TicketWords {
  const { language } = reading
  const kinds = wordKinds(language, question.slice(0, QUESTION_CHARS))
  const own = conceptsIn(reading, question, kinds)
  const whole = `${question}\n${context}`
  // Which of them are nouns is asked of the question alone.
  const all = context.trim() === '' ? own : conceptsIn(reading, whole, PLAIN_KINDS)
  const isMore = all.length > own.length
  const meant = meantBy(index, isMore ? all : own)
  const asked = asAsked(own, mannerOf(language, question), meant)
  if (!isMore) return { asked, ticket: asked, around: asAsked([], PLAIN, meant, own.length) }
  const manner = { ...PLAIN, asksForFigure: asksForFigure(language.code, whole) }
  return {
    asked,
    ticket: asAsked(all, manner, meant),
    around: asAsked(all.slice(own.length), PLAIN, meant, own.length),
  }
}

function mannerOf(language: Language, text: string) {
  return { asksForFigure: asksForFigure(language.code, text), leansBack: leansBack(language, text) }
}

function asAsked(
  concepts: readonly Concept[],
  manner: Pick<AskedWords, 'asksForFigure' | 'leansBack'>,
  meant: MeantWords,
  first = 0,
): AskedWords {
  const gramWeight = concepts.reduce((sum, concept) => sum + concept.gramWeight, 0)
  return { concepts, ...manner, weight: sumOf(concepts), gramWeight, meant, first }
}

function sumOf(concepts: readonly Concept[]): number {
  return concepts.reduce((sum, concept) => sum + concept.weight, 0)
}

function conceptsIn(reading: Reading, text: string, kindOf: KindOf): readonly Concept[] {
  const { index, known } = reading
  const concepts: Concept[] = []
  const seen = new Set<string>()
  const read = text.slice(0, QUESTION_CHARS)
  let names: ReadonlySet<string> | null = null
  const isName = (written: string) => {
    names ??= namesIn(read)
    return names.has(written)
  }
  for (const written of wordsOf(read)) {
    if (concepts.length === CONCEPTS) break
    if (seen.has(written)) continue
    seen.add(written)
    let meant = known.get(written)
    if (meant === undefined) {
      meant = meantOf(reading, written)
      known.set(written, meant)
    }
    const { word, gramWeight, synonyms, stands, isGeneric } = meant
    if (word.weight === 0) continue
    const rarity =
      word.term < 0 ? unknownRarity(index, word, isName(written)) : index.byArticle.rarity(word.term)
    const { isNoun, isSought } = kindOf(written, isGeneric)
    // Member by member: copied as wholes they would cost more than all that is looked up.
    const weight = word.weight * rarity
    concepts.push({ word, gramWeight, synonyms, stands, isGeneric, isNoun, isSought, weight })
  }
  return concepts
}

interface Kept {
  /** The state of the articles that it was found in. */
  readonly changes: number
  readonly meant: Map<string, Meant>
}
const kept = new WeakMap<LanguageIndex, Kept>()

function keptOf(index: LanguageIndex): Kept {
  const held = kept.get(index)
  if (held?.changes === index.changes && held.meant.size < MEANT_KEPT) return held
  const fresh: Kept = { changes: index.changes, meant: new Map() }
  kept.set(index, fresh)
  return fresh
}

function meantOf({ index, language }: Reading, written: string): Meant {
  const { meant } = keptOf(index)
  const held = meant.get(written)
  if (held !== undefined) return held
  const word = index.lexicon.look(written, language)
  const found = lookedUp(index, written, word, language)
  if (index.lexicon.isWritten(written)) meant.set(written, found)
  return found
}

/** Grammar has no topic, and needs no stem to tell. */
const NOTHING: Omit<Meant, 'word'> = {
  gramWeight: 0,
  synonyms: [],
  stands: { words: [], strengths: [] },
  isGeneric: true,
}

function lookedUp(index: LanguageIndex, written: string, word: Word, language: Language): Meant {
  if (word.weight === 0) return { word, ...NOTHING }
  const stem = language.stem(written)
  const bare = folded(written)
  const grams = gramsOf(bare).length
  const alike = word.term < 0 ? spelledLike(index, bare, grams, word) : NONE
  const synonyms = [...index.synonyms(stem), ...meantTerms(index, alike)]
  const gramRarity = word.grams.reduce(
    (sum, gram) => sum + index.byGram.rarity(gram),
    grams - word.grams.length,
  )
  const strengthOf = (id: number): number => {
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
    gramWeight: word.weight * gramRarity,
    synonyms,
    isGeneric: word.weight < 1 || genericStems(language).has(stem),
    stands: standIns(
      [...new Set([word.term, ...word.parts, ...synonyms])]
        .flatMap((term) => index.lexicon.wordsWithTerm(term))
        .concat([...alike.keys()]),
      strengthOf,
    ),
  }
}

function standIns(words: readonly number[], strengthOf: (word: number) => number): StandIns {
  const found = [...new Set(words)]
    .map((word) => ({ word, strength: strengthOf(word) }))
    .filter(({ strength }) => strength > 0)
  return { words: found.map(({ word }) => word), strengths: found.map(({ strength }) => strength) }
}

/** A compound that no article has is foreign only so far as its parts are. */
function unknownRarity(index: LanguageIndex, word: Word, isName: boolean): number {
  if (word.parts.length > 0) return Math.max(...word.parts.map((part) => index.byArticle.rarity(part)))
  if (!isName) return UNKNOWN
  return index.lexicon.language.code === 'de' ? UNKNOWN_NOUN : UNKNOWN_NAME
}

/** Words of the articles that a word which none of them has may stand for: a slip, or most 4-grams shared. */
function spelledLike(
  index: LanguageIndex,
  typed: string,
  own: number,
  word: Word,
): ReadonlyMap<number, number> {
  const shared = new Uint8Array(index.lexicon.words.length)
  const seen: number[] = []
  for (const gram of new Set(word.grams)) {
    for (const id of index.lexicon.wordsWithGram(gram)) {
      if (shared[id] === 0) seen.push(id)
      shared[id] = (shared[id] as number) + 1
    }
  }
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

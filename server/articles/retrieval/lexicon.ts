import { type KnownPart, splitCompound } from './compounds.ts'
import type { Language } from './language.ts'
import { folded, gramsOf, wordsOf } from './words.ts'

/** What one written word is compared by. Ids are positions in the index's own tables. */
export interface Word {
  readonly weight: number
  /** -1 for a word of a question that no article has. */
  readonly term: number
  /** Terms of the parts, when the word is a compound of words that the articles use. */
  readonly parts: readonly number[]
  readonly grams: readonly number[]
}

/** Every word of the articles of one language, closed once they are read. */
export interface Lexicon {
  readonly language: Language
  readonly terms: number
  readonly grams: number
  /** By the id that `addText` gave. */
  readonly words: readonly Word[]
  /** The folded stem of each term. */
  readonly stems: readonly string[]
  foldedWord(id: number): string
  /** A word of a question: known, or analysed with what the articles know. */
  look(written: string): Word
}

export interface LexiconBuilder {
  addText(text: string): readonly number[]
  close(): Lexicon
}

export function startLexicon(language: Language): LexiconBuilder {
  const idOf = new Map<string, number>()
  const uses: number[] = []
  return {
    addText: (text) =>
      wordsOf(text).map((written) => {
        const known = idOf.get(written)
        const id = known ?? idOf.size
        if (known === undefined) idOf.set(written, id)
        uses[id] = (uses[id] ?? 0) + 1
        return id
      }),
    close: () => closeLexicon(language, idOf, uses),
  }
}

function closeLexicon(
  language: Language,
  idOf: ReadonlyMap<string, number>,
  uses: readonly number[],
): Lexicon {
  const terms = new Map<string, number>()
  const usesOfStem = new Map<string, number>()
  const stemOf: string[] = []
  for (const [written, id] of idOf) {
    const stem = language.stem(written)
    stemOf.push(stem)
    if (!terms.has(stem)) terms.set(stem, terms.size)
    usesOfStem.set(stem, (usesOfStem.get(stem) ?? 0) + (uses[id] ?? 0))
  }
  const partOf = knownParts(language, idOf, stemOf, usesOfStem)
  const grams = new Map<string, number>()
  const analyse = (written: string, stem: string, gramId: (gram: string) => number | undefined): Word => {
    const weight = language.weight(written)
    if (weight === 0) return { weight, term: terms.get(stem) ?? -1, parts: [], grams: [] }
    const parts = splitCompound(written, language, partOf)
    return {
      weight,
      term: terms.get(stem) ?? -1,
      parts: parts.map((part) => terms.get(part) ?? -1).filter((term) => term >= 0),
      grams: gramsOf(folded(written)).flatMap((gram) => gramId(gram) ?? []),
    }
  }
  const addGram = (gram: string): number => {
    const id = grams.get(gram) ?? grams.size
    if (id === grams.size) grams.set(gram, id)
    return id
  }
  const words: Word[] = []
  const spellings = [...idOf.keys()].map(folded)
  for (const [written, id] of idOf) words.push(analyse(written, stemOf[id] ?? written, addGram))
  return {
    language,
    terms: terms.size,
    grams: grams.size,
    words,
    stems: [...terms.keys()],
    foldedWord: (id) => spellings[id] ?? '',
    look: (written) => {
      const id = idOf.get(written)
      const known = id === undefined ? undefined : words[id]
      return known ?? analyse(written, language.stem(written), (gram) => grams.get(gram))
    },
  }
}

/** A part of a compound is a word as some article writes it, or its bare stem. */
function knownParts(
  language: Language,
  idOf: ReadonlyMap<string, number>,
  stemOf: readonly string[],
  usesOfStem: ReadonlyMap<string, number>,
): (written: string) => KnownPart | undefined {
  const parts = new Map<string, KnownPart>()
  for (const [stem, uses] of usesOfStem) parts.set(stem, { stem, uses })
  for (const [written, id] of idOf) {
    const stem = stemOf[id] ?? written
    if (language.weight(written) === 0) parts.delete(written)
    else parts.set(written, { stem, uses: usesOfStem.get(stem) ?? 1 })
  }
  return (written) => parts.get(written)
}

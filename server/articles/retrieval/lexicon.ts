import { type KnownPart, splitCompound } from './compounds.ts'
import { type Holders, startHolders } from './holders.ts'
import { type Language, remembering } from './language.ts'
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

/** Every word of the articles of one language. A word that no article has any more keeps its id and is as if unknown. */
export interface Lexicon {
  readonly language: Language
  /** Stems in use. */
  readonly terms: number
  /** How many ids have been given for stems, and for words. */
  readonly termIds: number
  readonly wordIds: number
  /** Words that some article has. */
  readonly used: number
  /** By the id that `read` gave. */
  readonly words: readonly Word[]
  foldedWord(id: number): string
  isUsed(id: number): boolean
  /** Whether some article has a word just so. */
  isWritten(written: string): boolean
  /** -1 for a stem that no article has. */
  termOf(stem: string): number
  /** The language for reading one question: words of the articles keep their stems here, others go with what is returned. */
  forOneText(): Language
  /** A word of a question: known, or analysed with what the articles know. */
  look(written: string, language?: Language): Word
  /** Ids of the words in use that hold a 4-gram, or that are forms of a term or hold it as a part. */
  wordsWithGram(gram: number): readonly number[]
  wordsWithTerm(term: number): readonly number[]
  read(text: string): readonly number[]
  /** Counts the words of an article in, or out. What compounds are made of is found by `settle`. */
  count(words: Iterable<number>, by: 1 | -1): void
  /** Compounds whose parts are others since the words were counted; a new word is none of them. */
  settle(): readonly Resplit[]
}

export interface Resplit {
  readonly word: number
  readonly parts: readonly number[]
  /** From here on the word is compared by its new parts. */
  apply(): void
}

export function startLexicon(language: Language): Lexicon {
  return new Words(language)
}

/** How common a part is, by powers of two: so that one article more or less seldom splits a word anew. */
function scaleOf(uses: number): number {
  return uses === 0 ? 0 : 2 ** Math.floor(Math.log2(uses))
}

class Words implements Lexicon {
  readonly language: Language
  readonly words: Word[] = []
  terms = 0
  used = 0
  readonly #idOf = new Map<string, number>()
  readonly #written: string[] = []
  readonly #folded: string[] = []
  readonly #uses: number[] = []
  readonly #termOf = new Map<string, number>()
  readonly #stems: string[] = []
  readonly #usesOfTerm: number[] = []
  readonly #gramOf = new Map<string, number>()
  readonly #byGram: Holders = startHolders()
  readonly #byTerm: Holders = startHolders()
  /** As they were when the compounds were last split. */
  readonly #wasUsed = new Map<number, boolean>()
  readonly #wasScale = new Map<number, number>()
  #unsplit: number[] = []
  #isSplit = false

  constructor(language: Language) {
    this.language = language
  }

  get termIds(): number {
    return this.#stems.length
  }

  get wordIds(): number {
    return this.words.length
  }

  foldedWord(id: number): string {
    return this.#folded[id] ?? ''
  }

  isUsed(id: number): boolean {
    return (this.#uses[id] ?? 0) > 0
  }

  isWritten(written: string): boolean {
    const id = this.#idOf.get(written)
    return id !== undefined && this.isUsed(id)
  }

  termOf(stem: string): number {
    const term = this.#termOf.get(stem)
    return term === undefined || this.#usesOfTerm[term] === 0 ? -1 : term
  }

  wordsWithGram(gram: number): readonly number[] {
    return this.#byGram.of(gram).filter((id) => this.isUsed(id))
  }

  wordsWithTerm(term: number): readonly number[] {
    return this.#byTerm.of(term).filter((id) => this.isUsed(id))
  }

  forOneText(): Language {
    return remembering(this.language, (word) => this.#stemOf(word))
  }

  look(written: string, language = this.language): Word {
    const id = this.#idOf.get(written)
    const known = id === undefined || !this.isUsed(id) ? undefined : this.words[id]
    if (known !== undefined) return known
    const weight = language.weight(written)
    if (weight === 0) return { weight, term: -1, parts: [], grams: [] }
    const term = this.termOf(language.stem(written))
    const grams = gramsOf(folded(written)).flatMap((gram) => this.#gramOf.get(gram) ?? [])
    return { weight, term, parts: this.#split(written, language.stem), grams }
  }

  read(text: string): readonly number[] {
    return wordsOf(text).map((written) => this.#idOf.get(written) ?? this.#add(written))
  }

  count(words: Iterable<number>, by: 1 | -1): void {
    for (const id of words) {
      const uses = this.#uses[id] ?? 0
      const term = this.words[id]?.term ?? 0
      const ofTerm = this.#usesOfTerm[term] ?? 0
      if (this.#isSplit && this.language.compounds) {
        if (!this.#wasUsed.has(id)) this.#wasUsed.set(id, uses > 0)
        if (!this.#wasScale.has(term)) this.#wasScale.set(term, scaleOf(ofTerm))
      }
      this.#uses[id] = uses + by
      this.#usesOfTerm[term] = ofTerm + by
      if (uses === 0 || uses + by === 0) this.used += by
      if (ofTerm === 0 || ofTerm + by === 0) this.terms += by
    }
  }

  settle(): readonly Resplit[] {
    const stale = this.#isSplit ? this.#holdersOfChanged() : []
    for (const id of this.#unsplit) this.#setParts(id, this.#split(this.#written[id] ?? ''))
    const fresh = new Set(this.#unsplit)
    this.#unsplit = []
    this.#isSplit = true
    this.#wasUsed.clear()
    this.#wasScale.clear()
    return stale.flatMap((word) => {
      if (fresh.has(word)) return []
      const parts = this.#split(this.#written[word] ?? '')
      const same = parts.join() === this.words[word]?.parts.join()
      return same ? [] : [{ word, parts, apply: () => this.#setParts(word, parts) }]
    })
  }

  #add(written: string): number {
    const id = this.words.length
    const { language } = this
    const stem = language.stem(written)
    const term = this.#termOf.get(stem) ?? this.#stems.length
    if (term === this.#stems.length) {
      this.#termOf.set(stem, term)
      this.#stems.push(stem)
      this.#usesOfTerm.push(0)
    }
    const weight = language.weight(written)
    const bare = folded(written)
    const grams = weight === 0 ? [] : gramsOf(bare).map((gram) => this.#gramId(gram))
    this.#idOf.set(written, id)
    this.#written.push(written)
    this.#folded.push(bare)
    this.#uses.push(0)
    this.words.push({ weight, term, parts: [], grams })
    for (const gram of grams) this.#byGram.add(gram, id)
    if (weight > 0) {
      this.#byTerm.add(term, id)
      this.#unsplit.push(id)
    }
    return id
  }

  #gramId(gram: string): number {
    const id = this.#gramOf.get(gram) ?? this.#gramOf.size
    if (id === this.#gramOf.size) this.#gramOf.set(gram, id)
    return id
  }

  #setParts(id: number, parts: readonly number[]): void {
    const word = this.words[id]
    if (word === undefined || (parts.length === 0 && word.parts.length === 0)) return
    for (const part of parts) if (part !== word.term && !word.parts.includes(part)) this.#byTerm.add(part, id)
    this.words[id] = { ...word, parts }
  }

  #stemOf(written: string): string {
    const id = this.#idOf.get(written)
    const term = id === undefined ? undefined : this.words[id]?.term
    return (term === undefined ? undefined : this.#stems[term]) ?? this.language.stem(written)
  }

  #split(written: string, stem = (word: string) => this.#stemOf(word)): readonly number[] {
    const { compounds } = this.language
    if (!compounds) return []
    return splitCompound(written, { compounds, stem }, (part) => this.#partOf(part))
      .map((stem) => this.termOf(stem))
      .filter((term) => term >= 0)
  }

  /** A part of a compound is a word as some article writes it, or its bare stem. */
  #partOf(written: string): KnownPart | undefined {
    const id = this.#idOf.get(written)
    const word = id === undefined || !this.isUsed(id) ? undefined : this.words[id]
    if (word?.weight === 0) return undefined
    const term = word?.term ?? this.termOf(written)
    const stem = this.#stems[term]
    return stem === undefined ? undefined : { stem, uses: scaleOf(this.#usesOfTerm[term] ?? 0) }
  }

  /** Words that hold a part which is new, gone, or much more or less common than when they were split. */
  #holdersOfChanged(): readonly number[] {
    const changed = new Set<string>()
    for (const [id, was] of this.#wasUsed) if (was !== this.isUsed(id)) changed.add(this.#written[id] ?? '')
    for (const [term, was] of this.#wasScale) {
      if (was === scaleOf(this.#usesOfTerm[term] ?? 0)) continue
      changed.add(this.#stems[term] ?? '')
      for (const id of this.#byTerm.of(term))
        if (this.words[id]?.term === term) changed.add(this.#written[id] ?? '')
    }
    const holders = new Set<number>()
    for (const part of changed)
      for (const id of this.#mayHold(part)) if (this.#written[id]?.includes(part)) holders.add(id)
    return [...holders]
  }

  /** The words with the rarest 4-gram of a part. A part has four letters or more. */
  #mayHold(part: string): readonly number[] {
    let fewest: readonly number[] | null = null
    const bare = folded(part)
    for (let at = 0; at + 4 <= bare.length; at += 1) {
      const gram = this.#gramOf.get(bare.slice(at, at + 4))
      const found = gram === undefined ? [] : this.#byGram.of(gram)
      if (fewest === null || found.length < fewest.length) fewest = found
    }
    return fewest ?? []
  }
}

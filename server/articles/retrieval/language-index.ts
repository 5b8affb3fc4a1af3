/** All articles of one language, ready to be asked. Takes single articles in and out. */
import type { ArticleVersion, Passage, PassageSentence } from '../../../src/domain/article.ts'
import { grown32 } from './growing.ts'
import { languageFor } from './language.ts'
import { buildLatent, type Latent, type LearnedLatent, type TermCounts } from './latent.ts'
import { type Lexicon, startLexicon, type Word } from './lexicon.ts'
import { SENTENCE_END } from './meetings.ts'
import { buildPostings, type FieldWeight, type Keys, type Postings, type Unit } from './postings.ts'
import { synonymsOf } from './synonyms.ts'

/** A title names the topic, a label was put there to be found, a long body proves little. */
const ARTICLE_FIELDS: readonly FieldWeight[] = [
  { weight: 3, lengthPenalty: 0.4 },
  { weight: 1.5, lengthPenalty: 0.4 },
  { weight: 2, lengthPenalty: 0.2 },
  { weight: 1, lengthPenalty: 0.7 },
]
const PASSAGE_FIELDS: readonly FieldWeight[] = [
  { weight: 1, lengthPenalty: 0.4 },
  { weight: 1.5, lengthPenalty: 0.4 },
  { weight: 0, lengthPenalty: 0 },
  { weight: 1, lengthPenalty: 0.5 },
]
const GRAM_FIELDS: readonly FieldWeight[] = [
  { weight: 3, lengthPenalty: 0.4 },
  { weight: 1.5, lengthPenalty: 0.4 },
  { weight: 2, lengthPenalty: 0.2 },
  { weight: 1, lengthPenalty: 0.7 },
]
/** A part of a compound says less than the word itself. */
const PART_COUNT = 0.5
/** So many articles may have been placed without being learned from. */
const UNLEARNED_SHARE = 0.05
/** Words and passages that are gone keep their numbers; from this share on everything is numbered anew. */
const WASTE_SHARE = 0.5
const WASTE_MIN = 5_000
/** In passages; more than one question looks at. */
const PASSAGES_KEPT = 500

export interface IndexedSentence {
  readonly sentence: PassageSentence
  readonly words: ArrayLike<number> & Iterable<number>
}

export interface IndexedPassage {
  readonly passage: Passage
  readonly article: number
  readonly headings: readonly number[]
  readonly sentences: readonly IndexedSentence[]
}

export interface IndexedArticle {
  readonly version: ArticleVersion
  readonly title: readonly number[]
  readonly labels: readonly number[]
  /** Numbers of its passages; `to` is exclusive. */
  readonly from: number
  readonly to: number
  /** Where the words of each passage begin in `words`, and where the last ends. */
  readonly starts: readonly number[]
  /** The words of each passage's headings. */
  readonly headings: readonly (readonly number[])[]
  /** The words of its passages in their order, sentences parted by `SENTENCE_END`. */
  readonly words: Int32Array
  /** The state of the index that it came with. */
  readonly since: number
}

/** The words of a title that say something, each once, with what they weigh. */
export interface TitleWords {
  readonly words: readonly number[]
  readonly weights: readonly number[]
  readonly total: number
}

export interface ArticleKey {
  readonly articleId: string
  readonly locale: string
}

/** What comes in replaces what had its key; what is gone is named by its key. */
export interface ArticleChange {
  readonly come: readonly ArticleVersion[]
  readonly gone: readonly ArticleKey[]
}

export interface LanguageIndex {
  readonly lexicon: Lexicon
  /** How many articles there are, and how many passages and sentences they have. */
  readonly size: number
  readonly passageCount: number
  readonly sentenceCount: number
  /** By number; the numbers of articles that are gone are empty. */
  readonly articles: readonly (IndexedArticle | undefined)[]
  passage(at: number): IndexedPassage | undefined
  titleWords(article: number): TitleWords
  /** The article of each passage. */
  readonly articleOf: Uint32Array
  readonly byArticle: Postings
  readonly byPassage: Postings
  readonly byGram: Postings
  /** Terms that may stand for a stem, as far as the articles have them. */
  synonyms(stem: string): readonly number[]
  readonly latent: Latent
  /** Rises with every change: what was found out about words before it may no longer hold. */
  readonly changes: number
  /** True when so much is gone that a new index is due. */
  readonly isWasteful: boolean
  /** What is gone is never scored again, and no score of another article rests on it. */
  change(change: ArticleChange, since: number): void
  /** The same articles, numbered from the start. */
  anew(): LanguageIndex
}

export function buildLanguageIndex(code: string, versions: readonly ArticleVersion[]): LanguageIndex {
  return new ArticlesOfLanguage(
    code,
    versions.map((version) => ({ version, since: 0 })),
  )
}

function keyOf({ articleId, locale }: ArticleKey): string {
  return JSON.stringify([articleId, locale])
}

class ArticlesOfLanguage implements LanguageIndex {
  readonly lexicon: Lexicon
  readonly articles: (IndexedArticle | undefined)[] = []
  readonly byArticle: Postings
  readonly byPassage: Postings
  readonly byGram: Postings
  readonly synonyms: (stem: string) => readonly number[]
  passageCount = 0
  sentenceCount = 0
  changes = 0
  readonly #numberOf = new Map<string, number>()
  readonly #free: number[] = []
  articleOf = new Uint32Array(1024)
  #passagesGiven = 0
  #latent: LearnedLatent | null = null
  #unlearned = 0
  readonly #terms: (Keys | undefined)[] = []
  /** What was computed of articles, until one of them changes. */
  #titles: (TitleWords | undefined)[] = []
  #passages = new Map<number, IndexedPassage>()

  constructor(code: string, held: readonly Pick<IndexedArticle, 'version' | 'since'>[]) {
    this.lexicon = startLexicon(languageFor(code))
    this.synonyms = synonymTerms(this.lexicon)
    for (const { version, since } of held) this.#enter(version, since)
    this.lexicon.settle()
    const ofArticle = (at: number) => articleFields(this.articles[at])
    const ofPassage = (at: number) => this.#passageFields(at)
    this.byArticle = buildPostings(
      (word) => this.#termsOf(word),
      ARTICLE_FIELDS,
      this.articles.length,
      ofArticle,
    )
    this.byPassage = buildPostings(
      (word) => this.#termsOf(word),
      PASSAGE_FIELDS,
      this.#passagesGiven,
      ofPassage,
    )
    this.byGram = buildPostings(
      (word) => gramsOf(this.lexicon.words[word]),
      GRAM_FIELDS,
      this.articles.length,
      ofArticle,
    )
    this.#latent = this.#learn()
  }

  get size(): number {
    return this.#numberOf.size
  }

  get isWasteful(): boolean {
    const { wordIds, used } = this.lexicon
    const words = wordIds - used
    const passages = this.#passagesGiven - this.passageCount
    return (
      words > Math.max(WASTE_MIN, WASTE_SHARE * wordIds) ||
      passages > Math.max(WASTE_MIN, WASTE_SHARE * this.#passagesGiven)
    )
  }

  /** Learned anew, before it is asked, when what it was learned from is gone. */
  get latent(): Latent {
    const known = this.#latent ?? this.#learn()
    this.#latent = known
    return known
  }

  anew(): LanguageIndex {
    const held = this.articles.filter((article) => article !== undefined)
    return new ArticlesOfLanguage(this.lexicon.language.code, held)
  }

  titleWords(article: number): TitleWords {
    const known = this.#titles[article] ?? this.#weighTitle(article)
    this.#titles[article] = known
    return known
  }

  #weighTitle(article: number): TitleWords {
    const { lexicon, byArticle } = this
    const words: number[] = []
    const weights: number[] = []
    let total = 0
    for (const id of new Set(this.articles[article]?.title)) {
      const word = lexicon.words[id]
      const weight = word === undefined ? 0 : word.weight * byArticle.rarity(word.term)
      if (weight === 0) continue
      words.push(id)
      weights.push(weight)
      total += weight
    }
    return { words, weights, total }
  }

  /** The same passage is looked at again and again while one question is answered. */
  passage(at: number): IndexedPassage | undefined {
    const known = this.#passages.get(at)
    if (known !== undefined) return known
    const read = this.#readPassage(at)
    if (this.#passages.size >= PASSAGES_KEPT) this.#passages.clear()
    if (read !== undefined) this.#passages.set(at, read)
    return read
  }

  #readPassage(at: number): IndexedPassage | undefined {
    const number = this.articleOf[at] ?? 0
    const article = at < 0 || at >= this.#passagesGiven ? undefined : this.articles[number]
    if (article === undefined || at < article.from || at >= article.to) return undefined
    const passage = article.version.passages[at - article.from]
    if (passage === undefined) return undefined
    const sentences: IndexedSentence[] = []
    let start = article.starts[at - article.from] ?? 0
    for (const sentence of passage.sentences) {
      const end = article.words.indexOf(SENTENCE_END, start)
      sentences.push({ sentence, words: article.words.subarray(start, end) })
      start = end + 1
    }
    return { passage, article: number, headings: article.headings[at - article.from] ?? [], sentences }
  }

  change({ come, gone }: ArticleChange, since: number): void {
    this.changes += 1
    this.#titles = []
    this.#passages = new Map()
    const leaving = [...gone, ...come].flatMap((one) => this.#numberOf.get(keyOf(one)) ?? [])
    const replaced = new Set(come.map(keyOf))
    for (const at of leaving) this.#takeOut(at, replaced)
    const coming = come.map((version) => this.#enter(version, since))
    this.#resplit(new Set(coming))
    for (const at of coming) this.#post(at)
    for (const postings of [this.byArticle, this.byPassage, this.byGram]) postings.tidy()
    this.#unlearned += coming.length
    if (this.#unlearned > UNLEARNED_SHARE * this.size) this.#latent = null
    for (const at of coming) this.#latent?.place(at, this.#countsOf(at))
  }

  /** Gives an article its number and reads its words. It is found when it is posted. */
  #enter(version: ArticleVersion, since: number): number {
    const { lexicon } = this
    const words: number[] = []
    const starts = [0]
    for (const { text, sentences } of version.passages) {
      for (const { start, end } of sentences) {
        for (const word of lexicon.read(text.slice(start, end))) words.push(word)
        words.push(SENTENCE_END)
      }
      starts.push(words.length)
    }
    const from = this.#passagesGiven
    const article: IndexedArticle = {
      version,
      title: lexicon.read(version.title),
      labels: lexicon.read(version.labels.join('\n')),
      from,
      to: from + version.passages.length,
      starts,
      headings: version.passages.map(({ headings }) => lexicon.read(headings.join('\n'))),
      words: Int32Array.from(words),
      since,
    }
    const at = this.#free.pop() ?? this.articles.length
    this.articles[at] = article
    this.#numberOf.set(keyOf(version), at)
    this.articleOf = grown32(this.articleOf, article.to)
    this.articleOf.fill(at, article.from, article.to)
    this.#passagesGiven = article.to
    this.passageCount += version.passages.length
    this.sentenceCount += sentencesOf(version)
    for (const field of articleFields(article)) lexicon.count(written(field), 1)
    return at
  }

  #takeOut(at: number, replaced: ReadonlySet<string>): void {
    const article = this.articles[at]
    if (article === undefined) return
    const key = keyOf(article.version)
    this.#unpost(at)
    for (const field of articleFields(article)) this.lexicon.count(written(field), -1)
    if (this.#latent?.taught(at) && !replaced.has(key)) this.#latent = null
    this.#latent?.remove(at)
    this.articles[at] = undefined
    this.#numberOf.delete(key)
    this.#free.push(at)
    this.passageCount -= article.version.passages.length
    this.sentenceCount -= sentencesOf(article.version)
  }

  /** An article or two may make other words compounds: where they stand, they are posted by their new parts. */
  #resplit(coming: ReadonlySet<number>): void {
    const found = this.lexicon.settle()
    const touched = new Set<number>()
    for (const { word } of found)
      for (const at of this.byArticle.holdersOf(this.lexicon.words[word]?.term ?? -1))
        if (!coming.has(at) && holdsWord(this.articles[at], word)) touched.add(at)
    for (const at of touched) this.#unpostTerms(at)
    for (const { word, apply } of found) {
      apply()
      this.#terms[word] = undefined
    }
    for (const at of touched) this.#postTerms(at)
  }

  #post(at: number): void {
    this.#postTerms(at)
    this.byGram.add(at, articleFields(this.articles[at]))
  }

  #unpost(at: number): void {
    this.#unpostTerms(at)
    this.byGram.remove(at, articleFields(this.articles[at]))
  }

  #postTerms(at: number): void {
    this.byArticle.add(at, articleFields(this.articles[at]))
    const { from, to } = this.articles[at] ?? { from: 0, to: 0 }
    for (let one = from; one < to; one += 1) this.byPassage.add(one, this.#passageFields(one))
  }

  #unpostTerms(at: number): void {
    this.byArticle.remove(at, articleFields(this.articles[at]))
    const { from, to } = this.articles[at] ?? { from: 0, to: 0 }
    for (let one = from; one < to; one += 1) this.byPassage.remove(one, this.#passageFields(one))
  }

  #passageFields(at: number): Unit {
    const article = this.articles[this.articleOf[at] ?? 0]
    if (article === undefined) return []
    const own = at - article.from
    const words = article.words.subarray(article.starts[own], article.starts[own + 1])
    return [article.title, article.headings[own] ?? [], [], words]
  }

  #countsOf(at: number): TermCounts {
    return countTerms(articleFields(this.articles[at]), (word) => this.#termsOf(word))
  }

  #termsOf(word: number): Keys {
    const known = this.#terms[word] ?? termsOf(this.lexicon.words[word])
    this.#terms[word] = known
    return known
  }

  /** In the order of their keys: what is learned must not depend on the order in which articles came. */
  #learn(): LearnedLatent {
    const order = [...this.#numberOf].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, at]) => at)
    this.#unlearned = 0
    return buildLatent(this.lexicon.termIds, order, (at) => this.#countsOf(at))
  }
}

function sentencesOf({ passages }: ArticleVersion): number {
  return passages.reduce((sum, { sentences }) => sum + sentences.length, 0)
}

function holdsWord(article: IndexedArticle | undefined, word: number): boolean {
  return articleFields(article).some((field) => Array.prototype.indexOf.call(field, word) >= 0)
}

function articleFields(article: IndexedArticle | undefined): Unit {
  if (article === undefined) return []
  return [article.title, article.headings.flat(), article.labels, article.words]
}

function written(field: ArrayLike<number>): readonly number[] {
  return Array.from(field).filter((word) => word >= 0)
}

function countTerms(fields: Unit, keysOf: (word: number) => Keys): TermCounts {
  const counted = new Map<number, number>()
  fields.forEach((field, at) => {
    const weight = ARTICLE_FIELDS[at]?.weight ?? 1
    for (const word of written(field)) {
      const { keys, counts } = keysOf(word)
      keys.forEach((term, i) => {
        counted.set(term, (counted.get(term) ?? 0) + weight * (counts[i] ?? 0))
      })
    }
  })
  return { keys: Uint32Array.from(counted.keys()), counts: Float32Array.from(counted.values()) }
}

function synonymTerms(lexicon: Lexicon): (stem: string) => readonly number[] {
  const groups = synonymsOf(lexicon.language)
  return (stem) => (groups.get(stem) ?? []).map((other) => lexicon.termOf(other)).filter((term) => term >= 0)
}

/** As many as a word has 4-grams at most. */
const ONES: readonly number[] = new Array<number>(64).fill(1)
const NO_KEYS: Keys = { keys: [], counts: [] }

function termsOf(word: Word | undefined): Keys {
  if (word === undefined || word.weight === 0) return NO_KEYS
  return { keys: [word.term, ...word.parts], counts: [1, ...word.parts.map(() => PART_COUNT)] }
}

function gramsOf(word: Word | undefined): Keys {
  return word === undefined ? NO_KEYS : { keys: word.grams, counts: ONES }
}

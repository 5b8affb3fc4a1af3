import type { ArticleVersion, Passage, PassageSentence } from '../../../src/domain/article.ts'
import { languageFor } from './language.ts'
import { buildLatent, type Latent, type TermCounts } from './latent.ts'
import { type Lexicon, startLexicon, type Word } from './lexicon.ts'
import { SENTENCE_END } from './near-words.ts'
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

export interface IndexedSentence {
  readonly sentence: PassageSentence
  readonly words: readonly number[]
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
  /** Positions in `LanguageIndex.passages`; `to` is exclusive. */
  readonly from: number
  readonly to: number
}

/** All articles of one language, ready to be asked. */
export interface LanguageIndex {
  readonly lexicon: Lexicon
  readonly articles: readonly IndexedArticle[]
  readonly passages: readonly IndexedPassage[]
  readonly byArticle: Postings
  readonly byPassage: Postings
  readonly byGram: Postings
  /** Terms that may stand for a stem, as far as the articles have them. */
  synonyms(stem: string): readonly number[]
  /** Ids of the words that hold a 4-gram. */
  wordsWithGram(gram: number): Uint32Array
  /** Ids of the words that are forms of a term or hold it as a part. */
  wordsWithTerm(term: number): Uint32Array
  /** The words of an article's passages in their order, sentences parted by `SENTENCE_END`. */
  wordsOf(article: number): Int32Array
  readonly latent: Latent
}

export function buildLanguageIndex(code: string, versions: readonly ArticleVersion[]): LanguageIndex {
  const words = startLexicon(languageFor(code))
  const articles: IndexedArticle[] = []
  const passages: IndexedPassage[] = []
  for (const version of versions) {
    const from = passages.length
    for (const passage of version.passages) {
      passages.push({
        passage,
        article: articles.length,
        headings: words.addText(passage.headings.join('\n')),
        sentences: passage.sentences.map((sentence) => ({
          sentence,
          words: words.addText(passage.text.slice(sentence.start, sentence.end)),
        })),
      })
    }
    articles.push({
      version,
      title: words.addText(version.title),
      labels: words.addText(version.labels.join('\n')),
      from,
      to: passages.length,
    })
  }
  const lexicon = words.close()
  const ofArticles = articles.map((article) => articleFields(article, passages))
  const ofPassages = passages.map((passage) => [
    articles[passage.article]?.title ?? [],
    passage.headings,
    [],
    joined(passage.sentences.map((sentence) => sentence.words)),
  ])
  const terms = lexicon.words.map(termsOf)
  const grams = lexicon.words.map((word) => ({ keys: word.grams, counts: word.grams.map(() => 1) }))
  return {
    lexicon,
    articles,
    passages,
    byArticle: buildPostings(lexicon.terms, terms, ofArticles, ARTICLE_FIELDS),
    byPassage: buildPostings(lexicon.terms, terms, ofPassages, PASSAGE_FIELDS),
    byGram: buildPostings(lexicon.grams, grams, ofArticles, GRAM_FIELDS),
    synonyms: synonymTerms(lexicon),
    wordsWithGram: holdersOf(
      lexicon.words.map(({ grams }) => grams),
      lexicon.grams,
    ),
    wordsWithTerm: holdersOf(
      lexicon.words.map(({ term, parts, weight }) => (weight === 0 ? [] : [...new Set([term, ...parts])])),
      lexicon.terms,
    ),
    wordsOf: wordStreams(articles, passages),
    latent: buildLatent(
      lexicon.terms,
      ofArticles.map((fields) => countTerms(fields, terms)),
    ),
  }
}

function countTerms(fields: Unit, terms: readonly Keys[]): TermCounts {
  const counted = new Map<number, number>()
  fields.forEach((words, field) => {
    for (const word of words)
      terms[word]?.keys.forEach((term, i) => {
        const count = (ARTICLE_FIELDS[field]?.weight ?? 1) * (terms[word]?.counts[i] ?? 0)
        counted.set(term, (counted.get(term) ?? 0) + count)
      })
  })
  return { keys: Uint32Array.from(counted.keys()), counts: Float32Array.from(counted.values()) }
}

function wordStreams(
  articles: readonly IndexedArticle[],
  passages: readonly IndexedPassage[],
): (article: number) => Int32Array {
  const starts: number[] = [0]
  const all: number[] = []
  for (const { from, to } of articles) {
    for (let at = from; at < to; at += 1)
      for (const { words } of passages[at]?.sentences ?? []) {
        for (const word of words) all.push(word)
        all.push(SENTENCE_END)
      }
    starts.push(all.length)
  }
  const stream = Int32Array.from(all)
  return (article) => stream.subarray(starts[article] ?? 0, starts[article + 1] ?? 0)
}

function synonymTerms(lexicon: Lexicon): (stem: string) => readonly number[] {
  const groups = synonymsOf(lexicon.language)
  const termOf = new Map(lexicon.stems.map((stem, term) => [stem, term]))
  return (stem) => (groups.get(stem) ?? []).flatMap((other) => termOf.get(other) ?? [])
}

/** Turns word → keys around: key → words. */
function holdersOf(
  keysOfWord: readonly (readonly number[])[],
  keyCount: number,
): (key: number) => Uint32Array {
  const starts = new Uint32Array(keyCount + 2)
  for (const keys of keysOfWord) for (const key of keys) starts[key + 2] = (starts[key + 2] ?? 0) + 1
  for (let key = 2; key < starts.length; key += 1) starts[key] = (starts[key] ?? 0) + (starts[key - 1] ?? 0)
  const holders = new Uint32Array(starts.at(-1) ?? 0)
  keysOfWord.forEach((keys, word) => {
    for (const key of keys) {
      const at = starts[key + 1] ?? 0
      holders[at] = word
      starts[key + 1] = at + 1
    }
  })
  return (key) => holders.subarray(starts[key] ?? 0, starts[key + 1] ?? 0)
}

function articleFields(article: IndexedArticle, passages: readonly IndexedPassage[]): Unit {
  const own = passages.slice(article.from, article.to)
  return [
    article.title,
    joined(own.map((passage) => passage.headings)),
    article.labels,
    joined(own.flatMap((passage) => passage.sentences.map((sentence) => sentence.words))),
  ]
}

function joined(lists: readonly (readonly number[])[]): readonly number[] {
  const all: number[] = []
  for (const list of lists) for (const one of list) all.push(one)
  return all
}

function termsOf(word: Word): Keys {
  if (word.weight === 0) return { keys: [], counts: [] }
  return { keys: [word.term, ...word.parts], counts: [1, ...word.parts.map(() => PART_COUNT)] }
}

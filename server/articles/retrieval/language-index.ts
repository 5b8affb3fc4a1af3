import type { ArticleVersion, Passage, PassageSentence } from '../../../src/domain/article.ts'
import { languageFor } from './language.ts'
import { type Lexicon, startLexicon, type Word } from './lexicon.ts'
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
    wordsWithGram: gramHolders(lexicon),
  }
}

function synonymTerms(lexicon: Lexicon): (stem: string) => readonly number[] {
  const groups = synonymsOf(lexicon.language)
  const termOf = new Map(lexicon.stems.map((stem, term) => [stem, term]))
  return (stem) => (groups.get(stem) ?? []).flatMap((other) => termOf.get(other) ?? [])
}

function gramHolders(lexicon: Lexicon): (gram: number) => Uint32Array {
  const starts = new Uint32Array(lexicon.grams + 2)
  for (const word of lexicon.words)
    for (const gram of word.grams) starts[gram + 2] = (starts[gram + 2] ?? 0) + 1
  for (let gram = 2; gram < starts.length; gram += 1)
    starts[gram] = (starts[gram] ?? 0) + (starts[gram - 1] ?? 0)
  const holders = new Uint32Array(starts.at(-1) ?? 0)
  lexicon.words.forEach((word, id) => {
    for (const gram of word.grams) {
      const at = starts[gram + 1] ?? 0
      holders[at] = id
      starts[gram + 1] = at + 1
    }
  })
  return (gram) => holders.subarray(starts[gram] ?? 0, starts[gram + 1] ?? 0)
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

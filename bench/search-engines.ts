/** What a team would pick instead, each set up as well as it goes without code of our own. */
import { createRequire } from 'node:module'
import Database from 'better-sqlite3'
import lunr from 'lunr'
import MiniSearch from 'minisearch'
import stopwords from 'stopwords-iso' with { type: 'json' }
import { buildRetrievalIndex, type RetrievalIndex } from '../server/articles/retrieval/index.ts'
import type { Page } from '../server/cli/eval-files.ts'

const require = createRequire(import.meta.url)
const snowball: typeof import('snowball-stemmers') = require('snowball-stemmers')

export interface BenchLanguage {
  readonly locale: string
  /** `null` where Snowball has none. */
  readonly stemmer: string | null
}

export type Rank = (query: string) => readonly string[]
export type Engine = (pages: readonly Page[], language: BenchLanguage) => Rank

const FOUND = 10
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu
const RRF_K = 60
/** The usual values; tuning them on the questions that judge would flatter. */
const BM25 = { k1: 1.2, b: 0.75 }

export const asVouch = (index: RetrievalIndex, locale: string): Rank => {
  const allowed = () => true
  return (query) =>
    index
      .search({ query, locale, limit: FOUND, allowed })
      .flatMap(({ articleId, alsoIn }) => [articleId, ...alsoIn.map((one) => one.articleId)])
}

const vouch: Engine = (pages, { locale }) =>
  asVouch(buildRetrievalIndex(pages.map(({ article }) => article)), locale)

/** Title boosted, no fuzzy, stems and stop words of the language. */
const minisearch: Engine = (pages, language) => {
  const analyse = analyser(language)
  const engine = new MiniSearch({
    fields: ['title', 'text'],
    processTerm: (term) => analyse(term)[0] ?? null,
    searchOptions: { boost: { title: 2 }, combineWith: 'OR' },
  })
  engine.addAll(pages.map(asDocument))
  return (query) =>
    engine
      .search(query)
      .slice(0, FOUND)
      .map(({ id }) => String(id))
}

const fts5: Engine = (pages) => {
  const db = new Database(':memory:')
  db.exec(`CREATE VIRTUAL TABLE page USING fts5(id UNINDEXED, title, text, tokenize = 'porter unicode61')`)
  const insert = db.prepare('INSERT INTO page (id, title, text) VALUES (?, ?, ?)')
  for (const { id, title, text } of pages.map(asDocument)) insert.run(id, title, text)
  const select = db
    .prepare('SELECT id FROM page WHERE page MATCH ? ORDER BY bm25(page, 0, 2, 1) LIMIT 10')
    .pluck()
  return (query) => {
    const words = wordsOf(query).map((word) => `"${word}"`)
    return words.length === 0 ? [] : select.all(words.join(' OR ')).map(String)
  }
}

const lunrWithLanguages: Engine = (pages, { locale, stemmer }) => {
  const plugin = locale === 'en' || stemmer === null ? null : lunrLanguage(locale)
  const engine = lunr((builder) => {
    if (plugin !== null) builder.use(plugin)
    builder.field('title', { boost: 2 })
    builder.field('text')
    for (const document of pages.map(asDocument)) builder.add(document)
  })
  return (query) =>
    engine
      .search(wordsOf(query).join(' '))
      .slice(0, FOUND)
      .map(({ ref }) => ref)
}

const lunrLanguages = new Map<string, lunr.Builder.Plugin>()

/** Loaded once: lunr says aloud on standard error when a function is registered twice. */
function lunrLanguage(locale: string): lunr.Builder.Plugin {
  const known = lunrLanguages.get(locale)
  if (known !== undefined) return known
  if (lunrLanguages.size === 0) require('lunr-languages/lunr.stemmer.support.js')(lunr)
  require(`lunr-languages/lunr.${locale}.js`)(lunr)
  const plugin: unknown = Reflect.get(lunr, locale)
  if (!isPlugin(plugin)) throw new Error(`lunr-languages has no ${locale}`)
  lunrLanguages.set(locale, plugin)
  return plugin
}

const isPlugin = (value: unknown): value is lunr.Builder.Plugin => typeof value === 'function'

const bm25: Engine = (pages, language) => {
  const rank = bm25Over(pages, analyser(language))
  return (query) => rank(query, FOUND)
}

/** The strongest of the simple ones: stems and character 4-grams, fused by their ranks. */
const fused: Engine = (pages, language) => {
  const ranks = [bm25Over(pages, analyser(language)), bm25Over(pages, fourGrams)]
  return (query) => {
    const scores = new Map<string, number>()
    for (const rank of ranks)
      rank(query, 100).forEach((id, at) => {
        scores.set(id, (scores.get(id) ?? 0) + 1 / (RRF_K + at + 1))
      })
    return [...scores]
      .sort((a, b) => b[1] - a[1])
      .slice(0, FOUND)
      .map(([id]) => id)
  }
}

export const ENGINES: Readonly<Record<string, Engine>> = {
  vouch,
  'minisearch, tuned': minisearch,
  'SQLite FTS5, porter': fts5,
  'lunr + languages': lunrWithLanguages,
  'BM25, Snowball': bm25,
  'BM25 + 4-grams, RRF': fused,
}

function asDocument({ article, lines }: Page): { id: string; title: string; text: string } {
  return { id: article.articleId, title: article.title, text: lines.join('\n') }
}

function wordsOf(text: string): readonly string[] {
  return text.normalize('NFKC').toLowerCase().match(WORD) ?? []
}

function fourGrams(text: string): readonly string[] {
  return wordsOf(text).flatMap((word) => {
    const edged = `_${word}_`
    return Array.from({ length: Math.max(1, edged.length - 3) }, (_, at) => edged.slice(at, at + 4))
  })
}

function analyser({ locale, stemmer: algorithm }: BenchLanguage): (text: string) => readonly string[] {
  const stemmer = algorithm === null ? null : snowball.newStemmer(algorithm)
  const listed: Readonly<Record<string, readonly string[]>> = stopwords
  const stop = new Set(listed[locale])
  const stems = new Map<string, string>()
  return (text) =>
    wordsOf(text).flatMap((word) => {
      if (stop.has(word)) return []
      const stem = stems.get(word) ?? stemmer?.stem(word) ?? word
      stems.set(word, stem)
      return [stem]
    })
}

function bm25Over(
  pages: readonly Page[],
  analyse: (text: string) => readonly string[],
): (query: string, limit: number) => readonly string[] {
  const documents = pages.map(asDocument).map(({ id, text }) => ({ id, terms: analyse(text) }))
  const average = documents.reduce((sum, { terms }) => sum + terms.length, 0) / documents.length
  const postings = new Map<string, Map<number, number>>()
  documents.forEach(({ terms }, at) => {
    for (const term of terms) {
      const own = postings.get(term) ?? new Map<number, number>()
      own.set(at, (own.get(at) ?? 0) + 1)
      postings.set(term, own)
    }
  })
  return (query, limit) => {
    const scores = new Map<number, number>()
    for (const term of analyse(query)) {
      const own = postings.get(term)
      if (own === undefined) continue
      const idf = Math.log(1 + (documents.length - own.size + 0.5) / (own.size + 0.5))
      for (const [at, count] of own) {
        const length = (documents[at]?.terms.length ?? 0) / average
        const gain = (idf * count * (BM25.k1 + 1)) / (count + BM25.k1 * (1 - BM25.b + BM25.b * length))
        scores.set(at, (scores.get(at) ?? 0) + gain)
      }
    }
    return [...scores]
      .sort((a, b) => b[1] - a[1])
      .slice(0, limit)
      .flatMap(([at]) => documents[at]?.id ?? [])
  }
}

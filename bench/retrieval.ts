/**
 * Our ranking against a tuned minisearch on the same pages and questions, in the same run: only the ratios
 * mean something, since machines differ.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import MiniSearch from 'minisearch'
import stopwords from 'stopwords-iso' with { type: 'json' }
import { buildRetrievalIndex } from '../server/articles/retrieval/index.ts'
import { type Page, type Query, readPages, readQrels, readQueries } from '../server/cli/eval-files.ts'
import { percentile } from '../server/cli/eval-measures.ts'
import { type RankingQuality, rankingQuality } from '../server/cli/eval-retrieval.ts'

const snowball: typeof import('snowball-stemmers') = createRequire(import.meta.url)('snowball-stemmers')
const DATA = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data/help-center')
const LANGUAGES = [
  { locale: 'de', stemmer: 'german' },
  { locale: 'en', stemmer: 'english' },
] as const

type Rank = (query: string) => readonly string[]

interface Built {
  readonly buildMs: number
  readonly rank: Rank
}

interface Measured {
  readonly buildMs: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly quality: RankingQuality
}

/** Prints speed and quality of both engines for each language; says so and returns where the data is absent. */
export async function run(out: (line: string) => void): Promise<void> {
  if (!existsSync(join(DATA, 'corpus.de.jsonl'))) {
    out('retrieval: skipped, the help-center data is not beside the project (../shared/data)')
    return
  }
  const read = (path: string) => readFile(path, 'utf8')
  for (const { locale, stemmer } of LANGUAGES) {
    const pages = await readPages(read, join(DATA, `corpus.${locale}.jsonl`), locale)
    const queries = await readQueries(read, join(DATA, `queries.${locale}.jsonl`), locale)
    const relevant = await readQrels(read, join(DATA, `qrels.${locale}.tsv`))
    const judged = queries.filter((query) => relevant.has(query.id))
    // The first build warms the stemmers and the compiler for both.
    vouch(pages, locale)
    minisearch(pages, locale, stemmer)
    const ours = measure(vouch(pages, locale), judged, relevant)
    const theirs = measure(minisearch(pages, locale, stemmer), judged, relevant)
    out(`retrieval ${locale}: ${pages.length} articles, ${judged.length} questions`)
    out(line('vouch', ours))
    out(line('minisearch', theirs))
    out(
      `  vouch / minisearch: nDCG@10 ${(ours.quality.ndcgAt10 / theirs.quality.ndcgAt10).toFixed(2)}, ` +
        `p50 ${(ours.p50Ms / theirs.p50Ms).toFixed(2)}, build ${(ours.buildMs / theirs.buildMs).toFixed(2)}`,
    )
  }
}

function vouch(pages: readonly Page[], locale: string): Built {
  const articles = pages.map((page) => page.article)
  const startedAt = performance.now()
  const index = buildRetrievalIndex(articles)
  const buildMs = performance.now() - startedAt
  return {
    buildMs,
    rank: (query) =>
      index.search({ query, locale, limit: 10, allowed: () => true }).map(({ articleId }) => articleId),
  }
}

/** As well as it goes without our own code: title boosted, no fuzzy, stems and stop words of the language. */
function minisearch(pages: readonly Page[], locale: string, algorithm: string): Built {
  const stemmer = snowball.newStemmer(algorithm)
  const listed: Readonly<Record<string, readonly string[]>> = stopwords
  const stop = new Set(listed[locale])
  const stems = new Map<string, string>()
  const processTerm = (term: string): string | null => {
    const word = term.toLowerCase()
    if (stop.has(word)) return null
    const stem = stems.get(word) ?? stemmer.stem(word)
    stems.set(word, stem)
    return stem
  }
  const documents = pages.map((page) => ({
    id: page.article.articleId,
    title: page.article.title,
    text: page.lines.join('\n'),
  }))
  const startedAt = performance.now()
  const engine = new MiniSearch({
    fields: ['title', 'text'],
    processTerm,
    searchOptions: { boost: { title: 2 }, combineWith: 'OR' },
  })
  engine.addAll(documents)
  const buildMs = performance.now() - startedAt
  return {
    buildMs,
    rank: (query) =>
      engine
        .search(query)
        .slice(0, 10)
        .map(({ id }) => String(id)),
  }
}

function measure(
  { buildMs, rank }: Built,
  queries: readonly Query[],
  relevant: ReadonlyMap<string, ReadonlySet<string>>,
): Measured {
  for (const query of queries.slice(0, 200)) rank(query.text)
  const times: number[] = []
  const quality = rankingQuality(queries, relevant, (query) => {
    const startedAt = performance.now()
    const found = rank(query.text)
    times.push(performance.now() - startedAt)
    return found
  })
  return { buildMs, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), quality }
}

function line(name: string, { buildMs, p50Ms, p99Ms, quality }: Measured): string {
  return (
    `  ${name.padEnd(10)} nDCG@10 ${quality.ndcgAt10.toFixed(3)}   recall@5 ${quality.recallAt5.toFixed(3)}   ` +
    `p50 ${p50Ms.toFixed(3)} ms   p99 ${p99Ms.toFixed(3)} ms   build ${buildMs.toFixed(0)} ms`
  )
}

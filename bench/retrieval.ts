/**
 * Our ranking against what a team would pick instead, on the same pages and questions, in the same run: only the
 * ratios mean something, since machines differ.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Page, type Query, readPages, readQrels, readQueries } from '../server/cli/eval-files.ts'
import { percentile } from '../server/cli/eval-measures.ts'
import { type RankingQuality, rankingQuality } from '../server/cli/eval-retrieval.ts'
import { type BenchLanguage, ENGINES, type Engine } from './search-engines.ts'

const DATA = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data/help-center')
const LANGUAGES: readonly BenchLanguage[] = [
  { locale: 'de', stemmer: 'german' },
  { locale: 'en', stemmer: 'english' },
]

interface Measured {
  readonly name: string
  readonly buildMs: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly quality: RankingQuality
}

/** Prints speed and quality of all engines for each language; says so and returns where the data is absent. */
export async function run(out: (line: string) => void, folder = DATA): Promise<void> {
  if (!existsSync(join(folder, 'corpus.de.jsonl'))) {
    out('retrieval: skipped, the help-center data is not beside the project (../shared/data)')
    return
  }
  const read = (path: string) => readFile(path, 'utf8')
  for (const language of LANGUAGES) {
    const { locale } = language
    const pages = await readPages(read, join(folder, `corpus.${locale}.jsonl`), locale)
    const queries = await readQueries(read, join(folder, `queries.${locale}.jsonl`), locale)
    const relevant = await readQrels(read, join(folder, `qrels.${locale}.tsv`))
    const judged = queries.filter((query) => relevant.has(query.id))
    out(`retrieval ${locale}: ${pages.length} articles, ${judged.length} questions`)
    const measured = Object.entries(ENGINES).map(([name, engine]) => {
      // The first build warms the stemmers and the compiler.
      engine(pages, language)
      return measure(name, engine, { pages, language, queries: judged, relevant })
    })
    for (const one of measured) out(line(one))
    const [ours, ...others] = measured
    const best = Math.max(...others.map(({ quality }) => quality.ndcgAt10))
    out(`  vouch / the best of the others: nDCG@10 ${((ours?.quality.ndcgAt10 ?? 0) / best).toFixed(3)}`)
  }
}

interface Task {
  readonly pages: readonly Page[]
  readonly language: BenchLanguage
  readonly queries: readonly Query[]
  readonly relevant: ReadonlyMap<string, ReadonlySet<string>>
}

function measure(name: string, engine: Engine, { pages, language, queries, relevant }: Task): Measured {
  const builtFrom = performance.now()
  const rank = engine(pages, language)
  const buildMs = performance.now() - builtFrom
  for (const query of queries.slice(0, 200)) rank(query.text)
  const times: number[] = []
  const quality = rankingQuality(queries, relevant, (query) => {
    const startedAt = performance.now()
    const found = rank(query.text)
    times.push(performance.now() - startedAt)
    return found
  })
  return { name, buildMs, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), quality }
}

function line({ name, buildMs, p50Ms, p99Ms, quality }: Measured): string {
  return (
    `  ${name.padEnd(20)} nDCG@10 ${quality.ndcgAt10.toFixed(3)}   recall@5 ${quality.recallAt5.toFixed(3)}   ` +
    `p50 ${p50Ms.toFixed(3)} ms   p99 ${p99Ms.toFixed(3)} ms   build ${buildMs.toFixed(0)} ms`
  )
}

/**
 * How search grows: articles made of the real ones, with the words of each shuffled among others, up to the passages
 * asked for. Prints build, query and memory; timings depend on what else the machine does.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArticleText } from '../server/articles/intake/index.ts'
import { buildRetrievalIndex } from '../server/articles/retrieval/index.ts'
import { type Page, readPages, readQueries } from '../server/cli/eval-files.ts'
import type { ArticleVersion } from '../src/domain/article.ts'
import { percentile } from './measure.ts'

const DATA = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data/help-center')
const LOCALE = 'en'
/** More with `node --max-old-space-size` where there is memory for it. */
const PASSAGES = [1_000, 10_000, 100_000]
const QUESTIONS = 200

export async function run(
  out: (line: string) => void,
  folder = DATA,
  sizes: readonly number[] = PASSAGES,
): Promise<void> {
  if (!existsSync(join(folder, 'corpus.en.jsonl'))) {
    out('retrieval at scale: skipped, the help-center data is not beside the project (../shared/data)')
    return
  }
  const read = (path: string) => readFile(path, 'utf8')
  const pages = await readPages(read, join(folder, `corpus.${LOCALE}.jsonl`), LOCALE)
  const questions = await readQueries(read, join(folder, `queries.${LOCALE}.jsonl`), LOCALE)
  out('retrieval at scale')
  for (const size of sizes)
    out(
      measure(
        articlesOf(pages, size),
        questions.map(({ text }) => text),
      ),
    )
}

function measure(articles: readonly ArticleVersion[], questions: readonly string[]): string {
  const passages = articles.reduce((sum, article) => sum + article.passages.length, 0)
  const before = memory()
  const startedAt = performance.now()
  const index = buildRetrievalIndex(articles)
  const buildMs = performance.now() - startedAt
  const bytes = (memory() - before) / passages
  const ask = (query: string) => {
    const from = performance.now()
    index.search({ query, locale: LOCALE, limit: 10, allowed: () => true })
    return performance.now() - from
  }
  questions.slice(0, 50).map(ask)
  const times = questions.slice(0, QUESTIONS).map(ask)
  return (
    `  ${String(passages).padStart(9)} passages   p50 ${percentile(times, 0.5).toFixed(2)} ms   ` +
    `p99 ${percentile(times, 0.99).toFixed(2)} ms   build ${(buildMs / 1000).toFixed(1)} s   ` +
    `${(bytes / 1024).toFixed(1)} KB a passage`
  )
}

/** The heap and what typed arrays hold beside it; exact only under `--expose-gc`. */
function memory(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/**
 * Copies would share all their words: each sentence of a copy comes from another page, and one word in twenty is
 * new, so that the vocabulary grows as it does in real texts.
 */
function articlesOf(pages: readonly Page[], passagesWanted: number): readonly ArticleVersion[] {
  const lines = pages.flatMap((page) => page.lines).filter((line) => line.trim() !== '')
  const articles: ArticleVersion[] = []
  let passages = 0
  let next = 0
  while (passages < passagesWanted) {
    const page = pages[articles.length % pages.length]
    if (page === undefined) break
    const copy = Math.floor(articles.length / pages.length)
    const text = page.lines
      .map((line) => {
        next = (next + 7_919) % lines.length
        return copy === 0 ? line : renewed(lines[next] ?? '', copy)
      })
      .join('\n')
    const found = copy === 0 ? page.article.passages : parseArticleText(text, LOCALE)
    articles.push({ ...page.article, articleId: `${page.article.articleId}-${copy}`, passages: found })
    passages += found.length
  }
  return articles
}

function renewed(line: string, copy: number): string {
  return line
    .split(' ')
    .map((word, at) => ((at * 31 + line.length) % 20 === 0 ? `${word}${(copy % 50).toString(26)}x` : word))
    .join(' ')
}

/**
 * How search grows: articles made of the real ones, with the words of each shuffled among others, up to the passages
 * asked for. Prints build, query and memory; timings depend on what else the machine does.
 */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArticleText } from '../server/articles/intake/index.ts'
import { buildRetrievalIndex, type RetrievalIndex } from '../server/articles/retrieval/index.ts'
import { type Page, readPages, readQueries } from '../server/cli/eval-files.ts'
import type { ArticleVersion } from '../src/domain/article.ts'
import { type GrowthPoint, growthPicture } from './growth-picture.ts'
import { percentile } from './measure.ts'
import { type Timed, timed } from './processor-time.ts'

const DATA = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data/help-center')
const LOCALE = 'en'
/** More, e.g. `VOUCH_BENCH_PASSAGES=300000,1000000`, with `node --max-old-space-size` where there is memory for it. */
const PASSAGES = (process.env['VOUCH_BENCH_PASSAGES'] ?? '1000,3000,10000,30000,100000')
  .split(',')
  .map(Number)
const QUESTIONS = 200
const CHANGES = 20

interface Size {
  readonly passages: number
  readonly asked: readonly Timed[]
  readonly updates: readonly Timed[]
  readonly build: Timed
  readonly bytes: number
}

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
  out('retrieval at scale (goal: p99 20 ms at 100,000 passages)')
  const measured: Size[] = []
  for (const size of sizes) {
    const found = measure(
      articlesOf(pages, size),
      questions.map(({ text }) => text),
    )
    measured.push(found)
    out(told(found))
  }
  const picture = process.env['VOUCH_BENCH_PICTURE']
  if (picture !== undefined) await writeFile(picture, growthPicture(measured.map(pointsOf)))
}

function measure(articles: readonly ArticleVersion[], questions: readonly string[]): Size {
  const passages = articles.reduce((sum, article) => sum + article.passages.length, 0)
  const before = memory()
  let index: RetrievalIndex | null = null
  const build = timed(() => {
    index = buildRetrievalIndex(articles)
  })
  const bytes = (memory() - before) / passages
  const built: RetrievalIndex = index ?? buildRetrievalIndex([])
  const ask = (query: string) =>
    timed(() => built.search({ query, locale: LOCALE, limit: 10, allowed: () => true }))
  questions.slice(0, 50).map(ask)
  const asked = questions.slice(0, QUESTIONS).map(ask)
  const updates = Array.from({ length: CHANGES }, (_, at) => {
    const article = articles[(at * 37) % articles.length] as ArticleVersion
    const other = articles[(at * 91 + 5) % articles.length] as ArticleVersion
    const come = [{ ...article, passages: [...article.passages, ...other.passages.slice(0, 1)] }]
    return timed(() => built.updated({ come, gone: [] }))
  })
  return { passages, asked, updates, build, bytes }
}

const share = (times: readonly Timed[], of: 'wallMs' | 'cpuMs', at: number) =>
  percentile(
    times.map((one) => one[of]),
    at,
  )

function told({ passages, asked, updates, build, bytes }: Size): string {
  const line = (of: 'wallMs' | 'cpuMs') =>
    `p50 ${share(asked, of, 0.5).toFixed(2)} p99 ${share(asked, of, 0.99).toFixed(2)} ms, ` +
    `update p50 ${share(updates, of, 0.5).toFixed(2)} ms, build ${(build[of] / 1000).toFixed(1)} s`
  return (
    `  ${String(passages).padStart(9)} passages   processor: ${line('cpuMs')}   wall: ${line('wallMs')}   ` +
    `${(bytes / 1024).toFixed(1)} KB a passage`
  )
}

function pointsOf({ passages, asked, updates }: Size): GrowthPoint {
  return {
    passages,
    p50: share(asked, 'cpuMs', 0.5),
    p99: share(asked, 'cpuMs', 0.99),
    update: share(updates, 'cpuMs', 0.5),
  }
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

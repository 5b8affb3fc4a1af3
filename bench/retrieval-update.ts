/**
 * One changed article of the real help center: taken into the index, beside building the index anew, and through the
 * store as a sync or a changed allowlist reaches it. Processor time is of this process alone, wall time is not.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSqliteStore } from '../server/adapters/sqlite-store.ts'
import { createArticleShelves } from '../server/articles/index.ts'
import { parseArticleText } from '../server/articles/intake/index.ts'
import { buildRetrievalIndex } from '../server/articles/retrieval/index.ts'
import { readPages } from '../server/cli/eval-files.ts'
import type { ArticleVersion } from '../src/domain/article.ts'
import { percentile } from './measure.ts'
import { type Timed, timed } from './processor-time.ts'

const DATA = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data/help-center')
const CHANGES = 200
const STORED_CHANGES = 200
const LIMIT_MS = 10

export async function run(out: (line: string) => void, folder = DATA): Promise<void> {
  if (!existsSync(join(folder, 'corpus.en.jsonl'))) {
    out('one changed article: skipped, the help-center data is not beside the project (../shared/data)')
    return
  }
  out(`one changed article (limit ${LIMIT_MS} ms)`)
  for (const locale of ['de', 'en']) {
    const path = join(folder, `corpus.${locale}.jsonl`)
    const pages = await readPages((file) => readFile(file, 'utf8'), path, locale)
    const articles = pages.map(({ article }) => article)
    const building = inIndex(locale, articles, out)
    await inStore(locale, articles, building, out)
  }
}

/** A paragraph of another page comes into the page, under a title of one word more. */
function changed(articles: readonly ArticleVersion[], at: number): ArticleVersion {
  const article = articles[(at * 37) % articles.length] as ArticleVersion
  const other = articles[(at * 91 + 5) % articles.length] as ArticleVersion
  const text = other.passages[0]?.text ?? ''
  return {
    ...article,
    title: `${article.title} ${at}`,
    versionHash: `${article.versionHash}${at}`,
    passages: [...article.passages, ...parseArticleText(text, article.locale)],
  }
}

function inIndex(
  locale: string,
  articles: readonly ArticleVersion[],
  out: (line: string) => void,
): readonly Timed[] {
  let index = buildRetrievalIndex(articles)
  const building = [1, 2, 3].map(() => timed(() => (index = buildRetrievalIndex(articles))))
  const ask = () => index.search({ query: 'parking permit costs', locale, limit: 10, allowed: () => true })
  ask()
  const updates: Timed[] = []
  const asked: Timed[] = []
  for (let at = 0; at < CHANGES; at += 1) {
    const come = [changed(articles, at)]
    updates.push(timed(() => (index = index.updated({ come, gone: [] }))))
    asked.push(timed(ask))
  }
  const gone = articles.slice(0, 1)
  const removal = timed(() => (index = index.updated({ come: [], gone })))
  const relearned = timed(ask)
  tell(`${locale} into the index`, updates, building, out)
  tell(`${locale} first question after it`, asked, building, out)
  tell(`${locale} one taken out`, [removal], building, out)
  tell(`${locale} first question after that`, [relearned], building, out)
  return building
}

async function inStore(
  locale: string,
  articles: readonly ArticleVersion[],
  building: readonly Timed[],
  out: (line: string) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-bench-'))
  const store = await openSqliteStore(join(folder, 'vouch.sqlite'))
  const account = 'bench'
  const order = { syncId: 's', source: 'bench', sources: ['bench'] }
  const publish = (versions: readonly ArticleVersion[]) =>
    store.transact(async (tx) => {
      await tx.putSyncRun(account, {
        syncId: 's',
        source: 'bench',
        status: 'running',
        startedAt: '2026-01-01T00:00:00Z',
        cursor: null,
        problems: [],
        view: null,
      })
      await tx.clearStage(account, 'bench')
      const staged = versions.map((article) => ({ article, fingerprint: article.versionHash }))
      await tx.addToStage(account, 's', staged)
      await tx.publishStage(account, order, false)
    })
  try {
    await publish(articles)
    await store.transact((tx) =>
      tx.addAllowlist(account, {
        version: 1,
        selection: { allow: [{ locale }], deny: [] },
        changedAt: '2026-01-01T00:00:00Z',
      }),
    )
    const read = createArticleShelves({ now: () => new Date('2026-01-01T00:00:00Z') })
    const shelf = () => store.transact((tx) => read(tx, account))
    await shelf()
    const found: Timed[] = []
    for (let at = 0; at < STORED_CHANGES; at += 1) {
      await publish([changed(articles, at)])
      const wall = performance.now()
      const before = process.cpuUsage()
      await shelf()
      const { user, system } = process.cpuUsage(before)
      found.push({ wallMs: performance.now() - wall, cpuMs: (user + system) / 1000 })
    }
    tell(`${locale} onto the shelf, from the store`, found, building, out)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function tell(
  name: string,
  times: readonly Timed[],
  building: readonly Timed[],
  out: (line: string) => void,
): void {
  const at = (share: number, of: readonly Timed[], pick: (one: Timed) => number) =>
    percentile(of.map(pick), share)
  const cpu = at(0.5, times, (one) => one.cpuMs)
  const whole = at(0.5, building, (one) => one.cpuMs)
  out(
    `  ${name.padEnd(34)} processor p50 ${cpu.toFixed(2)} ms  p95 ${at(0.95, times, (one) => one.cpuMs).toFixed(2)} ms   ` +
      `wall p50 ${at(0.5, times, (one) => one.wallMs).toFixed(2)} ms  p95 ${at(0.95, times, (one) => one.wallMs).toFixed(2)} ms   ` +
      `${(cpu / LIMIT_MS).toFixed(2)} × the limit, 1/${Math.round(whole / cpu)} of building anew (${whole.toFixed(0)} ms)   (${times.length})`,
  )
}

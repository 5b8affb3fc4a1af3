/** Ranks the same questions with an embedding model beside the words: what it would change, on one's own articles. */
import { Fault } from '../../src/domain/fault.ts'
import { type ArticleVectors, type Embedder, nearness, packVectors } from '../articles/index.ts'
import { buildRetrievalIndex, type Meaning } from '../articles/retrieval/index.ts'
import type { Page, Query } from './eval-files.ts'
import { percentile } from './eval-measures.ts'
import { type RankingQuality, rankingQuality } from './eval-retrieval.ts'

export interface DenseReport {
  /** Digest of the model with its settings. */
  readonly model: string
  readonly dimensions: number
  readonly vectorsMs: number
  readonly questionP50Ms: number
  readonly all: RankingQuality
  readonly withinGroup: RankingQuality | null
}

/** @throws Fault `SOURCE_UNREADABLE` for a model that cannot be used. */
export async function evalDense(
  embedder: Embedder,
  pages: readonly Page[],
  queries: readonly Query[],
  relevant: ReadonlyMap<string, ReadonlySet<string>>,
  now: () => number,
): Promise<DenseReport> {
  const ready = await embedder.ready()
  if ('problem' in ready) throw new Fault('SOURCE_UNREADABLE', `the model cannot be used: ${ready.problem}`)
  const startedAt = now()
  const vectors = new Map<string, ArticleVectors>()
  for (const { article } of pages) {
    const texts = article.passages.map(({ headings, text }) => [article.title, ...headings, text].join('\n'))
    vectors.set(article.versionHash, packVectors(await embedder.embed(texts, 'passage'), ready.dimensions))
  }
  const vectorsMs = now() - startedAt
  const meanings = new Map<string, Meaning>()
  const times: number[] = []
  for (const { id, text } of queries.filter((query) => relevant.has(query.id))) {
    const askedAt = now()
    const [question] = await embedder.embed([text], 'question')
    times.push(now() - askedAt)
    if (question !== undefined)
      meanings.set(id, {
        nearness: ({ versionHash }) => {
          const own = vectors.get(versionHash)
          return own === undefined ? null : nearness(question, own)
        },
      })
  }
  const index = buildRetrievalIndex(pages.map(({ article }) => article))
  const groupOf = new Map(pages.map(({ article, group }) => [article.articleId, group]))
  const locale = pages[0]?.article.locale ?? ''
  const quality = (among: (articleId: string, query: Query) => boolean) =>
    rankingQuality(queries, relevant, (query) =>
      index
        .search({
          ...{ query: query.text, locale, limit: 10, meaning: meanings.get(query.id) ?? null },
          allowed: ({ articleId }) => among(articleId, query),
        })
        .map(({ articleId }) => articleId),
    )
  const grouped = pages.some(({ group }) => group !== null)
  return {
    model: ready.digest,
    dimensions: ready.dimensions,
    vectorsMs,
    questionP50Ms: percentile(times, 0.5),
    all: quality(() => true),
    withinGroup: grouped ? quality((id, { pageId }) => groupOf.get(id) === groupOf.get(pageId)) : null,
  }
}

export function denseLines(report: DenseReport): readonly string[] {
  const quality = (name: string, { queries, ndcgAt10, recallAt5, mrr }: RankingQuality) =>
    `${name}, by words and meaning: nDCG@10 ${ndcgAt10.toFixed(3)}, recall@5 ${recallAt5.toFixed(3)}, MRR ${mrr.toFixed(3)} (${queries} queries)`
  return [
    `model ${report.model.slice(0, 12)}, ${report.dimensions} dimensions, vectors made in ${report.vectorsMs.toFixed(0)} ms, question p50 ${report.questionP50Ms.toFixed(1)} ms`,
    quality('all articles', report.all),
    ...(report.withinGroup === null ? [] : [quality('one group at a time', report.withinGroup)]),
  ]
}

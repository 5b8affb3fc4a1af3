import { buildRetrievalIndex, type RetrievalIndex } from '../articles/retrieval/index.ts'
import type { Page, Query } from './eval-files.ts'
import { mean, ndcg, percentile, recall, reciprocalRank } from './eval-measures.ts'
import type { RankedOutcome } from './eval-outcomes.ts'

export interface RankingQuality {
  readonly queries: number
  readonly ndcgAt10: number
  readonly recallAt5: number
  readonly mrr: number
}

export interface RetrievalReport {
  readonly articles: number
  readonly passages: number
  readonly terms: number
  readonly buildMs: number
  readonly queryP50Ms: number
  readonly queryP99Ms: number
  readonly all: RankingQuality
  /** The pages of one group at a time, where the corpus names groups: copies elsewhere do not count. */
  readonly withinGroup: RankingQuality | null
}

export interface MeasuredRetrieval {
  readonly report: RetrievalReport
  /** Asked of all articles. */
  readonly ranked: readonly RankedOutcome[]
}

type Relevant = ReadonlyMap<string, ReadonlySet<string>>

export function evalRetrieval(
  pages: readonly Page[],
  queries: readonly Query[],
  relevant: Relevant,
  now: () => number,
): MeasuredRetrieval {
  const articles = pages.map((page) => page.article)
  const index = buildRetrievalIndex(articles, now)
  const groupOf = new Map(pages.map((page) => [page.article.articleId, page.group]))
  const locale = articles[0]?.locale ?? ''
  const times: number[] = []
  const outcomes: RankedOutcome[] = []
  const all = rankingQuality(queries, relevant, (query) => {
    const startedAt = now()
    const found = ranked(index, query.text, locale, () => true)
    times.push(now() - startedAt)
    const { id, text: question } = query
    outcomes.push({ id, question, wanted: [...(relevant.get(id) ?? [])], found })
    return found
  })
  const grouped = pages.some((page) => page.group !== null)
  const withinGroup = grouped
    ? rankingQuality(queries, relevant, (query) => {
        const group = groupOf.get(query.pageId)
        return ranked(index, query.text, locale, (id) => groupOf.get(id) === group)
      })
    : null
  const { articles: count, passages, terms, buildMs } = index.stats
  return {
    report: {
      articles: count,
      passages,
      terms,
      buildMs,
      queryP50Ms: percentile(times, 0.5),
      queryP99Ms: percentile(times, 0.99),
      all,
      withinGroup,
    },
    ranked: outcomes,
  }
}

function ranked(
  index: RetrievalIndex,
  query: string,
  locale: string,
  allowed: (articleId: string) => boolean,
): readonly string[] {
  const found = index.search({ query, locale, limit: 10, allowed: (article) => allowed(article.articleId) })
  // A label names one page: its copies stand where they would without the others.
  return found.flatMap(({ articleId, alsoIn }) => [articleId, ...alsoIn.map((one) => one.articleId)])
}

/** Shared with the benchmark, so that every engine is judged by the same sums. */
export function rankingQuality(
  queries: readonly Query[],
  relevant: Relevant,
  rank: (query: Query) => readonly string[],
): RankingQuality {
  const judged = queries.flatMap((query) => {
    const pages = relevant.get(query.id)
    return pages === undefined ? [] : [{ found: rank(query), pages }]
  })
  return {
    queries: judged.length,
    ndcgAt10: mean(judged.map(({ found, pages }) => ndcg(found, pages, 10))),
    recallAt5: mean(judged.map(({ found, pages }) => recall(found, pages, 5))),
    mrr: mean(judged.map(({ found, pages }) => reciprocalRank(found, pages))),
  }
}

export function retrievalLines(report: RetrievalReport): readonly string[] {
  const quality = (name: string, { queries, ndcgAt10, recallAt5, mrr }: RankingQuality) =>
    `${name}: nDCG@10 ${ndcgAt10.toFixed(3)}, recall@5 ${recallAt5.toFixed(3)}, MRR ${mrr.toFixed(3)} (${queries} queries)`
  return [
    `articles ${report.articles}, passages ${report.passages}, terms ${report.terms}, built in ${report.buildMs.toFixed(0)} ms`,
    `query p50 ${report.queryP50Ms.toFixed(3)} ms, p99 ${report.queryP99Ms.toFixed(3)} ms`,
    quality('all articles', report.all),
    ...(report.withinGroup === null ? [] : [quality('one group at a time', report.withinGroup)]),
  ]
}

import { buildRetrievalIndex, COVERED_FROM, type Evidence } from '../articles/retrieval/index.ts'
import type { Page, Pair, Query } from './eval-files.ts'
import { linesOfEvidence } from './eval-lines.ts'
import { auc, f1, mean, percentile } from './eval-measures.ts'

/** How many of one kind of question were answered, and how well the score tells them from the answerable ones. */
export interface RefusalRow {
  readonly kind: string
  readonly answered: number
  readonly refused: number
  /** Against the answerable questions asked of the same articles; `null` for those themselves. */
  readonly auc: number | null
}

export interface EvidenceQuality {
  readonly questions: number
  /** The labelled page alone is allowed: how well are its sentences picked? */
  readonly f1RightPage: number
  /** Everything is allowed and refusals count 0: what an agent gets. */
  readonly f1AllPages: number
  readonly sentences: number
}

export interface RefusalReport {
  readonly coveredFrom: number
  readonly answerP50Ms: number
  readonly rows: readonly RefusalRow[]
  readonly evidence: EvidenceQuality | null
}

type Ask = (question: string, allowed: (articleId: string) => boolean, coveredFrom?: number) => Evidence

export function evalRefusal(
  pages: readonly Page[],
  queries: readonly Query[],
  offTopic: readonly string[],
  now: () => number,
): RefusalReport {
  const times: number[] = []
  const locale = pages[0]?.article.locale ?? ''
  const index = buildRetrievalIndex(pages.map((page) => page.article))
  const ask: Ask = (question, allowed, coveredFrom = COVERED_FROM) => {
    const startedAt = now()
    const answer = index.answer({
      question,
      locale,
      coveredFrom,
      allowed: ({ articleId }) => allowed(articleId),
    })
    times.push(now() - startedAt)
    return answer
  }
  const groupOf = new Map(pages.map((page) => [page.article.articleId, page.group]))
  const near = (query: Query) => (id: string) => groupOf.get(id) === groupOf.get(query.pageId)
  const answerable = queries.filter((query) => query.answerable)
  const present = answerable.map((query) => ask(query.text, () => true))
  const rows = [
    rowOf('answerable', present, null),
    rowOf(
      'labelled unanswerable',
      queries.filter((q) => !q.answerable).map((q) => ask(q.text, () => true)),
      present,
    ),
    rowOf(
      'its article removed',
      answerable.map((q) => ask(q.text, (id) => id !== q.pageId)),
      present,
    ),
  ]
  if (pages.some((page) => page.group !== null)) {
    const own = answerable.map((query) => ask(query.text, near(query)))
    const gone = answerable.map((query) => ask(query.text, (id) => near(query)(id) && id !== query.pageId))
    rows.push(rowOf('answerable, one group', own, null), rowOf('its article removed, one group', gone, own))
  }
  if (offTopic.length > 0)
    rows.push(
      rowOf(
        'off topic',
        offTopic.map((text) => ask(text, () => true)),
        present,
      ),
    )
  return {
    coveredFrom: COVERED_FROM,
    answerP50Ms: percentile(times, 0.5),
    rows,
    evidence: evidenceQuality(pages, answerable, ask),
  }
}

/** Questions that bring their passage: each is asked of that passage alone. */
export function evalPairs(pairs: readonly Pair[], now: () => number): RefusalReport {
  const index = buildRetrievalIndex(pairs.map((pair) => pair.article))
  const times: number[] = []
  const ask = ({ question, article }: Pair) => {
    const startedAt = now()
    const allowed = ({ articleId }: { readonly articleId: string }) => articleId === article.articleId
    const answer = index.answer({ question, locale: article.locale, allowed })
    times.push(now() - startedAt)
    return answer
  }
  const answerable = pairs.filter((pair) => pair.answerable).map(ask)
  const unanswerable = pairs.filter((pair) => !pair.answerable).map(ask)
  return {
    coveredFrom: COVERED_FROM,
    answerP50Ms: percentile(times, 0.5),
    rows: [rowOf('answerable', answerable, null), rowOf('labelled unanswerable', unanswerable, answerable)],
    evidence: null,
  }
}

function rowOf(
  kind: string,
  answers: readonly Evidence[],
  positives: readonly Evidence[] | null,
): RefusalRow {
  const answered = answers.filter(({ outcome }) => outcome === 'covered').length
  const scores = (list: readonly Evidence[]) => list.map(({ score }) => score)
  return {
    kind,
    answered,
    refused: answers.length - answered,
    auc: positives === null ? null : auc(scores(positives), scores(answers)),
  }
}

function evidenceQuality(
  pages: readonly Page[],
  answerable: readonly Query[],
  ask: Ask,
): EvidenceQuality | null {
  const pageOf = new Map(pages.map((page) => [page.article.articleId, page]))
  const rightPage: number[] = []
  const allPages: number[] = []
  const sizes: number[] = []
  for (const query of answerable) {
    const page = pageOf.get(query.pageId)
    if (page === undefined || query.answerLines.length === 0) continue
    const right = new Set(query.answerLines)
    const score = (answer: Evidence) => {
      if (answer.outcome === 'not_covered' || answer.sentences[0]?.articleId !== query.pageId) return 0
      return f1(linesOfEvidence(page, answer.sentences), right)
    }
    const alone = ask(query.text, (id) => id === query.pageId, 0)
    rightPage.push(score(alone))
    if (alone.outcome === 'covered') sizes.push(alone.sentences.length)
    allPages.push(score(ask(query.text, () => true)))
  }
  if (rightPage.length === 0) return null
  return {
    questions: rightPage.length,
    f1RightPage: mean(rightPage),
    f1AllPages: mean(allPages),
    sentences: mean(sizes),
  }
}

export function refusalLines(report: RefusalReport): readonly string[] {
  const row = ({ kind, answered, refused, auc: area }: RefusalRow) =>
    `${kind}: answered ${answered}, refused ${refused}${area === null ? '' : `, AUC ${area.toFixed(3)}`}`
  const { evidence } = report
  return [
    `covered from a score of ${report.coveredFrom}; answer p50 ${report.answerP50Ms.toFixed(3)} ms`,
    ...report.rows.map(row),
    ...(evidence === null ? [] : evidenceLines(evidence)),
  ]
}

export function evidenceLines(evidence: EvidenceQuality): readonly string[] {
  return [
    `evidence: F1 ${evidence.f1RightPage.toFixed(3)} within the right article, ${evidence.f1AllPages.toFixed(3)} over all, ` +
      `${evidence.sentences.toFixed(1)} sentences each (${evidence.questions} questions)`,
  ]
}

import { SHIPPED_THRESHOLD } from '../../src/domain/refusal-threshold.ts'
import { buildRetrievalIndex, type Evidence, type EvidenceSentence } from '../articles/retrieval/index.ts'
import { articlesThatSayIt } from './eval-copies.ts'
import type { Page, Pair, Query } from './eval-files.ts'
import { linesOfEvidence } from './eval-lines.ts'
import { auc, f1, mean, percentile } from './eval-measures.ts'
import type { EvidenceOutcome, JudgedKind, JudgedOutcome } from './eval-outcomes.ts'

/** How many of one kind of question were answered, and how well the probability tells them from the answerable ones. */
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
  readonly threshold: number
  readonly answerP50Ms: number
  readonly rows: readonly RefusalRow[]
  readonly evidence: EvidenceQuality | null
}

export interface MeasuredRefusal {
  readonly report: RefusalReport
  readonly kinds: readonly JudgedKind[]
  readonly evidence: readonly EvidenceOutcome[]
}

type Ask = (question: string, allowed: (articleId: string) => boolean, threshold?: number) => Evidence

export function evalRefusal(
  pages: readonly Page[],
  queries: readonly Query[],
  offTopic: readonly Pick<Pair, 'id' | 'question'>[],
  now: () => number,
): MeasuredRefusal {
  const times: number[] = []
  const locale = pages[0]?.article.locale ?? ''
  const index = buildRetrievalIndex(pages.map((page) => page.article))
  const ask: Ask = (question, allowed, threshold = SHIPPED_THRESHOLD) => {
    const startedAt = now()
    const answer = index.answer({
      question,
      locale,
      threshold,
      allowed: ({ articleId }) => allowed(articleId),
    })
    times.push(now() - startedAt)
    return answer
  }
  const groupOf = new Map(pages.map((page) => [page.article.articleId, page.group]))
  const near = (query: Query) => (id: string) => groupOf.get(id) === groupOf.get(query.pageId)
  const answerable = queries.filter((query) => query.answerable)
  const asked = (
    list: readonly Query[],
    allowed: (query: Query) => (articleId: string) => boolean,
    wanted: (query: Query) => string | null,
  ) => list.map((query) => judged(query.id, query.text, ask(query.text, allowed(query)), wanted(query)))
  const all = () => () => true
  const own = ({ pageId }: Query) => pageId
  const none = () => null
  const saying = articlesThatSayIt(pages)
  const kinds: JudgedKind[] = [
    positives('answerable', asked(answerable, all, own)),
    negatives(
      'labelled unanswerable',
      'answerable',
      asked(
        queries.filter((query) => !query.answerable),
        all,
        none,
      ),
    ),
    negatives(
      'its article removed',
      'answerable',
      asked(answerable, (query) => (id) => id !== query.pageId, none),
    ),
    negatives(
      'its article and its copies removed',
      'answerable',
      asked(answerable, (query) => without(saying(query)), none),
    ),
  ]
  if (pages.some((page) => page.group !== null)) {
    const gone = (query: Query) => (id: string) => near(query)(id) && id !== query.pageId
    kinds.push(
      positives('answerable, one group', asked(answerable, near, own)),
      negatives('its article removed, one group', 'answerable, one group', asked(answerable, gone, none)),
      negatives(
        'its article and its copies removed, one group',
        'answerable, one group',
        asked(answerable, (query) => both(near(query), without(saying(query))), none),
      ),
    )
  }
  if (offTopic.length > 0) {
    const other = offTopic.map(({ id, question }) =>
      judged(
        id,
        question,
        ask(question, () => true),
        null,
      ),
    )
    kinds.push(negatives('off topic', 'answerable', other))
  }
  const evidence = evidenceQuality(pages, answerable, ask)
  return {
    report: {
      threshold: SHIPPED_THRESHOLD,
      answerP50Ms: percentile(times, 0.5),
      rows: rowsOf(kinds),
      evidence: evidence.quality,
    },
    kinds,
    evidence: evidence.outcomes,
  }
}

type Holds = (articleId: string) => boolean

function without(ids: ReadonlySet<string>): Holds {
  return (id) => !ids.has(id)
}

function both(one: Holds, other: Holds): Holds {
  return (id) => one(id) && other(id)
}

/** Questions that bring their passage: each is asked of that passage alone. */
export function evalPairs(pairs: readonly Pair[], now: () => number): MeasuredRefusal {
  const index = buildRetrievalIndex(pairs.map((pair) => pair.article))
  const times: number[] = []
  const ask = ({ id, question, article, answerable }: Pair) => {
    const startedAt = now()
    const allowed = ({ articleId }: { readonly articleId: string }) => articleId === article.articleId
    const answer = index.answer({ question, locale: article.locale, allowed })
    times.push(now() - startedAt)
    return judged(id, question, answer, answerable ? article.articleId : null)
  }
  const kinds = [
    positives('answerable', pairs.filter((pair) => pair.answerable).map(ask)),
    negatives('labelled unanswerable', 'answerable', pairs.filter((pair) => !pair.answerable).map(ask)),
  ]
  return {
    report: {
      threshold: SHIPPED_THRESHOLD,
      answerP50Ms: percentile(times, 0.5),
      rows: rowsOf(kinds),
      evidence: null,
    },
    kinds,
    evidence: [],
  }
}

function judged(id: string, question: string, answer: Evidence, wanted: string | null): JudgedOutcome {
  const near = answer.outcome === 'covered' ? answer.sentences : answer.nearest
  return {
    id,
    question,
    probability: answer.probability,
    answered: answer.outcome === 'covered',
    wanted,
    found: near[0]?.articleId ?? null,
  }
}

function positives(kind: string, outcomes: readonly JudgedOutcome[]): JudgedKind {
  return { kind, answerable: true, against: null, outcomes }
}

function negatives(kind: string, against: string, outcomes: readonly JudgedOutcome[]): JudgedKind {
  return { kind, answerable: false, against, outcomes }
}

function rowsOf(kinds: readonly JudgedKind[]): readonly RefusalRow[] {
  return kinds.map(({ kind, against, outcomes }) => {
    const answered = outcomes.filter((one) => one.answered).length
    const scores = (list: readonly JudgedOutcome[]) => list.map(({ probability }) => probability)
    const held = kinds.find((other) => other.kind === against)
    return {
      kind,
      answered,
      refused: outcomes.length - answered,
      auc: held === undefined ? null : auc(scores(held.outcomes), scores(outcomes)),
    }
  })
}

function evidenceQuality(
  pages: readonly Page[],
  answerable: readonly Query[],
  ask: Ask,
): { readonly quality: EvidenceQuality | null; readonly outcomes: readonly EvidenceOutcome[] } {
  const pageOf = new Map(pages.map((page) => [page.article.articleId, page]))
  const outcomes: EvidenceOutcome[] = []
  const allPages: number[] = []
  const sizes: number[] = []
  for (const query of answerable) {
    const page = pageOf.get(query.pageId)
    if (page === undefined || query.answerLines.length === 0) continue
    const right = new Set(query.answerLines)
    const quoted = (answer: Evidence): readonly EvidenceSentence[] =>
      answer.outcome === 'covered' && answer.sentences[0]?.articleId === query.pageId ? answer.sentences : []
    const score = (answer: Evidence) => f1(linesOfEvidence(page, quoted(answer)), right)
    const alone = ask(query.text, (id) => id === query.pageId, 0)
    if (alone.outcome === 'covered') sizes.push(alone.sentences.length)
    allPages.push(score(ask(query.text, () => true)))
    outcomes.push({
      id: query.id,
      question: query.text,
      pageId: query.pageId,
      f1: score(alone),
      chosen: quoted(alone).map((one) => textOf(page, one)),
      wanted: [...right].map((line) => page.lines[line] ?? ''),
    })
  }
  if (outcomes.length === 0) return { quality: null, outcomes }
  const quality = {
    questions: outcomes.length,
    f1RightPage: mean(outcomes.map((one) => one.f1)),
    f1AllPages: mean(allPages),
    sentences: mean(sizes),
  }
  return { quality, outcomes }
}

function textOf(page: Page, { passageId, start, end }: EvidenceSentence): string {
  return page.article.passages.find(({ id }) => id === passageId)?.text.slice(start, end) ?? ''
}

export function refusalLines(report: RefusalReport): readonly string[] {
  const row = ({ kind, answered, refused, auc: area }: RefusalRow) =>
    `${kind}: answered ${answered}, refused ${refused}${area === null ? '' : `, AUC ${area.toFixed(3)}`}`
  const { evidence } = report
  return [
    `covered from a probability of ${report.threshold}; answer p50 ${report.answerP50Ms.toFixed(3)} ms`,
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

/** Looks recorded questions up in what a draft may use now and in what it might use after a change. */
import type { NearArticle } from '../../src/domain/refusal.ts'
import type { ReplayKind } from '../../src/domain/replay-api.ts'
import type { ArticleSelection } from '../../src/domain/scope.ts'
import type { SectionPrior } from '../../src/domain/section-prior.ts'
import {
  buildRetrievalIndex,
  isDraftable,
  languageOf,
  type RetrievalIndex,
  type StoredVersion,
} from '../articles/index.ts'
import type { OpenedQuestion, ReachOfTicket } from '../drafting/index.ts'

export interface ReplayGiven {
  readonly questions: readonly OpenedQuestion[]
  /** Everything that is synced, in and out. */
  readonly versions: readonly StoredVersion[]
  /** `dayOf(now)`: a review that is due bars an article. */
  readonly today: string
  readonly before: ArticleSelection
  readonly after: ArticleSelection
  /** What the policy and the ticket itself leave of the selection, before and after. */
  readonly reachBefore: ReachOfTicket
  readonly reachAfter: ReachOfTicket
  readonly thresholdBefore: number
  /** The same before and after: a change of scope is not judged by a habit that changed meanwhile. */
  readonly prior: SectionPrior | null
  readonly thresholdAfter: number
}

/** Names the question, never repeats it: what stands in memory outlives no deletion. */
export interface ReplayedQuestion {
  readonly questionId: string
  readonly ticketId: string
  readonly at: string
  readonly locale: string
  readonly kinds: readonly ReplayKind[]
  readonly before: NearArticle | null
  readonly after: NearArticle | null
  readonly restricted: NearArticle | null
  /** How surely what may be used after the change answers; `null` when no threshold would let it. */
  readonly probability: number | null
}

type Known = ReadonlyMap<string, StoredVersion>

const keyOf = ({ articleId, locale }: { articleId: string; locale: string }) => `${articleId} ${locale}`

function isUsable(version: StoredVersion, selection: ArticleSelection, today: string): boolean {
  return isDraftable({ ...version, passageCount: version.passages.length }, selection, today)
}

interface Looked {
  /** The article that the answer is quoted from; `null`: the question is not covered. */
  readonly source: NearArticle | null
  readonly probability: number | null
}

const UNREACHED: Looked = { source: null, probability: null }

interface LookUp {
  readonly index: RetrievalIndex
  readonly known: Known
  readonly threshold: number
  readonly prior: SectionPrior | null
}

function lookUp(
  { index, known, threshold, prior }: LookUp,
  asked: OpenedQuestion,
  allowed: (version: StoredVersion) => boolean,
): Looked {
  const { text: question, context, locale } = asked
  const evidence = index.answer({
    question,
    context,
    locale,
    threshold,
    prior,
    allowed: (at) => {
      const version = known.get(keyOf(at))
      return version !== undefined && allowed(version)
    },
  })
  const { probability } = evidence
  // Sure enough and yet not covered: there is no sentence to quote, whatever the threshold.
  if (evidence.outcome === 'not_covered')
    return { source: null, probability: probability < threshold ? probability : null }
  const [first] = evidence.sentences
  const version = first === undefined ? undefined : known.get(keyOf(first))
  if (version === undefined) return UNREACHED
  const { articleId, title, url } = version
  return { source: { articleId, locale: version.locale, title, url }, probability }
}

function kindsOf(
  before: NearArticle | null,
  after: NearArticle | null,
  restricted: NearArticle | null,
): readonly ReplayKind[] {
  const kinds: ReplayKind[] = []
  if (before !== null && after === null) kinds.push('lost')
  if (before === null && after !== null) kinds.push('gained')
  if (before !== null && after !== null && before.articleId !== after.articleId) kinds.push('moved')
  if (restricted !== null) kinds.push('restricted')
  return kinds
}

/**
 * One language at a time, and a pause after each piece of work, so that drafts of others go on meanwhile.
 * Asks no model, writes nothing.
 */
export async function* replayQuestions(
  given: ReplayGiven,
  pause: () => Promise<void>,
): AsyncGenerator<ReplayedQuestion> {
  const known: Known = new Map(given.versions.map((version) => [keyOf(version), version]))
  const languages = [...new Set(given.questions.map(({ locale }) => languageOf(locale)))].toSorted()
  for (const language of languages) {
    const own = given.versions.filter(({ locale }) => languageOf(locale) === language)
    const built: RetrievalIndex[] = []
    for (const kept of [
      own.filter((version) => isUsable(version, given.before, given.today)),
      own.filter((version) => isUsable(version, given.after, given.today)),
      own,
    ]) {
      await pause()
      built.push(buildRetrievalIndex(kept))
    }
    const [before, after, everything] = built
    if (before === undefined || after === undefined || everything === undefined) return
    for (const asked of given.questions.filter(({ locale }) => languageOf(locale) === language)) {
      await pause()
      const reached = given.reachBefore(asked.ticketId)
      const reaches = given.reachAfter(asked.ticketId)
      const [then, now] = [given.thresholdBefore, given.thresholdAfter]
      const { prior } = given
      const { source: was } = reached.text(asked.text)
        ? lookUp({ index: before, known, prior, threshold: then }, asked, reached.article)
        : UNREACHED
      const { source: is, probability } = reaches.text(asked.text)
        ? lookUp({ index: after, known, prior, threshold: now }, asked, reaches.article)
        : UNREACHED
      const { source: best } = lookUp({ index: everything, known, prior, threshold: now }, asked, () => true)
      const version = best === null ? undefined : known.get(keyOf(best))
      const leaves =
        version !== undefined &&
        reached.article(version) &&
        isUsable(version, given.before, given.today) &&
        !(reaches.article(version) && isUsable(version, given.after, given.today))
      const restricted = leaves ? best : null
      const { questionId, ticketId, at, locale } = asked
      yield {
        questionId,
        ticketId,
        at,
        locale,
        kinds: kindsOf(was, is, restricted),
        before: was,
        after: is,
        restricted,
        probability,
      }
    }
  }
}

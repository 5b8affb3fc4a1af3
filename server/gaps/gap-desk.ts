/** Looks recorded questions up in what drafts may use now, and tells what is missing. Holds no words between two looks. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { barOf } from '../../src/domain/allowlist.ts'
import { GAP_QUESTIONS_MOST, type GapsView } from '../../src/domain/gap-api.ts'
import { QUESTION_DAYS } from '../../src/domain/recorded-question.ts'
import type { NearArticle } from '../../src/domain/refusal.ts'
import { thresholdOf } from '../../src/domain/refusal-threshold.ts'
import { dayOf } from '../../src/domain/review.ts'
import {
  buildRetrievalIndex,
  languageOf,
  type RetrievalIndex,
  type Shelf,
  type StoredVersion,
} from '../articles/index.ts'
import {
  type DraftingRooms,
  keptFrom,
  openQuestion,
  type ReaderRows,
  readableQuestions,
  readScopePolicy,
  type StoredQuestion,
} from '../drafting/index.ts'
import type { Transact } from '../keys.ts'
import { type GapQuestion, gapTopics } from './gap-topics.ts'

export interface GapDesk {
  read(agent: Agent): Promise<GapsView>
}

export interface GapDeskGiven
  extends Pick<DraftingRooms, 'world' | 'keys' | 'audit' | 'shelf' | 'drafterChoice'> {
  readonly transact: Transact<ReaderRows>
  /** Lets whatever else waits have its turn. */
  readonly pause: () => Promise<void>
}

/** What the articles say to one question: no words of it. */
type Looked =
  | { readonly covered: true }
  | {
      readonly covered: false
      readonly nearest: readonly NearArticle[]
      readonly answeredBy: NearArticle | null
    }

interface Held {
  /** What the answers rest on. */
  readonly basis: string
  looked: Map<string, Looked>
  /** By language: articles that are synced and could be allowed. */
  readonly outside: Map<string, Outside>
}

interface Outside {
  readonly index: RetrievalIndex
  readonly articles: ReadonlyMap<string, NearArticle>
}

const keyOf = ({ articleId, locale }: { readonly articleId: string; readonly locale: string }) =>
  `${articleId} ${locale}`

interface Ground {
  readonly stored: readonly StoredQuestion[]
  readonly cut: boolean
  readonly kept: boolean
  readonly shelf: Shelf
  readonly threshold: number
  readonly basis: string
}

const AT_A_TIME = 50

export function createGapDesk(given: GapDeskGiven): GapDesk {
  const held = new Map<AccountId, Held>()

  function readGround(agent: Agent): Promise<Ground> {
    const { accountId } = agent
    return given.transact(async (tx) => {
      const now = given.world.now()
      const newest = await tx.newestQuestions(accountId, keptFrom(now), GAP_QUESTIONS_MOST + 1)
      const stored = newest.slice(0, GAP_QUESTIONS_MOST)
      await given.audit.append(tx, accountId, {
        type: 'question.grouped',
        actor: { kind: 'agent', ref: given.keys.digest('agent', accountId, agent.agentId) },
        object: { kind: 'setting', ref: 'recorded_questions' },
        decision: 'looked_up',
        detail: { questions: stored.length },
      })
      const shelf = await given.shelf(tx, accountId)
      const threshold = thresholdOf((await readScopePolicy(given, tx, accountId)) ?? {})
      return {
        stored,
        cut: newest.length > stored.length,
        kept: await tx.questionsKept(accountId),
        shelf,
        threshold,
        basis: [shelf.allowlistVersion, shelf.revision, threshold, dayOf(now)].join('/'),
      }
    })
  }

  function heldFor(accountId: AccountId, { basis, stored }: Ground): Held {
    const known = held.get(accountId)
    const same = known?.basis === basis ? known : { basis, looked: new Map(), outside: new Map() }
    // Of a question that is gone nothing is remembered, not even that it was answered.
    const ids = new Set(stored.map(({ questionId }) => questionId))
    same.looked = new Map([...same.looked].filter(([questionId]) => ids.has(questionId)))
    held.set(accountId, same)
    return same
  }

  async function readOutside(accountId: AccountId, language: string, known: Held): Promise<Outside> {
    const built = known.outside.get(language)
    if (built !== undefined) return built
    await given.pause()
    const today = dayOf(given.world.now())
    const versions = await given.transact(async (tx) => {
      const { articles } = await given.shelf(tx, accountId)
      const inside = new Set(articles.map(keyOf))
      const all: readonly StoredVersion[] = await tx.articleVersions(accountId)
      return all.filter(
        (version) =>
          languageOf(version.locale) === language &&
          !inside.has(keyOf(version)) &&
          barOf({ ...version, passageCount: version.passages.length }, today) === null,
      )
    })
    const outside: Outside = {
      index: buildRetrievalIndex(versions),
      articles: new Map(
        versions.map(({ articleId, locale, title, url }) => [
          keyOf({ articleId, locale }),
          { articleId, locale, title, url },
        ]),
      ),
    }
    known.outside.set(language, outside)
    return outside
  }

  async function lookUp(
    accountId: AccountId,
    asked: { readonly text: string; readonly context: string; readonly locale: string },
    ground: Ground,
    known: Held,
  ): Promise<Looked> {
    const { text: question, context, locale } = asked
    const { threshold, shelf } = ground
    const order = { question, context, locale, threshold, prior: shelf.prior, allowed: () => true }
    const inside = shelf.index.answer(order)
    if (inside.outcome === 'covered') return { covered: true }
    const outside = await readOutside(accountId, languageOf(locale), known)
    const evidence = outside.index.answer(order)
    const [first] = evidence.outcome === 'covered' ? evidence.sentences : []
    return {
      covered: false,
      nearest: inside.nearest,
      answeredBy: first === undefined ? null : (outside.articles.get(keyOf(first)) ?? null),
    }
  }

  return {
    async read(agent) {
      const { accountId } = agent
      const ground = await readGround(agent)
      const known = heldFor(accountId, ground)
      const all = new Set(ground.stored.map(({ questionId }) => questionId))
      const readable = await readableQuestions(given, accountId, all)
      let turn = 0
      for (const one of readable) {
        if (known.looked.has(one.questionId)) continue
        if (turn % AT_A_TIME === 0) await given.pause()
        turn += 1
        known.looked.set(
          one.questionId,
          await lookUp(accountId, openQuestion(given, accountId, one), ground, known),
        )
      }
      const uncovered = new Set(
        readable.flatMap(({ questionId }) =>
          known.looked.get(questionId)?.covered === false ? [questionId] : [],
        ),
      )
      // Asked again: meanwhile somebody may have said no.
      const again = await readableQuestions(given, accountId, uncovered)
      const gaps = again.flatMap((one): readonly GapQuestion[] => {
        const looked = known.looked.get(one.questionId)
        if (looked === undefined || looked.covered) return []
        const { questionId, person, at, locale } = one
        const { text } = openQuestion(given, accountId, one)
        const { nearest, answeredBy } = looked
        return [{ questionId, requesterRef: person, at, locale, text, nearest, answeredBy }]
      })
      const { topics, unnamed } = await gapTopics(gaps, given.world.now(), given.pause)
      return {
        kept: ground.kept,
        days: QUESTION_DAYS,
        questions: readable.length,
        uncovered: gaps.length,
        unnamed,
        cut: ground.cut,
        topics,
      }
    },
  }
}

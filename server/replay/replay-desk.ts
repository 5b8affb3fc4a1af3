/** Starts dry runs for people, tells how far they are, ends them. One at a time for an account. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { answeredAtEach, thresholdOf } from '../../src/domain/refusal-threshold.ts'
import {
  REPLAY_KINDS,
  type ReplayKind,
  type ReplayOrder,
  type ReplayResult,
  type ReplayView,
} from '../../src/domain/replay-api.ts'
import { dayOf } from '../../src/domain/review.ts'
import { readSectionPrior } from '../articles/index.ts'
import type { AuditLog } from '../audit/index.ts'
import {
  type DraftingRooms,
  keptFrom,
  type OpenedQuestion,
  openQuestion,
  type ReaderRows,
  readableQuestions,
  readScopePolicy,
  readTicketReach,
} from '../drafting/index.ts'
import type { Keyring, Transact, World } from '../keys.ts'
import { type ReplayedQuestion, replayQuestions } from './replay.ts'

export interface ReplayDesk {
  /** Ends the one before, begins a new one and returns at once. */
  start(agent: Agent, order: ReplayOrder): Promise<ReplayView>
  /** @throws Fault `NOT_FOUND` for all but the newest of the account. */
  read(agent: Agent, replayId: string): Promise<ReplayView>
  cancel(agent: Agent, replayId: string): Promise<ReplayView>
  stop(): Promise<void>
}

export interface ReplayDeskGiven extends Pick<DraftingRooms, 'drafterChoice' | 'helpCenterLocales'> {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly transact: Transact<ReaderRows>
  /** Lets whatever else waits have its turn. */
  readonly pause: () => Promise<void>
  readonly report: (error: unknown) => void
}

interface Run {
  readonly replayId: string
  readonly ending: AbortController
  readonly total: number
  readonly found: ReplayedQuestion[]
  status: ReplayView['status']
  work: Promise<void>
}

export function createReplayDesk(given: ReplayDeskGiven): ReplayDesk {
  const runs = new Map<AccountId, Run>()

  async function follow(run: Run, replay: AsyncGenerator<ReplayedQuestion>): Promise<void> {
    try {
      for await (const one of replay) {
        if (run.ending.signal.aborted) return
        run.found.push(one)
      }
      if (run.status === 'running') run.status = 'done'
    } catch (error) {
      run.status = 'failed'
      given.report(error)
    }
  }

  /** Also of one that is done: what it found is dropped. */
  function end(run: Run): void {
    run.status = 'cancelled'
    run.ending.abort()
    run.found.length = 0
  }

  function known(agent: Agent, replayId: string): Run {
    const run = runs.get(agent.accountId)
    if (run?.replayId !== replayId) throw new Fault('NOT_FOUND', 'this dry run is not kept any more')
    return run
  }

  async function readableIds(
    accountId: AccountId,
    wanted: ReadonlySet<string>,
  ): Promise<ReadonlySet<string>> {
    const readable = await readableQuestions(given, accountId, wanted)
    return new Set(readable.map(({ questionId }) => questionId))
  }

  return {
    async start(agent, order) {
      const { accountId } = agent
      const replayId = given.world.newId()
      const from = keptFrom(given.world.now())
      const newest = await given.transact((tx) => tx.newestQuestions(accountId, from, order.last))
      const readable = await readableIds(accountId, new Set(newest.map(({ questionId }) => questionId)))
      const made = await given.transact(async (tx) => {
        const still = await tx.newestQuestions(accountId, from, order.last)
        const stored = still.filter(({ questionId }) => readable.has(questionId))
        await given.audit.append(tx, accountId, {
          type: 'question.replayed',
          actor: { kind: 'agent', ref: given.keys.digest('agent', accountId, agent.agentId) },
          object: { kind: 'replay', ref: replayId },
          decision: 'started',
          detail: { questions: stored.length },
        })
        const questions = stored.map((one) => openQuestion(given, accountId, one))
        const tickets = questions.map(({ ticketId }) => ticketId)
        const reachBefore = await readTicketReach(given, tx, accountId, tickets)
        const before = (await tx.currentAllowlist(accountId)).selection
        const policy = await readScopePolicy(given, tx, accountId)
        return {
          questions,
          reachBefore,
          reachAfter:
            order.policy === undefined
              ? reachBefore
              : await readTicketReach(given, tx, accountId, tickets, order.policy),
          before,
          after: order.selection ?? before,
          thresholdBefore: thresholdOf(policy ?? {}),
          thresholdAfter: thresholdOf(order.policy ?? policy ?? {}),
          versions: await tx.articleVersions(accountId),
          prior: await readSectionPrior(tx, accountId, given.world.now()),
          today: dayOf(given.world.now()),
        }
      })
      const earlier = runs.get(accountId)
      if (earlier !== undefined) end(earlier)
      const run: Run = {
        replayId,
        ending: new AbortController(),
        total: made.questions.length,
        found: [],
        status: 'running',
        work: Promise.resolve(),
      }
      runs.set(accountId, run)
      run.work = follow(run, replayQuestions(made, given.pause))
      return viewOf(run, new Map())
    },
    async read(agent, replayId) {
      const run = known(agent, replayId)
      if (run.status !== 'done') return viewOf(run, new Map())
      // Opened anew for each look: what was deleted, or refused, meanwhile is not shown.
      const wanted = new Set(run.found.filter(({ kinds }) => kinds.length > 0).map((one) => one.questionId))
      const still = await readableQuestions(given, agent.accountId, wanted)
      const texts = still.map((one) => openQuestion(given, agent.accountId, one))
      return viewOf(run, new Map(texts.map((one) => [one.questionId, one])))
    },
    async cancel(agent, replayId) {
      const run = known(agent, replayId)
      end(run)
      return viewOf(run, new Map())
    },
    async stop() {
      for (const run of runs.values()) end(run)
      await Promise.allSettled([...runs.values()].map(({ work }) => work))
    },
  }
}

function viewOf(run: Run, texts: ReadonlyMap<string, OpenedQuestion>): ReplayView {
  const { replayId, status, total, found } = run
  return {
    replayId,
    status,
    total,
    done: found.length,
    result: status === 'done' ? resultOf(found, texts) : null,
  }
}

function resultOf(
  found: readonly ReplayedQuestion[],
  texts: ReadonlyMap<string, OpenedQuestion>,
): ReplayResult {
  const count = (kind: ReplayKind) => found.filter(({ kinds }) => kinds.includes(kind)).length
  return {
    questions: found.length,
    answeredBefore: found.filter(({ before }) => before !== null).length,
    answeredAfter: found.filter(({ after }) => after !== null).length,
    answeredAt: answeredAtEach(found.flatMap(({ probability }) => probability ?? [])),
    counts: {
      lost: count('lost'),
      gained: count('gained'),
      restricted: count('restricted'),
      moved: count('moved'),
    },
    lines: found
      .filter(({ kinds }) => kinds.length > 0)
      .toSorted(
        (a, b) => REPLAY_KINDS.indexOf(a.kinds[0] ?? 'moved') - REPLAY_KINDS.indexOf(b.kinds[0] ?? 'moved'),
      )
      .map(({ questionId, probability: _p, ...line }) => ({
        ...line,
        question: texts.get(questionId)?.text ?? null,
      })),
  }
}

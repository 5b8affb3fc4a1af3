/** Starts provider trials, asks their questions one after another on both sides, keeps the answers until somebody deletes them. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { RecipientView } from '../../src/domain/api.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  TRIAL_MOST_QUESTIONS,
  TRIAL_SIDES,
  type TrialAnswer,
  type TrialQuestion,
  type TrialRefusal,
  type TrialSide,
  trialTally,
} from '../../src/domain/provider-trial.ts'
import type {
  TrialContender,
  TrialDetail,
  TrialLine,
  TrialList,
  TrialMove,
  TrialOrder,
  TrialStart,
  TrialSuggestions,
  TrialView,
} from '../../src/domain/provider-trial-api.ts'
import { priceOn } from '../../src/domain/spending.ts'
import type { EntryActor, EntryType } from '../audit/index.ts'
import { storedDigest } from '../audit/index.ts'
import { accountDay, readPlan } from '../budget/index.ts'
import { askForTrial, askTrialQuestion, type Model, type ProviderTrialRooms } from '../drafting/index.ts'
import type { Transact } from '../keys.ts'
import type { RecordedAnswer, StoredTrial, TryingRows } from './provider-trial-rows.ts'
import { distinctQuestions, personalDataIn, suggestedQuestions } from './trial-questions.ts'

export type TrialModels = Readonly<Record<TrialSide, Model>>

export interface ProviderTrialGiven extends Omit<ProviderTrialRooms, 'transact'> {
  readonly transact: Transact<TryingRows>
  /** Both guarded for trials; `null`: there are no two providers. */
  readonly models: TrialModels | null
  readonly everySoOften: (look: () => Promise<void>) => () => void
  readonly stopwatch: () => number
  /** Rejects as soon as `signal` is aborted. */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>
  readonly report: (error: unknown) => void
}

export interface ProviderTrialDesk {
  /** @throws Fault `CONFLICT` without two providers, or while another trial is open. */
  start(admin: Agent, order: TrialOrder): Promise<TrialStart>
  list(agent: Agent): Promise<TrialList>
  read(agent: Agent, trialId: string): Promise<TrialDetail>
  suggest(agent: Agent): Promise<TrialSuggestions>
  /** @throws Fault `CONFLICT` where it is not open, somebody else asks, or other providers are configured by now. */
  move(admin: Agent, trialId: string, move: TrialMove): Promise<TrialView>
  /** With every question and answer. @throws Fault `CONFLICT` while it runs. */
  remove(admin: Agent, trialId: string): Promise<void>
  /** The open trial over this file, to go on with; `null`: there is none. */
  openOver(accountId: AccountId, sourceDigest: string): Promise<TrialView | null>
  /** Resolves when nothing is asked here any more. */
  settled(trialId: string): Promise<void>
  /** Asks nothing further; what was answered is on record. */
  stop(): Promise<void>
}

const MOST_LISTED = 50
/** A runner that has said nothing for so long is gone. */
export const RUNNER_MS = 15_000
const WORD_EVERY_MS = 5_000
/** For a provider that says "not now", one after the other until it has answered: limits are mostly told by the minute. */
const RESTS_MS = [5_000, 10_000, 20_000, 40_000] as const

const sameRecipient = (one: RecipientView, other: RecipientView) =>
  one.provider === other.provider &&
  one.host === other.host &&
  one.region === other.region &&
  one.model === other.model

interface Run {
  readonly ending: AbortController
  work: Promise<void>
}

export function createProviderTrialDesk(given: ProviderTrialGiven): ProviderTrialDesk {
  const { world, keys, audit, transact, models } = given
  /** Names this process among those that may ask for the same account. */
  const runner = world.newId()
  const runs = new Map<string, Run>()

  const actorOf = ({ accountId, agentId }: Agent): EntryActor => ({
    kind: 'agent',
    ref: keys.digest('agent', accountId, agentId),
  })
  const until = () => new Date(world.now().getTime() + RUNNER_MS).toISOString()
  const isLive = ({ status, runnerUntil }: StoredTrial) =>
    status === 'running' && runnerUntil !== null && world.now().getTime() < Date.parse(runnerUntil)

  async function trialOf(tx: TryingRows, accountId: AccountId, trialId: string): Promise<StoredTrial> {
    const trial = await tx.trialById(accountId, trialId)
    if (trial === null) throw new Fault('NOT_FOUND', 'this trial is not kept')
    return trial
  }

  async function viewOf(tx: TryingRows, accountId: AccountId, trial: StoredTrial): Promise<TrialView> {
    const { questions, answers } = await tx.trialSizes(accountId, trial.trialId)
    const { trialId, source, startedAt, finishedAt, policyVersion, allowlistVersion, contenders } = trial
    return {
      ...{ trialId, source, startedAt, finishedAt, policyVersion, allowlistVersion, contenders },
      status: trial.status === 'running' && !isLive(trial) ? 'interrupted' : trial.status,
      ...{ questions, done: answers },
    }
  }

  async function note(
    tx: TryingRows,
    admin: Agent,
    trialId: string,
    type: Extract<EntryType, `provider_trial.${string}`>,
    detail: Readonly<Record<string, string | number | readonly string[]>>,
  ): Promise<void> {
    await audit.append(tx, admin.accountId, {
      ...{ type, actor: actorOf(admin), object: { kind: 'provider_trial', ref: trialId } },
      decision: type.slice('provider_trial.'.length),
      detail,
    })
  }

  function bothModels(): TrialModels {
    if (models === null)
      throw new Fault('CONFLICT', 'a trial needs two providers: no candidate is configured')
    return models
  }

  async function refusalsOf(
    tx: TryingRows,
    accountId: AccountId,
    both: TrialModels,
    questions: readonly TrialQuestion[],
  ): Promise<readonly TrialRefusal[]> {
    const found = personalDataIn(questions)
    const refusals: TrialRefusal[] = found.length === 0 ? [] : [{ reason: 'PERSONAL_DATA_FOUND', found }]
    for (const side of TRIAL_SIDES)
      for (const reason of await askForTrial(given, tx, accountId, both[side].facts))
        refusals.push({ reason, side })
    return refusals
  }

  /** In one transaction with the last answer: nobody sees a trial that is done and not ended. */
  async function endIfDone(tx: TryingRows, admin: Agent, trial: StoredTrial): Promise<void> {
    const { questions, answers } = await tx.trialSizes(admin.accountId, trial.trialId)
    if (answers === TRIAL_SIDES.length * questions) await end(tx, admin, trial, 'finished')
  }

  async function end(
    tx: TryingRows,
    admin: Agent,
    trial: StoredTrial,
    status: 'finished' | 'cancelled',
  ): Promise<StoredTrial> {
    const { accountId } = admin
    const recorded = await tx.trialAnswers(accountId, trial.trialId)
    const counts = Object.fromEntries(
      TRIAL_SIDES.flatMap((side) => {
        const { asked, outcomes, calls } = trialTally(answersOf(recorded, side))
        return [
          [`${side}Asked`, asked],
          [`${side}Answered`, outcomes.answered + outcomes.partly],
          [`${side}Failed`, outcomes.failed],
          [`${side}Requests`, calls],
        ]
      }),
    )
    await note(tx, admin, trial.trialId, `provider_trial.${status}`, counts)
    const change = { status, finishedAt: world.now().toISOString(), runner: null, runnerUntil: null }
    await tx.changeTrial(accountId, trial.trialId, change)
    return { ...trial, ...change }
  }

  /** Whether this process still is who asks; it says so at the same time. */
  function stillMine(accountId: AccountId, trialId: string): Promise<boolean> {
    return transact(async (tx) => {
      const trial = await tx.trialById(accountId, trialId)
      if (trial === null || trial.status !== 'running' || trial.runner !== runner) return false
      await tx.changeTrial(accountId, trialId, { runnerUntil: until() })
      return true
    })
  }

  async function askSide(
    admin: Agent,
    trialId: string,
    side: TrialSide,
    questions: readonly TrialQuestion[],
    known: ReadonlySet<number>,
    signal: AbortSignal,
  ): Promise<void> {
    const { accountId } = admin
    const { stopwatch } = given
    let rested = 0
    const rest = async () => {
      const ms = RESTS_MS[rested]
      if (ms === undefined) return false
      rested += 1
      await given.rest(ms, signal).catch(() => signal.throwIfAborted())
      return true
    }
    const model = bothModels()[side]
    const asking = { accountId, actor: actorOf(admin), trialId, model, stopwatch, rest, signal }
    for (const [at, question] of questions.entries()) {
      const number = at + 1
      if (known.has(number)) continue
      signal.throwIfAborted()
      const answer = await askTrialQuestion(given, { ...asking, question })
      if (answer.calls > 0 && answer.outcome !== 'failed') rested = 0
      await transact(async (tx) => {
        const trial = await tx.trialById(accountId, trialId)
        // Deleted or ended meanwhile: nothing more is written to it.
        if (trial === null || trial.status !== 'running') return
        await tx.addTrialAnswer(accountId, trialId, { number, side, answer, at: world.now().toISOString() })
        await endIfDone(tx, admin, trial)
      })
    }
  }

  function keepWord(accountId: AccountId, trialId: string, ending: AbortController): () => void {
    let last = world.now().getTime()
    return given.everySoOften(async () => {
      if (world.now().getTime() - last < WORD_EVERY_MS) return
      last = world.now().getTime()
      if (!(await stillMine(accountId, trialId))) ending.abort(new Fault('CONFLICT', 'the trial has ended'))
    })
  }

  async function follow(admin: Agent, trialId: string, ending: AbortController): Promise<void> {
    const { accountId } = admin
    const silent = keepWord(accountId, trialId, ending)
    try {
      const { questions, recorded } = await transact(async (tx) => ({
        questions: await tx.trialQuestions(accountId, trialId),
        recorded: await tx.trialAnswers(accountId, trialId),
      }))
      const known = (side: TrialSide) =>
        new Set(recorded.filter((one) => one.side === side).map(({ number }) => number))
      const sides = TRIAL_SIDES.map((side) =>
        askSide(admin, trialId, side, questions, known(side), ending.signal).catch((error: unknown) => {
          // One side that breaks takes the other with it: half a comparison is none.
          ending.abort(error)
          throw error
        }),
      )
      const outcomes = await Promise.allSettled(sides)
      const broken = outcomes.find((outcome) => outcome.status === 'rejected')
      if (broken !== undefined) throw broken.reason
    } catch (error) {
      if (!ending.signal.aborted || error !== ending.signal.reason || !(error instanceof Stopped))
        given.report(error)
    } finally {
      silent()
      await transact(async (tx) => {
        const trial = await tx.trialById(accountId, trialId)
        if (trial?.runner === runner)
          await tx.changeTrial(accountId, trialId, { runner: null, runnerUntil: null })
      }).catch(given.report)
      runs.delete(trialId)
    }
  }

  function begin(admin: Agent, trialId: string): void {
    const ending = new AbortController()
    const run: Run = { ending, work: Promise.resolve() }
    runs.set(trialId, run)
    run.work = follow(admin, trialId, ending)
  }

  async function openTrial(tx: TryingRows, accountId: AccountId): Promise<StoredTrial | null> {
    const [newest] = await tx.trials(accountId, 1)
    return newest?.status === 'running' ? newest : null
  }

  async function contenderOf(
    tx: TryingRows,
    accountId: AccountId,
    model: Model | undefined,
  ): Promise<TrialContender | null> {
    if (model === undefined) return null
    const { plan } = await readPlan(tx, accountId)
    const { day } = await accountDay(given, tx, accountId)
    const found = priceOn(plan, model.facts, day)
    if (found === null) return { ...model.facts, price: null }
    const { inputPerMillion, outputPerMillion, currency } = found
    return { ...model.facts, price: { inputPerMillion, outputPerMillion, currency } }
  }

  return {
    async start(admin, order) {
      const { accountId } = admin
      const both = bothModels()
      const questions = distinctQuestions(order.questions)
      if (questions.length === 0 || questions.length > TRIAL_MOST_QUESTIONS)
        throw new Fault('BAD_REQUEST', `a trial asks from 1 to ${TRIAL_MOST_QUESTIONS} questions`)
      const trialId = world.newId()
      const started = await transact(async (tx): Promise<TrialStart> => {
        const open = await openTrial(tx, accountId)
        if (open !== null)
          throw new Fault('CONFLICT', 'another trial is open: go on with it or cancel it first', undefined, {
            trialId: open.trialId,
          })
        const refusals = await refusalsOf(tx, accountId, both, questions)
        if (refusals.length > 0) {
          const reasons = [...new Set(refusals.map(({ reason }) => reason))]
          await note(tx, admin, trialId, 'provider_trial.refused', { questions: questions.length, reasons })
          return { outcome: 'refused', refusals }
        }
        const allowlist = await tx.currentAllowlist(accountId)
        const trial: StoredTrial = {
          ...{ trialId, status: 'running', source: order.source, sourceDigest: order.sourceDigest ?? null },
          ...{ startedBy: admin.agentId, startedAt: world.now().toISOString(), finishedAt: null },
          policyVersion: (await tx.storedPolicy(accountId))?.version ?? 0,
          allowlistVersion: allowlist.version,
          contenders: { configured: both.configured.facts, candidate: both.candidate.facts },
          ...{ runner, runnerUntil: until() },
        }
        await note(tx, admin, trialId, 'provider_trial.started', {
          ...{ questions: questions.length, digest: storedDigest(questions), source: trial.source },
          ...{ policy: trial.policyVersion, allowlist: trial.allowlistVersion },
          ...Object.fromEntries(TRIAL_SIDES.map((side) => [side, placeOf(both[side].facts)])),
        })
        await tx.addTrial(accountId, trial, questions)
        return { outcome: 'started', trial: await viewOf(tx, accountId, trial) }
      })
      if (started.outcome === 'started') begin(admin, trialId)
      return started
    },

    list: ({ accountId }) =>
      transact(async (tx) => {
        const trials: TrialView[] = []
        for (const trial of await tx.trials(accountId, MOST_LISTED))
          trials.push(await viewOf(tx, accountId, trial))
        return {
          trials,
          contenders: {
            configured: await contenderOf(tx, accountId, models?.configured),
            candidate: await contenderOf(tx, accountId, models?.candidate),
          },
        }
      }),

    read: ({ accountId }, trialId) =>
      transact(async (tx) => {
        const trial = await trialOf(tx, accountId, trialId)
        const recorded = await tx.trialAnswers(accountId, trialId)
        const answers = {
          configured: answersOf(recorded, 'configured'),
          candidate: answersOf(recorded, 'candidate'),
        }
        const at = (number: number, side: TrialSide): TrialAnswer | null =>
          recorded.find((one) => one.number === number && one.side === side)?.answer ?? null
        const questions = await tx.trialQuestions(accountId, trialId)
        const lines = questions.map(
          (question, place): TrialLine => ({
            ...question,
            number: place + 1,
            answers: { configured: at(place + 1, 'configured'), candidate: at(place + 1, 'candidate') },
          }),
        )
        const cited = new Set(
          recorded.flatMap(({ answer }) =>
            answer.articles.map(({ articleId, locale }) => `${articleId} ${locale}`),
          ),
        )
        const { articles } = await given.shelf(tx, accountId)
        const titled = articles.map(
          ({ articleId, locale, title }) => [`${articleId} ${locale}`, title] as const,
        )
        return {
          trial: await viewOf(tx, accountId, trial),
          tallies: {
            configured: trialTally(answers.configured),
            candidate: trialTally(answers.candidate),
          },
          lines,
          titles: Object.fromEntries(titled.filter(([key]) => cited.has(key))),
        }
      }),

    suggest: ({ accountId }) =>
      transact(async (tx) => {
        const { articles, passagesOf } = await given.shelf(tx, accountId)
        return suggestedQuestions(articles, passagesOf)
      }),

    async move(admin, trialId, move) {
      const { accountId } = admin
      const view = await transact(async (tx) => {
        const trial = await trialOf(tx, accountId, trialId)
        if (trial.status !== 'running') throw new Fault('CONFLICT', `this trial is ${trial.status}`)
        if (move === 'cancel') return viewOf(tx, accountId, await end(tx, admin, trial, 'cancelled'))
        const both = bothModels()
        if (isLive(trial))
          throw new Fault(
            'CONFLICT',
            `this trial is being asked already, or was until a moment ago: if nobody asks, try again in ${RUNNER_MS / 1000} seconds`,
          )
        if (TRIAL_SIDES.some((side) => !sameRecipient(trial.contenders[side], both[side].facts)))
          throw new Fault('CONFLICT', 'this trial began with other providers: cancel it and start anew')
        const change = { runner, runnerUntil: until() }
        await tx.changeTrial(accountId, trialId, change)
        return viewOf(tx, accountId, { ...trial, ...change })
      })
      if (move === 'resume') begin(admin, trialId)
      else runs.get(trialId)?.ending.abort(new Stopped())
      return view
    },

    async remove(admin, trialId) {
      await transact(async (tx) => {
        const trial = await trialOf(tx, admin.accountId, trialId)
        if (trial.status === 'running') throw new Fault('CONFLICT', 'this trial is open: cancel it first')
        await note(tx, admin, trialId, 'provider_trial.deleted', {})
        await tx.removeTrial(admin.accountId, trialId)
      })
    },

    openOver: (accountId, sourceDigest) =>
      transact(async (tx) => {
        const open = await openTrial(tx, accountId)
        return open?.sourceDigest === sourceDigest ? viewOf(tx, accountId, open) : null
      }),

    settled: async (trialId) => runs.get(trialId)?.work,

    async stop() {
      const all = [...runs.values()]
      for (const { ending } of all) ending.abort(new Stopped())
      await Promise.allSettled(all.map(({ work }) => work))
    },
  }
}

/** Somebody has ended it: no failure. */
class Stopped extends Error {
  override readonly name = 'Stopped'
}

const placeOf = ({ provider, host, region, model }: RecipientView) => [provider, host, region, model]

function answersOf(recorded: readonly RecordedAnswer[], side: TrialSide): readonly TrialAnswer[] {
  return recorded.filter((one) => one.side === side).map(({ answer }) => answer)
}

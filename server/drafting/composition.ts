/** Between the two transactions: a task is made, a drafter is asked, each sentence is checked. Stores nothing. */
import type { Agent } from '../../src/domain/account.ts'
import type { DraftEvent, DraftOrder } from '../../src/domain/api.ts'
import type { DecisionNote } from '../../src/domain/decision.ts'
import type { DenseSign, DraftSentence, EgressFacts, Receipt } from '../../src/domain/draft.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { type Admitted, CHANGED, endedBy, type Refused, stopsAgainst } from './admission.ts'
import { AnswerInvalid } from './answer-stream.ts'
import { taskFor } from './draft-task.ts'
import type { DraftedReply, Drafter, DraftTask } from './drafter.ts'
import { decideEgress, settleEgress } from './egress-decision.ts'
import { hangUp } from './hang-up.ts'
import type { DraftingRooms } from './rooms.ts'
import { type CheckedSentences, citationsOf, openChecker, type ReplyChecker } from './verified-reply.ts'

/** A reply that passed the verifier, not yet stored. */
export interface VerifiedReply extends CheckedSentences {
  readonly locale: string
  readonly dense?: DenseSign
  readonly replaced: Readonly<Record<string, number>>
  readonly egress: EgressFacts | null
  /** One for each request that was permitted. */
  readonly decided: readonly DecisionNote[]
  /** Who worded it: of sentences that were kept, whoever worded them then. */
  readonly madeBy: Receipt['drafter']
  /** Its sentences were emitted while they came. */
  readonly streamed: boolean
}

interface Surroundings {
  readonly rooms: DraftingRooms
  readonly agent: Agent
  readonly order: DraftOrder
  readonly admitted: Admitted
  readonly signal: AbortSignal
  emit(event: DraftEvent): void
}

/** Who drafts: what the gate let through, never another one in its place. */
function drafterOf(rooms: DraftingRooms, { allow }: Admitted): Drafter {
  const worded = allow.scope.drafter.drafter === 'openai-compatible' ? rooms.worded : null
  return worded === null ? rooms.drafter : worded.drafter
}

function greetingOf(task: DraftTask): string {
  const { greetingNamed, greetingUnnamed } = task.templates
  const { namePlaceholder } = task
  return namePlaceholder === null ? greetingUnnamed : greetingNamed.replaceAll('{name}', namePlaceholder)
}

/** One run of a drafter: its checker, and whether something from outside ended it. */
interface Run {
  readonly checker: ReplyChecker
  greeted: boolean
  readonly decided: DecisionNote[]
  /** Why something from outside ended it. */
  refused: readonly Refusal[]
}

/** The account's own words around what a model said: they are checked like everything else. */
function say(checker: ReplyChecker, text: string | undefined, emit: Surroundings['emit']): void {
  if (text === undefined || text.trim() === '') return
  const { shown } = checker.take({ kind: 'template', text, part: 0 })
  if (shown !== null) emit({ event: 'sentence', sentence: shown, passage: null })
}

export function passageOf(task: DraftTask, sentence: DraftSentence) {
  const [at] = citationsOf(sentence)
  return at === undefined ? null : task.passage(at)
}

/**
 * Hands each sentence on as soon as it has passed, never raw words. Consent is read before each: a sentence
 * shown after a withdrawal was acknowledged would be one too many.
 */
async function streamChecked(
  { rooms, agent, order, admitted, emit }: Surroundings,
  task: DraftTask,
  sentences: DraftedReply['sentences'],
  run: Run,
): Promise<void> {
  const { checker } = run
  for await (const raw of sentences) {
    run.refused = await endedBy(rooms, agent, admitted, task.brief?.sources, order.draftId)
    if (run.refused.length > 0) return
    if (!run.greeted) say(checker, greetingOf(task), emit)
    run.greeted = true
    const { shown, dropped } = checker.take(raw)
    if (dropped !== null) emit({ event: 'dropped', dropped })
    if (shown !== null) emit({ event: 'sentence', sentence: shown, passage: passageOf(task, shown) })
  }
  // Withheld before a word was said: there is no reply that these could close.
  if (run.refused.length > 0) return
  const { notCoveredBridge, closing, aiLine } = task.templates
  if (checker.finish().parts.some(({ outcome }) => outcome === 'not_covered'))
    say(checker, notCoveredBridge, emit)
  say(checker, closing, emit)
  say(checker, aiLine, emit)
}

/** What leaves is decided once more, and written down, before it does. */
function withHandles(surroundings: Surroundings, task: DraftTask, run: () => Run): DraftTask {
  const { brief } = task
  if (brief === undefined) return task
  const { rooms, agent, admitted, emit } = surroundings
  let sent = 0
  return {
    ...task,
    brief: {
      ...brief,
      permit: async (request) => {
        const { leaving, sources } = brief
        const asked = { leaving, request, sources, again: sent > 0 }
        const decided = await decideEgress(rooms, agent, admitted, asked)
        sent += 1
        if (decided.outcome === 'refused') {
          run().refused = decided.refused
          return null
        }
        run().decided.push(decided.decision)
        return decided.capability
      },
      settle: (capability, ended) => settleEgress(rooms, agent.accountId, capability, ended),
      // The door itself has said no: something has changed since the decision.
      withheld: () => {
        if (run().refused.length > 0) return
        const stops = stopsAgainst(rooms, admitted, brief.sources)
        run().refused = stops.length > 0 ? stops : CHANGED
      },
      startOver: () => {
        run().checker.startOver()
        run().greeted = false
        emit({ event: 'again' })
      },
    },
  }
}

export async function compose(surroundings: Surroundings): Promise<VerifiedReply | Refused> {
  const { rooms, agent, order, admitted, signal } = surroundings
  const made = await taskFor(rooms, agent, order, admitted)
  if ('refused' in made) return { ...made, nothingLeft: true }
  const task = withHandles(surroundings, made.task, () => run)
  const run: Run = { checker: openChecker(task), greeted: false, refused: [], decided: [] }
  const drafter = made.rewording ?? drafterOf(rooms, admitted)
  const streamed = task.brief !== undefined && made.rewording === null
  const watch = streamed
    ? hangUp(
        rooms,
        agent,
        { admitted, signal, read: task.brief?.sources ?? [], draftId: order.draftId },
        (refused) => {
          run.refused = refused
        },
      )
    : { signal, end: () => {} }
  let egress: EgressFacts | null = null
  try {
    const reply = await drafter.draft(admitted.allow, task, watch.signal)
    if (streamed) await streamChecked(surroundings, task, reply.sentences, run)
    else for await (const raw of reply.sentences) run.checker.take(raw)
    egress = reply.egress?.() ?? null
  } catch (error) {
    if (error instanceof AnswerInvalid) return { refused: [{ reason: 'PROVIDER_ANSWER_INVALID' }] }
    // Hung up because of a no: that is the answer, not the broken call.
    if (run.refused.length === 0 || signal.aborted) throw error
  } finally {
    watch.end()
  }
  const nothingLeft = run.decided.length === 0
  if (run.refused.length > 0) return { refused: run.refused, nothingLeft }
  const checked = run.checker.finish()
  if (!checked.parts.some(({ outcome }) => outcome === 'answered'))
    return { refused: [noAnswer(task, checked)], nothingLeft }
  return {
    ...checked,
    parts: checked.parts.filter(({ part }) => made.onlyPart === undefined || made.onlyPart === part),
    locale: task.locale,
    ...(made.dense === undefined ? {} : { dense: made.dense }),
    replaced: made.replaced,
    egress,
    decided: run.decided,
    madeBy: made.madeBy ?? { ...admitted.allow.scope.drafter, version: drafter.version },
    streamed,
  }
}

/** Sentences that did not hold are said to be so; where nothing was said, the nearest articles are named. */
function noAnswer(task: DraftTask, { dropped }: CheckedSentences): Refusal {
  const { brief } = task
  if (brief !== undefined && (dropped > 0 || brief.rewrite !== null))
    return { reason: 'NOT_GROUNDED', dropped }
  const unanswered = task.questions.flatMap(({ evidence }) =>
    evidence.outcome === 'not_covered' ? evidence.nearest : [],
  )
  const read = (brief?.sources ?? []).map(({ articleId, locale, title, url }) => ({
    articleId,
    locale,
    title,
    url,
  }))
  const nearest = new Map([...unanswered, ...read].map((one) => [`${one.articleId} ${one.locale}`, one]))
  return { reason: 'NOT_COVERED', nearest: [...nearest.values()].slice(0, 3) }
}

/** Lets a model word the reply. It hands on what the model says; nothing here decides what may be shown. */
import { z } from 'zod'
import type { Allow } from '../../src/domain/decide.ts'
import type { EgressFacts } from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import { splitSentences } from '../articles/index.ts'
import { AnswerInvalid, readAnswer } from './answer-stream.ts'
import type { Drafter, DraftTask, ModelBrief } from './drafter.ts'
import type { Model, ModelCall, Traffic } from './model.ts'
import { bytesOf, draftCall, PROMPT_VERSION, repairOf } from './prompt.ts'
import type { DraftedStatement } from './statement-verifier.ts'

/** More than any honest reply has: a model that loops is cut off here. */
export const MOST_SEGMENTS = 60

const segmentSchema = z.object({
  kind: z.enum(['greeting', 'answer', 'step', 'list_item', 'question_back', 'closing']),
  question: z.int().min(0).max(100),
  text: z.string(),
  citations: z.array(z.object({ passage: z.string(), quote: z.string() })).max(20),
})
type Segment = z.infer<typeof segmentSchema>

const BLOCK_OF = {
  step: 'step',
  list_item: 'list_item',
  answer: 'paragraph',
  question_back: 'paragraph',
} as const

/** Counts the steps of a run, so that each says which it is. */
function stepCounter(): (segment: Segment) => number | undefined {
  let number = 0
  let part = -1
  return ({ kind, question }) => {
    if (kind !== 'step' || question !== part) number = 0
    part = question
    if (kind !== 'step') return undefined
    number += 1
    return number
  }
}

/** A segment with several sentences is checked sentence by sentence, each with all its citations. */
function statementsOf(
  segment: Segment,
  ordinal: number | undefined,
  task: DraftTask,
  brief: ModelBrief,
): readonly DraftedStatement[] {
  // The account's own templates greet and close.
  if (segment.kind === 'greeting' || segment.kind === 'closing') return []
  const block = BLOCK_OF[segment.kind]
  const citations = segment.citations.map(({ passage, quote }) => {
    const named = /^\s*\[{0,2}P(\d{1,3})\]{0,2}\s*$/.exec(passage)
    const source = named === null ? undefined : brief.sources[Number(named[1]) - 1]
    return { source: source ?? null, quote }
  })
  const text = segment.text.normalize('NFC').trim()
  const spans = splitSentences(text, task.locale)
  // Nothing said is not nothing: a step without words is a step that is missing.
  return (spans.length === 0 ? [{ start: 0, end: 0 }] : spans).map(({ start, end }) => ({
    kind: 'statement',
    text: text.slice(start, end).replace(/\s+/gu, ' '),
    part: segment.question === 0 && task.questions.length === 1 ? 1 : segment.question,
    block,
    ...(ordinal === undefined ? {} : { ordinal }),
    citations,
  }))
}

interface Run {
  readonly model: Model
  readonly allow: Allow
  readonly task: DraftTask
  readonly brief: ModelBrief
  readonly signal: AbortSignal
  readonly traffic: Traffic[]
}

/** One request, its sentences as they come. Ends silently when nothing may leave any more. */
async function* askOnce(run: Run, call: ModelCall): AsyncGenerator<DraftedStatement> {
  if (!(await run.brief.mayLeave(bytesOf(call)))) return
  const cut = new AbortController()
  const answer = run.model.ask(run.allow, call, AbortSignal.any([run.signal, cut.signal]))
  const ordinalOf = stepCounter()
  let segments = 0
  try {
    for await (const raw of readAnswer(answer.pieces, 'segments')) {
      const parsed = segmentSchema.safeParse(raw)
      if (!parsed.success) throw new AnswerInvalid('wrong_form')
      segments += 1
      if (segments > MOST_SEGMENTS) return
      yield* statementsOf(parsed.data, ordinalOf(parsed.data), run.task, run.brief)
    }
  } finally {
    cut.abort()
    run.traffic.push(answer.traffic())
  }
}

async function* askAtMostTwice(run: Run): AsyncGenerator<DraftedStatement> {
  const call = draftCall(run.task, run.brief)
  try {
    yield* askOnce(run, call)
  } catch (error) {
    if (!(error instanceof AnswerInvalid)) throw error
    run.brief.startOver()
    yield* askOnce(run, repairOf(call, run.task.locale))
  }
}

export function egressFacts(model: Model, traffic: readonly Traffic[]): EgressFacts | null {
  if (traffic.length === 0) return null
  const sum = (of: (one: Traffic) => number) => traffic.reduce((total, one) => total + of(one), 0)
  return {
    ...model.facts,
    promptVersion: PROMPT_VERSION,
    store: false,
    calls: sum(({ calls }) => calls),
    bytesOut: sum(({ bytesOut }) => bytesOut),
    bytesIn: sum(({ bytesIn }) => bytesIn),
  }
}

/** @param model must be guarded (`guardModel`): it is asked with the gate's own yes. */
export function createModelDrafter(model: Model): Drafter {
  return {
    version: `model-1 ${PROMPT_VERSION}`,
    async draft(allow, task, signal) {
      const { brief } = task
      if (brief === undefined) throw new Fault('DRAFTER_FAILED', 'a model was asked without a brief')
      const traffic: Traffic[] = []
      return {
        sentences: askAtMostTwice({ model, allow, task, brief, signal, traffic }),
        egress: () => egressFacts(model, traffic),
      }
    },
  }
}

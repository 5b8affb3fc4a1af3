/** Lets a model word the reply. It hands on what the model says; nothing here decides what may be shown. */
import { z } from 'zod'
import type { Allow, TrialPass } from '../../src/domain/decide.ts'
import type { EgressFacts } from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import { splitSentences } from '../articles/index.ts'
import { AnswerInvalid, readAnswer } from './answer-stream.ts'
import type { Drafter, DraftTask, ModelBrief } from './drafter.ts'
import { type Model, type ModelCall, type Traffic, Withheld } from './model.ts'
import { draftCall, PROMPT_VERSION, repairOf } from './prompt.ts'
import type { DraftedStatement } from './statement-verifier.ts'

/** More than any honest reply has: a model that loops is cut off here. */
export const MOST_SENTENCES = 60

export const segmentSchema = z.object({
  kind: z.enum(['greeting', 'answer', 'step', 'list_item', 'question_back', 'closing']),
  question: z.int().min(0).max(100),
  text: z.string(),
  citations: z.array(z.object({ passage: z.string(), quote: z.string() })).max(20),
})
type Segment = z.infer<typeof segmentSchema>

/** What the prompt puts before a step or a list item. */
const LINE_MARK = /^(?:\d{1,3}\.|-) (?=\S)/

const BLOCK_OF = {
  step: 'step',
  list_item: 'list_item',
  answer: 'paragraph',
  question_back: 'paragraph',
} as const

/** A segment with several sentences is checked sentence by sentence, each with all its citations. */
function statementsOf(segment: Segment, task: DraftTask, brief: ModelBrief): readonly DraftedStatement[] {
  // The account's own templates greet and close.
  if (segment.kind === 'greeting' || segment.kind === 'closing') return []
  const block = BLOCK_OF[segment.kind]
  const citations = segment.citations.map(({ passage, quote }) => {
    const named = /^\s*\[{0,2}P(\d{1,3})\]{0,2}\s*$/.exec(passage)
    const source = named === null ? undefined : brief.sources[Number(named[1]) - 1]
    return { source: source ?? null, quote: quote.trim().replace(LINE_MARK, '') }
  })
  // The article numbers: a mark that came along from the prompt is not part of the sentence.
  const text = segment.text.normalize('NFC').trim().replace(LINE_MARK, '')
  const spans = splitSentences(text, task.locale)
  // Nothing said is not nothing: a step without words is a step that is missing.
  return (spans.length === 0 ? [{ start: 0, end: 0 }] : spans).map(({ start, end }) => ({
    kind: 'statement',
    text: text.slice(start, end).replace(/\s+/gu, ' '),
    part: segment.question === 0 && task.questions.length === 1 ? 1 : segment.question,
    block,
    citations,
  }))
}

export interface Run {
  readonly model: Model
  readonly allow: Allow | TrialPass
  readonly task: DraftTask
  readonly brief: ModelBrief
  readonly signal: AbortSignal
  readonly traffic: Traffic[]
}

/** One request, its sentences as they come. Ends silently when nothing may leave any more. */
async function* askOnce(run: Run, call: ModelCall): AsyncGenerator<DraftedStatement> {
  const cut = new AbortController()
  const answer = run.model.ask(run.allow, call, AbortSignal.any([run.signal, cut.signal]))
  let sentences = 0
  try {
    for await (const raw of readAnswer(answer.pieces, 'segments')) {
      const parsed = segmentSchema.safeParse(raw)
      if (!parsed.success) throw new AnswerInvalid('wrong_form')
      for (const statement of statementsOf(parsed.data, run.task, run.brief)) {
        sentences += 1
        if (sentences > MOST_SENTENCES) return
        yield statement
      }
    }
  } catch (error) {
    if (!(error instanceof Withheld)) throw error
    run.brief.withheld()
  } finally {
    cut.abort()
    run.traffic.push(answer.traffic())
  }
}

/** The one way from a task to a model's sentences, of drafts and of provider trials. */
export async function* askAtMostTwice(run: Run): AsyncGenerator<DraftedStatement> {
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
  if (!traffic.some(({ calls }) => calls > 0)) return null
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

/** Which questions a reply answers, judged by what its sentences cite: their numbers alone are the drafter's word. */
import type { DraftPart, DraftSentence } from '../../src/domain/draft.ts'
import type { Evidence } from '../articles/index.ts'
import { placeOf } from './drafted-sentence.ts'
import type { DraftTask } from './drafter.ts'

export type Cited = Exclude<DraftSentence, { kind: 'template' }>

export interface Part {
  readonly part: number
  readonly evidence: Evidence
  readonly articles: readonly string[] | undefined
}

export function partsIn(task: DraftTask): readonly Part[] {
  return task.questions.map(({ part, evidence, articles }, at) => ({
    part: part ?? at + 1,
    evidence,
    articles,
  }))
}

/** Sentences that stand under another question and are evidence for this one: they are said once. */
function sharedWith({ part, evidence }: Part, task: DraftTask, cited: readonly Cited[]): readonly string[] {
  const places = new Set(
    (evidence.outcome === 'covered' ? evidence.sentences : []).map((sentence) =>
      placeOf(sentence, task.passage(sentence)?.text.slice(sentence.start, sentence.end) ?? ''),
    ),
  )
  return cited.flatMap((one) =>
    one.kind === 'quote' && one.part !== part && places.has(placeOf(one.citation, one.text)) ? [one.id] : [],
  )
}

/** A worded sentence answers a question only from an article that was found to: its number alone is the model's word. */
function bearsOn({ articles }: Part, sentence: Cited): boolean {
  if (sentence.kind === 'quote' || articles === undefined) return true
  return sentence.citations.some(({ articleId }) => articles.includes(articleId))
}

/** Answered is a question only when a sentence that passed the verifier answers it. */
export function partsOf(
  task: DraftTask,
  cited: readonly Cited[],
  repeated: ReadonlyMap<number, ReadonlySet<string>>,
): readonly DraftPart[] {
  const byId = new Map(cited.map((one) => [one.id, one]))
  return partsIn(task).map((one): DraftPart => {
    const { part } = one
    const again = [...(repeated.get(part) ?? [])].filter((id) => {
      const said = byId.get(id)
      return said !== undefined && bearsOn(one, said)
    })
    const shared = [...new Set([...sharedWith(one, task, cited), ...again])]
    const own = cited.some((sentence) => sentence.part === part && bearsOn(one, sentence))
    const answered = shared.length > 0 || own
    return {
      part,
      question: part,
      outcome: answered ? 'answered' : 'not_covered',
      ...(shared.length === 0 ? {} : { shared }),
    }
  })
}

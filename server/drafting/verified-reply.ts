/**
 * What of a drafter's answer goes on. Everything that is shown is rebuilt here: the words from what the
 * verifier let pass, all else (ids, kinds of block, which questions are answered) from the evidence.
 */
import { z } from 'zod'
import {
  type CitedPassage,
  type DraftPart,
  type DraftSentence,
  type DroppedSentence,
  type DropRule,
  type Receipt,
  STATEMENT_BLOCKS,
} from '../../src/domain/draft.ts'
import type { Evidence, EvidenceSentence } from '../articles/index.ts'
import { type ListPlace, listsOf, stepOf } from './article-lists.ts'
import type { DraftTask } from './drafter.ts'
import { quoteIn, SUPPORTED_FROM } from './grounding/index.ts'
import { verifySentence } from './sentence-verifier.ts'
import { type DraftedStatement, verifyStatement } from './statement-verifier.ts'

type Quote = DraftSentence & { kind: 'quote' }
type Cited = Exclude<DraftSentence, { kind: 'template' }>
type SentenceVerdict = NonNullable<Receipt['verdicts']['sentences']>[number]

const address = z.object({ articleId: z.string(), locale: z.string(), passageId: z.string() })
const part = z.int().min(0)

/** What is taken from a drafter's sentence; other members do not exist. */
const drafted = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('quote'),
    text: z.string(),
    part,
    citation: z.object({ ...address.shape, versionHash: z.string(), quote: z.string() }),
  }),
  z.object({
    kind: z.literal('statement'),
    text: z.string(),
    part,
    block: z.enum(STATEMENT_BLOCKS),
    citations: z.array(z.object({ source: address.nullable(), quote: z.string() })),
  }),
  z.object({ kind: z.literal('template'), text: z.string(), part }),
])
type Drafted = z.infer<typeof drafted>

/** Seen by an agent these can do no harm: the sentence is the passage's own but for one detail. */
const NEAR_MISSES: readonly DropRule[] = [
  'NUMBER_DIFFERS',
  'DATE_DIFFERS',
  'UNIT_DIFFERS',
  'NEGATION_DIFFERS',
  'MODALITY_DIFFERS',
  'CONDITION_DROPPED',
  'ORDER_DIFFERS',
  'INCOMPLETE_STEPS',
]
/** Halfway between the threshold and every word carried: below it the words are too much the drafter's own. */
const NEAR_FROM = (1 + SUPPORTED_FROM) / 2

export interface CheckedSentences {
  readonly sentences: readonly DraftSentence[]
  readonly parts: readonly DraftPart[]
  readonly passages: readonly CitedPassage[]
  readonly dropped: number
  /** The left-out sentences, in the drafter's order. */
  readonly left: readonly DroppedSentence[]
  readonly verdicts: readonly SentenceVerdict[]
}

/** What became of one sentence. */
export interface Taken {
  readonly shown: DraftSentence | null
  readonly dropped: DroppedSentence | null
}

export interface ReplyChecker {
  take(raw: unknown): Taken
  /** Forgets all sentences: the drafter begins anew. Ids are not used twice. */
  startOver(): void
  finish(): CheckedSentences
}

/** How a sentence of the evidence stands in its article, by place and words. */
function evidenceOf(task: DraftTask): ReadonlyMap<string, EvidenceSentence> {
  const found = new Map<string, EvidenceSentence>()
  for (const { evidence } of task.questions)
    for (const sentence of evidence.outcome === 'covered' ? evidence.sentences : []) {
      const text = task.passage(sentence)?.text.slice(sentence.start, sentence.end)
      if (text !== undefined) found.set(placeOf(sentence, text), sentence)
    }
  return found
}

function placeOf(at: { articleId: string; locale: string; passageId: string }, text: string): string {
  return JSON.stringify([at.articleId, at.locale, at.passageId, text])
}

type Checked =
  | { readonly sentence: DraftSentence; readonly support: number }
  | { readonly rule: DropRule; readonly support: number }

function checkVerbatim(
  data: Exclude<Drafted, { kind: 'statement' }>,
  id: string,
  task: DraftTask,
  known: ReadonlyMap<string, EvidenceSentence>,
): Checked {
  const held = data.kind === 'quote' ? known.get(placeOf(data.citation, data.text)) : undefined
  const sentence: DraftSentence =
    data.kind === 'template'
      ? { id, ...data }
      : {
          id,
          kind: 'quote',
          text: data.text,
          part: data.part,
          block: held?.kind ?? 'paragraph',
          // The number of a step is the article's, never the drafter's.
          ...(held?.ordinal === undefined ? {} : { ordinal: held.ordinal }),
          citation: data.citation,
        }
  const { templates, namePlaceholder } = task
  const grounds = { passage: (quote: Quote) => task.passage(quote.citation), templates, namePlaceholder }
  const verdict = verifySentence(sentence, grounds)
  return verdict.verdict === 'verified' ? { sentence, support: 1 } : { rule: verdict.rule, support: 0 }
}

/** A drafted statement with its citations looked up among what the drafter was given. */
function lookedUp(data: Drafted & { kind: 'statement' }, task: DraftTask): DraftedStatement {
  const offered = new Map((task.brief?.sources ?? []).map((source) => [placeOf(source, ''), source]))
  return {
    ...data,
    citations: data.citations.map(({ source, quote }) => ({
      source: source === null ? null : (offered.get(placeOf(source, '')) ?? null),
      quote,
    })),
  }
}

/** Its place among the steps of the article, as far as its citations name one. */
function stepCited(statement: DraftedStatement, task: DraftTask): ListPlace | null {
  const cited = statement.citations.flatMap(({ source, quote }) => {
    const verbatim = source === null ? null : quoteIn(quote, source.text)
    return source === null || verbatim === null ? [] : [{ source, quote: verbatim }]
  })
  return cited.length < statement.citations.length ? null : stepOf(task, cited)
}

function checkStatement(
  statement: DraftedStatement,
  step: ListPlace | null,
  id: string,
  task: DraftTask,
): Checked {
  const { brief, namePlaceholder } = task
  if (brief === undefined) return { rule: 'NO_CITATION', support: 0 }
  const verdict = verifyStatement(statement, brief, task.locale, namePlaceholder)
  if (verdict.verdict === 'dropped') return verdict
  const { citations, fromTicket, support } = verdict
  const { text, part } = statement
  // Only the article numbers: what it does not count has no order that a reply could give it.
  const block = step !== null ? 'step' : statement.block === 'step' ? 'list_item' : statement.block
  const ordinal = step === null ? {} : { ordinal: step.ordinal }
  return {
    sentence: { id, kind: 'statement', text, part, block, ...ordinal, citations, fromTicket },
    support,
  }
}

interface Part {
  readonly part: number
  readonly evidence: Evidence
  readonly articles: readonly string[] | undefined
}

function partsIn(task: DraftTask): readonly Part[] {
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
function partsOf(
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

export function citationsOf(sentence: DraftSentence) {
  if (sentence.kind === 'template') return []
  return sentence.kind === 'quote' ? [sentence.citation] : sentence.citations
}

function passagesOf(task: DraftTask, sentences: readonly DraftSentence[]): readonly CitedPassage[] {
  const passages = new Map<string, CitedPassage>()
  for (const at of sentences.flatMap(citationsOf)) {
    const held = task.passage(at)
    if (held !== null) passages.set(placeOf(at, ''), held)
  }
  return [...passages.values()]
}

interface Row {
  readonly checked: Checked
  readonly part: number
  readonly text: string
  readonly step: ListPlace | null
}

function droppedOf({ part: own, text }: Row, rule: DropRule, support: number): DroppedSentence {
  const harmless = NEAR_MISSES.includes(rule) && support >= NEAR_FROM
  return { rule, part: own, text: harmless ? text : null }
}

/** A list of steps with one missing, or in another order, would lead astray: then none of its steps is said. */
function withWholeLists(rows: readonly Row[]): readonly Row[] {
  const lists = listsOf(rows.map(({ step, checked }) => ({ step, holds: 'sentence' in checked })))
  return rows.map((row): Row => {
    const { checked, step } = row
    const verdict = step === null ? 'whole' : lists.get(step.list)
    if ('rule' in checked || verdict === 'whole') return row
    if (verdict === 'broken')
      return { ...row, checked: { rule: 'INCOMPLETE_STEPS', support: checked.support } }
    if (checked.sentence.kind !== 'statement') return row
    const { ordinal: _, ...sentence } = checked.sentence
    return { ...row, checked: { ...checked, sentence: { ...sentence, block: 'paragraph' } } }
  })
}

const folded = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

export function openChecker(task: DraftTask): ReplyChecker {
  const known = evidenceOf(task)
  const parts = new Map(partsIn(task).map(({ part, evidence }) => [part, evidence.outcome]))
  let rows: Row[] = []
  let said = new Map<string, string>()
  let repeated = new Map<number, Set<string>>()
  let ids = 0

  function check(data: Drafted): { checked: Checked; step: ListPlace | null } {
    const no = (rule: DropRule) => ({ checked: { rule, support: 0 }, step: null })
    const outcome = data.part === 0 ? 'covered' : parts.get(data.part)
    if (outcome === undefined) return no('NO_CITATION')
    const id = `s${ids + 1}`
    if (data.kind !== 'statement') return { checked: checkVerbatim(data, id, task, known), step: null }
    // Nobody was asked this: what a model says of it is not looked at.
    if (outcome === 'not_covered') return no('NOT_SUPPORTED')
    const statement = lookedUp(data, task)
    const step = stepCited(statement, task)
    const before = said.get(keyOf(data.text, step))
    if (before === undefined) return { checked: checkStatement(statement, step, id, task), step }
    repeated.set(data.part, (repeated.get(data.part) ?? new Set()).add(before))
    return no('REPEATED')
  }

  /** One article may have the same step in two lists, and twice in one. */
  const keyOf = (text: string, step: ListPlace | null) =>
    JSON.stringify([folded(text), step?.list ?? '', step?.ordinal ?? 0])

  return {
    take(raw) {
      const parsed = drafted.safeParse(raw)
      const data = parsed.success ? parsed.data : null
      const { checked, step } =
        data === null ? { checked: { rule: 'NO_CITATION', support: 0 } as const, step: null } : check(data)
      const row: Row = { checked, part: data?.part ?? 0, text: data?.text ?? '', step }
      rows.push(row)
      if ('rule' in checked) return { shown: null, dropped: droppedOf(row, checked.rule, checked.support) }
      ids += 1
      said.set(keyOf(checked.sentence.text, step), checked.sentence.id)
      return { shown: checked.sentence, dropped: null }
    },
    startOver() {
      rows = []
      said = new Map()
      repeated = new Map()
    },
    finish: () => finished(task, withWholeLists(rows), repeated),
  }
}

function finished(
  task: DraftTask,
  rows: readonly Row[],
  repeated: ReadonlyMap<number, ReadonlySet<string>>,
): CheckedSentences {
  const sentences = rows.flatMap(({ checked }) => ('sentence' in checked ? [checked.sentence] : []))
  const cited = sentences.filter((sentence): sentence is Cited => sentence.kind !== 'template')
  const left = rows.flatMap((row) =>
    'rule' in row.checked ? [droppedOf(row, row.checked.rule, row.checked.support)] : [],
  )
  return {
    sentences,
    parts: partsOf(task, cited, repeated),
    passages: passagesOf(task, cited),
    dropped: left.length,
    left,
    verdicts: rows.map(
      ({ checked }): SentenceVerdict =>
        'rule' in checked
          ? { id: null, verdict: checked.rule, support: rounded(checked.support) }
          : { id: checked.sentence.id, verdict: 'verified', support: rounded(checked.support) },
    ),
  }
}

const rounded = (share: number) => Math.round(share * 100) / 100

/** The whole of a reply that is there already. */
export function checkReply(
  task: DraftTask,
  reply: { readonly sentences: Iterable<unknown> },
): CheckedSentences {
  const checker = openChecker(task)
  for (const raw of reply.sentences) checker.take(raw)
  return checker.finish()
}

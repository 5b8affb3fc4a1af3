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
import type { DraftTask } from './drafter.ts'
import { SUPPORTED_FROM } from './grounding/index.ts'
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
    ordinal: z.int().min(1).max(1_000).optional(),
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

function checkStatement(data: Drafted & { kind: 'statement' }, id: string, task: DraftTask): Checked {
  const { brief } = task
  if (brief === undefined) return { rule: 'NO_CITATION', support: 0 }
  const offered = new Map(brief.sources.map((source) => [placeOf(source, ''), source]))
  const { ordinal, ...rest } = data
  const statement: DraftedStatement = {
    ...rest,
    ...(ordinal === undefined ? {} : { ordinal }),
    citations: data.citations.map(({ source, quote }) => ({
      source: source === null ? null : (offered.get(placeOf(source, '')) ?? null),
      quote,
    })),
  }
  const verdict = verifyStatement(statement, brief, task.locale)
  if (verdict.verdict === 'dropped') return verdict
  const { citations, fromTicket, support } = verdict
  const { text, block, part: own } = data
  return {
    sentence: {
      id,
      kind: 'statement',
      text,
      part: own,
      block,
      ...(ordinal === undefined ? {} : { ordinal }),
      citations,
      fromTicket,
    },
    support,
  }
}

interface Part {
  readonly part: number
  readonly evidence: Evidence
}

function partsIn(task: DraftTask): readonly Part[] {
  return task.questions.map(({ part, evidence }, at) => ({ part: part ?? at + 1, evidence }))
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

/** Answered is a question only when a sentence that passed the verifier answers it. */
function partsOf(
  task: DraftTask,
  cited: readonly Cited[],
  repeated: ReadonlyMap<number, ReadonlySet<string>>,
): readonly DraftPart[] {
  const ids = new Set(cited.map(({ id }) => id))
  return partsIn(task).map((one): DraftPart => {
    const { part } = one
    const again = [...(repeated.get(part) ?? [])].filter((id) => ids.has(id))
    const shared = [...new Set([...sharedWith(one, task, cited), ...again])]
    const answered = shared.length > 0 || cited.some((sentence) => sentence.part === part)
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
  /** Which list of steps it belongs to; `null` for what is no step. */
  readonly run: number | null
}

function droppedOf({ part: own, text }: Row, rule: DropRule, support: number): DroppedSentence {
  const harmless = NEAR_MISSES.includes(rule) && support >= NEAR_FROM
  return { rule, part: own, text: harmless ? text : null }
}

/** Lines of a passage that the quotes of these sentences stand in. */
function linesOf(text: string, quotes: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>()
  for (const quote of quotes) {
    const at = text.indexOf(quote)
    if (at === -1) continue
    const first = text.slice(0, at).split('\n').length - 1
    const last = text.slice(0, at + quote.length).split('\n').length - 1
    for (let line = first; line <= last; line += 1) found.add(line)
  }
  return found
}

/** A step between two that are said is not: the list goes round something that the article says to do. */
function skipsLines(run: readonly Row[], rows: readonly Row[], task: DraftTask): boolean {
  const quotesIn = (own: readonly Row[], passageId: string) =>
    own.flatMap(({ checked }) =>
      'sentence' in checked
        ? citationsOf(checked.sentence).flatMap((at) => (at.passageId === passageId ? [at.quote] : []))
        : [],
    )
  const cited = run.flatMap(({ checked }) => ('sentence' in checked ? citationsOf(checked.sentence) : []))
  return cited.some((at) => {
    const text = task.passage(at)?.text ?? ''
    const own = [...linesOf(text, quotesIn(run, at.passageId))]
    const all = linesOf(text, quotesIn(rows, at.passageId))
    for (let line = Math.min(...own); line < Math.max(...own); line += 1) if (!all.has(line)) return true
    return false
  })
}

/** A list of steps with one missing would lead astray: then none of its steps is said. */
function withoutBrokenLists(rows: readonly Row[], task: DraftTask): readonly Row[] {
  const runs = new Map<number, Row[]>()
  for (const row of rows) if (row.run !== null) runs.set(row.run, [...(runs.get(row.run) ?? []), row])
  const broken = new Set(
    [...runs].flatMap(([run, own]) =>
      own.some(({ checked }) => 'rule' in checked) || skipsLines(own, rows, task) ? [run] : [],
    ),
  )
  return rows.map((row): Row => {
    if (row.run === null || !broken.has(row.run) || 'rule' in row.checked) return row
    return { ...row, checked: { rule: 'INCOMPLETE_STEPS', support: row.checked.support } }
  })
}

const folded = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Tells one list of steps from the next: a new one begins where the numbers fall back or another block came. */
function stepRuns(): (data: Drafted) => number | null {
  let run = 0
  let last: { part: number; ordinal: number } | null = null
  return (data) => {
    const ordinal = data.kind === 'statement' && data.block === 'step' ? data.ordinal : undefined
    if (ordinal === undefined) {
      last = null
      return null
    }
    if (last === null || last.part !== data.part || ordinal < last.ordinal) run += 1
    last = { part: data.part, ordinal }
    return run
  }
}

/** A step may stand in two lists, and once more in its own; anything else is said once. */
const SAME_STEP = 2

export function openChecker(task: DraftTask): ReplyChecker {
  const known = evidenceOf(task)
  const parts = new Map(partsIn(task).map(({ part, evidence }) => [part, evidence.outcome]))
  let rows: Row[] = []
  let said = new Map<string, { readonly id: string; times: number }>()
  let repeated = new Map<number, Set<string>>()
  let runOf = stepRuns()
  let ids = 0

  function check(data: Drafted, run: number | null): Checked {
    const outcome = data.part === 0 ? 'covered' : parts.get(data.part)
    if (outcome === undefined) return { rule: 'NO_CITATION', support: 0 }
    const id = `s${ids + 1}`
    if (data.kind !== 'statement') return checkVerbatim(data, id, task, known)
    // Nobody was asked this: what a model says of it is not looked at.
    if (outcome === 'not_covered') return { rule: 'NOT_SUPPORTED', support: 0 }
    const before = said.get(keyOf(data, run))
    if (before !== undefined && before.times >= (run === null ? 1 : SAME_STEP)) {
      repeated.set(data.part, (repeated.get(data.part) ?? new Set()).add(before.id))
      return { rule: 'REPEATED', support: 0 }
    }
    return checkStatement(data, id, task)
  }

  const keyOf = (data: { text: string }, run: number | null) => `${run ?? ''} ${folded(data.text)}`

  return {
    take(raw) {
      const parsed = drafted.safeParse(raw)
      const data = parsed.success ? parsed.data : null
      const run = data === null ? null : runOf(data)
      const checked: Checked = data === null ? { rule: 'NO_CITATION', support: 0 } : check(data, run)
      const row: Row = { checked, part: data?.part ?? 0, text: data?.text ?? '', run }
      rows.push(row)
      if ('rule' in checked) return { shown: null, dropped: droppedOf(row, checked.rule, checked.support) }
      ids += 1
      const key = keyOf(checked.sentence, run)
      said.set(key, { id: checked.sentence.id, times: (said.get(key)?.times ?? 0) + 1 })
      return { shown: checked.sentence, dropped: null }
    },
    startOver() {
      rows = []
      said = new Map()
      repeated = new Map()
      runOf = stepRuns()
    },
    finish() {
      const final = withoutBrokenLists(rows, task)
      const sentences = final.flatMap(({ checked }) => ('sentence' in checked ? [checked.sentence] : []))
      const cited = sentences.filter((sentence): sentence is Cited => sentence.kind !== 'template')
      const left = final.flatMap((row) =>
        'rule' in row.checked ? [droppedOf(row, row.checked.rule, row.checked.support)] : [],
      )
      return {
        sentences,
        parts: partsOf(task, cited, repeated),
        passages: passagesOf(task, cited),
        dropped: left.length,
        left,
        verdicts: final.map(
          ({ checked }): SentenceVerdict =>
            'rule' in checked
              ? { id: null, verdict: checked.rule, support: rounded(checked.support) }
              : { id: checked.sentence.id, verdict: 'verified', support: rounded(checked.support) },
        ),
      }
    },
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

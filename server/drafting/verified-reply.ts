/**
 * What of a drafter's answer goes on. Everything that is shown is rebuilt here: the words from what the
 * verifier let pass, all else (ids, kinds of block, which questions are answered) from the evidence.
 */
import type {
  CitedPassage,
  DraftPart,
  DraftSentence,
  DroppedSentence,
  DropRule,
  Receipt,
} from '../../src/domain/draft.ts'
import { type AnnouncedLines, openAnnouncedLines } from './announced-lines.ts'
import { type Cited, partsIn, partsOf } from './answered-parts.ts'
import { type ListPlace, listsOf } from './article-lists.ts'
import {
  type Checked,
  checkStatement,
  checkVerbatim,
  type Drafted,
  drafted,
  evidenceOf,
  lookedUp,
  placeOf,
  stepCited,
} from './drafted-sentence.ts'
import type { DraftTask } from './drafter.ts'
import { SUPPORTED_FROM } from './grounding/index.ts'
import type { DraftedStatement } from './statement-verifier.ts'

type SentenceVerdict = NonNullable<Receipt['verdicts']['sentences']>[number]

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
  let lines: AnnouncedLines = openAnnouncedLines(task.locale)
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
    if (before === undefined)
      return { checked: inPlace(statement, checkStatement(statement, step, id, task)), step }
    repeated.set(data.part, (repeated.get(data.part) ?? new Set()).add(before))
    return no('REPEATED')
  }

  function inPlace(statement: DraftedStatement, checked: Checked): Checked {
    if ('rule' in checked || checked.sentence.kind !== 'statement') return checked
    const { sentence, support } = checked
    return lines.misleads(statement, sentence) ? { rule: 'NOT_SUPPORTED', support } : checked
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
      lines.follow(checked.sentence)
      return { shown: checked.sentence, dropped: null }
    },
    startOver() {
      rows = []
      said = new Map()
      repeated = new Map()
      lines = openAnnouncedLines(task.locale)
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

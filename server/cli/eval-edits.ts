import type { DropRule } from '../../src/domain/draft.ts'
import { splitSentences } from '../articles/index.ts'
import { checkGrounding, type GroundingSource } from '../drafting/grounding/index.ts'
import type { Page } from './eval-files.ts'
import { percentile } from './eval-measures.ts'
import {
  EDIT_KINDS,
  type EditKind,
  editsOf,
  entitiesOf,
  rewordingsOf,
  TRUE_KINDS,
  type TrueKind,
} from './small-edits.ts'

export interface CaughtRow {
  readonly kind: EditKind
  readonly edits: number
  readonly caught: number
}

export interface AlarmRow {
  readonly kind: TrueKind
  readonly sentences: number
  readonly alarms: number
}

export interface EditsReport {
  readonly sentences: number
  readonly edits: number
  readonly caughtShare: number
  readonly rewordings: number
  readonly alarmShare: number
  readonly microsecondsP50: number
  readonly caught: readonly CaughtRow[]
  readonly alarms: readonly AlarmRow[]
  /** How often each rule spoke. */
  readonly rules: Readonly<Partial<Record<DropRule, number>>>
}

interface Sentence {
  readonly text: string
  /** The sentence before it in the same passage. */
  readonly before: string | null
  readonly source: GroundingSource
  readonly locale: string
}

const WORDS_MIN = 6
const WORDS_MAX = 40
/** Enough for every kind, taken evenly from all pages: the rest would only take longer. */
const SENTENCES_MAX = 3000

function sentencesOf(pages: readonly Page[]): readonly Sentence[] {
  const seen = new Set<string>()
  const found: Sentence[] = []
  for (const { article } of pages)
    for (const { text, headings } of article.passages) {
      const source = { text, title: article.title, headings }
      let last: string | null = null
      for (const { start, end } of splitSentences(text, article.locale)) {
        const sentence = text.slice(start, end)
        const before = last
        last = sentence
        const words = sentence.split(/\s+/).length
        const isWhole = /^\p{Lu}/u.test(sentence) && /\p{L}[)"”]?[.!]$/u.test(sentence)
        if (!isWhole || words < WORDS_MIN || words > WORDS_MAX || seen.has(sentence)) continue
        seen.add(sentence)
        found.push({ text: sentence, before, source, locale: article.locale })
      }
    }
  const step = Math.max(1, found.length / SENTENCES_MAX)
  const places = Array.from({ length: Math.min(found.length, SENTENCES_MAX) }, (_, at) =>
    Math.floor(at * step),
  )
  return places.flatMap((at) => found[at] ?? [])
}

interface Tried<Kind> {
  readonly kind: Kind
  readonly rule: DropRule | null
  readonly text: string
  readonly original: string
}

export interface EditTrials {
  readonly edits: readonly Tried<EditKind>[]
  readonly rewordings: readonly Tried<TrueKind>[]
  readonly microseconds: readonly number[]
  readonly sentences: number
}

/** Runs the shipped checker over every edit and every rewording, with the untouched sentence as the quote. */
export function tryEdits(pages: readonly Page[], now: () => number): EditTrials {
  const sentences = sentencesOf(pages)
  const entities = entitiesOf(sentences.map(({ text }) => text))
  const microseconds: number[] = []
  const tryOne = (
    text: string,
    { source, locale, text: original, before }: Sentence,
    citesBoth = false,
  ): DropRule | null => {
    const startedAt = now()
    const verdict = checkGrounding({
      sentence: text,
      locale,
      sources: [source],
      quotes: citesBoth && before !== null ? [before, original] : [original],
      ticket: '',
    })
    microseconds.push((now() - startedAt) * 1000)
    return verdict.verdict === 'dropped' ? verdict.rule : null
  }
  const languageOf = (locale: string) => locale.split('-')[0] ?? ''
  const edits = sentences.flatMap((sentence) =>
    editsOf(sentence.text, languageOf(sentence.locale), entities, sentence.before).map(({ kind, text }) => ({
      kind,
      text,
      original: sentence.text,
      rule: tryOne(text, sentence, kind === 'two sentences mixed'),
    })),
  )
  const rewordings = sentences.flatMap((sentence) =>
    rewordingsOf(sentence.text, languageOf(sentence.locale)).map(({ kind, text }) => ({
      kind,
      text,
      original: sentence.text,
      rule: tryOne(text, sentence),
    })),
  )
  return { edits, rewordings, microseconds, sentences: sentences.length }
}

export function evalEdits(pages: readonly Page[], now: () => number): EditsReport {
  const { edits, rewordings, microseconds, sentences } = tryEdits(pages, now)
  const rules: Partial<Record<DropRule, number>> = {}
  for (const { rule } of edits) if (rule !== null) rules[rule] = (rules[rule] ?? 0) + 1
  const spoken = (list: readonly { readonly rule: DropRule | null }[]) =>
    list.filter(({ rule }) => rule !== null).length
  const share = (list: readonly { readonly rule: DropRule | null }[]) =>
    list.length === 0 ? 0 : spoken(list) / list.length
  const caught = EDIT_KINDS.map((kind) => {
    const own = edits.filter((edit) => edit.kind === kind)
    return { kind, edits: own.length, caught: spoken(own) }
  })
  const alarms = TRUE_KINDS.map((kind) => {
    const own = rewordings.filter((reworded) => reworded.kind === kind)
    return { kind, sentences: own.length, alarms: spoken(own) }
  })
  return {
    sentences,
    edits: edits.length,
    caughtShare: share(edits),
    rewordings: rewordings.length,
    alarmShare: share(rewordings),
    microsecondsP50: percentile(microseconds, 0.5),
    caught,
    alarms,
    rules,
  }
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`

export function editsLines(report: EditsReport): readonly string[] {
  return [
    `${report.edits} small edits of ${report.sentences} sentences: ${(100 * report.caughtShare).toFixed(1)} % caught`,
    ...report.caught.map(({ kind, edits, caught }) => `  ${kind}: ${percent(caught, edits)} of ${edits}`),
    `${report.rewordings} true sentences: ${(100 * report.alarmShare).toFixed(1)} % false alarms`,
    ...report.alarms.map(
      ({ kind, sentences, alarms }) => `  ${kind}: ${percent(alarms, sentences)} of ${sentences}`,
    ),
    `rules that spoke: ${Object.entries(report.rules)
      .map(([rule, count]) => `${rule} ${count}`)
      .join(', ')}`,
    `${report.microsecondsP50.toFixed(0)} µs a sentence (p50)`,
  ]
}

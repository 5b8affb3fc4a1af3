/** Numbered lists stay the article's: its numbers, its order, and all of them or none. */
import type { CitedPassage } from '../../src/domain/draft.ts'
import type { DraftTask } from './drafter.ts'

type Source = Pick<CitedPassage, 'articleId' | 'locale' | 'passageId'>

/** Where a quote stands in a numbered list of its passage. */
export interface ListPlace {
  /** The same for all steps of one list. */
  readonly list: string
  readonly ordinal: number
  /** All numbers that the list has in this passage, ascending. */
  readonly all: readonly number[]
}

/** @returns `null` where the quote is no step. */
export function placeInList(task: DraftTask, at: Source, quote: string): ListPlace | null {
  const text = task.passage(at)?.text ?? ''
  const sentences = task.sentencesOf?.(at) ?? []
  const start = text.indexOf(quote)
  const own = sentences.findIndex((one) => start !== -1 && one.start <= start && start < one.end)
  const found = sentences[own]
  if (found?.kind !== 'step' || found.ordinal === undefined) return null
  const isStep = (index: number) => sentences[index]?.kind === 'step'
  const numberAt = (index: number) => sentences[index]?.ordinal ?? 0
  let first = own
  while (isStep(first - 1) && numberAt(first - 1) <= numberAt(first)) first -= 1
  let last = own
  while (isStep(last + 1) && numberAt(last + 1) >= numberAt(last)) last += 1
  const numbers = sentences.slice(first, last + 1).flatMap(({ ordinal }) => ordinal ?? [])
  return {
    list: JSON.stringify([at.articleId, at.locale, at.passageId, first]),
    ordinal: found.ordinal,
    all: [...new Set(numbers)],
  }
}

/** A sentence that rests on steps alone is one; with anything else beside them it only mentions them. */
export function stepOf(
  task: DraftTask,
  cited: readonly { readonly source: Source; readonly quote: string }[],
): ListPlace | null {
  const places = cited.map(({ source, quote }) => placeInList(task, source, quote))
  const [first] = places
  if (first == null || places.some((place) => place?.list !== first.list)) return null
  return { ...first, ordinal: Math.min(...places.map((place) => place?.ordinal ?? first.ordinal)) }
}

export interface ListRow {
  readonly step: ListPlace | null
  readonly holds: boolean
}

/** `alone`: one step that is only mentioned; `broken`: one is missing or they stand in another order. */
export function listsOf(rows: readonly ListRow[]): ReadonlyMap<string, 'whole' | 'alone' | 'broken'> {
  const verdicts = new Map<string, 'whole' | 'alone' | 'broken'>()
  const byList = new Map<string, ListRow[]>()
  for (const row of rows)
    if (row.step !== null) byList.set(row.step.list, [...(byList.get(row.step.list) ?? []), row])
  for (const [list, own] of byList) {
    const said = own.flatMap(({ step, holds }) => (step !== null && holds ? [step.ordinal] : []))
    const touched = new Set(own.map(({ step }) => step?.ordinal))
    const all = own[0]?.step?.all ?? []
    const inOrder = said.every((ordinal, at) => at === 0 || ordinal >= (said[at - 1] ?? 0))
    if (touched.size === 1 && all.length > 1) verdicts.set(list, 'alone')
    else verdicts.set(list, inOrder && all.every((ordinal) => said.includes(ordinal)) ? 'whole' : 'broken')
  }
  return verdicts
}

/** Which sentences of which passage answer a question, as a plain model would choose them: runs, not snippets. */
import type { Prompt } from './prompt.ts'
import { type SourceSentence, sharedStems, sourceSentences, stemsOf } from './sentences.ts'

const RUN: Readonly<Record<string, number>> = { short: 1, normal: 2, detailed: 4 }
const LONGEST_SENTENCE = 400
/** Rows of a table and items of a list: only those that fit. Steps are never thinned out. */
const MOST_ITEMS = 3
/** As good as the best, for an item of a list. */
const NEARLY = 0.75
/** What a title, the found order and the rest of the ticket count, against a word of the question. */
const TITLE = 0.5
const FOUND_FIRST = 2
const TICKET = 0.4
/** Who asks how long or how much wants a number. */
const ASKS_NUMBER =
  /\b(?:how (?:long|many|much)|by when|what does it cost|wie (?:lange|viele?)|bis wann|was kostet)\b/i
const NUMBER = 2
const LATER = 0.05
/** Said once is enough, unless nothing else fits half as well. */
const SAID_BEFORE = 0.5

/** What is said together or not at all: a sentence, steps, or a line that announces and what it announces. */
export interface Unit {
  readonly opening: readonly SourceSentence[]
  readonly items: readonly SourceSentence[]
}

type Weigh = (text: string) => number

const endsOpen = (text: string) => text.endsWith(':')
const isFragment = ({ text }: SourceSentence) => !/[.!?…:]["“”»)]?$/.test(text)

export function unitsOf(sentences: readonly SourceSentence[]): readonly Unit[] {
  const units: { opening: SourceSentence[]; items: SourceSentence[] }[] = []
  for (const sentence of sentences) {
    const last = units.at(-1)
    const listed = sentence.kind !== 'answer'
    const item: SourceSentence =
      isFragment(sentence) && !listed ? { ...sentence, kind: 'list_item' } : sentence
    const announced = last !== undefined && endsOpen(last.opening.at(-1)?.text ?? '')
    const goesOn =
      last !== undefined && (last.items.at(-1)?.kind === item.kind || (announced && last.items.length === 0))
    if (item.kind === 'answer') units.push({ opening: [item], items: [] })
    else if (goesOn) last.items.push(item)
    else units.push({ opening: [], items: [item] })
  }
  return units
}

/** The rarer among the passages, the more a word says. */
function weigher(prompt: Prompt, asked: string): Weigh {
  const stems = prompt.passages.map(({ title, text }) => stemsOf(`${title} ${text}`))
  const worth = (stem: string) =>
    Math.log(1 + stems.length / (1 + stems.filter((own) => own.has(stem)).length))
  const wanted = stemsOf(asked)
  return (text) => [...stemsOf(text)].reduce((sum, stem) => sum + (wanted.has(stem) ? worth(stem) : 0), 0)
}

const textOf = ({ opening, items }: Unit) => [...opening, ...items].map(({ text }) => text).join(' ')

/** The sentences of it that are said. */
function saidOf({ opening, items }: Unit, weigh: Weigh): readonly SourceSentence[] {
  if (items.some(({ kind }) => kind === 'step')) return [...opening, ...items]
  const kept = items.map((item) => ({ item, weight: weigh(item.text) })).sort((a, b) => b.weight - a.weight)
  const best = kept[0]?.weight ?? 0
  const fitting = kept.filter(({ weight }) => weight >= best * NEARLY).slice(0, MOST_ITEMS)
  return [...opening, ...items.filter((item) => fitting.some((one) => one.item === item))]
}

interface Run {
  readonly units: readonly Unit[]
  readonly weight: number
}

function bestRun(units: readonly Unit[], length: number, worth: (unit: Unit) => number): Run {
  let best: Run = { units: [], weight: -1 }
  for (let at = 0; at < Math.max(1, units.length - length + 1); at += 1) {
    const run = units.slice(at, at + length)
    // An article says first what matters most.
    const weight = run.reduce((sum, unit) => sum + worth(unit), 0) - at * LATER
    if (weight > best.weight) best = { units: run, weight }
  }
  return best
}

/** @param said what stands in the reply already. @returns none where no passage shares a word with it. */
export function sentencesFor(
  question: string,
  prompt: Prompt,
  said: ReadonlySet<string>,
): readonly SourceSentence[] {
  const asks = weigher(prompt, question)
  const mentions = weigher(prompt, prompt.ticket)
  const weigh: Weigh = (text) => asks(text) + TICKET * mentions(text)
  const number = ASKS_NUMBER.test(question) ? NUMBER : 0
  const worth = (unit: Unit) =>
    (weigh(textOf(unit)) + (/\d/.test(textOf(unit)) ? number : 0)) *
    (saidOf(unit, weigh).some(({ text }) => said.has(text)) ? SAID_BEFORE : 1)
  const asked = stemsOf(question)
  const runs = prompt.passages.flatMap((passage, place) => {
    if (sharedStems(asked, stemsOf(passage.text)) === 0) return []
    const sentences = sourceSentences([passage], prompt.language)
    const units = unitsOf(sentences.filter(({ text }) => text.length <= LONGEST_SENTENCE))
    const run = bestRun(units, RUN[prompt.length] ?? 2, worth)
    // What was found for several questions comes in turns.
    const rank = Math.floor(place / Math.max(1, prompt.questions.length))
    return [{ ...run, weight: run.weight + TITLE * asks(passage.title) + FOUND_FIRST / (1 + rank) }]
  })
  const [best] = runs.sort((a, b) => b.weight - a.weight)
  return (best?.units ?? []).flatMap((unit) => saidOf(unit, weigh))
}

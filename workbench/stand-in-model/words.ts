/** The text of an answer for one behaviour, in pieces as a model would give it out. */
import { obeyAttacker } from './attacker.ts'
import type { AnswerBehaviour } from './behaviours.ts'
import { faithfulAnswer, trueSegments } from './faithful.ts'
import { SPOILS, type Spoiled, spoiledSegments } from './misbehaving.ts'
import type { Prompt } from './prompt.ts'

export interface Occasion {
  readonly prompt: Prompt
  readonly payload: string | null
  /** 1 for the first request with this behaviour. */
  readonly turn: number
}

function isSpoiled(behaviour: AnswerBehaviour): behaviour is AnswerBehaviour & Spoiled {
  return Object.hasOwn(SPOILS, behaviour)
}

function draftText(segments: readonly unknown[]): string {
  return JSON.stringify({ segments, not_answered: [] })
}

function textOf(behaviour: AnswerBehaviour, { prompt, payload, turn }: Occasion): string {
  const faithful = JSON.stringify(faithfulAnswer(prompt))
  if (isSpoiled(behaviour)) return draftText(spoiledSegments(behaviour, prompt))
  switch (behaviour) {
    case 'obeys-attacker':
      return draftText(obeyAttacker(prompt, payload))
    case 'stops-mid-json':
      return faithful.slice(0, Math.floor(faithful.length * 0.6))
    case 'not-json':
      return `Sure! Here is your reply: ${trueSegments(prompt)
        .map(({ text }) => text)
        .join(' ')}`
    case 'wrong-schema':
      return JSON.stringify({ reply: trueSegments(prompt).map(({ text }) => text), sources: 'all of them' })
    case 'wrong-then-right':
      return turn % 2 === 1 ? faithful.replace('{', '{{') : faithful
    case 'faithful':
    case 'loops':
      return faithful
    default:
      throw new Error(behaviour satisfies never)
  }
}

/** Words with the space before them. */
export function* piecesOf(text: string): Generator<string> {
  for (const [piece] of text.matchAll(/\s*\S{1,24}|\s+/g)) yield piece
}

/** What `behaviour` says; `loops` never ends. */
export function* answerPieces(behaviour: AnswerBehaviour, occasion: Occasion): Generator<string> {
  if (behaviour !== 'loops') return yield* piecesOf(textOf(behaviour, occasion))
  const [segment] = trueSegments(occasion.prompt)
  yield '{"segments":['
  for (let first = true; ; first = false)
    yield* piecesOf(`${first ? '' : ','}${JSON.stringify(segment ?? {})}`)
}

/** A model that says what the test tells it to, piece by piece; what it was asked is kept. */
import type { RequestEnd } from '../../server/budget/index.ts'
import { payloadDigest, type Turnstile } from '../../server/capability/index.ts'
import { type Model, type ModelCall, Withheld } from '../../server/drafting/index.ts'
import type { Tokens } from '../../src/domain/money.ts'
import { type MovableModel, openTurnstile } from './turnstiles.ts'

export interface Reading {
  readonly system: string
  readonly user: string
  /** Text under `[[P1]]` and so on, as the model was given it. */
  readonly passages: readonly { readonly name: string; readonly head: string; readonly text: string }[]
  readonly questions: readonly string[]
  readonly ticket: string
}

export interface ScriptedModel extends MovableModel {
  readonly calls: readonly ModelCall[]
  readonly readings: readonly Reading[]
  /** What it answers; a promise in between is waited for, an error is thrown there. */
  says: (reading: Reading, attempt: number) => AsyncIterable<string> | Iterable<string>
  /** What it says that an answer took; `null`: it does not say. */
  tokens: Tokens | null
  reset(): void
}

export const MODEL_FACTS = {
  provider: 'openai-eu',
  host: 'eu.api.openai.com',
  region: 'EEA+CH',
  retention: 'zdr',
  model: 'test-model',
} as const

export const USUAL_TOKENS: Tokens = { input: 1_000, output: 100 }

export function readCall({ system, user }: ModelCall): Reading {
  const section = (from: string, to: readonly string[]) => {
    const lines = user.split('\n')
    const start = lines.findIndex((line) => line === from || line.startsWith(`${from} `))
    if (start === -1) return []
    const rest = lines.slice(start + 1)
    const end = rest.findIndex((line) => to.some((name) => line === name || line.startsWith(`${name} `)))
    return end === -1 ? rest : rest.slice(0, end)
  }
  const passages: { name: string; head: string; text: string }[] = []
  for (const line of section('PASSAGES', ['DRAFT', 'TICKET'])) {
    const head = /^\[\[(P\d+)\]\] (.*)$/.exec(line)
    if (head !== null) passages.push({ name: head[1] ?? '', head: head[2] ?? '', text: '' })
    else {
      const last = passages.at(-1)
      if (last !== undefined) last.text += `${last.text === '' ? '' : '\n'}${line}`
    }
  }
  return {
    system,
    user,
    passages,
    questions: section('QUESTIONS', ['PASSAGES']),
    ticket: section('TICKET', ['END TICKET']).join('\n'),
  }
}

export interface SaidSegment {
  readonly kind?: string
  readonly question?: number
  readonly text: string
  readonly citations?: readonly { readonly passage: string; readonly quote: string }[]
}

export function answerOf(segments: readonly SaidSegment[], notAnswered: readonly number[] = []): string {
  return JSON.stringify({
    segments: segments.map((segment) => ({ kind: 'answer', question: 1, citations: [], ...segment })),
    not_answered: notAnswered,
  })
}

export function inPieces(text: string, size = 7): readonly string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size))
  return pieces
}

/** Says each sentence of the first passage as it stands: true, cited, verbatim. */
export function sayFirstPassage({ passages }: Reading): readonly string[] {
  const [first] = passages
  const sentences = (first?.text ?? '')
    .split('\n')
    .join(' ')
    .split(/(?<=\.) /)
  return inPieces(
    answerOf(sentences.map((text) => ({ text, citations: [{ passage: first?.name ?? 'P1', quote: text }] }))),
  )
}

export function scriptedModel(facts: Model['facts'] = MODEL_FACTS): ScriptedModel {
  const calls: ModelCall[] = []
  const readings: Reading[] = []
  const askBehind =
    (turnstile: Turnstile): Model['ask'] =>
    (_allow, call, signal) => {
      const traffic = { calls: 0, bytesOut: 0, bytesIn: 0 }
      async function* pieces() {
        const bytes = Buffer.byteLength(call.system) + Buffer.byteLength(call.user)
        const payload = payloadDigest(`${call.system}\n${call.user}`)
        const { maxOutputTokens } = call
        const capability = await call.permit({ payload, bytes, maxOutputTokens })
        if (capability === null) throw new Withheld()
        let ended: RequestEnd = { end: 'unsent' }
        try {
          const { accountId, leaving } = call
          const passed = await turnstile.pass(capability, { ...leaving, accountId, payload, bytes, ...facts })
          if (passed.outcome === 'refused') throw new Withheld()
          calls.push(call)
          const { tokens } = model
          ended = tokens === null ? { end: 'unknown' } : { end: 'used', tokens }
          const reading = readCall(call)
          readings.push(reading)
          traffic.calls = 1
          traffic.bytesOut = bytes
          for await (const piece of model.says(reading, calls.length)) {
            signal.throwIfAborted()
            traffic.bytesIn += piece.length
            yield piece
          }
        } finally {
          await call.settle(capability, ended)
        }
      }
      return { pieces: pieces(), traffic: () => ({ ...traffic }) }
    }
  const model: ScriptedModel = {
    facts,
    calls,
    readings,
    says: sayFirstPassage,
    tokens: USUAL_TOKENS,
    behind: (turnstile) => ({ facts, ask: askBehind(turnstile) }),
    ask: askBehind(openTurnstile()),
    reset() {
      calls.length = 0
      readings.length = 0
      model.says = sayFirstPassage
      model.tokens = USUAL_TOKENS
    },
  }
  return model
}

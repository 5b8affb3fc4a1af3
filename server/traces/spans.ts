/** The spans there are, and the port that whoever sends them implements. */
import type { SpanFacts } from './attributes.ts'

export const SPAN_NAMES = [
  'http.request',
  'draft.reply',
  'draft.gate',
  'draft.retrieve',
  'draft.compose',
  'draft.store',
  'provider.ask',
  'store.transaction',
  'audit.append',
  'articles.read',
] as const
export type SpanName = (typeof SPAN_NAMES)[number]

/** Says more of a span while it runs. */
export type Note = (facts: SpanFacts) => void

export interface Traces {
  /** A fault that the act throws is noted by its code alone, and thrown on. */
  span<T>(name: SpanName, facts: SpanFacts, act: (note: Note) => Promise<T>): Promise<T>
}

const ROOTS: readonly SpanName[] = ['http.request', 'articles.read']

/** The others are told only as a part of something: the server's own rounds each second would drown the rest. */
export const isRoot = (name: SpanName) => ROOTS.includes(name)

/** A span for what is begun here and ended elsewhere. */
export function tracedAct(traces: Traces, name: SpanName, facts: SpanFacts): (facts: SpanFacts) => void {
  let finish: (facts: SpanFacts) => void = () => undefined
  const ended = new Promise<SpanFacts>((resolve) => {
    finish = resolve
  })
  traces.span(name, facts, async (note) => note(await ended)).catch(() => undefined)
  return finish
}

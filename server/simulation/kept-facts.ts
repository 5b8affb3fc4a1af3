/**
 * How near a draft is to the reply that was sent: by facts, with words beside them. A reply that says "30 days" in
 * other words is near, one with the same words and "14 days" is not. Pure; keeps nothing of either text.
 */
import type { KeptFacts } from '../../src/domain/simulation.ts'
import { analysedWords, languageOf } from '../articles/index.ts'
import { addressesIn, addressKey, type Figure, figuresIn } from '../drafting/index.ts'

const PLACEHOLDER = /⟦[^⟦⟧]{0,40}⟧/g
/** `"Your orders"`, `„Meine Bestellungen“`: buttons, pages and products, as they are written. */
const QUOTED = /["“„«]([^"“”„«»\n]{2,60})["”“»]/gu
/** `My account > Orders` is a way through pages. */
const PATH = /(?:\p{L}[\p{L}\p{N} ]{1,30} ?[>›→] ?)+\p{L}[\p{L}\p{N} ]{1,30}/gu
const SHORT_FORM = /(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}\p{N}]{1,10}(?![\p{L}\p{N}])/gu
/** A capital within a sentence; not in German, where every noun has one. */
const NAME = /(?<=[\p{Ll},;] )\p{Lu}\p{Ll}[\p{L}-]{1,30}(?: \p{Lu}\p{Ll}[\p{L}-]{1,30})*/gu
const STEP = /^[^\S\r\n]*(?:\d{1,2}[.)]|[-*•])[^\S\r\n]+(.{8,400})$/gmu
const NUMBERING = /^[^\S\r\n]*\d{1,2}[.)][^\S\r\n]+/gmu
/** A step counts as there when most of its words stand together in one line or sentence. */
const SAME_STEP = 0.6
const SHORTEST_WORD = 3

interface Facts {
  readonly figures: readonly Figure[]
  readonly keys: ReadonlySet<string>
  readonly steps: readonly ReadonlySet<string>[]
  readonly lines: readonly ReadonlySet<string>[]
  readonly words: ReadonlySet<string>
}

const figureKey = ({ kind, value, unit }: Pick<Figure, 'kind' | 'value' | 'unit'>) =>
  `${kind} ${value} ${unit ?? ''}`
const folded = (text: string) => text.toLowerCase().replace(/\s+/gu, ' ').trim()

function linkKey(written: string): string {
  return written
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[#?].*$/, '')
    .replace(/\/$/, '')
}

function wordsOf(text: string, locale: string): ReadonlySet<string> {
  return new Set(analysedWords(text, locale).filter(({ length }) => length >= SHORTEST_WORD))
}

function namesIn(text: string, locale: string): readonly string[] {
  const named = [
    ...[...text.matchAll(QUOTED)].map(([, name = '']) => name),
    ...[...text.matchAll(PATH)].map(([path]) => path.replaceAll(/\s*[>›→]\s*/gu, ' > ')),
    ...[...text.matchAll(SHORT_FORM)].map(([name]) => name),
    ...(languageOf(locale) === 'de' ? [] : [...text.matchAll(NAME)].map(([name]) => name)),
  ]
  return named.map(folded)
}

function factsOf(written: string, locale: string): Facts {
  const lines = written.replaceAll(PLACEHOLDER, ' ')
  // The place of a step is no figure.
  const text = lines.replaceAll(NUMBERING, '')
  const addresses = addressesIn(text)
  const figures = figuresIn(text, languageOf(locale), addresses)
  const keys = new Set([
    ...figures.map((figure) => `figure ${figureKey(figure)}`),
    ...addresses.map((address) =>
      address.kind === 'link' ? `link ${linkKey(address.value)}` : `${address.kind} ${addressKey(address)}`,
    ),
    ...namesIn(text, locale).map((name) => `name ${name}`),
  ])
  return {
    figures,
    keys,
    steps: [...lines.matchAll(STEP)].map(([, line = '']) => wordsOf(line, locale)),
    lines: text.split(/\n|(?<=[.!?])\s/u).map((line) => wordsOf(line, locale)),
    words: wordsOf(text, locale),
  }
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0
  for (const word of a) if (b.has(word)) count += 1
  return count
}

const stepStands = (step: ReadonlySet<string>, { lines }: Facts) =>
  step.size > 0 && lines.some((line) => common(step, line) / step.size >= SAME_STEP)

/** Another value for the same thing, whose own value the draft does not say. */
function contradictions(draft: Facts, sent: Facts): number {
  const contradicted = new Set<string>()
  for (const own of draft.figures) {
    if (own.unit === null || sent.keys.has(`figure ${figureKey(own)}`)) continue
    const rivals = sent.figures.filter(({ kind, unit }) => kind === own.kind && unit === own.unit)
    if (rivals.some((rival) => !draft.keys.has(`figure ${figureKey(rival)}`)))
      contradicted.add(figureKey(own))
  }
  return contradicted.size
}

/** @param sentences of the draft, without greeting and closing. Both texts are minimised. */
export function keptFacts(sentences: readonly string[], reply: string, locale: string): KeptFacts {
  const draft = factsOf(sentences.join('\n'), locale)
  const sent = factsOf(reply, locale)
  const steps = sent.steps.filter((step) => stepStands(step, draft)).length
  const shared = common(sent.keys, draft.keys)
  const all = sent.words.size + draft.words.size
  return {
    sent: sent.keys.size + sent.steps.length,
    kept: shared + steps,
    drafted: draft.keys.size,
    absent: draft.keys.size - shared,
    contradicted: contradictions(draft, sent),
    overlap: all === 0 ? 0 : (2 * common(sent.words, draft.words)) / all,
  }
}

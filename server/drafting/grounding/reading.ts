/** A text as the rules read it: words with their stems, figures, addresses and clauses. */
import { folded, type Language, languageFor } from '../../articles/index.ts'
import { type Address, addressesIn } from './addresses.ts'
import { spelledOut } from './contractions.ts'
import { type Figure, figuresIn } from './figures.ts'
import { plainText } from './typography.ts'

export interface Word {
  /** Lower case; `#` for a figure. */
  readonly text: string
  readonly written: string
  readonly stem: string
  /** 0 for grammar, 1 for topics, as retrieval weighs them. */
  readonly weight: number
  readonly clause: number
  readonly start: number
  readonly end: number
  readonly opens: boolean
  readonly figure: Figure | null
}

export interface Reading {
  readonly text: string
  readonly language: Language
  readonly words: readonly Word[]
  readonly figures: readonly Figure[]
  readonly addresses: readonly Address[]
  readonly stems: ReadonlySet<string>
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu
const CLAUSE_END = /[,;:!?"]|\.(?= |$)| - /u
const SENTENCE_START = /(?:^|[.!?:"(]) ?["'(]?$/u
/** Words that begin a clause of its own without a sign before them. */
const JOINING: Readonly<Record<string, string>> = {
  en: 'and or but if unless because while whereas although when once until so that which who',
  de: 'und oder aber sondern sowie wenn falls sofern weil während obwohl',
  fr: 'et ou mais si sauf lorsque quand car',
  es: 'y o pero si salvo cuando porque sino',
  it: 'e o ma se salvo quando perché',
  nl: 'en of maar als indien tenzij wanneer omdat',
}
const LONGEST_WORD = 48
/** Words of help-center texts alone: no word of a ticket, nor of what a model made of it, outlives its reading. */
const WORDS_KEPT = 20_000

const joining = new Map(
  Object.entries(JOINING).map(([code, words]) => [code, new Set(words.split(' '))] as const),
)
interface Analysed {
  readonly stem: string
  readonly weight: number
}

const ofArticles = new Map<string, Map<string, Analysed>>()

/** Stemming is most of the time a sentence takes, and texts repeat their words. */
function startLooking(language: Language, isOfArticle: boolean): (word: string) => Analysed {
  const kept = ofArticles.get(language.code) ?? new Map<string, Analysed>()
  const own = isOfArticle ? kept : new Map<string, Analysed>()
  if (isOfArticle) ofArticles.set(language.code, kept)
  return (word) => {
    const found = kept.get(word) ?? own.get(word)
    if (found !== undefined) return found
    if (own.size >= WORDS_KEPT) own.clear()
    const short = word.slice(0, LONGEST_WORD)
    const entry = { stem: language.stem(short) || folded(short), weight: language.weight(short) }
    own.set(word, entry)
    return entry
  }
}

function figureWord(figure: Figure, text: string, clause: number): Word {
  const { start, end, kind, value } = figure
  const written = text.slice(start, end)
  return {
    text: '#',
    written,
    stem: `#${kind}:${value}`,
    weight: 1,
    clause,
    start,
    end,
    opens: false,
    figure,
  }
}

/** Numbers the clauses. A parenthesis is one of its own; behind it the clause before goes on. */
function clauseCounter(): { at(between: string, opensClause: boolean): number } {
  let highest = 0
  let current = 0
  const around: number[] = []
  const open = () => {
    highest += 1
    current = highest
  }
  return {
    at: (between, opensClause) => {
      for (const sign of between.replace(/[^()]/g, '')) {
        if (sign === '(') {
          around.push(current)
          open()
        } else current = around.pop() ?? current
      }
      if (opensClause || CLAUSE_END.test(between)) open()
      return current
    },
  }
}

function wordsIn(
  text: string,
  language: Language,
  figures: readonly Figure[],
  isOfArticle: boolean,
): readonly Word[] {
  const analysed = startLooking(language, isOfArticle)
  const joins = joining.get(language.code)
  const counter = clauseCounter()
  const words: Word[] = []
  let last = 0
  let next = 0
  for (const { 0: written, index } of text.matchAll(WORD)) {
    const end = index + written.length
    while (next < figures.length && (figures[next]?.end ?? 0) <= index) next += 1
    const figure = figures[next]
    const isInside = figure !== undefined && index < figure.end && end > figure.start
    const lower = written.toLowerCase()
    const between = text.slice(last, Math.max(last, index))
    // "9:00 - 12:00" is one stretch of time, not two clauses.
    const isRange = isInside && words.at(-1)?.figure !== null && between.trim() === '-'
    const clause = counter.at(isRange ? '' : between, joins?.has(lower) ?? false)
    if (isInside) {
      if (words.at(-1)?.figure !== figure) words.push(figureWord(figure, text, clause))
      last = Math.max(last, figure.end)
      continue
    }
    const opens = SENTENCE_START.test(text.slice(Math.max(0, index - 3), index))
    last = end
    words.push({
      text: lower,
      written,
      ...analysed(lower),
      clause,
      start: index,
      end,
      opens,
      figure: null,
    })
  }
  return words
}

/** Reads a text of any length in time linear in it. Keeps no word of it. */
export function readWords(original: string, locale: string): Reading {
  return readingOf(original, locale, false)
}

/** The same for text of the help center, whose words are kept for the next. */
export function readArticleWords(original: string, locale: string): Reading {
  return readingOf(original, locale, true)
}

function readingOf(original: string, locale: string, isOfArticle: boolean): Reading {
  const language = languageFor(locale)
  const text = spelledOut(plainText(original), language.code)
  const addresses = addressesIn(text)
  const figures = figuresIn(text, language.code, addresses)
  const words = wordsIn(text, language, figures, isOfArticle).filter(
    ({ start, end }) => !addresses.some((at) => start < at.end && end > at.start),
  )
  return { text, language, words, figures, addresses, stems: new Set(words.map(({ stem }) => stem)) }
}

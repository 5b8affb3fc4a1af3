/** What a sentence may rest on: the cited sentences first, then the passages around them. */
import { splitSentences } from '../../articles/index.ts'
import { type Reading, readArticleWords, readWords, type Word } from './reading.ts'
import { type Place, placeOfQuote, plainText } from './typography.ts'

export interface GroundingSource {
  readonly text: string
  readonly title: string
  readonly headings: readonly string[]
}

export interface SourceSentence extends Place {
  readonly reading: Reading
}

export interface SourceReading {
  readonly sentences: readonly SourceSentence[]
  readonly heads: readonly Reading[]
  readonly stems: ReadonlySet<string>
  readonly plain: string
}

export interface Ground {
  /** Whole sentences, even where only a part was quoted: what was cut off may turn the part round. */
  readonly cited: readonly Reading[]
  /** The cited sentences as they stand, without the line that announces them. */
  readonly verbatim: readonly Reading[]
  /** Of a cited item that was read with its announcing line: the item alone. */
  readonly items: ReadonlyMap<Reading, Reading>
  /** Title, headings and the line that announces a list. */
  readonly heads: readonly Reading[]
  readonly sources: readonly SourceReading[]
  readonly citedStems: ReadonlySet<string>
  readonly headStems: ReadonlySet<string>
}

const QUOTE_CHARS_MIN = 12
const ANNOUNCED_WITHIN = 12
const ENDS = /[.!]$/u
const SOURCES_KEPT = 64
const read = new Map<string, SourceReading>()

/** Kept for the next sentence of the same draft: help-center text only. A ticket's is read with `readAfresh`. */
export function readSource(source: GroundingSource, locale: string): SourceReading {
  const key = JSON.stringify([locale, source.title, source.headings, source.text])
  const found = read.get(key)
  if (found !== undefined) return found
  const reading = sourceIn(source, locale, readArticleWords)
  if (read.size >= SOURCES_KEPT) read.delete(read.keys().next().value ?? '')
  read.set(key, reading)
  return reading
}

/** Keeps nothing. */
export function readAfresh(source: GroundingSource, locale: string): SourceReading {
  return sourceIn(source, locale, readWords)
}

function sourceIn(source: GroundingSource, locale: string, reader: typeof readWords): SourceReading {
  const sentences = splitSentences(source.text, locale).map(({ start, end }) => ({
    start,
    end,
    reading: reader(source.text.slice(start, end), locale),
  }))
  const heads = [source.title, ...source.headings].map((text) => reader(text, locale))
  const stems = new Set(
    [...sentences.map(({ reading }) => reading), ...heads].flatMap((one) => [...one.stems]),
  )
  return { sentences, heads, stems, plain: plainText(source.text) }
}

/** The place of the line that a list item or an answer hangs on: "The fee is waived for:", "Is it free?". */
function announcingAt(texts: readonly string[], at: number): number | null {
  if (/[:?]$/u.test(texts[at] ?? '')) return null
  if (texts[at - 1]?.endsWith('?')) return at - 1
  for (let before = at - 1; before >= 0 && before >= at - ANNOUNCED_WITHIN; before -= 1) {
    const text = texts[before] ?? ''
    if (!text.endsWith(':')) continue
    // A list whose first item has no full stop ends before the first sentence that has one.
    const first = texts[before + 1] ?? ''
    const items = texts.slice(before + 2, at + 1)
    const isOver = !ENDS.test(first) && items.some((item) => ENDS.test(item))
    return isOver ? null : before
  }
  return null
}

function placesIn(quote: string, text: string, sentences: readonly Place[]): readonly number[] {
  const place = placeOfQuote(quote, text)
  if (place === null) return []
  return sentences.flatMap(({ start, end }, at) => (start < place.end && end > place.start ? [at] : []))
}

/** @returns the line of the passage, ending in `:` or `?`, that the quoted list line or answer hangs on. */
export function announcementOf(passageText: string, quote: string, locale = 'en'): string | null {
  const sentences = splitSentences(passageText, locale)
  const texts = sentences.map(({ start, end }) => passageText.slice(start, end).trim())
  const [first] = placesIn(quote, passageText, sentences)
  const at = first === undefined ? null : announcingAt(texts, first)
  return at === null ? null : (texts[at] ?? null)
}

interface Cited {
  readonly cited: readonly Reading[]
  readonly items: readonly (readonly [Reading, Reading])[]
  readonly verbatim: readonly Reading[]
  readonly announcing: readonly Reading[]
}

/** "The following cannot be returned: / Gift cards" says one thing: what its line denies, the item denies. */
function announced(line: Reading, item: Reading, locale: string): Reading {
  return readWords(`${line.text.replace(/[:?]$/u, '')} ${item.text}`, locale)
}

function citedIn(
  source: GroundingSource,
  reading: SourceReading,
  quote: string,
  locale: string,
): Cited | null {
  const place = placeOfQuote(quote, source.text)
  if (place === null) return null
  const touched = placesIn(quote, source.text, reading.sentences)
  const wholes = touched.flatMap((at) => reading.sentences[at] ?? [])
  const isWhole = wholes.some((one) => place.start <= one.start && place.end >= one.end)
  if (!isWhole && plainText(quote).length < QUOTE_CHARS_MIN) return null
  const texts = reading.sentences.map((one) => one.reading.text)
  const hung = touched.flatMap((at) => {
    const item = reading.sentences[at]?.reading
    const line = reading.sentences[announcingAt(texts, at) ?? -1]?.reading
    if (item === undefined) return []
    return [{ item, line, whole: line === undefined ? item : announced(line, item, locale) }]
  })
  return {
    cited: hung.map(({ whole }) => whole),
    items: hung.flatMap(({ item, whole }) => (item === whole ? [] : [[whole, item] as const])),
    verbatim: wholes.map((one) => one.reading),
    announcing: hung.flatMap(({ line }) => line ?? []),
  }
}

function stemsOf(readings: readonly Reading[]): ReadonlySet<string> {
  return new Set(readings.flatMap(({ stems }) => [...stems]))
}

/** @returns `null` when a quote stands in none of the sources, or is too short to say anything. */
export function groundOf(
  sources: readonly GroundingSource[],
  quotes: readonly string[],
  locale: string,
  readOne: typeof readSource = readSource,
): Ground | null {
  const readings = sources.map((source) => readOne(source, locale))
  const cited = new Set<Reading>()
  const verbatim = new Set<Reading>()
  const items = new Map<Reading, Reading>()
  const heads = new Set(readings.flatMap((reading) => reading.heads))
  for (const quote of quotes) {
    const found = sources.flatMap((source, at) => {
      const reading = readings[at]
      return reading === undefined ? [] : (citedIn(source, reading, quote, locale) ?? [])
    })
    if (found.length === 0) return null
    for (const one of found) {
      for (const reading of one.cited) cited.add(reading)
      for (const [whole, item] of one.items) items.set(whole, item)
      for (const reading of one.verbatim) verbatim.add(reading)
      for (const reading of one.announcing) heads.add(reading)
    }
  }
  return {
    cited: [...cited],
    verbatim: [...verbatim],
    items,
    heads: [...heads],
    sources: readings,
    citedStems: stemsOf([...cited]),
    headStems: stemsOf([...heads]),
  }
}

/** The same ground with one cited sentence alone. */
export function onOneSentence(ground: Ground, reading: Reading): Ground {
  return { ...ground, cited: [reading], citedStems: reading.stems }
}

/** Content words of a reading. */
export function topicWords(words: readonly Word[]): readonly Word[] {
  return words.filter(({ weight }) => weight > 0)
}

/** What a sentence may rest on: the cited sentences first, then the passages around them. */
import { splitSentences } from '../../articles/index.ts'
import { type Reading, readWords, type Word } from './reading.ts'
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
  /** Title, headings and the line that announces a list. */
  readonly heads: readonly Reading[]
  readonly sources: readonly SourceReading[]
  readonly citedStems: ReadonlySet<string>
  readonly headStems: ReadonlySet<string>
}

const QUOTE_CHARS_MIN = 12
const ANNOUNCED_WITHIN = 12
const SOURCES_KEPT = 64
const read = new Map<string, SourceReading>()

/** Kept for the next sentence of the same draft: help-center text only. A ticket's is read with `readAfresh`. */
export function readSource(source: GroundingSource, locale: string): SourceReading {
  const key = JSON.stringify([locale, source.title, source.headings, source.text])
  const found = read.get(key)
  if (found !== undefined) return found
  const reading = readAfresh(source, locale)
  if (read.size >= SOURCES_KEPT) read.delete(read.keys().next().value ?? '')
  read.set(key, reading)
  return reading
}

/** Keeps nothing. */
export function readAfresh(source: GroundingSource, locale: string): SourceReading {
  const sentences = splitSentences(source.text, locale).map(({ start, end }) => ({
    start,
    end,
    reading: readWords(source.text.slice(start, end), locale),
  }))
  const heads = [source.title, ...source.headings].map((text) => readWords(text, locale))
  const stems = new Set(
    [...sentences.map(({ reading }) => reading), ...heads].flatMap((one) => [...one.stems]),
  )
  return { sentences, heads, stems, plain: plainText(source.text) }
}

/** The line that a list item hangs on: "The fee is waived for:". */
function announcing(sentences: readonly SourceSentence[], at: number): readonly Reading[] {
  for (let before = at - 1; before >= 0 && before >= at - ANNOUNCED_WITHIN; before -= 1) {
    const reading = sentences[before]?.reading
    if (reading?.text.endsWith(':')) return [reading]
  }
  return []
}

interface Cited {
  readonly cited: readonly Reading[]
  readonly announcing: readonly Reading[]
}

function citedIn(source: GroundingSource, reading: SourceReading, quote: string): Cited | null {
  const place = placeOfQuote(quote, source.text)
  if (place === null) return null
  const touched = reading.sentences.flatMap((sentence, at) =>
    sentence.start < place.end && sentence.end > place.start ? [at] : [],
  )
  const wholes = touched.flatMap((at) => reading.sentences[at] ?? [])
  const isWhole = wholes.some((one) => place.start <= one.start && place.end >= one.end)
  if (!isWhole && plainText(quote).length < QUOTE_CHARS_MIN) return null
  return {
    cited: wholes.map((one) => one.reading),
    announcing: touched.slice(0, 1).flatMap((at) => announcing(reading.sentences, at)),
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
  const heads = new Set(readings.flatMap((reading) => reading.heads))
  for (const quote of quotes) {
    const found = sources.flatMap((source, at) => {
      const reading = readings[at]
      return reading === undefined ? [] : (citedIn(source, reading, quote) ?? [])
    })
    if (found.length === 0) return null
    for (const one of found) {
      for (const reading of one.cited) cited.add(reading)
      for (const reading of one.announcing) heads.add(reading)
    }
  }
  return {
    cited: [...cited],
    heads: [...heads],
    sources: readings,
    citedStems: stemsOf([...cited]),
    headStems: stemsOf([...heads]),
  }
}

/** Content words of a reading. */
export function topicWords(words: readonly Word[]): readonly Word[] {
  return words.filter(({ weight }) => weight > 0)
}

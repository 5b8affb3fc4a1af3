import { GIVEN } from './lexicon.ts'
import {
  addressed,
  asks,
  followedBy,
  inHeading,
  introduced,
  linked,
  opensSentence,
  ordinaryCapitalAfter,
  ownLine,
  saidName,
} from './name-places.ts'
import { alsoWord, isOrdinary, type Reading, type Run, readingOf, runEnd } from './name-reading.ts'
import { ARTICLES, endsLikeFamily, endsLikeNoPerson, HUMAN_VERBS, SUFFIXES, VERBS } from './name-signs.ts'
import type { Span } from './spans.ts'
import type { Word } from './words.ts'

/** Names of people: after titles, kin and introductions, in lists and contact blocks, and by lists of names. */
export function names(text: string, words: readonly Word[]): readonly Span[] {
  const reading = readingOf(text, words)
  const runs: Run[] = []
  for (let at = 0; at < words.length; at++) {
    if (reading.kinds[at] === 'none') continue
    const last = runEnd(reading, at)
    runs.push({ at, last, kinds: reading.kinds.slice(at, last + 1), opening: opensSentence(reading, at) })
    at = last
  }
  const found = runs.map((run) => nameIn(reading, run))
  join(reading, runs, found)
  const named = found.filter((span) => span !== null)
  return reading.careless ? [...named, ...smallIntroductions(reading)] : named
}

/** "my name is lena": who writes no capitals is believed after these words. */
function smallIntroductions({ text, words }: Reading): readonly Span[] {
  return words.flatMap((word, at) => {
    if (word.number || isOrdinary(word) || !saidName(text, words, at)) return []
    let last = at
    for (let index = at + 1; index <= at + 2; index++) {
      const next = words[index]
      const end = words[last]?.end ?? 0
      if (
        next === undefined ||
        next.number ||
        isOrdinary(next) ||
        !/^\.?[ ]$/.test(text.slice(end, next.start))
      )
        break
      last = index
    }
    return [{ start: word.start, end: words[last]?.end ?? word.end, type: 'NAME' as const }]
  })
}

function nameIn(reading: Reading, run: Run): Span | null {
  const { words } = reading
  const { at, last, kinds, opening } = run
  const first = words[at] as Word
  if (/^(?:st|saint|sankt|sant)$/.test(words[at - 1]?.lower ?? '') && kinds.length === 1) return null
  if (kinds.length === 1 && kinds[0] === 'initial') return null
  if (introduced(reading, at))
    return wholeOf(reading, at, reading.capitalsTell || !first.capital ? last : Math.min(last, at + 2))
  if (ownLine(reading, run)) return wholeOf(reading, at, last)
  if (!first.capital) return smallName(reading, run)
  const strong = kinds.findIndex((kind, index) => kind === 'given' && !alsoWord(words[at + index]))
  if (strong !== -1) return givenName(reading, run, strong)
  const many = kinds.filter((kind) => kind !== 'initial').length > 1
  const known = kinds.includes('given') || kinds.includes('family')
  if (many && kinds.includes('given') && (kinds.includes('family') || kinds.includes('initial')))
    return wholeOf(reading, at, last)
  if (!reading.capitalsTell) return null
  const telling = words.slice(at, last + 1).some(tellsFamily)
  if (kinds.includes('initial') && kinds.length > 1)
    return known || !opening || telling ? wholeOf(reading, at, last) : null
  if (many) return severalWords(reading, run, telling)
  return oneWord(reading, run, telling) ? wholeOf(reading, at, last) : null
}

function smallName(reading: Reading, { at, last, kinds }: Run): Span | null {
  if (kinds.includes('given') && kinds.includes('family')) return wholeOf(reading, at, last)
  return reading.careless && kinds.length > 1 ? wholeOf(reading, at, last) : null
}

/** From the given name on; outside English one more word, since a noun with a capital may follow. */
function givenName(reading: Reading, run: Run, strong: number): Span | null {
  const { text, words } = reading
  const { at, last, kinds, opening } = run
  const first = words[at + strong] as Word
  if (at === last) {
    const after = text.slice(first.end, first.end + 2)
    if (reading.capitalsTell && ordinaryCapitalAfter(reading, last)) return null
    // Short names are common words of other languages: at the start of a sentence they need a verb or a comma.
    const short = first.end - first.start <= 3 && opening
    return short && !/^(?:[,:!]|['’]s)/.test(after) && !followedBy(reading, last, VERBS)
      ? null
      : wholeOf(reading, at, last)
  }
  if (reading.capitalsTell || reading.shouting) {
    // A sentence may begin with a word before the name: "Ask Maria Keller" is Maria Keller.
    const skip = opening && kinds[0] === 'unknown' && strong === 1 && kinds.length > 2 ? 1 : 0
    return wholeOf(reading, at + skip, last)
  }
  let to = at + strong
  while (to < last && to <= at + strong + 2) {
    to++
    if (reading.kinds[to] !== 'initial' && reading.kinds[to] !== 'none') break
  }
  const from = strong > 0 && kinds[strong - 1] === 'family' ? at + strong - 1 : at + strong
  return wholeOf(reading, from, to)
}

function severalWords(reading: Reading, run: Run, telling: boolean): Span | null {
  const { at, last, kinds, opening } = run
  const { text, words } = reading
  const end = (words[last] as Word).end
  const whole = wholeOf(reading, at, last)
  if (telling) return whole
  const heading = inHeading(reading, at, last)
  if (
    words
      .slice(at, last + 1)
      .some((word) => endsLikeNoPerson(word.lower) || (isOrdinary(word) && (word.signs & GIVEN) === 0))
  )
    return null
  const owns = /^['’]s /.test(text.slice(end - 2, end + 1))
  const known = kinds.includes('family') || kinds.includes('given')
  if (
    opening &&
    !owns &&
    !followedBy(reading, last, known ? VERBS : HUMAN_VERBS) &&
    !/^, (?:the|an?|who|from|of) /.test(text.slice(end, end + 7))
  )
    return null
  // "the Gravel Race", "your Gold Club": nobody is called with an article.
  if (!opening && !kinds.includes('family') && ARTICLES.has(words[at - 1]?.lower ?? '')) return null
  if (known || opening) return whole
  return heading || kinds.length > 3 ? null : whole
}

function oneWord(reading: Reading, { at, last, kinds, opening }: Run, telling: boolean): boolean {
  const word = reading.words[at] as Word
  if (isOrdinary(word) || inHeading(reading, at, last))
    return addressed(reading, at) && kinds[0] !== 'unknown'
  const start = reading.words[at - 1]?.start ?? 0
  const quoted = /["”“']\s?$/.test(reading.text.slice(Math.max(0, start - 2), start))
  if (quoted && /^(?:says|said|asked|replied)$/.test(reading.words[at - 1]?.lower ?? '')) return true
  if (kinds[0] !== 'unknown' && !alsoWord(word)) return !opening || followedBy(reading, last, VERBS)
  if (kinds[0] !== 'unknown')
    return (
      addressed(reading, at) ||
      (linked(reading, at) && !word.shouted) ||
      (opening && followedBy(reading, last, HUMAN_VERBS))
    )
  if (opening) return followedBy(reading, last, HUMAN_VERBS) || asks(reading, at)
  return telling
}

/** "Anna, Hleb and Derek": beside a name, a word with a capital is one as well. */
function join(reading: Reading, runs: readonly Run[], found: (Span | null)[]): void {
  for (const backwards of [false, true]) {
    for (let step = 0; step < runs.length; step++) {
      const index = backwards ? runs.length - 1 - step : step
      const neighbour = backwards ? index + 1 : index - 1
      const run = runs[index]
      const other = runs[neighbour]
      if (
        run === undefined ||
        other === undefined ||
        found[index] !== null ||
        !joins(reading, run, other, index > neighbour)
      )
        continue
      if (found[neighbour] !== null || bothKnown(reading, run, other))
        found[index] = wholeOf(reading, run.at, run.last)
    }
  }
}

function joins({ text, words, capitalsTell }: Reading, run: Run, other: Run, after: boolean): boolean {
  const left = after ? other : run
  const right = after ? run : other
  const end = words[left.last]?.end ?? 0
  const between = text.slice(end, Math.min(words[right.at]?.start ?? end, end + 8))
  if (!capitalsTell || run.last - run.at > 2) return false
  if (words[run.at]?.shouted === true) return false
  return /^(?:, | and | & |, and )$/.test(between)
}

const bothKnown = ({ words }: Reading, run: Run, other: Run) =>
  [run, other].every(({ kinds, at }) => kinds[0] !== 'unknown' && !isOrdinary(words[at] as Word))

function tellsFamily(word: Word): boolean {
  const bare = word.lower.replace(/['’]s$/, '')
  return !word.shouted && endsLikeFamily(bare)
}

function wholeOf({ text, words }: Reading, from: number, to: number): Span {
  const first = words[from] as Word
  const last = words[to] as Word
  let end = last.end - (/['’`]s$/.exec(last.lower)?.[0].length ?? 0)
  const next = words[to + 1]
  if (
    next !== undefined &&
    SUFFIXES.has(next.lower) &&
    next.capital &&
    /^,? $/.test(text.slice(last.end, next.start))
  )
    end = next.end
  return { start: first.start, end, type: 'NAME' }
}

/** Street and house number, whichever comes first. */
import { plain } from './name-lists.ts'
import {
  ARTICLES,
  commaSpaced,
  ENGLISH_WAYS,
  endsWay,
  gap,
  isHouseNumber,
  isOrdinary,
  NAMED_AFTER,
  PARTICLES,
  PREPOSITIONS,
  SMALL_AFTER_NUMBER,
  SMALL_WAYS,
  spaced,
  UNIT_WORDS,
  WAY_BEFORE_NUMBER,
  WAY_FIRST,
  WAY_LAST,
} from './street-words.ts'
import type { Word } from './words.ts'

interface Core {
  /** Indexes of words. */
  readonly from: number
  readonly to: number
  /** A name and a number without a word for a street: it needs more around it. */
  readonly weak: boolean
}

export function coreAt(text: string, words: readonly Word[], at: number, done: number): Core | null {
  const before = numberLast(text, words, at, done)
  const after = numberFirst(text, words, at)
  if (before === null || after === null) return withUnitBefore(text, words, before ?? after)
  // "Tungata 11 Rott Crossroad": a name on both sides of the number.
  if (!before.weak || !after.weak || unitAfter(words, after.to)) {
    const weak = before.weak && after.weak
    return before.weak && isOrdinary(words[at - 1] as Word)
      ? after
      : {
          from: before.from,
          to: after.weak && !before.weak && !unitAfter(words, after.to) ? before.to : after.to,
          weak,
        }
  }
  return before
}

const unitAfter = (words: readonly Word[], at: number) => UNIT_WORDS.has(words[at + 1]?.lower ?? '')

/** "Suite 541 6343 Skogstien 106", "Flat 3, 12 Elm Street". */
function withUnitBefore(text: string, words: readonly Word[], core: Core | null): Core | null {
  if (core === null || core.from < 2) return core
  const number = words[core.from - 1]
  const unit = words[core.from - 2]
  if (number?.number !== true || unit === undefined || !UNIT_WORDS.has(unit.lower)) return core
  return spaced(gap(text, words, core.from - 2)) && commaSpaced(gap(text, words, core.from - 1))
    ? { ...core, from: core.from - 2 }
    : core
}

/** A word for a street that its name follows; in small letters only where no sentence would have it. */
const opensWay = ({ lower, capital }: Word, small: ReadonlySet<string>) =>
  WAY_FIRST.has(plain(lower)) && (capital || small.has(plain(lower)))

/** "12 Elm Street", "12 bis, rue de la Paix", "4930 Harjukuja 54" and "17151 2450 Crown St". */
function numberFirst(text: string, words: readonly Word[], at: number): Core | null {
  let next = at + 1
  if (words[next]?.number === true && spaced(gap(text, words, at))) next++
  if (words[next]?.lower === 'bis' || words[next]?.lower === 'ter') next++
  const first = words[next]
  if (first === undefined || !commaSpaced(gap(text, words, next - 1))) return null
  const french = opensWay(first, SMALL_AFTER_NUMBER)
  let named = 0
  for (let index = next; index < words.length && index < next + 7; index++) {
    const word = words[index]
    if (word === undefined || (index > next && !spaced(gap(text, words, index - 1)))) break
    if (word.number) {
      // A second number closes the street: "20 Via Roma 12".
      if (/^\d{1,3}(?:st|nd|rd|th)$/.test(word.lower)) continue
      if (/^\d{5}$/.test(word.lower)) break
      return named > 0 && index > next
        ? { from: at, to: index, weak: !french && !endsWay(words[index - 1]) }
        : null
    }
    if (index > next && WAY_LAST.has(word.lower) && word.capital && !french)
      return withDirection(text, words, at, withHouse(text, words, index))
    if (endsWay(word) && word.capital && !WAY_FIRST.has(word.lower) && !french)
      return { from: at, to: withHouse(text, words, index), weak: false }
    if (word.capital && !(isOrdinary(word) && index === next && !french)) named++
    else if (!french && !word.capital && !PARTICLES.has(word.lower)) break
    else if (/^[dl]['’]/.test(word.lower)) named++
    else if (french && !word.capital && index > next && !PARTICLES.has(word.lower))
      return named > 0 ? { from: at, to: index - 1, weak: false } : null
  }
  if (french && named > 0) return { from: at, to: lastNamed(text, words, next), weak: false }
  return named > 0 && first.end - first.start > 2
    ? { from: at, to: lastNamed(text, words, next), weak: true }
    : null
}

/** "4844 Søndergade 52": where the street's language puts the number last, it still follows. */
function withHouse(text: string, words: readonly Word[], way: number): number {
  const next = words[way + 1]
  if (next?.number !== true || ENGLISH_WAYS.test(words[way]?.lower ?? '')) return way
  return spaced(gap(text, words, way)) && /^\d{1,4}\p{L}?$/u.test(next.lower) ? way + 1 : way
}

/** "Elm Street NW", "Main St street". */
function withDirection(text: string, words: readonly Word[], from: number, to: number): Core {
  const next = words[to + 1]
  const more =
    next !== undefined && spaced(gap(text, words, to)) && /^(?:n|s|e|w|ne|nw|se|sw)$/.test(next.lower)
  return { from, to: more && next.shouted ? to + 1 : to, weak: false }
}

function lastNamed(text: string, words: readonly Word[], next: number): number {
  let last = next
  for (let index = next; index < next + 6; index++) {
    const word = words[index]
    if (word === undefined || (index > next && !spaced(gap(text, words, index - 1)))) break
    if (word.capital || /^[dl]['’]/.test(word.lower)) last = index
    else if (index > next && !PARTICLES.has(word.lower)) break
  }
  return last
}

/** "Musterstraße 12", "Calle Mayor, 12", "Am Markt 5", "Neuer Wall 10". */
function numberLast(text: string, words: readonly Word[], at: number, done: number): Core | null {
  const before = words[at - 1]
  if (before === undefined || at - 1 < done || !commaSpaced(gap(text, words, at - 1))) return null
  if (before.number) return null
  const to = withLetter(text, words, at)
  const comma = gap(text, words, at - 1).includes(',')
  if (!comma && before.capital && endsWay(before))
    return { from: withNumber(text, words, runStart(text, words, at - 1, done, 2), done), to, weak: false }
  if (!comma && (SMALL_WAYS.has(before.lower) || (WAY_BEFORE_NUMBER.has(before.lower) && before.capital))) {
    const from = runStart(text, words, at - 1, done, 3)
    if (from < at - 1) return { from: withNumber(text, words, from, done), to, weak: false }
  }
  for (let back = at - 1; back >= Math.max(done, at - 6); back--) {
    const word = words[back]
    if (
      word === undefined ||
      (back < at - 1 && !spaced(gap(text, words, back)) && !/^\/ ?$/.test(gap(text, words, back)))
    )
      break
    if (opensWay(word, SMALL_WAYS) && back < at - 1)
      return { from: withNumber(text, words, back, done), to, weak: false }
    if (!word.capital && !PARTICLES.has(word.lower) && !/^[dl]['’]/.test(word.lower)) break
  }
  if (
    comma ||
    !before.capital ||
    before.mixed ||
    !gap(text, words, at - 1).includes(' ') ||
    /^[cdjlmnst]['’]/.test(before.lower)
  )
    return null
  const place = prepositionPlace(text, words, at - 1, done)
  if (place !== -1) return { from: place, to, weak: false }
  if (isOrdinary(before)) return null
  return { from: runStart(text, words, at - 1, done, 2), to, weak: true }
}

/** "20789 Allika tee 46": the number before the street belongs to it. */
function withNumber(text: string, words: readonly Word[], from: number, done: number): number {
  const before = words[from - 1]
  return before?.number === true &&
    from - 1 >= done &&
    spaced(gap(text, words, from - 1)) &&
    isHouseNumber(text, words, from - 1)
    ? from - 1
    : from
}

/** "12 a" but not "12 A sentence". */
function withLetter(text: string, words: readonly Word[], at: number): number {
  const next = words[at + 1]
  if (next === undefined || next.end - next.start !== 1 || next.number || gap(text, words, at) !== ' ')
    return at
  const after = text.charAt(next.end)
  return /[a-h]/.test(text.charAt(next.start)) && /^(?:[\s,.;!?)]|)$/.test(after) && next.lower !== 'a'
    ? at + 1
    : at
}

/** Walks left over capitalised words, at most `most`, beginning at the street's last word. */
function runStart(text: string, words: readonly Word[], at: number, done: number, most: number): number {
  let from = at
  for (let back = at - 1; back >= Math.max(done, at - most); back--) {
    const word = words[back]
    if (word === undefined || !spaced(gap(text, words, back)) || word.number || word.mixed) break
    if (
      !word.capital ||
      (isOrdinary(word) &&
        !WAY_FIRST.has(word.lower) &&
        !/^(?:alte|neue|große|kleine|am|an|zum|zur|im)/.test(word.lower))
    )
      break
    from = back
  }
  return from
}

function prepositionPlace(text: string, words: readonly Word[], at: number, done: number): number {
  const place = words[at]
  if (place === undefined || !NAMED_AFTER.test(place.lower)) return -1
  for (let back = at - 1; back >= Math.max(done, at - 3); back--) {
    const word = words[back]
    if (word === undefined || !spaced(gap(text, words, back))) return -1
    if (PREPOSITIONS.has(word.lower) && word.capital) return back
    if (!ARTICLES.has(word.lower) && !word.capital) return -1
  }
  return -1
}

/** When another form of a word is the same word: `decision` and `decide`, `Rücksendung` and `Rücksendekosten`. */
import { type Language, synonymsOf } from '../../articles/index.ts'

const PREFIX_MIN = 5
const PREFIX_SHARE = 0.6
const PART_MIN = 4

const synonyms = new Map<string, ReadonlyMap<string, readonly string[]>>()

function synonymsFor(language: Language): ReadonlyMap<string, readonly string[]> {
  const found = synonyms.get(language.code) ?? synonymsOf(language)
  synonyms.set(language.code, found)
  return found
}

function commonStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1
  return at
}

/** `un-`, `in-`: the rest of the word is the same, and its meaning is the opposite. */
function isTurnedRound(a: string, b: string): boolean {
  return /^(?:un|in|im|ir|il|dis|non|nicht|mis|miss|dé|on)$/.test(a.slice(0, -b.length)) && a.endsWith(b)
}

/** Both are stems of one language. */
export function isNear(a: string, b: string, language: Language): boolean {
  if (a === b) return true
  if (isTurnedRound(a, b) || isTurnedRound(b, a)) return false
  if (synonymsFor(language).get(a)?.includes(b)) return true
  const longest = Math.max(a.length, b.length)
  const start = commonStart(a, b)
  if (start >= PREFIX_MIN && start >= longest * PREFIX_SHARE) return true
  if (!language.compounds) return false
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= PART_MIN && (long.startsWith(short) || long.endsWith(short))
}

/** Some word of `stems` that this one is a form of. */
export function nearIn(stem: string, stems: Iterable<string>, language: Language): boolean {
  for (const other of stems) if (isNear(stem, other, language)) return true
  return false
}

const SEPARABLE =
  /^(zuruck|zurück|herunter|heraus|hinzu|weiter|zusammen|ab|an|auf|aus|ein|mit|nach|vor|weg|um|zu|los|bei)(?:ge|zu)(?=.{3})/u
const PARTICIPLE = /^ge(?=.{4})/u

function verbOf(stem: string): string {
  const joined = stem.replace(SEPARABLE, '$1')
  return joined === stem ? stem.replace(PARTICIPLE, '') : joined
}

/** As `isNear`, but no compound is its own last part: a new customer is not any customer. */
export function isSameWord(a: string, b: string, language: Language): boolean {
  if (a === b) return true
  if (isTurnedRound(a, b) || isTurnedRound(b, a)) return false
  if (synonymsFor(language).get(a)?.includes(b)) return true
  const [one, other] = language.compounds ? [verbOf(a), verbOf(b)] : [a, b]
  if (one === other) return true
  const start = commonStart(one, other)
  return start >= PREFIX_MIN && start >= Math.max(one.length, other.length) * PREFIX_SHARE
}

/** One of the words in another form, or a compound of two of them. */
export function isPartOfWord(stem: string, others: readonly string[], language: Language): boolean {
  if (others.some((other) => isSameWord(stem, other, language))) return true
  if (!language.compounds || stem.length < 2 * PART_MIN) return false
  return others.some(
    (first) =>
      first.length >= PART_MIN &&
      stem.startsWith(first) &&
      others.some((last) => last.length >= PART_MIN && last !== first && stem.endsWith(last)),
  )
}

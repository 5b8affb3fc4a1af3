import type { Language } from './language.ts'

const PART_CHARS_MIN = 4
const PARTS_MAX = 4
/** Letters that German and its relatives put between the parts of a compound. */
const LINKS = ['', 's', 'es', 'n', 'en', 'er', 'e'] as const

/** What the articles know about a run of letters: the stem it belongs to and how often that is used. */
export interface KnownPart {
  readonly stem: string
  readonly uses: number
}

/**
 * Splits a compound when every part is a word of the same articles (Koehn & Knight 2003): of all splits the
 * one with the most common parts wins. Answers the stems of the parts; none for a word that is no compound.
 */
export function splitCompound(
  word: string,
  language: Pick<Language, 'compounds' | 'stem'>,
  partOf: (written: string) => KnownPart | undefined,
): readonly string[] {
  if (!language.compounds || word.length < 2 * PART_CHARS_MIN) return []
  const own = language.stem(word)
  const known = (written: string) => {
    const part = partOf(written)
    return part === undefined || part.stem === own ? undefined : part
  }
  const best = bestSplit(word, 0, PARTS_MAX, known, new Map())
  return best === null || best.parts.length < 2 ? [] : best.parts
}

interface Split {
  readonly parts: readonly string[]
  /** Sum of the logs, so that the mean of two splits can be compared. */
  readonly logUses: number
}

type PartOf = (written: string) => KnownPart | undefined

function bestSplit(
  word: string,
  from: number,
  partsLeft: number,
  partOf: PartOf,
  seen: Map<number, Split | null>,
): Split | null {
  const key = from * (PARTS_MAX + 1) + partsLeft
  const found = seen.get(key)
  if (found !== undefined) return found
  const whole = partOf(word.slice(from))
  let best = whole === undefined ? null : asSplit(whole)
  for (let at = from + PART_CHARS_MIN; partsLeft > 1 && at + PART_CHARS_MIN <= word.length; at += 1) {
    const head = headPart(word.slice(from, at), partOf)
    if (head === null) continue
    const tail = bestSplit(word, at, partsLeft - 1, partOf, seen)
    if (tail === null) continue
    const split = { parts: [...head.parts, ...tail.parts], logUses: head.logUses + tail.logUses }
    if (best === null || mean(split) > mean(best)) best = split
  }
  seen.set(key, best)
  return best
}

function mean(split: Split): number {
  return split.logUses / split.parts.length
}

/** The first part, with its linking letters taken off. */
function headPart(written: string, partOf: PartOf): Split | null {
  for (const link of LINKS) {
    if (!written.endsWith(link) || written.length - link.length < PART_CHARS_MIN) continue
    const part = partOf(link === '' ? written : written.slice(0, -link.length))
    if (part !== undefined) return asSplit(part)
  }
  return null
}

function asSplit(part: KnownPart): Split {
  return { parts: [part.stem], logUses: Math.log(1 + part.uses) }
}

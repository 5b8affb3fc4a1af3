/** What a change of a notice means: which facts moved, whether consents must be asked anew, what is missing. */
import type { RecipientView } from './api.ts'
import {
  type NoticeFacts,
  type RequesterLanguage,
  WRITTEN_PARTS,
  type WrittenNotice,
  type WrittenPart,
} from './notice.ts'

export const FACT_NAMES = [
  'provider',
  'host',
  'region',
  'model',
  'providerRetention',
  'recipients',
  'fields',
  'grantDays',
  'questionDays',
  'coversOtherTickets',
  'legalBasis',
] as const
export type FactName = (typeof FACT_NAMES)[number]

export type WrittenByLanguage = Readonly<Partial<Record<RequesterLanguage, WrittenNotice>>>

const sameList = (a: readonly string[], b: readonly string[]) =>
  a.toSorted().join('\n') === b.toSorted().join('\n')

/** Every fact in which the two differ. */
export function changedFacts(before: NoticeFacts, after: NoticeFacts): readonly FactName[] {
  const moved = (name: keyof RecipientView) => before.recipient?.[name] !== after.recipient?.[name]
  const changed: Record<FactName, boolean> = {
    provider: moved('provider'),
    host: moved('host'),
    region: moved('region'),
    model: moved('model'),
    providerRetention: moved('retention'),
    recipients: !sameList(before.recipients, after.recipients),
    fields: !sameList(before.fields, after.fields),
    grantDays: before.grantDays !== after.grantDays,
    questionDays: before.questionDays !== after.questionDays,
    coversOtherTickets: before.coversOtherTickets !== after.coversOtherTickets,
    legalBasis: before.legalBasis !== after.legalBasis,
  }
  return FACT_NAMES.filter((name) => changed[name])
}

/**
 * Those after which earlier consents no longer hold. Two changes do not touch what was consented to: the same
 * provider's other model, and fewer ticket fields.
 */
export function materialFacts(before: NoticeFacts, after: NoticeFacts): readonly FactName[] {
  const changed = changedFacts(before, after)
  const otherRecipient = changed.includes('provider')
  const fewerFields = after.fields.every((field) => before.fields.includes(field))
  return changed.filter((name) => (name === 'model' ? otherRecipient : name !== 'fields' || !fewerFields))
}

export interface MissingPart {
  readonly locale: RequesterLanguage
  /** `null`: the whole language. */
  readonly part: WrittenPart | null
}

/** What must be written before the notice may be shown to anybody, in every language that is switched on. */
export function missingParts(
  written: WrittenByLanguage,
  locales: readonly RequesterLanguage[],
): readonly MissingPart[] {
  return locales.flatMap((locale): MissingPart[] => {
    const words = written[locale]
    if (words === undefined) return [{ locale, part: null }]
    return WRITTEN_PARTS.filter((part) => words[part].trim() === '').map((part) => ({ locale, part }))
  })
}

/** `de.dpo`, or `de` for a whole language: how a fault, an entry and the console name the same place. */
export function placeOf({ locale, part }: MissingPart): string {
  return part === null ? locale : `${locale}.${part}`
}

export interface ChangedPart {
  readonly locale: RequesterLanguage
  readonly part: WrittenPart
}

/** In the languages that both have, every part whose words are not the same. */
export function changedParts(before: WrittenByLanguage, after: WrittenByLanguage): readonly ChangedPart[] {
  return partsWhere(before, after, (a, b) => a !== b)
}

/** Of those, the parts that may now say something else: more than spelling moved. */
export function meaningParts(before: WrittenByLanguage, after: WrittenByLanguage): readonly ChangedPart[] {
  return partsWhere(before, after, (a, b) => !isSameSpeech(a, b))
}

function partsWhere(
  before: WrittenByLanguage,
  after: WrittenByLanguage,
  differs: (a: string, b: string) => boolean,
): readonly ChangedPart[] {
  return (Object.entries(after) as [RequesterLanguage, WrittenNotice][]).flatMap(([locale, words]) => {
    const earlier = before[locale]
    if (earlier === undefined) return []
    return WRITTEN_PARTS.filter((part) => differs(earlier[part], words[part])).map((part) => ({
      locale,
      part,
    }))
  })
}

/**
 * True when only typing moved: spaces, capitals, the kind of quotes and dashes, two letters that had changed
 * places inside a word, a letter doubled or no longer. Everything else may change what the sentence says:
 * "unable" is one letter from "enable".
 */
export function isSameSpeech(a: string, b: string): boolean {
  const [before, after] = [wordsOf(a), wordsOf(b)]
  return before.length === after.length && before.every((word, index) => isTypoOf(word, after[index] ?? ''))
}

function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’‚‛']/g, "'")
    .replace(/[“”„‟«»"]/g, '"')
    .replace(/[‐‑‒–—-]/g, '-')
    .split(/\s+/)
    .filter((word) => word !== '')
}

const LEAST_LETTERS = 5

function isTypoOf(a: string, b: string): boolean {
  if (a === b) return true
  // A digit, an address or a short word is never a slip of the finger, nor is anything in a script where two letters
  // that changed places are mostly another word, or where a sentence has no spaces and would count as one word.
  const plain = (word: string) => /^\p{Script=Latin}+[.,;:!?]?$/u.test(word) && word.length >= LEAST_LETTERS
  if (!plain(a) || !plain(b)) return false
  return a.length === b.length ? isSwapOf(a, b) : undoubled(a) === undoubled(b)
}

function isSwapOf(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, index) => letter !== b[index])
  const swapped = `${a.slice(0, at)}${a[at + 1] ?? ''}${a[at] ?? ''}${a.slice(at + 2)}`
  // The first letter carries too much: "not" and "ton".
  return at > 0 && swapped === b
}

const undoubled = (word: string) => word.replace(/(\p{L})\1/gu, '$1')

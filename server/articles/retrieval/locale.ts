import { eld } from 'eld/small'
import { languageOf } from './language.ts'

export interface DetectedLocale {
  /** One of the given locales; `null` when the text is in none of their languages, or cannot be told. */
  readonly locale: string | null
  /** False: too short or too mixed to tell; what else is known about the ticket should decide. */
  readonly reliable: boolean
}

/** The detector reads the beginning only; a quoted mail below would only blur it. */
const CHARS_READ = 1_000
/** Fewer letters are a name or a greeting, which look alike in every language. */
const LETTERS_MIN = 12
const WORDS_MIN = 3
const UNSPACED_LETTERS_MIN = 5
/** A foreign language must beat the help center's own by this much before a ticket is called foreign. */
const FOREIGN_LEAD = 0.05

const ADDRESS = /\S{1,200}(?:@|:\/\/)\S{1,200}|⟦[^⟧]{0,60}⟧/gu
/** Where none of these signs is, no address is: to look for one at each place costs as much as to tell the language. */
const SIGN_OF_ADDRESS = /[@⟦]|:\/\//u
const LETTERS = /\p{L}+/gu
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

/** Codes under which the detector knows a language that help centers spell differently. */
const DETECTOR_CODE: ReadonlyMap<string, string> = new Map([
  ['fil', 'tl'],
  ['id', 'ms'],
  ['in', 'ms'],
  ['iw', 'he'],
  ['nb', 'no'],
  ['nn', 'no'],
])

/** Tells which of the help center's locales a text is written in, and says so when it is in none of them. */
export function detectLocale(text: string, locales: readonly string[]): DetectedLocale {
  const beginning = text.slice(0, CHARS_READ)
  const read = SIGN_OF_ADDRESS.test(beginning) ? beginning.replace(ADDRESS, ' ') : beginning
  const words = read.match(LETTERS) ?? []
  if (words.length === 0) return { locale: null, reliable: false }
  const found = eld.detect(read)
  const scores = found.getScores()
  const candidates = locales
    .map((locale) => ({ locale, score: scores[detectorCode(locale)] ?? 0 }))
    .sort((a, b) => b.score - a.score)
  const best = candidates[0]
  const enough = isLongEnough(words)
  const reliable = enough && found.isReliable()
  if (best !== undefined && detectorCode(best.locale) === found.language)
    return { locale: best.locale, reliable }
  const lead = (scores[found.language] ?? 0) - (best?.score ?? 0)
  if (reliable && lead >= FOREIGN_LEAD) return { locale: null, reliable: true }
  return { locale: best !== undefined && best.score > 0 ? best.locale : null, reliable: false }
}

function detectorCode(locale: string): string {
  const language = languageOf(locale)
  return DETECTOR_CODE.get(language) ?? language
}

function isLongEnough(words: readonly string[]): boolean {
  const letters = words.reduce((sum, word) => sum + word.length, 0)
  if (words.some((word) => UNSPACED.test(word))) return letters >= UNSPACED_LETTERS_MIN
  return words.length >= WORDS_MIN && letters >= LETTERS_MIN
}

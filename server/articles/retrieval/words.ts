import { UNSPACED, unspacedWords } from './unspaced.ts'

/** Longer runs are codes or noise; cutting them keeps every later step linear. */
const WORD_CHARS = 48

const NAME = /(?<=[\p{L}\p{M}\p{N},;:] )\p{Lu}[\p{L}\p{M}\p{N}]+/gu
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu
// "e-mail", "T-Shirt", "U-Bahn": one letter before a hyphen is a part of the next word.
const LETTER_HYPHEN = /(?<![\p{L}\p{N}])(\p{L})[-‐‑](?=\p{L}{3})/gu
const HYPHEN = /[-‐‑]/
// Accents and points of Latin, Greek, Cyrillic, Hebrew and Arabic; Indic vowel signs are letters and stay.
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]+/g
const LETTER_DIGIT_EDGE = /^\p{L}$/u

/** Lower-case words with their marks still on: stemmers need the umlaut. */
export function wordsOf(text: string): readonly string[] {
  const lower = text.normalize('NFKC').toLowerCase()
  const lowered = HYPHEN.test(lower) ? lower.replace(LETTER_HYPHEN, '$1') : lower
  const found: string[] = []
  for (const [run] of lowered.matchAll(WORD))
    for (const word of UNSPACED.test(run) ? unspacedWords(run) : [run]) {
      // A lone letter is an initial or the rest of an apostrophe; in unspaced scripts it is a word.
      if (word.length === 1 && LETTER_DIGIT_EDGE.test(word) && !UNSPACED.test(word)) continue
      found.push(word.length > WORD_CHARS ? word.slice(0, WORD_CHARS) : word)
    }
  return found
}

/** Words written with a capital inside a sentence: names, and in German all nouns. */
export function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const match of text.normalize('NFKC').matchAll(NAME))
    names.add(match[0].toLowerCase().slice(0, WORD_CHARS))
  return names
}

/** `Größe` and `Grösse`, `café` and `cafe` are the same word to a person who types. */
export function folded(word: string): string {
  const bare = word.normalize('NFKD').replace(MARKS, '').normalize('NFC')
  return bare.replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('ł', 'l')
}

/** Character 4-grams of one folded word with its edges; bigrams where the script writes no spaces. */
export function gramsOf(word: string): readonly string[] {
  const size = UNSPACED.test(word) ? 2 : 4
  const edged = size === 2 ? word : `_${word}_`
  if (edged.length <= size) return [edged]
  const grams: string[] = []
  for (let at = 0; at + size <= edged.length; at += 1) grams.push(edged.slice(at, at + size))
  return grams
}

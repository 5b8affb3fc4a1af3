/** Turns decoded text into what a reader sees: no invisible characters, one Unicode form, folded space. */
import { withoutUnseen } from '../../../src/domain/unseen.ts'

const LONE_SURROGATE = /\p{Surrogate}/gu
/** Space in any width, and the braille blank that looks like one. */
const SPACES = /[\s\u0085\u2800]+/gu
const PLAIN = /^[\x20-\x7E]*$/

/** @returns the text without invisible characters, in NFC; whitespace as it was. */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text
  return withoutUnseen(text.replace(LONE_SURROGATE, '\uFFFD')).normalize('NFC')
}

/** @returns one line: cleaned, whitespace folded, trimmed. */
export function foldText(text: string): string {
  return cleanText(text).replace(SPACES, ' ').trim()
}

/** @returns the lines of preformatted text: cleaned, their inner spacing kept, blank ones left out. */
export function codeLines(text: string): readonly string[] {
  return cleanText(text.replace(/\t/g, '  '))
    .split(/\r\n|[\r\n\u0085\u2028\u2029]/)
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '')
}

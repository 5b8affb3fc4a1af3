/** Turns decoded text into what a reader sees: no invisible characters, one Unicode form, folded space. */

/** Invisible in every script: they only carry text that a reader cannot see, or reorder what they see. */
const INVISIBLE =
  /(?![\s\u0085])\p{Cc}|(?!\u200C|\u200D|\uFE0F)\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB]/gu

/** Joiners spell words in these scripts and hold emoji together; anywhere else they hide something. */
const JOINING_SCRIPTS =
  'Arabic Syriac Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar Mongolian'
    .split(' ')
    .map((script) => `\\p{Script=${script}}`)
    .join('')
const STRAY_JOINER = new RegExp(
  `(?<![${JOINING_SCRIPTS}\\p{Extended_Pictographic}\\p{Emoji_Modifier}]|\\uFE0F)(?:\\u200C|\\u200D)`,
  'gu',
)
const STRAY_SELECTOR = /(?<!\p{Emoji})\uFE0F/gu
const LONE_SURROGATE = /\p{Surrogate}/gu
/** Space in any width, and the braille blank that looks like one. */
const SPACES = /[\s\u0085\u2800]+/gu
const PLAIN = /^[\x20-\x7E]*$/

/** @returns the text without invisible characters, in NFC; whitespace as it was. */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text
  return text
    .replace(LONE_SURROGATE, '\uFFFD')
    .replace(INVISIBLE, '')
    .replace(STRAY_JOINER, '')
    .replace(STRAY_SELECTOR, '')
    .normalize('NFC')
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

/** Signs that nobody sees: they carry words to a machine, cut a value in two so that it is not found, or turn what is read. */

/** In every script. A joiner and a selector are looked at by themselves. */
const INVISIBLE =
  '(?![\\s\\u0085])\\p{Cc}|(?!\\u200C|\\u200D|\\uFE0F)\\p{Default_Ignorable_Code_Point}|[\\uFFF9-\\uFFFB]'

/** Joiners spell words in these scripts and hold emoji together; anywhere else they hide something. */
const JOINING_SCRIPTS =
  'Arabic Syriac Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar Mongolian'
    .split(' ')
    .map((script) => `\\p{Script=${script}}`)
    .join('')
const STRAY_JOINER = `(?<![${JOINING_SCRIPTS}\\p{Extended_Pictographic}\\p{Emoji_Modifier}]|\\p{Extended_Pictographic}\\uFE0F)[\\u200C\\u200D]`
/** Behind a digit it belongs to a key cap, or to nothing. */
const STRAY_SELECTOR = '(?<!\\p{Extended_Pictographic}|[0-9#*](?=\\uFE0F\\u20E3))\\uFE0F'
const UNSEEN = new RegExp(`${INVISIBLE}|${STRAY_JOINER}|${STRAY_SELECTOR}`, 'gu')
const PLAIN = /^[\t\n\r\x20-\x7E]*$/

/** @returns the text as it is read. */
export function withoutUnseen(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UNSEEN, '')
}

/** A text as it is read, and where each of its characters stood. */
export interface SeenText {
  readonly text: string
  /** False: there was nothing in it that nobody sees. */
  readonly isLess: boolean
  placeOf(at: number): number
  /** What is read of a stretch of the text as it was. */
  between(start: number, end: number): string
}

export function seenOf(given: string): SeenText {
  const text = withoutUnseen(given)
  if (text.length === given.length)
    return { text, isLess: false, placeOf: (at) => at, between: (start, end) => text.slice(start, end) }
  const places: number[] = []
  /** Of each place of the text as it was: how much is read before it. */
  const before: number[] = []
  let from = 0
  const passOver = (signs: number, areSeen: boolean) => {
    for (const end = from + signs; from < end; from += 1) {
      before.push(places.length)
      if (areSeen) places.push(from)
    }
  }
  for (const { 0: sign, index } of given.matchAll(UNSEEN)) {
    passOver(index - from, true)
    passOver(sign.length, false)
  }
  passOver(given.length - from, true)
  return {
    text,
    isLess: true,
    placeOf: (at) => places[at] ?? given.length,
    between: (start, end) => text.slice(before[start] ?? text.length, before[end] ?? text.length),
  }
}

import { type Span, spansOf } from './spans.ts'

const FEWEST_DIGITS = 6
/** Digits that all spellings of a number share: "+49 30 123456" and "030/123456" end alike. */
const SHARED = 7

/** Numbers that the helpdesk knows, however they are grouped and with or without their country. */
export function knownPhones(known: readonly string[]): (text: string) => Span[] {
  const ends = new Set(
    known
      .map((number) => number.replace(/\D/g, ''))
      .filter((digits) => digits.length >= FEWEST_DIGITS && digits.length <= 15)
      .map((digits) => digits.slice(-SHARED)),
  )
  if (ends.size === 0) return () => []
  const forms = [...ends].map((end) => [...end].join('[ \\u00a0()/.–-]{0,2}'))
  const pattern = new RegExp(
    `(?<!\\d)\\+?(?:\\(?\\d{1,4}\\)?[ \\u00a0()/.–-]{0,2}){0,4}(?:${forms.join('|')})(?!\\d)`,
    'g',
  )
  return (text) => spansOf(text, pattern, 'PHONE')
}

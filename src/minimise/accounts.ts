import { luhn, mod97 } from './checksums.ts'
import { matchesOf, type Span } from './spans.ts'

/** ISO 13616 lengths: without them a spaced number would swallow the word that follows it. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 ' +
    'QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

/** Found by its digits: two letters begin every word. */
const CHECK_DIGITS = /\d\d(?<=(?<![A-Za-z0-9])[A-Za-z]{2}[ \u00a0-]?\d\d)/g

/** ISO 13616: known country, its length, and a right check number. */
export function ibans(text: string): Span[] {
  const spans: Span[] = []
  for (const { index } of matchesOf(text, CHECK_DIGITS)) {
    const start = ' \u00a0-'.includes(text.charAt(index - 1)) ? index - 3 : index - 2
    const length = IBAN_LENGTHS[text.slice(start, start + 2).toUpperCase()]
    if (length === undefined) continue
    const run = alphanumericRun(text, start, length)
    if (run !== null && mod97(run.value.slice(4) + run.value.slice(0, 4)) === 1)
      spans.push({ start, end: run.end, type: 'IBAN' })
  }
  return spans
}

function alphanumericRun(text: string, start: number, length: number): { value: string; end: number } | null {
  let value = ''
  let end = start
  let gap = 0
  while (value.length < length && end < text.length) {
    const character = text[end] ?? ''
    if (/[A-Za-z0-9]/.test(character)) {
      value += character.toUpperCase()
      gap = 0
    } else if (!/[ \u00a0-]/.test(character) || ++gap > 1) return null
    end++
  }
  const after = text[end] ?? ''
  return value.length === length && !/[A-Za-z0-9]/.test(after) ? { value, end } : null
}

const CARD_PREFIX = /^(?:4|5[1-5]|2[2-7]|3[4-9]|30|6(?:0|2|4|5|7))/

const CARD_WORD =
  /(?:card|karte|kartennummer|visa|cc)\P{L}{0,4}(?:(?:number|nummer|nr|no|is|ist)\P{L}{0,4}){0,2}$/iu

const GROUP = /(?<!\d)\d{4,19}(?!\d)/g

/** ISO/IEC 7812: 13 to 19 digits that a brand could issue, or 12 that the text calls a card; check digit right. */
export function cards(text: string): Span[] {
  const spans: Span[] = []
  for (const match of matchesOf(text, GROUP)) {
    let digits = match[0]
    let end = match.index + digits.length
    // Beside the word, any number with a right check digit is a card; alone, only one that a brand could issue.
    const named = CARD_WORD.test(text.slice(Math.max(0, match.index - 30), match.index))
    // Group by group, so that an order number before the card does not hide it.
    for (let groups = 0; groups < 6 && digits.length <= 19; groups++) {
      if (digits.length >= (named ? 12 : 13) && (named || CARD_PREFIX.test(digits)) && luhn(digits)) {
        spans.push({ start: match.index, end, type: 'CARD' })
        break
      }
      const next = /^[ \u00a0-](\d{1,7})(?!\d)/.exec(text.slice(end, end + 9))
      if (next === null) break
      digits += next[1] ?? ''
      end += next[0].length
    }
  }
  return spans
}

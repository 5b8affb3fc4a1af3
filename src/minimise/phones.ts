import type { PhoneFinder } from './phone-finder.ts'
import { matchesOf, type Span, saidBefore } from './spans.ts'

const PHONE_RUN =
  /(?<![\p{L}\p{N}#€$£_/:-]|\p{N}[.,])(?:\+|\()?\d(?:[ \u00a0()/.–-]{0,2}\d){5,19}(?:[ ]?(?:x|ext\.?)[ ]?\d{1,6})?(?![\p{L}\p{N}_])/gu
const PHONE_WORD =
  /(?:phone|tel(?:efon)?|t[ée]l(?:[ée]phone)?|tel[ée]fono|telefoon|mobil(?:e|fon|telefon)?|m[óo]vil|cellulare|portable|cell|handy|fax|call|ring|text|reach(?:ed)?|answering|contact|message[sd]?|whatsapp|signal|sms|dial|rufnummer|durchwahl|festnetz|anrufen|erreichbar|r[üu]ckruf|unter|appeler|llamar|chiamare|bellen)\P{L}{0,4}(?:(?:number|nummer|nr|no|me|us|is|ist|on|at|to|mich|uns|unter|lautet|auf|au|al|est|es|è|op|hours?|during|business|the|my|home|work|office)\P{L}{0,4}){0,4}$/iu
const PHONE_AFTER =
  /^[ -]{1,2}\(?(?:office|fax|mobile|mobil|cell|desk|home|work|phone|tel|handy|büro|privat|direct)(?!\p{L})/iu
const OTHER_NUMBER_WORD =
  /(?:order|invoice|ticket|case|number|nummer|num|no|nr|id|ref\p{L}{0,8}|tracking|serial|sku|ean|isbn|imei|rechnung|bestellung|auftrag|vorgang|vertrag|kunden?|sendung|paket|artikel|iban|konto|account|code|pin|commande|pedido|ordine|bestelling|zip|plz|postcode)\P{L}{0,4}(?:(?:is|ist|lautet|nr|no|number|nummer|id)\P{L}{0,4}){0,2}$/iu
/** "My number is …" alone means the telephone; "my order number" does not. */
const OWN_NUMBER =
  /(?<!\p{L})(?:my|our|his|her|their|meine|unsere|seine|ihre|mon|mi|il mio|mijn)[ ](?:new[ ]|neue[ ]|nieuwe[ ]|nuevo[ ])?(?:number|nummer|num[eé]ro|número|numero)(?:[ ](?:is|ist|lautet|est|es|è))?[: ]{1,3}$/iu
const DATE_FIRST =
  /^(?:\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d{2}(?![./-]\d))|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)/
const MONEY_AFTER = /^[ \u00a0]?(?:€|\$|£|EUR|USD|GBP|CHF|,\d{1,2}(?!\d)|%|mm|cm|kg|km|Wh?|V|mAh)/
const MONEY_BEFORE = /(?:€|\$|£|EUR|USD|GBP|CHF)[ \u00a0]?$/
/** ITU-T E.164: 15 digits. */
const MOST_DIGITS = 15
/** Digits that go on for longer than three such numbers are a table or a filler: nothing there is dialled. */
const FILLER = /[+(]{0,2}\d(?:[ \u00a0()/.–-]{0,2}\d){45,5000}/y
/** "2000 - 3000", "10-15 20-25", "1.000.000", "2024 2025": ranges, amounts and years. */
const NOT_DIALLED =
  /^(?:\d{1,3}(?:\.\d{3})+|\d{1,5} ?[–-] ?\d{1,5}|(?:(?:19|20)\d{2}[ /–-]{1,3})+(?:19|20)?\d{2})$/

/** An IPv4 address and an American social security number: other detectors claim them, and asking is slow. */
const CLAIMED_ELSEWHERE =
  /^(?:(?:25[0-5]|2[0-4]\d|1?\d{1,2})(?:\.(?:25[0-5]|2[0-4]\d|1?\d{1,2})){3}|(?!000|666)[0-8]\d{2}-(?!00)\d{2}-(?!0000)\d{4})$/

/** Numbers that are dialled: international ones, ones that the text calls so, and written ones of a known plan. */
export function phones(text: string, finder: PhoneFinder | null): Span[] {
  const spans: Span[] = []
  let fillerEnd = 0
  for (const match of matchesOf(text, PHONE_RUN)) {
    const end = match.index + match[0].length
    if (end > fillerEnd) fillerEnd = endOfFiller(text, match.index)
    if (isPhone(match[0], text, match.index, end, end <= fillerEnd ? null : finder))
      spans.push({ start: match.index, end, type: 'PHONE' })
  }
  return spans
}

/** Where digits that are no numbers end, if they begin here; 0 if they do not. */
function endOfFiller(text: string, start: number): number {
  FILLER.lastIndex = start
  return FILLER.test(text) ? FILLER.lastIndex : 0
}

function isPhone(run: string, text: string, start: number, end: number, finder: PhoneFinder | null): boolean {
  const digits = run.replace(/ ?(?:x|ext).*$/, '').replace(/\D/g, '')
  if (digits.length < 6 || digits.length > MOST_DIGITS) return false
  if (DATE_FIRST.test(run) || MONEY_AFTER.test(text.slice(end, end + 6)) || NOT_DIALLED.test(run))
    return false
  if (saidBefore(text, start, MONEY_BEFORE, 6)) return false
  if (run.startsWith('+')) return digits.length >= 7
  if (saidBefore(text, start, PHONE_WORD) || PHONE_AFTER.test(text.slice(end, end + 10))) return true
  if (digits.length < 7) return false
  if (saidBefore(text, start, OWN_NUMBER)) return true
  if (saidBefore(text, start, OTHER_NUMBER_WORD)) return false
  if (/^\(?0/.test(run)) return digits.length >= 8 || /\D/.test(run)
  if (/^\(\d{3}\) ?\d{3}[ .-]\d{4}$/.test(run) || /^(?:1[-.])?\d{3}[-.]\d{3}[-.]\d{4}$/.test(run)) return true
  // Digits in one run are order numbers far more often than numbers without a leading zero.
  if (finder === null || CLAIMED_ELSEWHERE.test(run)) return false
  return /\d[ \u00a0()/.–-]+\d+[ \u00a0()/.–-]+\d/.test(run) && finder.isNumber(run)
}

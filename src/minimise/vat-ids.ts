import { luhn, mod11and10, weighted } from './checksums.ts'
import { matchesOf, type Span, saidBefore } from './spans.ts'

/** Directive 2006/112/EC Art. 215; forms as VIES takes them, Switzerland's UID (BFS) and the UK's beside them. */
const VAT =
  /(?<![A-Za-z0-9])(?:ATU\d{8}|BE[01]\d{9}|BG\d{9,10}|CY\d{8}[A-Z]|CZ\d{8,10}|DE\d{9}|DK\d{8}|EE\d{9}|EL\d{9}|ES[A-Z0-9]\d{7}[A-Z0-9]|FI\d{8}|FR[A-HJ-NP-Z0-9]{2}\d{9}|HR\d{11}|HU\d{8}|IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}|IT\d{11}|LT(?:\d{12}|\d{9})|LU\d{8}|LV\d{11}|MT\d{8}|NL\d{9}B\d{2}|PL\d{10}|PT\d{9}|RO\d{2,10}|SE\d{12}|SI\d{8}|SK\d{10}|(?:GB|XI)(?:\d{12}|\d{9})|CHE\d{9})(?![A-Za-z0-9])/
const CANDIDATE = /(?<![A-Za-z0-9])(?:[A-Z]{2}|CHE-?)[ ]?[A-Z0-9][A-Z0-9 .-]{5,18}[A-Z0-9](?![A-Za-z0-9])/g
const VAT_WORD =
  /(?:vat|ust|umsatzsteuer|uid|mwst|tva|iva|btw|partita|p\.? ?iva|tax|steuer|nif|mehrwertsteuer)[\p{L}.-]{0,20}\P{L}{0,4}(?:(?:id|no|nr|number|nummer|num[eé]ro|is|ist|lautet|est|es|è)\P{L}{0,4}){0,3}$/iu

/** Where the check is cheap and strong the number alone is enough; otherwise the text must call it a VAT id. */
export function vatIds(text: string): Span[] {
  const spans: Span[] = []
  for (const match of matchesOf(text, CANDIDATE)) {
    const shape = longestShape(match[0])
    if (shape === null) continue
    if (checks(shape.value) || saidBefore(text, match.index, VAT_WORD))
      spans.push({ start: match.index, end: match.index + shape.length, type: 'VAT' })
  }
  return spans
}

/** The candidate may have swallowed words in capitals after it: they are dropped one by one. */
function longestShape(candidate: string): { value: string; length: number } | null {
  let rest = candidate
  while (rest !== '') {
    const value = rest.replace(/[ .-]/g, '')
    if (VAT.exec(value)?.[0] === value) return { value, length: rest.length }
    const cut = Math.max(rest.lastIndexOf(' '), rest.lastIndexOf('-'), rest.lastIndexOf('.'))
    if (cut <= 2) return null
    rest = rest.slice(0, cut)
  }
  return null
}

function checks(value: string): boolean {
  const digits = value.replace(/^(?:CHE|ATU|[A-Z]{2})/, '')
  switch (value.slice(0, 2)) {
    case 'DE':
      return digits[0] !== '0' && mod11and10(digits)
    case 'IT':
      return luhn(digits)
    case 'BE':
      return 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8))
    case 'AT':
      return austrian(digits)
    case 'FR':
      return (
        /^\d{11}$/.test(digits) &&
        (12 + 3 * (Number(digits.slice(2)) % 97)) % 97 === Number(digits.slice(0, 2))
      )
    case 'CH':
      return (11 - (weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4]) % 11)) % 11 === Number(digits[8])
    default:
      return false
  }
}

function austrian(digits: string): boolean {
  let sum = 4
  for (let index = 0; index < 7; index++) {
    const product = Number(digits[index]) * (index % 2 === 0 ? 1 : 2)
    sum += product > 9 ? product - 9 : product
  }
  return (10 - (sum % 10)) % 10 === Number(digits[7])
}

import { ean13, mod11and10, weighted } from './checksums.ts'
import { matchesOf, type Span, saidBefore } from './spans.ts'
import type { Word } from './words.ts'

interface Rule {
  /** One number, spaces and separators as people write them. */
  readonly shape: RegExp
  /** On the number without separators, in capitals. */
  readonly holds: (value: string) => boolean
  /** The text must call it so, because a shape or a check digit alone says too little. */
  readonly called?: RegExp
  /** It is one word of letters and digits, this long. */
  readonly oneWord?: number
}

const isWord = ({ mixed, start, end }: Word, length: number | undefined) => mixed && end - start === length

const GAP = '[ .-]?'
const always = () => true
const FREE = '(?<![A-Za-z0-9])'
const END = '(?![A-Za-z0-9]|[.,-]\\d)'
const shape = (body: string) => new RegExp(`${FREE}${body}${END}`, 'g')
const called = (words: string) => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})[^\\n]{0,24}$`, 'iu')

const RULES: readonly Rule[] = [
  // DE, § 139b AO: 11 digits, ISO 7064 MOD 11,10.
  {
    shape: shape(`[1-9]\\d${GAP}\\d{3}${GAP}\\d{3}${GAP}\\d{3}`),
    holds: (value) => mod11and10(value) && new Set(value.slice(0, 10)).size <= 9,
    called: called(
      'steuer-?id(?:entifikationsnummer)?(?:-?nr|nummer)?|steuernummer|idnr|tin|tax id|identifikationsnummer',
    ),
  },
  // DE, ICAO 9303 part 3 §4.9: identity card and passport, weights 7, 3, 1.
  {
    shape: shape('[CFGHJKLMNPRTVWXYZ0-9]{9}\\d?D?'),
    holds: (value) => /\d/.test(value) && (value.length === 9 || documentCheck(value)),
    called: called(
      '(?:personal)?ausweis(?:nummer|-?nr)?|personalausweis|reisepass(?:nummer)?|passnummer|aufenthaltstitel',
    ),
  },
  // AT, § 31 ASVG: running number with check digit, then the birth date.
  {
    shape: shape(`[1-9]\\d{3}${GAP}(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-5])\\d{2}`),
    holds: (value) => weighted(value, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(value[3]),
    called: called('svnr|sv-?nr|sv-?nummer|sozialversicherungs(?:nummer|-?nr)|versicherungsnummer'),
  },
  // CH, AHVV Art. 133: 756 and a GS1 check digit.
  { shape: shape(`756${GAP}\\d{4}${GAP}\\d{4}${GAP}\\d{2}`), holds: ean13 },
  // FR, NIR: Corsica counts as 19 and 18, key 97 − n mod 97.
  {
    shape: shape(`[1278]${GAP}\\d{2}${GAP}\\d{2}${GAP}(?:\\d{2}|2[AB])${GAP}\\d{3}${GAP}\\d{3}${GAP}\\d{2}`),
    holds: frenchKey,
  },
  // ES, RD 1553/2005 and RD 557/2011: letter by mod 23.
  { shape: shape(`(?:\\d{8}|[XYZ]${GAP}\\d{7})${GAP}[A-HJ-NP-TV-Z]`), holds: spanishLetter },
  // IT, DM 23 December 1976, with the letters of homocodes.
  {
    shape: new RegExp(
      `${FREE}[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z](?![A-Za-z0-9])`,
      'gi',
    ),
    holds: italianCheck,
    oneWord: 16,
  },
  // NL, BSN: the eleven test.
  {
    shape: shape(`\\d{4}${GAP}\\d{2}${GAP}\\d{3}`),
    holds: (value) => weighted(value, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
    called: called('bsn|burgerservicenummer|sofinummer|sofi-?nummer'),
  },
  // UK, NIM39110: National Insurance number.
  {
    shape: shape(
      '(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]',
    ),
    holds: always,
  },
  // UK, NHS data dictionary: weights 10 to 2, modulus 11.
  {
    shape: shape(`\\d{3}${GAP}\\d{3}${GAP}\\d{4}`),
    holds: healthServiceCheck,
    called: called('nhs(?: number| no\\.?)?'),
  },
  // DE, § 290 SGB V: a letter as two digits, then eight; weights 1 and 2, sums of digits, modulus 10.
  {
    shape: shape('[A-Za-z]\\d{9}'),
    holds: insuredCheck,
    called: called(
      'kv-?(?:nummer|nr\\.?)|kvnr|(?:kranken)?versicherten-?(?:nummer|nr\\.?)|krankenversicherungs-?(?:nummer|nr\\.?)|krankenkassen-?(?:nummer|nr\\.?)|gesundheitskarte|(?:health )?insurance number',
    ),
  },
  // US, 20 CFR 422.103 and 26 CFR 301.6109-1: SSN, and ITIN (9xx, groups 50–65, 70–88, 90–92, 94–99).
  { shape: shape('\\d{3}([ -])\\d{2}\\1\\d{4}'), holds: american },
  {
    shape: shape('\\d{9}'),
    holds: american,
    called: called('ssn|itin|social security(?: number)?|social'),
  },
  // Documents without a check digit that anyone could compute, only where the text names them.
  {
    shape: shape('(?=[A-Z]{0,4}[ -]?\\d)[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{2,6}){1,4}'),
    holds: (value) => value.length >= 6 && value.length <= 18 && /\d.*\d/.test(value),
    called: called(
      "passports?(?: number| no\\.?)?|driver'?s?'? licen[cs]e(?: number| no\\.?)?|driving licen[cs]e(?: number)?|führerschein(?:nummer)?|permis de conduire|passeport|pasaporte|passaporto|paspoort(?:nummer)?|national id|id card(?: number)?|tax id|codice fiscale|steuer-?id|nir|num[eé]ro de s[eé]curit[eé] sociale|dni|nie|carta d'identità",
    ),
  },
]

const FOUR_DIGITS = /\d(?:[ .-]?\d){3}/

/** One cheap look before the rules that need a word. */
const MAY_BE_CALLED =
  /steuer|idnr|\btin\b|\btax|ausweis|\bpass|aufenthalt|\bsv|versicher|\bbsn|burger|sofi|\bssn|\bitin|social|licen|führer|permis|pas[as]|\bnational|\bnhs\b|\bkv|insurance|krankenkasse|gesundheits|id card|codice|\bnir\b|s[ée]cu|\bdni\b|\bnie\b|identit/i

/**
 * National ids of DE, AT, CH, FR, ES, IT, NL, the UK and the US: check digits where the issuer defines them;
 * where shape and check say too little, the words before must name the number.
 */
export function nationalIds(text: string, words: readonly Word[]): Span[] {
  const spans: Span[] = []
  if (!FOUR_DIGITS.test(text) && !words.some(({ mixed }) => mixed)) return spans
  const named = MAY_BE_CALLED.test(text)
  for (const rule of RULES) {
    if (rule.called !== undefined && !named) continue
    if (rule.oneWord !== undefined && !words.some((word) => isWord(word, rule.oneWord))) continue
    for (const match of matchesOf(text, rule.shape)) {
      const value = match[0].replace(/[ .-]/g, '').toUpperCase()
      if (!rule.holds(value)) continue
      if (rule.called !== undefined && !saidBefore(text, match.index, rule.called, 64)) continue
      spans.push({ start: match.index, end: match.index + match[0].length, type: 'ID' })
    }
  }
  return spans
}

function documentCheck(value: string): boolean {
  const sum = [...value.slice(0, 9)].reduce(
    (total, character, index) => total + Number.parseInt(character, 36) * ([7, 3, 1][index % 3] ?? 0),
    0,
  )
  return sum % 10 === Number(value[9])
}

function healthServiceCheck(value: string): boolean {
  const check = 11 - (weighted(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)
  return (check === 11 ? 0 : check) === Number(value[9])
}

function insuredCheck(value: string): boolean {
  const digits = `${value.charCodeAt(0) - 64}`.padStart(2, '0') + value.slice(1)
  const sum = [...digits.slice(0, 10)].reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (product > 9 ? product - 9 : product)
  }, 0)
  return sum % 10 === Number(digits[10])
}

function frenchKey(value: string): boolean {
  const body = value.slice(0, 13).replace(/2A/, '19').replace(/2B/, '18')
  return /^\d{13}$/.test(body) && 97 - (Number(body) % 97) === Number(value.slice(13))
}

function spanishLetter(value: string): boolean {
  const first = 'XYZ'.indexOf(value.charAt(0))
  const number = Number(first === -1 ? value.slice(0, 8) : `${first}${value.slice(1, 8)}`)
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === value.at(-1)
}

const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

function italianCheck(value: string): boolean {
  let sum = 0
  for (let index = 0; index < 15; index++) {
    const code = Number.parseInt(value.charAt(index), 36)
    const place = code > 9 ? code - 10 : code
    sum += index % 2 === 0 ? (ODD[place] ?? 0) : place
  }
  return String.fromCharCode(65 + (sum % 26)) === value[15]
}

function american(value: string): boolean {
  const area = Number(value.slice(0, 3))
  const group = Number(value.slice(3, 5))
  if (area >= 900)
    return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group !== 93)
  return area !== 0 && area !== 666 && group !== 0 && value.slice(5) !== '0000'
}

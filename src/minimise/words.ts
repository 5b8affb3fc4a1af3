import { FIRST_HASH, hashed, signsOf, signsOfPlain } from './lexicon.ts'

/** A word of the text; `lower` is what lists are asked with. */
export interface Word {
  readonly start: number
  readonly end: number
  readonly lower: string
  /** Written with a capital first. */
  readonly capital: boolean
  /** All letters are capitals, and there are two or more. */
  readonly shouted: boolean
  /** It begins with a digit. */
  readonly number: boolean
  /** It begins with a letter and holds a digit. */
  readonly mixed: boolean
  /** A capital follows a small letter: "PayPal". */
  readonly humped: boolean
  /** What it is known as: see the lexicon. */
  readonly signs: number
}

const UNSEEN = 0
const OTHER = 1
const SMALL = 2
const CAPITAL = 3
const DIGIT = 4
const JOINER = 5

/** Filled as characters are met: asking a Unicode pattern for each again would cost more than all the rest. */
const kinds = new Uint8Array(65_536)

function kindOf(code: number): number {
  const known = kinds[code] ?? OTHER
  if (known !== UNSEEN) return known
  const character = String.fromCharCode(code)
  let kind = OTHER
  if (/\p{Lu}|\p{Lt}/u.test(character)) kind = CAPITAL
  else if (/\p{L}|\p{M}/u.test(character)) kind = SMALL
  else if (/\p{Nd}/u.test(character)) kind = DIGIT
  else if (/['’‘`-]/.test(character)) kind = JOINER
  kinds[code] = kind
  return kind
}

/** Letters and digits, with hyphens and apostrophes between letters. One walk, whatever the text. */
export function readWords(text: string): readonly Word[] {
  const words: Word[] = []
  let at = 0
  while (at < text.length) {
    const first = kindOf(text.charCodeAt(at))
    if (first === OTHER || first === JOINER) at++
    else {
      const word = wordAt(text, at, first)
      words.push(word)
      at = word.end
    }
  }
  return words
}

function wordAt(text: string, start: number, first: number): Word {
  let at = start
  let before = OTHER
  let small = 0
  let capitals = 0
  let digits = 0
  let joined = false
  let humped = false
  let ascii = true
  let hash = FIRST_HASH
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const kind = kindOf(code)
    if (kind === SMALL) small++
    else if (kind === CAPITAL) {
      capitals++
      humped ||= before === SMALL
    } else if (kind === DIGIT) digits++
    else if (kind === JOINER) {
      const next = at + 1 < text.length ? kindOf(text.charCodeAt(at + 1)) : OTHER
      if (first === DIGIT || (next !== SMALL && next !== CAPITAL)) break
      joined = true
    } else break
    if (code > 127) ascii = false
    hash = hashed(hash, code)
    before = kind
  }
  const number = first === DIGIT
  const written = text.slice(start, at)
  const lower = capitals === 0 ? written : written.toLowerCase()
  return {
    start,
    end: at,
    lower,
    capital: first === CAPITAL,
    shouted: small === 0 && capitals > 1,
    number,
    mixed: !number && digits > 0,
    humped,
    signs: number ? 0 : ascii && !joined ? signsOfPlain(lower, hash) : signsOf(lower, joined, capitals > 0),
  }
}

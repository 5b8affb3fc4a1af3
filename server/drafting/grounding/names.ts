/** Names of products, places, sections and buttons: a reply may only use those of its sources or of the ticket. */

import { AS_WRITTEN } from './as-written.ts'
import { namesNothing } from './common-words.ts'
import type { Ground } from './ground.ts'
import type { Comparison } from './hunks.ts'
import { nearIn } from './near-words.ts'
import type { Reading, Word } from './reading.ts'
import { unitOf } from './unit-words.ts'

const QUOTED =
  /(?<![\p{L}\p{N}"])"(?=[^\s"])([^"]{2,80})(?<=\S)"(?![\p{L}\p{N}"])|(?<![\p{L}\p{N}])'(?=\S)([^']{2,80})(?<=\S)'(?![\p{L}\p{N}])/gu
const CAPITAL = /^\p{Lu}/u
const SHORT_FORM = /^\p{Lu}[\p{Lu}\p{N}]+$/u
const CODE = /^(?=.*\p{L})(?=.*\p{N})/su
const LATIN = /\p{Script=Latin}/u
const OTHER_ALPHABET = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u

export interface NameVerdict {
  readonly foreign: string | null
  readonly fromTicket: readonly string[]
}

/** "Pаypal" with one Cyrillic letter is another name. */
function isMixed(written: string): boolean {
  return LATIN.test(written) && OTHER_ALPHABET.test(written)
}

function isName(word: Word, language: string): boolean {
  if (word.figure !== null || unitOf(word.text, true) !== null) return false
  if (CODE.test(word.written) || SHORT_FORM.test(word.written) || isMixed(word.written)) return true
  return CAPITAL.test(word.written) && !word.opens && !namesNothing(word.text, language)
}

/** German writes every noun with a capital: another form of a known one is no new name. */
function isKnown(word: Word, ground: Ground, own: Reading): boolean {
  if (ground.citedStems.has(word.stem) || ground.headStems.has(word.stem)) return true
  if (ground.sources.some(({ stems }) => stems.has(word.stem))) return true
  if (CODE.test(word.written) || SHORT_FORM.test(word.written) || isMixed(word.written)) return false
  if (own.language.code !== 'de') return false
  return word.weight < 1 || ground.sources.some(({ stems }) => nearIn(word.stem, stems, own.language))
}

function quotedNames(own: Reading, ground: Ground, ticket: string): NameVerdict {
  const fromTicket: string[] = []
  for (const match of own.text.matchAll(QUOTED)) {
    const name = (match[1] ?? match[2] ?? '').toLowerCase().replace(/[.,;:!?]$/u, '')
    const texts = [...ground.sources.map(({ plain }) => plain), ...ground.heads.map(({ text }) => text)]
    if (texts.some((text) => text.toLowerCase().includes(name))) continue
    if (!ticket.toLowerCase().includes(name)) return { foreign: name, fromTicket: [] }
    fromTicket.push(name)
  }
  return { foreign: null, fromTicket }
}

export function checkNames(own: Reading, ground: Ground, ticket: Reading): NameVerdict {
  const quoted = quotedNames(own, ground, ticket.text)
  if (quoted.foreign !== null) return quoted
  const fromTicket = [...quoted.fromTicket]
  for (const word of own.words) {
    if (!isName(word, own.language.code) || isKnown(word, ground, own)) continue
    const isCode = CODE.test(word.written) && !AS_WRITTEN.test(own.text)
    if (isCode || !ticket.stems.has(word.stem)) return { foreign: word.written, fromTicket: [] }
    fromTicket.push(word.written)
  }
  return { foreign: null, fromTicket }
}

/** A name of the same passage in the place of the one that the cited sentence has. */
export function nameReplaced(own: Reading, ground: Ground, { hunks }: Comparison): boolean {
  return hunks.some(({ removed, added }) => {
    const gone = removed.filter(
      (word) => CAPITAL.test(word.written) && word.weight > 0 && !own.stems.has(word.stem),
    )
    const come = added.filter(
      (word) =>
        isName(word, own.language.code) &&
        !ground.citedStems.has(word.stem) &&
        !ground.headStems.has(word.stem),
    )
    const stems = gone.map(({ stem }) => stem)
    return stems.length > 0 && come.some(({ stem }) => !nearIn(stem, stems, own.language))
  })
}

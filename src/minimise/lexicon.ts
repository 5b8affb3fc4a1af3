import { FIRST_WORDS, LOGIN_WORDS } from './letter-words.ts'
import { FAMILY_NAMES, GIVEN_NAMES, NAMES_AND_WORDS, ORDINARY_WORDS, plain } from './name-lists.ts'
import { LANGUAGE_OF, NEIGHBOURS } from './name-signs.ts'
import { SPECIAL_WORDS } from './special-words.ts'

/** What a word is known as; one look-up a word answers all of it. */
export const GIVEN = 1
export const FAMILY = 2
/** A name that is also a word. */
export const ALSO_WORD = 4
export const ORDINARY = 8
export const ENGLISH = 16
export const GERMAN = 32
/** It may open a greeting, a closing, a title or an introduction. */
export const OPENS_FRAME = 64
/** It may open an expression of Art. 9(1) GDPR. */
export const OPENS_SPECIAL = 128
/** It says that a user name may follow. */
export const OPENS_LOGIN = 256

const signs = new Map<string, number>()

function enter(words: Iterable<string>, sign: number): void {
  for (const word of words) signs.set(word, (signs.get(word) ?? 0) | sign)
}

enter(GIVEN_NAMES, GIVEN)
enter(FAMILY_NAMES, FAMILY)
enter(NAMES_AND_WORDS, ALSO_WORD)
enter(ORDINARY_WORDS, ORDINARY)
for (const [word, language] of LANGUAGE_OF) enter([word], language === 'en' ? ENGLISH : GERMAN)
// A noun in front of a name is no part of it.
enter(NEIGHBOURS, ORDINARY)
enter(FIRST_WORDS, OPENS_FRAME)
enter(SPECIAL_WORDS, OPENS_SPECIAL)
enter(LOGIN_WORDS, OPENS_LOGIN)

/** One step of the hash (FNV-1a) that a reader keeps while it walks a word; `| 32` makes ASCII letters small. */
export const FIRST_HASH = 0x811c9dc5 | 0
export const hashed = (hash: number, code: number) => Math.imul(hash ^ (code | 32), 0x01000193)

/**
 * The words without accents by that hash, in open addressing: most words of a text are met here, and a `Map`
 * would have to hash each of them again.
 */
const SLOTS = 1 << 16
const slotWords: (string | undefined)[] = new Array(SLOTS).fill(undefined)
const slotSigns = new Uint16Array(SLOTS)
for (const [word, sign] of signs) {
  let hash = FIRST_HASH
  for (let at = 0; at < word.length; at++) hash = hashed(hash, word.charCodeAt(at))
  let slot = hash & (SLOTS - 1)
  while (slotWords[slot] !== undefined) slot = (slot + 1) & (SLOTS - 1)
  slotWords[slot] = word
  slotSigns[slot] = sign
}

/** `hash` over all of `lower`, which is ASCII. */
export function signsOfPlain(lower: string, hash: number): number {
  for (let slot = hash & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
    const word = slotWords[slot]
    if (word === undefined) return 0
    if (word === lower) return slotSigns[slot] ?? 0
  }
}

/** `joined`: it has an apostrophe or a hyphen inside. `folded`: also without accents, as the lists of names are. */
export function signsOf(lower: string, joined: boolean, folded = true): number {
  const own = signs.get(lower)
  if (own !== undefined || !folded) return own ?? 0
  return signs.get(plain(joined ? lower.replace(/['’‘`]s$/, '') : lower)) ?? 0
}

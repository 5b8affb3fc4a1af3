/** A code to be read off a screen and typed: 130 random bits, without letters that look like digits. */
import { randomBytes } from 'node:crypto'

/** Crockford's base 32. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 26
const GROUP = 5

export function newSetUpCode(): string {
  // 256 is a multiple of 32: no letter is likelier than another.
  const letters = [...randomBytes(LENGTH)].map((byte) => LETTERS[byte % LETTERS.length])
  return letters.map((letter, at) => (at > 0 && at % GROUP === 0 ? `-${letter}` : letter)).join('')
}

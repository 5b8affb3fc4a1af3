/** What a token looks like and what is kept of it: prefix, 256 random bits, checksum; stored as SHA-256 alone. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { TOKEN_PATTERN } from '../../src/domain/token.ts'
import type { Keyring } from '../keys.ts'

const PREFIX = 'vouch_pat_'
const SECRET_BYTES = 32
const CHECKSUM_CHARS = 8

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(CHECKSUM_CHARS, '0')
}

export function newTokenSecret(keys: Pick<Keyring, 'newSecret'>): string {
  const body = `${PREFIX}${keys.newSecret(SECRET_BYTES)}`
  return body + checksumOf(body)
}

/** Tells a typing error, or a string that only looks like one, from a token; says nothing about whether it opens anything. */
export function isWholeToken(text: string): boolean {
  const body = text.slice(0, -CHECKSUM_CHARS)
  return TOKEN_PATTERN.test(text) && text === body + checksumOf(body)
}

/** 256 bits of its own: no salt and no slow hash are needed, and none would help. */
export function tokenDigest(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex')
}

/** The token of a header, whatever it is worth; `null`: what stands there is none, e.g. a session. */
export function tokenIn(authorization: unknown): string | null {
  if (typeof authorization !== 'string') return null
  return /^Bearer (vouch_pat_[\x21-\x7e]{0,512})$/.exec(authorization)?.[1] ?? null
}

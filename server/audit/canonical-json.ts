/**
 * JSON with one spelling only, so that a digest means one thing. RFC 8785 (JCS).
 * Keys in UTF-16 order, numbers as ECMAScript writes them; what JSON cannot hold is refused.
 */
import { createHash } from 'node:crypto'
import { Fault } from '../../src/domain/fault.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** @throws Fault `AUDIT_UNAVAILABLE` for NaN, infinities, lone surrogates, `undefined`, dates, bigints. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Fault('AUDIT_UNAVAILABLE', 'a number without a JSON form')
    return JSON.stringify(value)
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new Fault('AUDIT_UNAVAILABLE', 'a string with a lone surrogate')
    return JSON.stringify(value)
  }
  // `Array.from` visits holes too: `map` would leave them out, and two values would share one spelling.
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonicalJson(item)).join(',')}]`
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const held = value as Record<string, unknown>
    const members = Object.keys(held)
      .sort()
      .map((key) => `${canonicalJson(key)}:${canonicalJson(held[key])}`)
    return `{${members.join(',')}}`
  }
  throw new Fault('AUDIT_UNAVAILABLE', `a value without a JSON form (${typeof value})`)
}

/** The same of an object of ours: members that are `undefined` are left out. */
export const canonicalFormOf = (value: object): string => canonicalJson(JSON.parse(JSON.stringify(value)))

const digests = new WeakMap<object, string>()

/** SHA-256 (hex) of that form; worked out once, so the object must be one that is made anew, never changed. */
export function canonicalDigest(value: object): string {
  const known = digests.get(value)
  if (known !== undefined) return known
  const digest = createHash('sha256').update(canonicalFormOf(value)).digest('hex')
  digests.set(value, digest)
  return digest
}

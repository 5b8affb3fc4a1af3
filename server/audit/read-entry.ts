/** Reads an entry back. What two readers could read in two ways, or as one of another version, is no entry. */
import { canonicalJson } from './canonical-json.ts'

export interface ReadHeader {
  readonly index: unknown
  readonly prev: unknown
  readonly id: string
  readonly type: string
  readonly detail: unknown
  readonly commit: string | null
  readonly kid: string | null
}

const HEX = /^[0-9a-f]+$/

function isSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isSorted)
  let last = ''
  for (const name of Object.keys(value)) {
    if (name < last || !isSorted((value as Record<string, unknown>)[name])) return false
    last = name
  }
  return true
}

/** The quick way for almost all; escapes, and names that are numbers (which come back first), go the slow one. */
function isCanonical(parsed: unknown, text: string): boolean {
  if (text.includes('\\u') || JSON.stringify(parsed) !== text) return canonicalJson(parsed) === text
  return isSorted(parsed)
}

function recordOf(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
    // One spelling only: whoever looks for a type in the text must find it. A name that stands twice comes back once.
    return isCanonical(parsed, text) ? (parsed as Record<string, unknown>) : null
  } catch {
    return null
  }
}

export function readHeader(text: string): ReadHeader | null {
  const record = recordOf(text)
  if (record === null) return null
  const { v, index, prev, id, type, detail, commit = null, kid = null } = record
  if ((v !== 1 && v !== 2) || typeof id !== 'string' || typeof type !== 'string') return null
  const sealed = typeof commit === 'string' && typeof kid === 'string'
  if (!sealed && !(commit === null && kid === null)) return null
  if (sealed && (v === 1 || !HEX.test(commit) || !HEX.test(kid))) return null
  return sealed
    ? { index, prev, id, type, detail, commit, kid }
    : { index, prev, id, type, detail, commit: null, kid: null }
}

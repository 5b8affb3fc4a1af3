/** What the log says of something that lies in the store in full, so that it cannot be changed there unseen. */
import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'

/** SHA-256, hex, over the canonical JSON of what is stored. */
export function storedDigest(value: unknown): string {
  // As it is stored: without `undefined` members, which no JSON has.
  const stored: unknown = JSON.parse(JSON.stringify(value))
  return createHash('sha256').update(canonicalJson(stored), 'utf8').digest('hex')
}

/** The real clock and real ids. */
import { randomBytes } from 'node:crypto'
import type { World } from '../keys.ts'

/** RFC 9562 §5.7: 48 bits of milliseconds, then version, variant and 74 random bits. */
function uuidV7(ms: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(ms, 0, 6)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Milliseconds since the start, by a clock that nobody sets. */
export const monotonicMs = (): number => performance.now()

export const realWorld: World = {
  now: () => new Date(),
  newId: () => uuidV7(Date.now()),
}
